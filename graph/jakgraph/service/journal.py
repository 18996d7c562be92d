"""What is written down of queries: counts for Prometheus, and a record for the log ``jakgraph.queries``.

Where that log goes is set up by the command line; without that it goes nowhere. A record names a query by its hash.
"""

from __future__ import annotations

import hashlib
import json
import logging
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, Info, Metric, ProcessCollector

from jakgraph import __version__

LOG_NAME = "jakgraph.queries"
_SECONDS = (0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)
_EXTRA = "query_record"


@dataclass
class QueryRecord:
    """What is known of one query at its end. ``outcome`` is ``ok``, ``not-modified``, or the kind of its problem."""

    id: str
    client: str
    text: str
    form: str = ""
    rows: int = 0
    bytes: int = 0
    ms: float = 0.0
    kept: bool = False
    """Whether it was answered from what was kept ready."""
    outcome: str = "internal"
    name: str = ""
    """What it was asked for by the service itself, such as a part of a page; empty where a client wrote it."""


def hash_of(text: str) -> str:
    """Return the name by which logs and lists know a query's text."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


class Journal:
    """Counts and logs the queries of one process."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        labels = ("form", "outcome")
        self._queries = Counter("jakgraph_queries", "Queries by form and outcome", labels, registry=self.registry)
        self._seconds = Histogram(
            "jakgraph_query_seconds", "Time from request to result", buckets=_SECONDS, registry=self.registry
        )
        self._rows = Counter("jakgraph_result_rows", "Rows and triples of results", registry=self.registry)
        self._bytes = Counter("jakgraph_result_bytes", "Bytes of results before any coding", registry=self.registry)
        self._running = Gauge("jakgraph_queries_running", "Queries being answered now", registry=self.registry)
        Info("jakgraph", "The service", registry=self.registry).info({"version": __version__})
        self._process = ProcessCollector(registry=None)
        self._log = logging.getLogger(LOG_NAME)

    def begin(self) -> None:
        """Note that a query is being answered; `end` follows."""
        self._running.inc()

    def end(self, record: QueryRecord) -> None:
        """Note how a query ended."""
        self._running.dec()
        self._queries.labels(record.form or "unknown", record.outcome).inc()
        self._seconds.observe(record.ms / 1000)
        self._rows.inc(record.rows)
        self._bytes.inc(record.bytes)
        self._log.info("query %s: %s", record.id, record.outcome, extra={_EXTRA: record})

    def counted(self) -> tuple[Metric, ...]:
        """Return the counts of this process and what the system says of it, as data that can be sent."""
        return (*self.counted_queries(), *self._process.collect())

    def counted_queries(self) -> tuple[Metric, ...]:
        """Return the counts alone, which takes a fraction of a millisecond."""
        return tuple(self.registry.collect())


class JsonLines(logging.Formatter):
    """Writes a query's record as one line of JSON; with the query's text only where that is wanted."""

    def __init__(self, *, with_text: bool) -> None:
        super().__init__()
        self._with_text = with_text

    def format(self, record: logging.LogRecord) -> str:
        """Return the line of a record that a `Journal` has made."""
        query: QueryRecord = getattr(record, _EXTRA)
        known: dict[str, Any] = asdict(query)
        text = known.pop("text")
        known["ms"] = round(query.ms, 2)
        time = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line = {"time": time, **known, "hash": hash_of(text)}
        return json.dumps({**line, "text": text} if self._with_text else line, ensure_ascii=True)
