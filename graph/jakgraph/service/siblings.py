"""What one worker process asks the others, so that a client sees its queries whichever process answers it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from jakgraph.service.slow import DAY_SECONDS, HOUR_SECONDS, KEPT

if TYPE_CHECKING:
    from collections.abc import Iterable

    from prometheus_client import Metric

    from jakgraph.service.running import RunningQuery
    from jakgraph.service.slow import SlowQuery
    from jakgraph.service.watch import QueryWatch

SPANS = {"hour": HOUR_SECONDS, "day": DAY_SECONDS}


@dataclass(frozen=True)
class ListQueries:
    """Which queries does this client (None: everybody) see? Answered as JSON is: see `grant`."""

    client: str | None
    with_text: bool


@dataclass(frozen=True)
class StopQuery:
    """Stop the query of this id if this client (None: everybody) sees it. Answered by whether there was one."""

    query_id: str
    client: str | None


@dataclass(frozen=True)
class Count:
    """What have you counted? ``counted`` is what the asker has. Answered by the metrics of `Journal.counted`.

    The answers include one for the processes that have ended.
    """

    counted: tuple[Metric, ...] = ()


Wish = ListQueries | StopQuery | Count
AskSiblings = Callable[[Wish], tuple[Any, ...]]
"""Returns what each other process answers; those that do not answer in time are left out."""


def grant(watch: QueryWatch, wish: Wish) -> Any:
    """Return what one process answers: for a list ``queries`` and ``slowest`` by span, each a list of members."""
    if isinstance(wish, StopQuery):
        return watch.running.cancel(wish.query_id, wish.client)
    if isinstance(wish, Count):
        return watch.journal.counted()
    return {
        "queries": [_running(query) for query in watch.running.seen_by(wish.client)],
        "slowest": {
            span: [_ended(slow, with_text=wish.with_text) for slow in watch.slow.slowest(seconds, wish.client)]
            for span, seconds in SPANS.items()
        },
    }


def merged(answers: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """Return several processes' lists as one: what has run longest first, of the slowest no more than one list has."""
    lists = tuple(answers)
    running = [query for told in lists for query in told["queries"]]
    slowest = {span: [query for told in lists for query in told["slowest"][span]] for span in SPANS}
    return {
        "queries": sorted(running, key=_by_seconds),
        "slowest": {span: sorted(queries, key=_by_seconds)[:KEPT] for span, queries in slowest.items()},
    }


def _by_seconds(query: dict[str, Any]) -> float:
    return -float(query["seconds"])


def _running(query: RunningQuery) -> dict[str, Any]:
    told = {"id": query.id, "client": query.client, "seconds": round(query.seconds, 3), "query": query.text}
    return {**told, "name": query.name} if query.name else told


def _ended(slow: SlowQuery, *, with_text: bool) -> dict[str, Any]:
    record = slow.record
    told = {
        "id": record.id,
        "client": record.client,
        "seconds": round(record.ms / 1000, 3),
        "ended": datetime.fromtimestamp(slow.ended, UTC).isoformat(timespec="seconds"),
        "form": record.form,
        "rows": record.rows,
        "outcome": record.outcome,
        "hash": slow.hash,
    }
    if record.name:
        told["name"] = record.name
    return {**told, "query": slow.text, "shortened": slow.is_shortened} if with_text else told
