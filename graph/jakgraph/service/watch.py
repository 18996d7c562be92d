"""Watches every query: who asks, whether he may, how it ended. Holds what all ways to ask have in common."""

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


OWN = "service"
"""What stands for the client of a query that the service asks for itself."""


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

    def query(
        self,
        call: HttpCall,
        text: str,
        cancellation: Cancellation | None = None,
        name: str = "",
        *,
        may_refuse: bool = True,
    ) -> AbstractContextManager[QueryRecord]:
        """Watch one query; the block fills the record in. Raises TooManyRequests before the block begins.

        With a ``cancellation`` it is listed as running, and can be stopped by its id. ``name`` says for what the
        service asks it, where no client has written it. ``may_refuse=False``: it completes what was let in before, and
        is charged whatever is left.
        """
        record = QueryRecord(secrets.token_hex(8), self._clients.address_of(call), text, name=name)
        return self._watched(record, cancellation, may_refuse=may_refuse)

    def own(self, text: str, name: str, cancellation: Cancellation) -> AbstractContextManager[QueryRecord]:
        """Watch a query that the service asks for itself: listed and logged as all others, charged to nobody."""
        return self._watched(QueryRecord(secrets.token_hex(8), OWN, text, name=name), cancellation, may_refuse=False)

    @contextmanager
    def _watched(
        self, record: QueryRecord, cancellation: Cancellation | None, *, may_refuse: bool
    ) -> Iterator[QueryRecord]:
        self.journal.begin()
        started = time.perf_counter()
        try:
            if may_refuse:
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
            if record.client != OWN:
                self.budget.charge(record.client, seconds)
            self.journal.end(record)
            self.slow.note(record)

    def _listed(self, record: QueryRecord, cancellation: Cancellation | None) -> AbstractContextManager[None]:
        if cancellation is None:
            return nullcontext()
        query = RunningQuery(record.id, record.client, record.text, time.monotonic(), cancellation, record.name)
        return self.running.running(query)


def note_result(record: QueryRecord, result: QueryResult) -> None:
    """Write into a record what came out."""
    record.rows, record.bytes = result.count, len(result.body)
