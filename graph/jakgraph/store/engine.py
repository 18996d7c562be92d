"""The engine: runs queries in executors of one zygote, on its own clock. Thread-safe and blocking; knows no HTTP."""

from __future__ import annotations

import signal
import time
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Self

from jakgraph.errors import EngineUnavailable, QueryCancelled, QueryTimeout
from jakgraph.store import wire
from jakgraph.store.cancellation import Cancellation
from jakgraph.store.expectations import Expectation, Expectations, shape_of
from jakgraph.store.inspection import Inspection, inspect_query
from jakgraph.store.jobs import GRAPH_FORMATS, SOLUTION_FORMATS, EngineHealth, PathsJob, QueryJob, QueryResult
from jakgraph.store.lanes import Lane
from jakgraph.store.pool import ExecutorEnded, ExecutorPool, RemoteExecutor
from jakgraph.store.problems import error_of, error_of_end
from jakgraph.store.zygote_config import federated_path

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from types import TracebackType

    from jakgraph.errors import EngineBusy
    from jakgraph.store.limits import Limits

_HEALTH_SECONDS = 1.0


class _EndedEarly(ExecutorEnded):
    """An executor was killed from outside in a query's first moments, so most likely not because of the query."""


@dataclass(frozen=True)
class _Run:
    """One job on its way: what is asked, how long it may take, how it is stopped, what it resembles."""

    request: wire.Request
    deadline: float
    stop: Cancellation
    shape: int
    pool: ExecutorPool

    def wait_of(self, most_seconds: float) -> float:
        """Return how long this query may wait for something."""
        return min(most_seconds, self.deadline - time.monotonic())


class Engine:
    """Evaluate public queries in the executors of the zygote that listens at ``socket_path``.

    One per process, created after any fork of that process; its methods may be called from any thread. Slots are
    counted per engine: several HTTP processes that share one zygote have as many slots each.
    """

    def __init__(self, socket_path: Path, limits: Limits, revision: str) -> None:
        self._limits = limits
        self._revision = revision
        self._load = ""
        self._is_closed = False
        self._fast = Lane("queries", limits.fast_slots, queue=None, retry_after_seconds=1)
        self._slow = Lane(
            "long queries",
            limits.slow_slots,
            queue=limits.slow_queue,
            retry_after_seconds=limits.slow_retry_seconds,
        )
        self._expectations = Expectations()
        wait = limits.start_wait_seconds
        self._pool = ExecutorPool(
            socket_path,
            warm=limits.warm_executors,
            most_idle=limits.fast_slots + limits.warm_executors,
            start_wait_seconds=wait,
        )
        # Executors that can reach the broker are forked for one query each.
        self._outward = ExecutorPool(federated_path(socket_path), warm=0, most_idle=0, start_wait_seconds=wait)

    @property
    def revision(self) -> str:
        """The revision of the dataset as the zygote last told it (at first: as given)."""
        return self._revision

    @property
    def is_crowded(self) -> bool:
        """Whether long queries are refused at once at the moment: every slow place and its queue are taken."""
        return self._slow.refusal() is not None

    def refusal_of(self, text: str) -> EngineBusy | None:
        """Return what `evaluate` would raise at once for a query that is expected to be long; never waits."""
        refusal = self._slow.refusal()
        if refusal is None or self._expectations.of(shape_of(text)) is not Expectation.LONG:
            return None
        return refusal

    @property
    def edition(self) -> str:
        """The revision with the name of its loading, within which a query gives the same bytes; "" before it is told.

        Without ORDER BY solutions come in an order that hash tables make, and that differs from start to start.
        """
        return f"{self._revision}+{self._load}" if self._load else ""

    def evaluate(
        self, job: QueryJob, cancellation: Cancellation | None = None, inspection: Inspection | None = None
    ) -> QueryResult:
        """Return the complete answer of one query, which ``cancellation`` can stop from another thread.

        ``inspection`` is what `inspect_query` found in this very text, for whoever has it already.

        Raises QuerySyntaxError (with line, column, token, hint), QueryRefused (SERVICE, an unknown graph, nesting,
        length), QueryTimeout, QueryOutOfMemory, ResultTooLarge, EndpointFailed (one that SERVICE asks), QueryCancelled,
        QueryCrashed, EngineBusy (no slot; when to come back), EngineUnavailable (no zygote), and ValueError for a
        ``result_format`` that the query's form cannot have.
        """
        found = inspection or inspect_query(job.text, self._limits.services)
        _check_format(job, found)
        return self.answer(_request(job, found), job.timeout_seconds, cancellation)

    def find_paths(self, job: PathsJob, cancellation: Cancellation | None = None) -> QueryResult:
        """Return the paths of a job as `paths.PathsEvaluator` writes them. Raises what `answer` raises."""
        request = wire.Request(job.text, "json", 0.0, kind=wire.PATHS, options=asdict(job))
        return self.answer(request, None, cancellation)

    def answer(
        self, request: wire.Request, timeout_seconds: float | None = None, cancellation: Cancellation | None = None
    ) -> QueryResult:
        """Return the complete answer to a request of any kind (`kinds`), whose own ``seconds`` do not count.

        Raises what `evaluate` raises but ValueError.
        """
        seconds = self._limits.timeout_of(timeout_seconds)
        stop = cancellation or Cancellation()
        pool = self._outward if request.kind == wire.FEDERATED else self._pool
        run = _Run(request, time.monotonic() + seconds, stop, shape_of(request.text, request.kind), pool)
        try:
            try:
                executor, frame = self._run(run)
            except _EndedEarly:
                if not stop.is_cancelled:
                    run.pool.discard_idle()
                executor, frame = self._run(run)
        except ExecutorEnded as end:
            raise QueryCancelled if stop.is_cancelled else self._error_of_end(end, seconds) from end
        if frame is None:
            raise QueryTimeout(seconds)
        return self._result(executor, frame)

    def _run(self, run: _Run) -> tuple[RemoteExecutor, wire.Frame | None]:
        """Run a query in an executor; without a frame at the deadline. Raises ExecutorEnded.

        One that is expected to be long takes no fast place and, while it waits for a slow one, no executor.
        """
        expected = self._expectations.of(run.shape)
        if expected is Expectation.LONG:
            with self._slow.place(run.wait_of(self._limits.slow_wait_seconds), run.stop):
                return self._run_behind(run)
        with self._fast.place(run.wait_of(self._limits.fast_wait_seconds), run.stop, expected) as fast:
            executor = run.pool.take(run.deadline)
            frame: wire.Frame | None = None
            is_kept = False
            try:
                with run.stop.stopping_by(executor.kill):
                    frame = self._receive_fast(executor, run)
                is_kept = frame is not None and not frame.header["retire"]
                if frame is None and time.monotonic() < run.deadline:
                    executor.stop()
                    fast.release()
                    frame = self._receive_slowly(executor, run)
            finally:
                (run.pool.put_back if is_kept else run.pool.discard)(executor)
        return executor, frame

    def _run_behind(self, run: _Run) -> tuple[RemoteExecutor, wire.Frame | None]:
        """Run a query that has a slow place, behind all others from its beginning."""
        executor = run.pool.take(run.deadline)
        try:
            executor.fall_behind()
            with run.stop.stopping_by(executor.kill):
                with _first_moments():
                    self._send(executor, run)
                    frame = executor.receive(min(run.deadline, time.monotonic() + self._limits.fast_seconds))
                is_short = frame is not None
                frame = frame or executor.receive(run.deadline)
        finally:
            run.pool.discard(executor)  # it would stay behind the others
        self._expectations.note(run.shape, Expectation.SHORT if is_short else Expectation.LONG)
        return executor, frame

    def health(self) -> EngineHealth:
        """Tell whether a query could run now, within a second, without taking a slot and without raising."""
        try:
            executor = self._pool.take(time.monotonic() + _HEALTH_SECONDS)
        except EngineUnavailable:
            return EngineHealth(ready=False, triples=0, revision=self._revision)
        triples = executor.hello.triples if executor.hello else 0
        self._note_revision(executor)
        self._pool.put_back(executor)
        return EngineHealth(ready=True, triples=triples, revision=self._revision)

    def close(self) -> None:
        """Let go of every executor, also of those at work; later calls raise EngineUnavailable."""
        self._is_closed = True
        self._pool.close()
        self._outward.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _type: type[BaseException] | None, _value: BaseException | None, _traceback: TracebackType | None
    ) -> None:
        self.close()

    def _send(self, executor: RemoteExecutor, run: _Run) -> None:
        seconds = run.deadline - time.monotonic() + self._limits.grace_seconds
        executor.send(replace(run.request, seconds=seconds))

    def _receive_fast(self, executor: RemoteExecutor, run: _Run) -> wire.Frame | None:
        """Ask, and wait for the answer as long as a fast place may be held; note what that says of the shape."""
        started = time.monotonic()
        ends = min(run.deadline, started + self._limits.fast_seconds)
        with _first_moments():
            self._send(executor, run)
            frame = executor.receive(min(ends, started + self._limits.crowded_seconds))
            while frame is None and time.monotonic() < ends and not self._must_hurry():
                frame = executor.receive(min(ends, time.monotonic() + self._limits.crowded_seconds))
        if frame is not None:
            self._expectations.note(run.shape, Expectation.SHORT)
        elif time.monotonic() >= started + self._limits.fast_seconds:
            self._expectations.note(run.shape, Expectation.LONG)
        else:
            self._expectations.note(run.shape, Expectation.UNKNOWN)
        return frame

    def _must_hurry(self) -> bool:
        return self._fast.is_waited_for and self._slow.is_full

    def _receive_slowly(self, executor: RemoteExecutor, run: _Run) -> wire.Frame | None:
        """Wait on in the slow lane. The executor stands still until it has a place there, then runs behind others."""
        if frame := executor.receive(0.0):  # it answered while it was being stopped
            return frame
        wait = run.wait_of(self._limits.slow_wait_seconds)
        with self._slow.place(wait, run.stop), run.stop.stopping_by(executor.kill):
            executor.resume()
            return executor.receive(run.deadline)

    def _result(self, executor: RemoteExecutor, frame: wire.Frame) -> QueryResult:
        answer = wire.decode_answer(frame)
        self._note_revision(executor)
        if answer.status != "ok":
            raise error_of(answer, self._limits.memory_bytes)
        return QueryResult(frame.body, answer.count, answer.milliseconds, self._revision, self.edition)

    def _note_revision(self, executor: RemoteExecutor) -> None:
        if executor.hello is not None:
            self._revision, self._load = executor.hello.revision, executor.hello.load

    def _error_of_end(self, end: ExecutorEnded, seconds: float) -> Exception:
        if self._is_closed:
            return EngineUnavailable("The query engine was closed.")
        return error_of_end(end.exit_code, seconds, self._limits.memory_bytes)


def _request(job: QueryJob, inspection: Inspection) -> wire.Request:
    """Return what to send: the protocol's graphs where it names any, else those of the text, else none at all."""
    defaults, named = inspection.from_graphs, inspection.from_named
    if job.default_graphs or job.named_graphs:
        defaults, named = job.default_graphs, job.named_graphs
    has_dataset = bool(defaults or named)
    return wire.Request(
        text=job.text,
        result_format=job.result_format,
        seconds=0.0,
        default_graphs=list(defaults) if has_dataset else None,
        named_graphs=list(named) if has_dataset else None,
        kind=wire.FEDERATED if inspection.services else wire.SPARQL,
        options={"services": [vars(clause) for clause in inspection.services]} if inspection.services else {},
    )


@contextmanager
def _first_moments() -> Iterator[None]:
    """Tell an executor that is killed in its query's first moments from one that the query itself ends."""
    try:
        yield
    except ExecutorEnded as end:
        if end.exit_code == -signal.SIGKILL:
            raise _EndedEarly(end.exit_code) from end
        raise


def _check_format(job: QueryJob, inspection: Inspection) -> None:
    allowed: tuple[str, ...] = SOLUTION_FORMATS if inspection.form in {"SELECT", "ASK"} else GRAPH_FORMATS
    if job.result_format not in allowed:
        raise ValueError(f"{inspection.form} cannot be answered in {job.result_format}, only in {', '.join(allowed)}.")
