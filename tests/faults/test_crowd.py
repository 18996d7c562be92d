"""Eight clients who ask nothing but queries that are short, all at once and from the first moment."""

from __future__ import annotations

import itertools
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import httpx
import pytest
from tests.conftest import serving

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conftest import RunningService

CLIENTS = 8
"""More than there are places, so that some always wait."""
SECONDS = 4
"""Longer than anybody waits for a place."""
QUERY = "SELECT (COUNT(?o) AS ?n) { ?s ?p ?o . ?s ?p ?again FILTER(CONTAINS(STR(?o), CONCAT(STR(?again), 'n%d'))) }"
"""A query of some tens of milliseconds, never asked before, of a shape that the first ones make known."""


@pytest.fixture
def service(crowd: str) -> Iterator[RunningService]:
    """Give a service that nobody has asked anything yet."""
    with serving(crowd) as running:
        yield running


def test_a_crowd_is_never_refused(service: RunningService) -> None:
    """Everybody gets every answer: nobody is passed for good by those who come after him, nor taken for long."""
    numbers = itertools.count()
    ends = time.monotonic() + SECONDS

    def ask(session: httpx.Client) -> list[int]:
        statuses = []
        while time.monotonic() < ends:
            answer = session.get("/sparql", params={"query": QUERY % next(numbers)})
            statuses.append(answer.status_code)
        return statuses

    with httpx.Client(base_url=service.url, timeout=60) as session, ThreadPoolExecutor(CLIENTS) as clients:
        outcomes = list(clients.map(ask, [session] * CLIENTS))
    assert {status for statuses in outcomes for status in statuses} == {200}
    assert min(map(len, outcomes)) > 1
