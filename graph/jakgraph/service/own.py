"""Queries that the service asks for itself, once for each revision: counts for its pages, names for its search."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jakgraph.service.watch import note_result
from jakgraph.store.cancellation import Cancellation
from jakgraph.store.inspection import inspect_query

if TYPE_CHECKING:
    from jakgraph.service.context import ServiceContext
    from jakgraph.store.jobs import QueryJob, QueryResult


def own_result(context: ServiceContext, job: QueryJob, name: str) -> QueryResult:
    """Return the result of such a query, which the operator sees and may stop. Raises what `Engine.evaluate` raises."""
    stop = Cancellation()
    with context.watch.own(job.text, name, stop) as record:
        inspection = inspect_query(job.text)
        record.form = inspection.form
        result = context.engine.evaluate(job, stop, inspection)
        note_result(record, result)
        return result
