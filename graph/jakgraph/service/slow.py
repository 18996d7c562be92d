"""The slowest queries that have ended lately, bounded in number and in bytes. Safe for threads; knows no request."""

from __future__ import annotations

import heapq
import itertools
import threading
import time
from collections import deque
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from jakgraph.service.journal import hash_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from jakgraph.service.journal import QueryRecord

HOUR_SECONDS = 3_600.0
DAY_SECONDS = 86_400.0
QUARTER_SECONDS = 900.0
"""How long one heap gathers; the slowest of each quarter of an hour are kept for a day."""
KEPT = 20
"""Queries kept of each quarter of an hour, and shown of each span."""
LONGEST_TEXT = 1_000
"""Characters of a text that are kept: with all of them a day takes 8 MB at most."""


@dataclass(frozen=True)
class SlowQuery:
    """A query that has ended: its record without the text, of which ``text`` has the first characters.

    ``ended`` is seconds since 1970.
    """

    record: QueryRecord
    ended: float
    text: str
    is_shortened: bool
    hash: str


@dataclass
class _Quarter:
    began: float
    heap: list[tuple[float, int, SlowQuery]] = field(default_factory=list)


class SlowQueries:
    """The `KEPT` slowest queries of each quarter of an hour of the last day, in one process."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._numbers = itertools.count()
        self._quarters: deque[_Quarter] = deque()

    def note(self, record: QueryRecord) -> None:
        """Keep a query that has ended if it is one of the slowest of its time."""
        now = self._clock()
        with self._lock:
            heap = self._quarter(now).heap
            if len(heap) >= KEPT and record.ms <= heap[0][0]:
                return
            slow = _without_long_text(record, now)
            heapq.heappush(heap, (record.ms, next(self._numbers), slow))
            if len(heap) > KEPT:
                heapq.heappop(heap)

    def slowest(self, seconds: float, client: str | None) -> tuple[SlowQuery, ...]:
        """Return the slowest that ended in the last so many seconds, slowest first: a client's; None: everybody's.

        Only what was among the slowest of all in its quarter of an hour is known here.
        """
        oldest = self._clock() - seconds
        with self._lock:
            entries = [entry for quarter in self._quarters for entry in quarter.heap]
        seen = [slow for _, _, slow in entries if slow.ended > oldest and client in (None, slow.record.client)]
        return tuple(sorted(seen, key=lambda slow: -slow.record.ms)[:KEPT])

    def _quarter(self, now: float) -> _Quarter:
        began = now - now % QUARTER_SECONDS
        if not self._quarters or began > self._quarters[-1].began:
            self._quarters.append(_Quarter(began))
        while self._quarters[0].began + QUARTER_SECONDS < now - DAY_SECONDS:
            self._quarters.popleft()
        return self._quarters[-1]


def _without_long_text(record: QueryRecord, now: float) -> SlowQuery:
    text = record.text
    short = replace(record, text="")
    return SlowQuery(short, now, text[:LONGEST_TEXT], len(text) > LONGEST_TEXT, hash_of(text))
