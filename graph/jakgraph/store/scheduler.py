"""Which place a job has and how long: a fast one first, then, reniced, a slow one. Thread-safe; knows no HTTP.

See docs/adr/0009-short-queries-first.md for why.
"""

from __future__ import annotations

import signal
import time
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from jakgraph.store import wire
from jakgraph.store.expectations import Expectation, Expectations, resemblance_of
from jakgraph.store.lanes import Lane
from jakgraph.store.pool import ExecutorEnded
from jakgraph.store.steps import BLOCKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jakgraph.errors import EngineBusy
    from jakgraph.store.cancellation import Cancellation
    from jakgraph.store.lanes import Place
    from jakgraph.store.limits import Limits
    from jakgraph.store.pool import ExecutorPool, RemoteExecutor
    from jakgraph.store.steps import Steps


class EndedEarly(ExecutorEnded):
    """An executor was killed from outside in a query's first moments, so most likely not because of the query."""


@dataclass(frozen=True)
class Run:
    """One job on its way: what is asked, how long it may take, how it is stopped, what it resembles."""

    request: wire.Request
    deadline: float
    stop: Cancellation
    shape: int
    pool: ExecutorPool
    """Whose executor answers it."""

    def wait_of(self, most_seconds: float) -> float:
        """Return how long this query may wait for something."""
        return min(most_seconds, self.deadline - time.monotonic())


class Scheduler:
    """Runs jobs in executors; slots are counted per scheduler."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._expectations = Expectations()
        self._fast = Lane("queries", limits.fast_slots, queue=None, retry_after_seconds=1)
        self._slow = Lane(
            "long queries",
            limits.slow_slots,
            queue=limits.slow_queue,
            retry_after_seconds=limits.slow_retry_seconds,
        )

    def refusal_of(self, text: str) -> EngineBusy | None:
        """Return what `run` would raise at once for a query that is expected to be long; never waits."""
        refusal = self._slow.refusal()
        if refusal is None or self._expectations.of(resemblance_of(text)) is not Expectation.LONG:
            return None
        return refusal

    def run(self, run: Run) -> Steps[tuple[RemoteExecutor, wire.Frame | None]]:
        """Run a query in an executor; without a frame at the deadline. Raises ExecutorEnded.

        One that is expected to be long takes no fast place and, while it waits for a slow one, no executor; one that is
        expected to be short goes ahead of others. What its like took may become known while it waits.
        """
        if not self._is_expected(run, Expectation.LONG):
            wait = run.wait_of(self._limits.fast_wait_seconds)
            goes_ahead = partial(self._is_expected, run, Expectation.SHORT)
            with (yield from self._fast.place_in_steps(wait, run.stop, goes_ahead)) as fast:
                if not self._is_expected(run, Expectation.LONG):
                    return (yield from self._run_ahead(run, fast))
        with (yield from self._slow.place_in_steps(run.wait_of(self._limits.slow_wait_seconds), run.stop)):
            return (yield from self._run_behind(run))

    def _run_ahead(self, run: Run, fast: Place) -> Steps[tuple[RemoteExecutor, wire.Frame | None]]:
        """Run a query that has a fast place, in a slow one once it has had its time there."""
        executor = yield from self._take(run)
        frame: wire.Frame | None = None
        is_kept = False
        try:
            with run.stop.stopping_by(executor.kill):
                frame = yield from self._receive_fast(executor, run)
            is_kept = frame is not None and not frame.header["retire"]
            if frame is None and time.monotonic() < run.deadline:
                executor.stop()
                fast.release()
                frame = yield from self._receive_slowly(executor, run)
        finally:
            (run.pool.put_back if is_kept else run.pool.discard)(executor)
        return executor, frame

    def _is_expected(self, run: Run, what: Expectation) -> bool:
        """Tell what to expect of a job now; who asks others is long until it has shown that they are quick."""
        expected = self._expectations.of(run.shape)
        asks_others = run.request.kind == wire.FEDERATED
        return what is (Expectation.LONG if asks_others and expected is Expectation.UNKNOWN else expected)

    def _take(self, run: Run) -> Steps[RemoteExecutor]:
        if executor := run.pool.take_now():
            return executor
        yield BLOCKING
        return run.pool.take(run.deadline)

    def _run_behind(self, run: Run) -> Steps[tuple[RemoteExecutor, wire.Frame | None]]:
        """Run a query that has a slow place, behind all others from its beginning."""
        executor = yield from self._take(run)
        try:
            executor.fall_behind()
            with run.stop.stopping_by(executor.kill):
                with _first_moments():
                    self._send(executor, run)
                    soon = min(run.deadline, time.monotonic() + self._limits.fast_seconds)
                    frame = yield from executor.receiving(soon)
                is_short = frame is not None
                frame = frame or (yield from executor.receiving(run.deadline))
        finally:
            run.pool.discard(executor)  # it would stay behind the others
        self._expectations.note(run.shape, Expectation.SHORT if is_short else Expectation.LONG)
        return executor, frame

    def _send(self, executor: RemoteExecutor, run: Run) -> None:
        seconds = run.deadline - time.monotonic() + self._limits.grace_seconds
        executor.send(run.request, seconds)

    def _receive_fast(self, executor: RemoteExecutor, run: Run) -> Steps[wire.Frame | None]:
        """Ask, and wait for the answer as long as a fast place may be held; note what that says of the shape."""
        started = time.monotonic()
        ends = min(run.deadline, started + self._limits.fast_seconds)
        with _first_moments():
            self._send(executor, run)
            frame = yield from executor.receiving(min(ends, started + self._limits.crowded_seconds))
            while frame is None and time.monotonic() < ends and not self._must_hurry():
                frame = yield from executor.receiving(min(ends, time.monotonic() + self._limits.crowded_seconds))
        if frame is not None:
            self._expectations.note(run.shape, Expectation.SHORT)
        elif self._expectations.of(run.shape) is Expectation.SHORT:  # or this machine was busy with something else
            self._expectations.note(run.shape, Expectation.UNKNOWN)
        elif time.monotonic() >= started + self._limits.fast_seconds:
            self._expectations.note(run.shape, Expectation.LONG)
        return frame

    def _must_hurry(self) -> bool:
        return self._fast.waiting > 0 and self._slow.is_full

    def _receive_slowly(self, executor: RemoteExecutor, run: Run) -> Steps[wire.Frame | None]:
        """Wait on in the slow lane. The executor stands still until it has a place there, then runs behind others."""
        if frame := executor.receive_now():  # it answered while it was being stopped
            return frame
        wait = run.wait_of(self._limits.slow_wait_seconds)
        with (yield from self._slow.place_in_steps(wait, run.stop)), run.stop.stopping_by(executor.kill):
            executor.resume()
            return (yield from executor.receiving(run.deadline))


@contextmanager
def _first_moments() -> Iterator[None]:
    """Tell an executor that is killed in its query's first moments from one that the query itself ends."""
    try:
        yield
    except ExecutorEnded as end:
        if end.exit_code == -signal.SIGKILL:
            raise EndedEarly(end.exit_code) from end
        raise
