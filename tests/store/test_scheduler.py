"""What is learned of a query while its like run or wait."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

import pytest
from tests.store.conftest import TEST_LIMITS

from jakgraph.errors import EngineBusy, QueryTimeout
from jakgraph.store.engine import Engine
from jakgraph.store.expectations import Expectation, resemblance_of
from jakgraph.store.jobs import QueryJob

if TYPE_CHECKING:
    from jakgraph.store.supervisor import Supervisor

RUNAWAY = QueryJob("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", "json")
ASK = QueryJob("ASK { ?s ?p ?o }", "json")


def test_who_waits_learns_that_his_like_are_long(supervisor: Supervisor) -> None:
    """Many that came together are not all tried: once one has proved long, the rest are refused at their turn."""
    limits = replace(
        TEST_LIMITS,
        timeout_seconds=20,
        fast_slots=1,
        slow_slots=1,
        slow_queue=0,
        fast_seconds=0.5,
        crowded_seconds=0.5,
        fast_wait_seconds=20,
    )
    with Engine(supervisor.socket_path, limits, "") as engine, ThreadPoolExecutor(9) as threads:
        started = time.monotonic()
        together = [threads.submit(engine.evaluate, RUNAWAY) for _ in range(9)]
        refused = [job.exception() for job in islice(as_completed(together, timeout=20), 8)]
        assert time.monotonic() - started < 3  # tried one after the other: 4.5 s
        engine.close()
        assert {type(error) for error in refused} == {EngineBusy}


def test_one_that_was_stopped_early_does_not_make_a_long_shape_unknown(supervisor: Supervisor) -> None:
    """That it had no answer yet says nothing against what is known; a short shape is doubted by it."""
    limits = replace(TEST_LIMITS, timeout_seconds=20, fast_slots=1, slow_slots=1, slow_queue=0, fast_seconds=10)
    engine = Engine(supervisor.socket_path, limits, "")
    expectations, shape = engine._scheduler._expectations, resemblance_of(RUNAWAY.text)
    with engine, engine._scheduler._slow.place(0), ThreadPoolExecutor(2) as threads:
        for known, expected in (
            (Expectation.LONG, Expectation.LONG),
            (Expectation.SHORT, Expectation.UNKNOWN),
            (Expectation.UNKNOWN, Expectation.UNKNOWN),
        ):
            expectations.note(shape, Expectation.UNKNOWN)
            runaway = threads.submit(engine.evaluate, RUNAWAY)
            time.sleep(0.2)
            expectations.note(shape, known)
            assert threads.submit(engine.evaluate, ASK).result(timeout=5).count == 1
            with pytest.raises(EngineBusy):
                runaway.result(timeout=5)
            assert expectations.of(shape) is expected


def test_a_short_shape_is_doubted_before_it_is_taken_for_long(supervisor: Supervisor) -> None:
    """Once may be the machine's fault, and would have all of a popular shape wait behind long ones; twice is not."""
    limits = replace(TEST_LIMITS, timeout_seconds=0.6, fast_seconds=0.2)
    with Engine(supervisor.socket_path, limits, "") as engine:
        expectations, shape = engine._scheduler._expectations, resemblance_of(RUNAWAY.text)
        expectations.note(shape, Expectation.SHORT)
        for expected in (Expectation.UNKNOWN, Expectation.LONG):
            with pytest.raises(QueryTimeout):
                engine.evaluate(RUNAWAY)
            assert expectations.of(shape) is expected
