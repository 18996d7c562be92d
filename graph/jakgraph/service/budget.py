"""Fair use: each client address has so many seconds of query time per minute. Safe for threads; knows no HTTP."""

from __future__ import annotations

import time
from collections import OrderedDict
from math import ceil
from threading import Lock
from typing import TYPE_CHECKING

from jakgraph.service.protocol.clients import budget_key, is_loopback
from jakgraph.service.protocol.faults import TooManyRequests

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

WINDOW_SECONDS = 60.0
MOST_CLIENTS = 10_000
"""Clients remembered; whoever asked longest ago is forgotten first, his debt with him."""


class Budget:
    """Query time by client: ``seconds_per_minute`` may be used at once, and come back evenly; 0: no bound.

    A query may start while anything is left and is charged when it ends, so that a debt can arise of one query's
    length for each that runs at once. Clients on this machine are never refused. Several processes share a budget when
    each tells the others what is `untold`, by `charge_spent`.
    """

    def __init__(self, seconds_per_minute: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._most = seconds_per_minute
        self._clock = clock
        self._lock = Lock()
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._untold: dict[str, float] = {}

    def check(self, client: str) -> None:
        """Raise TooManyRequests, with when to come back, while a client has nothing left."""
        if not self._most or is_loopback(client):
            return
        with self._lock:
            left = self._now_left(budget_key(client))
        if left <= 0:
            seconds = max(1, ceil((-left + self._most / WINDOW_SECONDS) / self._most * WINDOW_SECONDS))
            raise TooManyRequests(self._most, seconds)

    def charge(self, client: str, seconds: float) -> None:
        """Take query time from a client."""
        if not self._most or is_loopback(client):
            return
        key = budget_key(client)
        with self._lock:
            self._take(key, seconds)
            if key in self._untold or len(self._untold) < MOST_CLIENTS:
                self._untold[key] = self._untold.get(key, 0.0) + seconds

    def charge_spent(self, spent: Mapping[str, float]) -> None:
        """Take query time that clients have had elsewhere, by `budget_key`."""
        with self._lock:
            for key, seconds in spent.items():
                self._take(key, seconds)

    def untold(self) -> dict[str, float]:
        """Return what clients have been charged here since the last time that somebody asked, by `budget_key`."""
        with self._lock:
            untold, self._untold = self._untold, {}
            return untold

    def spent(self) -> dict[str, float]:
        """Return what of the budgets is used up now: what a budget that begins anew has to be charged."""
        with self._lock:
            used = {key: self._most - self._now_left(key) for key in self._left}
        return {key: seconds for key, seconds in used.items() if seconds > 0}

    def _take(self, key: str, seconds: float) -> None:
        self._left[key] = (self._now_left(key) - seconds, self._clock())
        self._left.move_to_end(key)
        if len(self._left) > MOST_CLIENTS:
            self._left.popitem(last=False)

    def _now_left(self, key: str) -> float:
        left, then = self._left.get(key, (self._most, self._clock()))
        return min(self._most, left + (self._clock() - then) * self._most / WINDOW_SECONDS)
