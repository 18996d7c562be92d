"""Answers query operations: from what is kept ready, else by the engine. Knows no Flask; safe for threads."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from jakgraph.errors import QueryRefused
from jakgraph.service.budget import Budget
from jakgraph.service.cache import ByteBoundCache
from jakgraph.service.journal import Journal
from jakgraph.service.protocol.clients import Clients
from jakgraph.service.protocol.codings import Coding, coding_for, encode_body
from jakgraph.service.protocol.faults import NoSuchGraph
from jakgraph.service.protocol.graph_store import plan_graph
from jakgraph.service.protocol.operation import not_modified, plan_query, reply_with
from jakgraph.service.protocol.reply import QUERY_ID, Headers, Reply
from jakgraph.service.watch import QueryWatch, note_result
from jakgraph.store.cancellation import Cancellation
from jakgraph.store.inspector import Inspector
from jakgraph.store.steps import BLOCKING, finish

if TYPE_CHECKING:
    from collections.abc import Hashable

    from jakgraph.service.context import ServiceContext
    from jakgraph.service.journal import QueryRecord
    from jakgraph.service.protocol.graph_store import GraphParameters
    from jakgraph.service.protocol.operation import Plan
    from jakgraph.service.protocol.parameters import HttpCall, QueryParameters
    from jakgraph.store.engine import Engine
    from jakgraph.store.inspection import Inspection
    from jakgraph.store.jobs import PathsJob, QueryJob, QueryResult
    from jakgraph.store.steps import Steps

MIB = 2**20
CANCELLATION = "jakgraph.cancellation"
"""Under this key of a request's environ stands how its query is stopped, where something before the app can tell."""
REQUESTS_SHARE = 8
"""One part in so many of the bytes remembers requests, the rest keeps results."""
LARGEST_BETWEEN_EVENTS = 2**16
"""Bytes that can be coded between two events."""
_KEPT_METHODS = ("GET", "HEAD")


@dataclass(frozen=True)
class KnownRequest:
    """What a request was answered with, its body apart."""

    edition: str
    body_key: Hashable
    etag: str
    headers: Headers
    headers_not_modified: Headers


@dataclass(frozen=True)
class _Sent:
    result: QueryResult
    coding: Coding


class Answering:
    """Answers the query operations of one process from one engine; ``max_bytes`` bound what is kept ready.

    Results are kept by edition of the data, text (but for comments and the length of space), dataset, format and
    content coding, and only where the same text gives the same answer. A request that comes again word for word is not
    even parsed. ``services`` are the endpoints that queries may ask.
    """

    def __init__(
        self, engine: Engine, max_bytes: int, watch: QueryWatch | None = None, services: tuple[str, ...] = ()
    ) -> None:
        self._engine = engine
        self._inspector = Inspector(services)
        self._watch = watch or QueryWatch(Journal(), Clients(), Budget(0))
        self._requests: ByteBoundCache[KnownRequest] = ByteBoundCache(max_bytes // REQUESTS_SHARE)
        self._results: ByteBoundCache[QueryResult] = ByteBoundCache(max_bytes - max_bytes // REQUESTS_SHARE)

    @classmethod
    def of(cls, context: ServiceContext) -> Answering:
        """Return what answers for a context, with as much kept ready as its settings allow."""
        settings = context.settings
        return cls(context.engine, settings.cache_mb * MIB, context.watch, settings.allow_service)

    def ready(self, call: HttpCall) -> Reply | None:
        """Return the reply to a request that was seen before, without parsing or waiting; None where there is none."""
        if call.method not in _KEPT_METHODS:
            return None
        known = self._requests.find(_request_key(call))
        if known is None or known.edition != self._engine.edition:
            return None
        condition = call.headers.get("if-none-match")
        if condition:
            return Reply(304, known.headers_not_modified) if condition == known.etag else None
        result = self._results.find(known.body_key)
        return Reply(200, known.headers, result.body) if result else None

    def answer(self, call: HttpCall, operation: QueryParameters, cancellation: Cancellation | None = None) -> Reply:
        """Return the reply to a query operation, which ``cancellation`` can stop from another thread.

        Raises QuerySyntaxError, QueryRefused, NotAcceptable, BadRequest, TooManyRequests, and what `Engine.evaluate`
        raises.
        """
        return finish(self.answer_in_steps(call, operation, cancellation or Cancellation()))

    def answer_in_steps(self, call: HttpCall, operation: QueryParameters, stop: Cancellation) -> Steps[Reply]:
        """Do what `answer` does, for whoever drives `steps` himself."""
        with self._watch.query(call, operation.query, stop) as record:
            if refusal := self._engine.refusal_of(operation.query):
                raise refusal
            plan = plan_query(call, operation, self._inspector.inspect)
            reply, sent = yield from self._reply(call, plan, stop, record)
            if sent is not None and plan.may_keep and reply.status == 200:
                self._remember(call, plan, sent, reply)
        return _with_id(reply, record)

    def answer_graph(
        self, call: HttpCall, parameters: GraphParameters, cancellation: Cancellation | None = None
    ) -> tuple[Reply, str | None]:
        """Return the first of the graphs asked for that there is, and its IRI (None: the default graph).

        Raises NoSuchGraph, and what `answer` raises.
        """
        stop = cancellation or Cancellation()
        with self._watch.query(call, f"graph {' or '.join(parameters.graphs) or 'default'}", stop) as record:
            for graph in parameters.graphs or (None,):
                try:
                    reply, _ = finish(self._reply(call, plan_graph(call, parameters, graph), stop, record))
                except QueryRefused as refusal:
                    if refusal.feature != "FROM":  # that is how the engine says that there is no such graph
                        raise
                    continue
                return _with_id(reply, record), graph
            raise NoSuchGraph(parameters.graphs)

    def result_of(self, call: HttpCall, job: QueryJob, cancellation: Cancellation | None = None) -> QueryResult:
        """Return the result of a client's query for a page that shows it; watched also where it was kept ready.

        It may be stopped by its id or by ``cancellation``. Raises QuerySyntaxError, QueryRefused, TooManyRequests, and
        what `Engine.evaluate` raises.
        """
        stop = cancellation or Cancellation()
        with self._watch.query(call, job.text, stop) as record:
            inspection = self._inspector.inspect(job.text)
            record.form = inspection.form
            result = finish(self._result(job, inspection, stop, record))
            note_result(record, result)
            return result

    def paths_of(self, call: HttpCall, job: PathsJob, name: str, cancellation: Cancellation) -> QueryResult:
        """Return the paths between two things (`paths.PathsEvaluator`): watched, kept and stopped as `part_of` does.

        Raises TooManyRequests, and what `Engine.answer` raises.
        """
        if kept := self._results.find((self._engine.edition, job)):
            return kept
        with self._watch.query(call, job.text, cancellation, name) as record:
            record.form = "PATHS"
            result = self._engine.find_paths(job, cancellation)
            self._results.keep((result.edition, job), result, len(result.body) + len(job.text))
            note_result(record, result)
            return result

    def part_of(
        self, call: HttpCall, job: QueryJob, name: str, cancellation: Cancellation, *, may_refuse: bool = True
    ) -> QueryResult:
        """Return the result of a query that the service asks for a part of its answer to a request.

        What is kept ready is given without a word; what is evaluated is listed, logged under its name and charged to
        whoever sent the request. It may be stopped by its id or by ``cancellation``, which all parts of one request
        share: then all of them end. ``may_refuse=False`` is for parts without which what was evaluated before would be
        shown by half. Raises TooManyRequests, and what `Engine.evaluate` raises.
        """
        inspection = self._inspector.inspect(job.text)
        if kept := self._results.find(_result_key(job, inspection, self._engine.edition, "identity")):
            return kept
        with self._watch.query(call, job.text, cancellation, name, may_refuse=may_refuse) as record:
            record.form = inspection.form
            result = finish(self._result(job, inspection, cancellation, record))
            note_result(record, result)
            return result

    def _reply(
        self, call: HttpCall, plan: Plan, cancellation: Cancellation, record: QueryRecord
    ) -> Steps[tuple[Reply, _Sent | None]]:
        """Return the reply, and what it was made of; nothing where the client holds it already."""
        record.form = plan.inspection.form
        if fresh := not_modified(call, plan, self._engine.edition):
            record.outcome = "not-modified"
            return fresh, None
        result = yield from self._result(plan.job, plan.inspection, cancellation, record)
        note_result(record, result)
        coding = coding_for(call.headers.get("accept-encoding"), len(result.body))
        if coding != "identity" and len(result.body) > LARGEST_BETWEEN_EVENTS:
            yield BLOCKING
        coded = self._coded(plan, result, coding)
        return reply_with(call, plan, coded, coding), _Sent(coded, coding)

    def _result(
        self, job: QueryJob, inspection: Inspection, cancellation: Cancellation, record: QueryRecord
    ) -> Steps[QueryResult]:
        kept = self._results.find(_result_key(job, inspection, self._engine.edition, "identity"))
        if kept is not None:
            record.kept = True
            return kept
        result = yield from self._engine.evaluate_in_steps(job, cancellation, inspection)
        self._keep(job, inspection, result, "identity")
        return result

    def _coded(self, plan: Plan, result: QueryResult, coding: Coding) -> QueryResult:
        """Return a result with its body coded."""
        if coding == "identity":
            return result
        kept = self._results.find(_result_key(plan.job, plan.inspection, result.edition, coding))
        if kept is not None:
            return kept
        coded = replace(result, body=encode_body(result.body, coding))
        self._keep(plan.job, plan.inspection, coded, coding)
        return coded

    def _keep(self, job: QueryJob, inspection: Inspection, result: QueryResult, coding: Coding) -> None:
        if inspection.cacheable:
            key = _result_key(job, inspection, result.edition, coding)
            self._results.keep(key, result, len(result.body) + len(job.text))

    def _remember(self, call: HttpCall, plan: Plan, sent: _Sent, reply: Reply) -> None:
        result = sent.result
        etag = next(value for name, value in reply.headers if name == "ETag")
        not_sent = ("Content-Type", "Content-Encoding")
        short = tuple(header for header in reply.headers if header[0] not in not_sent)
        key = _request_key(call)
        body_key = _result_key(plan.job, plan.inspection, result.edition, sent.coding)
        known = KnownRequest(result.edition, body_key, etag, reply.headers, short)
        self._requests.keep(key, known, sum(len(part or "") for part in key) + len(plan.job.text))


def _request_key(call: HttpCall) -> tuple[bytes, str | None, str | None]:
    return call.query_string, call.headers.get("accept"), call.headers.get("accept-encoding")


def _with_id(reply: Reply, record: QueryRecord) -> Reply:
    return Reply(reply.status, (*reply.headers, (QUERY_ID, record.id)), reply.body)


def _result_key(job: QueryJob, inspection: Inspection, edition: str, coding: Coding) -> Hashable:
    return edition, inspection.normal_text, job.result_format, job.default_graphs, job.named_graphs, coding
