"""Telling a query to stop, whenever that comes."""

from __future__ import annotations

import threading
import time

import pytest

from jakgraph.errors import EngineBusy, QueryCancelled
from jakgraph.store.cancellation import Cancellation
from jakgraph.store.lanes import Lane


def test_what_runs_is_stopped_once() -> None:
    """`cancel` calls what stops the query, the first time only."""
    calls: list[int] = []
    cancellation = Cancellation()
    with cancellation.stopping_by(lambda: calls.append(1)):
        cancellation.cancel()
        cancellation.cancel()
    assert calls == [1]
    assert cancellation.is_cancelled


def test_what_has_not_begun_does_not_begin() -> None:
    """A query that was cancelled while it waited is not run."""
    cancellation = Cancellation()
    cancellation.cancel()
    with pytest.raises(QueryCancelled), cancellation.stopping_by(lambda: None):
        pytest.fail("it began")


def test_what_has_ended_is_left_alone() -> None:
    """After its block nothing is stopped: the executor may be at work for somebody else by then."""
    calls: list[int] = []
    cancellation = Cancellation()
    with cancellation.stopping_by(lambda: calls.append(1)):
        pass
    cancellation.cancel()
    assert calls == []


def test_waiting_for_a_place_ends_at_once_and_leaves_the_queue() -> None:
    """A cancelled query gives up its turn; the place goes to the next one."""
    lane = Lane("queries", 1, queue=1, retry_after_seconds=1)
    cancellation = Cancellation()
    outcome: list[type[Exception]] = []

    def wait() -> None:
        try:
            lane.place(30, cancellation)
        except (QueryCancelled, EngineBusy) as error:
            outcome.append(type(error))

    thread = threading.Thread(target=wait)
    with lane.place(0):
        thread.start()
        while not lane._waiting:
            time.sleep(0.001)
        cancellation.cancel()
        thread.join(10)
        assert outcome == [QueryCancelled]
    with lane.place(0):
        pass
