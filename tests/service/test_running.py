"""The list of running queries."""

from __future__ import annotations

import time

import pytest

from jakgraph.service.running import RunningQueries, RunningQuery
from jakgraph.store.cancellation import Cancellation


def query(number: int, client: str) -> RunningQuery:
    return RunningQuery(str(number), client, "ASK {}", time.monotonic(), Cancellation())


def test_a_client_sees_and_stops_its_own_queries_only() -> None:
    """An id of somebody else's query is of no use."""
    queries, mine, other = RunningQueries(), query(1, "a"), query(2, "b")
    with queries.running(mine), queries.running(other):
        assert queries.seen_by("a") == (mine,)
        assert not queries.cancel("2", "a")
        assert queries.cancel("1", "a")
    assert (mine.cancellation.is_cancelled, other.cancellation.is_cancelled) == (True, False)


def test_the_operator_sees_and_stops_all() -> None:
    """Without a client address there is no bound."""
    queries, first, second = RunningQueries(), query(1, "a"), query(2, "b")
    with queries.running(first), queries.running(second):
        assert queries.seen_by(None) == (first, second)
        assert queries.cancel("2", None)
    assert second.cancellation.is_cancelled


def test_what_has_ended_is_not_listed() -> None:
    """However it ended."""
    queries = RunningQueries()
    with pytest.raises(ZeroDivisionError), queries.running(query(1, "a")):
        assert 1 / 0
    assert queries.seen_by(None) == ()
    assert not queries.cancel("1", None)
