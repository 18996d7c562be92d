"""Errors on their way from the executor to the engine."""

from __future__ import annotations

import signal

import pytest

from jakgraph.errors import (
    EngineUnavailable,
    JakgraphError,
    QueryCrashed,
    QueryOutOfMemory,
    QueryRefused,
    QuerySyntaxError,
    QueryTimeout,
    ResultTooLarge,
)
from jakgraph.store import wire
from jakgraph.store.problems import TravellingError, answer_of, error_of, error_of_end


@pytest.mark.parametrize(
    "error",
    [
        QuerySyntaxError("wrong", line=2, column=3, token="x", hint="mend it"),
        QueryRefused("FROM", "no such graph", line=None, column=None, remedy="look"),
        ResultTooLarge("max-rows", 10),
    ],
)
def test_an_error_arrives_as_it_left(error: TravellingError) -> None:
    """Type, text and every field survive the way over the wire."""
    incoming = wire.Incoming()
    incoming.feed(wire.encode(vars(answer_of(error))))
    frame = incoming.frame()
    assert frame is not None
    arrived = error_of(wire.decode_answer(frame), 1)
    assert type(arrived) is type(error)
    assert str(arrived) == str(error)
    assert vars(arrived) == vars(error)


def test_python_without_memory_is_the_memory_limit() -> None:
    """A MemoryError in the executor is the query's limit, and asks for a new executor."""
    answer = answer_of(MemoryError())
    assert answer.retire
    assert isinstance(error_of(answer, 2**20), QueryOutOfMemory)


@pytest.mark.parametrize(
    ("exit_code", "expected"),
    [
        (None, EngineUnavailable),
        (-signal.SIGALRM, QueryTimeout),
        (-signal.SIGABRT, QueryOutOfMemory),
        (-signal.SIGSEGV, QueryCrashed),
        (-signal.SIGKILL, QueryCrashed),
        (0, QueryCrashed),
        (1, QueryCrashed),
    ],
)
def test_the_way_an_executor_ended_names_the_error(exit_code: int | None, expected: type[JakgraphError]) -> None:
    """The exit signal tells why: 14 time, 6 memory, others a crash; nobody to tell it, an engine that is gone."""
    assert type(error_of_end(exit_code, 5.0, 2**20)) is expected


def test_a_crash_tells_its_signal() -> None:
    """The number of the signal is kept for the report; an exit without one has none."""
    crashes = [error_of_end(code, 5.0, 2**20) for code in (-11, 1)]
    assert [crash.signal for crash in crashes if isinstance(crash, QueryCrashed)] == [11, None]
