"""The queries that a process is answering now: who sees which of them, and how one is stopped. Safe for threads."""

from __future__ import annotations

import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jakgraph.store.cancellation import Cancellation


@dataclass(frozen=True)
class RunningQuery:
    """A query that has no answer yet; ``since`` is a time of the monotonic clock, ``name`` that of its record."""

    id: str
    client: str
    text: str
    since: float
    cancellation: Cancellation
    name: str = ""

    @property
    def seconds(self) -> float:
        """How long it has been running, the time that it waited for a place included."""
        return time.monotonic() - self.since


class RunningQueries:
    """The running queries of one process, in the order in which they came."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._queries: dict[str, RunningQuery] = {}

    @contextmanager
    def running(self, query: RunningQuery) -> Iterator[None]:
        """List a query while the block runs."""
        with self._lock:
            self._queries[query.id] = query
        try:
            yield
        finally:
            with self._lock:
                del self._queries[query.id]

    def seen_by(self, client: str | None) -> tuple[RunningQuery, ...]:
        """Return the queries of a client address; None: of all."""
        with self._lock:
            return tuple(query for query in self._queries.values() if client in (None, query.client))

    def cancel(self, query_id: str, client: str | None) -> bool:
        """Stop a query that this client sees; tell whether there was one."""
        found = [query for query in self.seen_by(client) if query.id == query_id]
        for query in found:
            query.cancellation.cancel()
        return bool(found)
