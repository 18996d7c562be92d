"""Answers query operations: from what is kept ready, else by the engine. Knows no Flask; safe for threads."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from jakgraph.service.budget import Budget
from jakgraph.service.cache import ByteBoundCache
from jakgraph.service.journal import Journal
from jakgraph.service.protocol.clients import Clients
from jakgraph.service.protocol.codings import Coding, accepted_coding, coding_for, encode_body
from jakgraph.service.protocol.operation import not_modified, plan_query, reply_with
from jakgraph.service.protocol.reply import QUERY_ID, Headers, Reply
from jakgraph.service.watch import QueryWatch, note_result
from jakgraph.store.cancellation import Cancellation

if TYPE_CHECKING:
    from collections.abc import Hashable

    from jakgraph.service.context import ServiceContext
    from jakgraph.service.journal import QueryRecord
    from jakgraph.service.protocol.operation import Plan
    from jakgraph.service.protocol.parameters import HttpCall, QueryParameters
    from jakgraph.store.engine import Engine
    from jakgraph.store.jobs import QueryResult

MIB = 2**20
CANCELLATION = "jakgraph.cancellation"
"""Under this key of a request's environ stands how its query is stopped, where something before the app can tell."""
REQUESTS_SHARE = 8
"""One part in so many of the bytes remembers requests, the rest keeps results."""
_KEPT_METHODS = ("GET", "HEAD")


@dataclass(frozen=True)
class KnownRequest:
    """What a request was answered with, its body apart."""

    revision: str
    body_key: Hashable
    etag: str
    headers: Headers
    headers_not_modified: Headers


class Answering:
    """Answers the query operations of one process from one engine; ``max_bytes`` bound what is kept ready.

    Results are kept by revision, exact text, dataset, format and content coding, and only where the same text gives
    the same answer. A request that comes again word for word is not even parsed.
    """

    def __init__(self, engine: Engine, max_bytes: int, watch: QueryWatch | None = None) -> None:
        self._engine = engine
        self._watch = watch or QueryWatch(Journal(), Clients(), Budget(0))
        self._requests: ByteBoundCache[KnownRequest] = ByteBoundCache(max_bytes // REQUESTS_SHARE)
        self._results: ByteBoundCache[QueryResult] = ByteBoundCache(max_bytes - max_bytes // REQUESTS_SHARE)

    @classmethod
    def of(cls, context: ServiceContext) -> Answering:
        """Return what answers for a context, with as much kept ready as its settings allow."""
        return cls(context.engine, context.settings.cache_mb * MIB, context.watch)

    def ready(self, call: HttpCall) -> Reply | None:
        """Return the reply to a request that was seen before, without parsing or waiting; None where there is none."""
        if call.method not in _KEPT_METHODS:
            return None
        known = self._requests.find(_request_key(call))
        if known is None or known.revision != self._engine.revision:
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
        stop = cancellation or Cancellation()
        with self._watch.query(call, operation.query, stop) as record:
            reply = self._answer(call, operation, stop, record)
        return replace(reply, headers=(*reply.headers, (QUERY_ID, record.id)))

    def _answer(
        self, call: HttpCall, operation: QueryParameters, cancellation: Cancellation, record: QueryRecord
    ) -> Reply:
        plan = plan_query(call, operation)
        record.form = plan.inspection.form
        fresh = not_modified(call, plan, self._engine.revision)
        if fresh:
            record.outcome = "not-modified"
            return fresh
        result = self._result(plan, cancellation, record)
        note_result(record, result)
        coding = coding_for(accepted_coding(call.headers.get("accept-encoding")), len(result.body))
        coded = self._coded(plan, result, coding)
        reply = reply_with(call, plan, coded, coding)
        if plan.may_keep and reply.status == 200:
            self._remember(call, plan, coded, coding, reply)
        return reply

    def _result(self, plan: Plan, cancellation: Cancellation, record: QueryRecord) -> QueryResult:
        kept = self._results.find(_result_key(plan, self._engine.revision, "identity"))
        if kept is not None:
            record.kept = True
            return kept
        result = self._engine.evaluate(plan.job, cancellation)
        self._keep(plan, result, "identity")
        return result

    def _coded(self, plan: Plan, result: QueryResult, coding: Coding) -> QueryResult:
        """Return a result with its body coded."""
        if coding == "identity":
            return result
        kept = self._results.find(_result_key(plan, result.revision, coding))
        if kept is not None:
            return kept
        coded = replace(result, body=encode_body(result.body, coding))
        self._keep(plan, coded, coding)
        return coded

    def _keep(self, plan: Plan, result: QueryResult, coding: Coding) -> None:
        if plan.inspection.cacheable:
            key = _result_key(plan, result.revision, coding)
            self._results.keep(key, result, len(result.body) + len(plan.job.text))

    def _remember(self, call: HttpCall, plan: Plan, result: QueryResult, coding: Coding, reply: Reply) -> None:
        etag = plan.etag(result.revision, coding)
        not_sent = ("Content-Type", "Content-Encoding")
        short = tuple(header for header in reply.headers if header[0] not in not_sent)
        key = _request_key(call)
        body_key = _result_key(plan, result.revision, coding)
        known = KnownRequest(result.revision, body_key, etag, reply.headers, short)
        self._requests.keep(key, known, sum(len(part or "") for part in key) + len(plan.job.text))


def _request_key(call: HttpCall) -> tuple[bytes, str | None, str | None]:
    return call.query_string, call.headers.get("accept"), call.headers.get("accept-encoding")


def _result_key(plan: Plan, revision: str, coding: Coding) -> Hashable:
    job = plan.job
    return revision, job.text, job.result_format, job.default_graphs, job.named_graphs, coding
