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
