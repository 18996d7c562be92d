"""The engine: runs queries in executors of one zygote, on its own clock. Thread-safe and blocking; knows no HTTP."""

from __future__ import annotations

import time
from dataclasses import asdict
from typing import TYPE_CHECKING, Self

from jakgraph.errors import EngineUnavailable, QueryCancelled, QueryTimeout
from jakgraph.store import wire
from jakgraph.store.cancellation import Cancellation
from jakgraph.store.expectations import resemblance_of
from jakgraph.store.inspection import Inspection, inspect_query
from jakgraph.store.jobs import GRAPH_FORMATS, SOLUTION_FORMATS, EngineHealth, PathsJob, QueryJob, QueryResult
from jakgraph.store.planning.plans import ToldPlans
from jakgraph.store.pool import ExecutorEnded, ExecutorPool
from jakgraph.store.problems import error_of, error_of_end
from jakgraph.store.scheduler import EndedEarly, Run, Scheduler
from jakgraph.store.steps import finish
from jakgraph.store.zygote_config import federated_path

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

    from jakgraph.errors import EngineBusy
    from jakgraph.store.limits import Limits
    from jakgraph.store.pool import RemoteExecutor
    from jakgraph.store.shapes import Shape
    from jakgraph.store.steps import Steps

_HEALTH_SECONDS = 1.0


class Engine:
    """Evaluate public queries in the executors of the zygote that listens at ``socket_path``.

    What ends in ``_in_steps`` does the same as the method without it, for whoever drives `steps` himself.

    One per process, created after any fork of that process; its methods may be called from any thread. Slots are
    counted per engine: several HTTP processes that share one zygote have as many slots each.
    """

    def __init__(self, socket_path: Path, limits: Limits, revision: str) -> None:
        self._limits = limits
        self._revision = revision
        self._load = ""
        self._is_closed = False
        self._plans = ToldPlans()
        self._scheduler = Scheduler(limits)
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

    def refusal_of(self, text: str) -> EngineBusy | None:
        """Return what `evaluate` would raise at once for a query that is expected to be long; never waits."""
        return self._scheduler.refusal_of(text)

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
        return finish(self.evaluate_in_steps(job, cancellation, inspection))

    def evaluate_in_steps(
        self, job: QueryJob, cancellation: Cancellation | None = None, inspection: Inspection | None = None
    ) -> Steps[QueryResult]:
        """Do what `evaluate` does."""
        found = inspection or inspect_query(job.text, self._limits.services)
        _check_format(job, found)
        request = self._request(job, found)
        resemblance = resemblance_of(request.text, request.kind, found.shape)
        return (yield from self._answer_in_steps(request, resemblance, job.timeout_seconds, cancellation, found.shape))

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
        return finish(self.answer_in_steps(request, timeout_seconds, cancellation))

    def answer_in_steps(
        self, request: wire.Request, timeout_seconds: float | None = None, cancellation: Cancellation | None = None
    ) -> Steps[QueryResult]:
        """Do what `answer` does."""
        resemblance = resemblance_of(request.text, request.kind)
        return (yield from self._answer_in_steps(request, resemblance, timeout_seconds, cancellation))

    def _answer_in_steps(
        self,
        request: wire.Request,
        resemblance: int,
        timeout_seconds: float | None,
        cancellation: Cancellation | None,
        shape: Shape | None = None,
    ) -> Steps[QueryResult]:
        seconds = self._limits.timeout_of(timeout_seconds)
        stop = cancellation or Cancellation()
        pool = self._outward if request.kind == wire.FEDERATED else self._pool
        run = Run(request, time.monotonic() + seconds, stop, resemblance, pool)
        try:
            try:
                executor, frame = yield from self._scheduler.run(run)
            except EndedEarly:
                if not stop.is_cancelled:
                    pool.discard_idle()
                executor, frame = yield from self._scheduler.run(run)
        except ExecutorEnded as end:
            raise QueryCancelled if stop.is_cancelled else self._error_of_end(end, seconds) from end
        if frame is None:
            raise QueryTimeout(seconds)
        return self._result(executor, frame, shape)

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

    def _request(self, job: QueryJob, inspection: Inspection) -> wire.Request:
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
            plan="" if has_dataset else self._plans.find(inspection.shape),
        )

    def _result(self, executor: RemoteExecutor, frame: wire.Frame, shape: Shape | None) -> QueryResult:
        answer = wire.decode_answer(frame)
        self._plans.note(shape, answer.plan)
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


def _check_format(job: QueryJob, inspection: Inspection) -> None:
    allowed: tuple[str, ...] = SOLUTION_FORMATS if inspection.form in {"SELECT", "ASK"} else GRAPH_FORMATS
    if job.result_format not in allowed:
        raise ValueError(f"{inspection.form} cannot be answered in {job.result_format}, only in {', '.join(allowed)}.")
