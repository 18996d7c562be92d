"""Watches every public query: who asks, whether he may, how it ended. Holds what all ways to ask have in common."""

from __future__ import annotations

import secrets
import time
from contextlib import contextmanager, nullcontext
from typing import TYPE_CHECKING

from jakgraph.errors import JakgraphError
from jakgraph.service.budget import Budget
from jakgraph.service.journal import Journal, QueryRecord
from jakgraph.service.protocol.clients import Clients
from jakgraph.service.protocol.kinds import kind_of
from jakgraph.service.running import RunningQueries, RunningQuery
from jakgraph.service.slow import SlowQueries

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager

    from jakgraph.service.protocol.parameters import HttpCall
    from jakgraph.settings import Settings
    from jakgraph.store.cancellation import Cancellation
    from jakgraph.store.jobs import QueryResult


class QueryWatch:
    """Counts, logs and bounds the queries of one process."""

    def __init__(self, journal: Journal, clients: Clients, budget: Budget) -> None:
        self.journal = journal
        self.running = RunningQueries()
        self.slow = SlowQueries()
        self._clients = clients
        self.budget = budget

    @classmethod
    def of(cls, settings: Settings) -> QueryWatch:
        """Return a watch as these settings ask for it."""
        return cls(Journal(), Clients.behind(settings.trusted_proxies), Budget(settings.client_seconds))

    def client_of(self, call: HttpCall) -> str:
        """Return the address of the client that sent a request."""
        return self._clients.address_of(call)

    @contextmanager
    def query(self, call: HttpCall, text: str, cancellation: Cancellation | None = None) -> Iterator[QueryRecord]:
        """Watch one query; the block fills the record in. Raises TooManyRequests before the block begins.

        With a ``cancellation`` it is listed as running, and can be stopped by its id.
        """
        record = QueryRecord(secrets.token_hex(8), self._clients.address_of(call), text)
        self.journal.begin()
        started = time.perf_counter()
        try:
            self.budget.check(record.client)
            record.outcome = "ok"
            with self._listed(record, cancellation):
                yield record
        except BaseException as error:
            if isinstance(error, JakgraphError):
                error.query_id = record.id
            record.outcome = kind_of(type(error)).slug if isinstance(error, JakgraphError) else "internal"
            raise
        finally:
            seconds = time.perf_counter() - started
            record.ms = seconds * 1000
            self.budget.charge(record.client, seconds)
            self.journal.end(record)
            self.slow.note(record)

    def _listed(self, record: QueryRecord, cancellation: Cancellation | None) -> AbstractContextManager[None]:
        if cancellation is None:
            return nullcontext()
        query = RunningQuery(record.id, record.client, record.text, time.monotonic(), cancellation)
        return self.running.running(query)


def note_result(record: QueryRecord, result: QueryResult) -> None:
    """Write into a record what came out."""
    record.rows, record.bytes = result.count, len(result.body)
