"""``/admin/reload``: who may ask, and what the answer says."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from jakgraph.service.app import create_app
from jakgraph.service.protocol.faults import ReloadFailed
from jakgraph.service.reloading import Reloaded

if TYPE_CHECKING:
    from jakgraph.service.context import ServiceContext

TOKEN = "of-the-operator"
ADDRESS = "/admin/reload"
BEARER = {"Authorization": f"Bearer {TOKEN}"}


def done() -> Reloaded:
    return Reloaded("new", "old", 3, 0.25)


def failed() -> Reloaded:
    raise ReloadFailed("a.ttl:2:7: no.", "Mend it.", file="a.ttl", line=2, column=7)


def test_the_answer_names_both_revisions(context: ServiceContext) -> None:
    """A reload is answered when it is done, with what changed, for nobody to keep and for no other origin."""
    client = create_app(replace(context, token=TOKEN, reload=done)).test_client()
    response = client.post(ADDRESS, headers=BEARER)
    assert response.status_code == 200
    assert response.json == {"revision": "new", "previous": "old", "triples": 3, "seconds": 0.25, "changed": True}
    assert response.headers["Cache-Control"] == "no-store"
    assert "Access-Control-Allow-Origin" not in response.headers


@pytest.mark.parametrize(
    ("headers", "status", "slug"),
    [
        ({}, 401, "token-missing"),
        ({"Authorization": "Basic b2Y6dGhl"}, 401, "token-missing"),
        ({"Authorization": "Bearer another"}, 403, "token-wrong"),
        ({"Authorization": "Bearer \u00e4"}, 403, "token-wrong"),
    ],
)
def test_only_the_token_opens_it(context: ServiceContext, headers: dict[str, str], status: int, slug: str) -> None:
    """Without the operator's token nothing is loaded."""
    calls: list[None] = []

    def noted() -> Reloaded:
        calls.append(None)
        return done()

    client = create_app(replace(context, token=TOKEN, reload=noted)).test_client()
    response = client.post(ADDRESS, headers=headers)
    assert response.status_code == status
    assert response.get_json(force=True)["type"].endswith(f"#{slug}")
    assert ("WWW-Authenticate" in response.headers) == (status == 401)
    assert calls == []


@pytest.mark.parametrize("token", ["", TOKEN], ids=["no token", "no way"])
def test_where_it_is_not_possible_it_says_why(context: ServiceContext, token: str) -> None:
    """A service without a token, or under a server that cannot swap it, answers 503 with what to do."""
    response = create_app(replace(context, token=token)).test_client().post(ADDRESS, headers=BEARER)
    assert response.status_code == 503
    problem = response.get_json(force=True)
    assert problem["type"].endswith("#operation-unavailable")
    assert "JAKGRAPH_TOKEN" in problem["hint"] or "jakgraph serve" in problem["hint"]


def test_a_file_that_cannot_be_loaded_is_named_with_its_place(context: ServiceContext) -> None:
    """A failed reload is a problem with file, line and column."""
    client = create_app(replace(context, token=TOKEN, reload=failed)).test_client()
    response = client.post(ADDRESS, headers=BEARER)
    assert response.status_code == 409
    problem = response.get_json(force=True)
    assert (problem["file"], problem["line"], problem["column"]) == ("a.ttl", 2, 7)
    assert problem["hint"] == "Mend it."


def test_reading_reloads_nothing(context: ServiceContext) -> None:
    """GET is safe: a link must not reload."""
    client = create_app(replace(context, token=TOKEN, reload=done)).test_client()
    assert client.get(ADDRESS, headers=BEARER).status_code == 405
