"""``/queries``: seeing what runs and stopping it, over a real engine."""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from jakgraph.service.app import create_app

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask
    from werkzeug.test import TestResponse

    from jakgraph.service.context import ServiceContext

PATTERNS = " . ".join(f"?a{number} ?b{number} ?c{number}" for number in range(12))
ENDLESS = f"SELECT (COUNT(*) AS ?n) WHERE {{ {PATTERNS} }}"
OTHER = {"REMOTE_ADDR": "192.0.2.7"}
TOKEN = {"Authorization": "Bearer of-the-operator"}
LATEST_CANCEL_SECONDS = 0.5


@pytest.fixture
def app(context: ServiceContext) -> Flask:
    return create_app(replace(context, token="of-the-operator"))


@pytest.fixture
def asked(app: Flask) -> tuple[threading.Thread, list[TestResponse]]:
    """An endless query that has been sent and is listed; what came of it is in the list afterwards."""
    answers: list[TestResponse] = []
    client = app.test_client()
    thread = threading.Thread(target=lambda: answers.append(client.post("/sparql", data={"query": ENDLESS})))
    thread.start()
    wait_until(lambda: len(listed(app)) == 1)
    return thread, answers


def wait_until(is_met: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 10
    while not is_met():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def listed(app: Flask, *, peer: dict[str, str] | None = None, headers: dict[str, str] | None = None) -> list[str]:
    response = app.test_client().get("/queries", environ_overrides=peer or {}, headers=headers or {})
    assert response.headers["Cache-Control"] == "no-store"
    assert "Access-Control-Allow-Origin" not in response.headers
    return [query["id"] for query in response.json["queries"]]


def test_a_query_is_stopped_by_its_id(app: Flask, asked: tuple[threading.Thread, list[TestResponse]]) -> None:
    """Guarantee 6: DELETE ends the work within half a second; who waits for it is told, under the same id."""
    thread, answers = asked
    [query_id] = listed(app)
    started = time.monotonic()
    assert app.test_client().delete(f"/queries/{query_id}").status_code == 204
    thread.join(10)
    assert time.monotonic() - started < LATEST_CANCEL_SECONDS
    assert (answers[0].status_code, answers[0].headers["Query-Id"]) == (503, query_id)
    assert answers[0].json["type"].endswith("#query-cancelled")
    assert listed(app) == []


def test_other_clients_see_nothing_and_the_operator_all(
    app: Flask, asked: tuple[threading.Thread, list[TestResponse]]
) -> None:
    """Another address gets an empty list and 404; with the token, and only with the right one, it sees and stops."""
    thread, answers = asked
    [query_id] = listed(app)
    other = app.test_client()
    assert listed(app, peer=OTHER) == []
    assert listed(app, peer=OTHER, headers={"Authorization": "Bearer of-somebody"}) == []
    assert listed(app, peer=OTHER, headers={"Authorization": "Bearer "}) == []
    assert other.delete(f"/queries/{query_id}", environ_overrides=OTHER).status_code == 404
    assert listed(app, peer=OTHER, headers=TOKEN) == [query_id]
    assert other.delete(f"/queries/{query_id}", environ_overrides=OTHER, headers=TOKEN).status_code == 204
    thread.join(10)
    assert answers[0].status_code == 503


def test_without_a_token_nobody_is_the_operator(context: ServiceContext) -> None:
    """An empty token is no token."""
    app = create_app(context)
    for given in ("Bearer ", "Bearer", "bearer  ", "Basic Og=="):
        assert listed(app, peer=OTHER, headers={"Authorization": given}) == []


def test_an_unknown_id_is_404(app: Flask) -> None:
    """A query that has ended, or never was."""
    response = app.test_client().delete("/queries/0123456789abcdef")
    assert (response.status_code, response.mimetype) == (404, "application/problem+json")


def test_each_answer_that_was_worked_for_has_an_id(app: Flask) -> None:
    """Answers and errors carry it, each its own."""
    client = app.test_client()
    responses = [client.post("/sparql", data={"query": text}) for text in ("ASK {}", "ASK {}", "ASK {", "SELECT")]
    assert len({response.headers["Query-Id"] for response in responses}) == 4


SECRET = "ASK { ?s ?p 'a private matter' }"
BROWSER = {"Accept": "text/html"}


def test_ended_queries_are_listed_by_the_hash_of_their_text(app: Flask) -> None:
    """The slowest of the hour and the day: own ones, without the text; nobody keeps the answer."""
    client = app.test_client()
    query_id = client.post("/sparql", data={"query": SECRET}).headers["Query-Id"]
    response = client.get("/queries")
    for span in ("hour", "day"):
        [told] = response.json["slowest"][span]
        assert (told["id"], told["form"], told["rows"], told["outcome"]) == (query_id, "ASK", 1, "ok")
        assert "query" not in told
        assert len(told["hash"]) == 16
    assert "private" not in response.text
    assert "private" not in client.get("/queries", headers=BROWSER).text
    assert client.get("/queries", environ_overrides=OTHER).json["slowest"] == {"hour": [], "day": []}


def test_texts_are_shown_with_the_token_or_where_they_are_logged(app: Flask, context: ServiceContext) -> None:
    """The operator sees everybody's with their texts; where texts are logged anyway, clients see theirs."""
    app.test_client().post("/sparql", data={"query": SECRET})
    seen = app.test_client().get("/queries", environ_overrides=OTHER, headers=TOKEN)
    assert seen.json["slowest"]["hour"][0]["query"] == SECRET
    logging_app = create_app(replace(context, settings=replace(context.settings, log_queries=True)))
    logging_app.test_client().post("/sparql", data={"query": SECRET})
    assert logging_app.test_client().get("/queries").json["slowest"]["hour"][0]["query"] == SECRET


def test_failures_are_listed_with_their_outcome(app: Flask) -> None:
    """A query that ended in an error is among them."""
    app.test_client().post("/sparql", data={"query": "SELECT * {"})
    assert app.test_client().get("/queries").json["slowest"]["hour"][0]["outcome"] == "query-syntax"


def test_a_browser_gets_a_page_that_nobody_keeps(app: Flask) -> None:
    """The same as HTML; it works without a script and sets no cookie."""
    app.test_client().post("/sparql", data={"query": SECRET})
    response = app.test_client().get("/queries", headers=BROWSER)
    assert response.mimetype == "text/html"
    assert response.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in response.headers
    assert "Slowest of the last hour" in response.text
    assert 'type="password"' in response.text


@pytest.mark.parametrize(("token", "status"), [("of-the-operator", 200), ("another", 403), ("", 401)])
def test_the_page_takes_the_token_by_its_form(app: Flask, token: str, status: int) -> None:
    """A browser sends no bearer token by itself: the form brings it, each time."""
    app.test_client().post("/sparql", data={"query": SECRET})
    response = app.test_client().post("/queries", data={"token": token}, headers=BROWSER, environ_overrides=OTHER)
    assert response.status_code == status
    assert ("private matter" in response.text) == (status == 200)
    assert "of-the-operator" not in response.text
