"""From a query operation to a job for the engine, and from its result to a reply. Evaluates nothing itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jakgraph.service.protocol.codings import accepted_codings
from jakgraph.service.protocol.negotiation import choose_format
from jakgraph.service.protocol.reply import CROSS_ORIGIN, DO_NOT_STORE, REVALIDATE, VARY, Reply, entity_tag, is_fresh
from jakgraph.store.inspection import Inspection, inspect_query
from jakgraph.store.jobs import QueryJob

if TYPE_CHECKING:
    from collections.abc import Callable

    from jakgraph.service.protocol.codings import Coding
    from jakgraph.service.protocol.formats import Choice
    from jakgraph.service.protocol.parameters import HttpCall, QueryParameters
    from jakgraph.service.protocol.reply import Headers
    from jakgraph.store.jobs import QueryResult


@dataclass(frozen=True)
class Plan:
    """A query ready to be evaluated. ``may_keep``: its answer is the same as long as the revision is."""

    job: QueryJob
    inspection: Inspection
    choice: Choice
    may_keep: bool

    def etag(self, edition: str, coding: Coding = "identity") -> str:
        """Return the ETag of the answer from this edition of the dataset, in this content coding."""
        return entity_tag(edition, self.job, self.inspection.normal_text, self.choice.media_type, coding)


def plan_query(
    call: HttpCall, parameters: QueryParameters, inspect: Callable[[str], Inspection] = inspect_query
) -> Plan:
    """Return what the engine is to do, by what `inspect_query` says, or whoever remembers that.

    Raises QuerySyntaxError, QueryRefused, NotAcceptable, BadRequest.
    """
    inspection = inspect(parameters.query)
    choice = choose_format(inspection.form, call.headers.get("accept"), parameters.format)
    job = QueryJob(
        parameters.query,
        choice.format.name,
        parameters.default_graphs,
        parameters.named_graphs,
        parameters.timeout_seconds,
    )
    return Plan(job, inspection, choice, inspection.cacheable and call.method in ("GET", "HEAD"))


def not_modified(call: HttpCall, plan: Plan, edition: str) -> Reply | None:
    """Return 304 where the client already holds the answer: the engine need not be asked. None otherwise."""
    condition = call.headers.get("if-none-match")
    if not condition or not plan.may_keep or not edition:
        return None
    codings: dict[Coding, float] = {**accepted_codings(call.headers.get("accept-encoding")), "identity": 1.0}
    for coding in codings:
        etag = plan.etag(edition, coding)
        if is_fresh(condition, etag):
            return Reply(304, (*CROSS_ORIGIN, *VARY, *REVALIDATE, ("ETag", etag)))
    return None


def reply_with(call: HttpCall, plan: Plan, result: QueryResult, coding: Coding = "identity") -> Reply:
    """Return the complete result, whose body is in this coding, under the ETag of the edition that it came from."""
    content: Headers = (("Content-Type", plan.choice.content_type),)
    if coding != "identity":
        content = (*content, ("Content-Encoding", coding))
    if not plan.may_keep:
        return Reply(200, (*CROSS_ORIGIN, *VARY, *DO_NOT_STORE, *content), result.body)
    kept = (*CROSS_ORIGIN, *VARY, *REVALIDATE, ("ETag", plan.etag(result.edition, coding)))
    if call.headers.get("if-none-match", "").strip() == "*":
        return Reply(304, kept)
    return Reply(200, (*kept, *content), result.body)
