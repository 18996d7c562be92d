"""From a query operation to a job for the engine, and from its result to a reply. Evaluates nothing itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jakgraph.service.protocol.negotiation import choose_format
from jakgraph.service.protocol.reply import CROSS_ORIGIN, DO_NOT_STORE, REVALIDATE, VARY, Reply, entity_tag, is_fresh
from jakgraph.store.inspection import Inspection, inspect_query
from jakgraph.store.jobs import QueryJob

if TYPE_CHECKING:
    from jakgraph.service.protocol.formats import Choice
    from jakgraph.service.protocol.parameters import HttpCall, QueryParameters
    from jakgraph.store.jobs import QueryResult


@dataclass(frozen=True)
class Plan:
    """A query ready to be evaluated. ``may_keep``: its answer is the same as long as the revision is."""

    job: QueryJob
    inspection: Inspection
    choice: Choice
    may_keep: bool

    def etag(self, revision: str) -> str:
        """Return the ETag of the answer from this revision of the dataset."""
        return entity_tag(revision, self.job, self.choice.media_type)


def plan_query(call: HttpCall, parameters: QueryParameters) -> Plan:
    """Return what the engine is to do; raises QuerySyntaxError, QueryRefused, NotAcceptable, BadRequest."""
    inspection = inspect_query(parameters.query)
    choice = choose_format(inspection.form, call.headers.get("accept"), parameters.format)
    job = QueryJob(
        parameters.query,
        choice.format.name,
        parameters.default_graphs,
        parameters.named_graphs,
        parameters.timeout_seconds,
    )
    return Plan(job, inspection, choice, inspection.cacheable and call.method in ("GET", "HEAD"))


def not_modified(call: HttpCall, plan: Plan, revision: str) -> Reply | None:
    """Return 304 where the client already holds the answer: the engine need not be asked. None otherwise."""
    etag = plan.etag(revision)
    if not plan.may_keep or not is_fresh(call.headers.get("if-none-match"), etag):
        return None
    return Reply(304, (*CROSS_ORIGIN, *VARY, *REVALIDATE, ("ETag", etag)))


def reply_with(call: HttpCall, plan: Plan, result: QueryResult) -> Reply:
    """Return the complete result as a reply, under the ETag of the revision that it came from."""
    if not plan.may_keep:
        headers = (*CROSS_ORIGIN, *VARY, *DO_NOT_STORE, ("Content-Type", plan.choice.content_type))
        return Reply(200, headers, result.body)
    kept = (*CROSS_ORIGIN, *VARY, *REVALIDATE, ("ETag", plan.etag(result.revision)))
    if call.headers.get("if-none-match", "").strip() == "*":
        return Reply(304, kept)
    return Reply(200, (*kept, ("Content-Type", plan.choice.content_type)), result.body)
