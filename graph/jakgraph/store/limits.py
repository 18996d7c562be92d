"""What one query may use, how many may run and how: one frozen dataclass, made from the settings."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jakgraph.settings import Settings

MIB = 2**20


@dataclass(frozen=True)
class Limits:
    """The engine's limits. Slots are per engine, so per HTTP process; sizes in bytes, times in seconds.

    A query takes a fast slot for its first ``fast_seconds``; only for ``crowded_seconds`` while others wait for one and
    every slow slot is taken. If it has no answer by then it is reniced and must get a slow slot; at most ``slow_queue``
    queries wait for one, each at most ``slow_wait_seconds`` and with the memory that it has by then. So beyond the
    dataset one engine's queries hold at most ``memory_bytes`` times the sum of both kinds of slot and the queue.
    """

    timeout_seconds: float = 30.0
    max_rows: int = 1_000_000
    max_result_bytes: int = 256 * MIB
    memory_bytes: int = 1024 * MIB
    fast_slots: int = 4
    slow_slots: int = 2
    slow_queue: int = 8
    fast_seconds: float = 0.25
    crowded_seconds: float = 0.015
    """How much of ``fast_seconds`` is left to a query while it stands in others' way."""
    fast_wait_seconds: float = 2.0
    """How long a query may wait for a fast slot."""
    slow_wait_seconds: float = 5.0
    """How long a stopped query may wait for a slow slot."""
    grace_seconds: float = 0.25
    """How much later than the engine's own clock the kernel's timer ends a query, for when the engine is dead."""
    start_wait_seconds: float = 2.0
    """How long a query waits for a zygote that is starting or restarting."""
    warm_executors: int = 2
    """Executors kept waiting beyond those at work."""
    max_executor_queries: int = 10_000
    """An executor that has answered this many queries is replaced."""
    plans_queries: bool = True
    """Whether queries are planned by what the data holds (`planning`) or evaluated in the engine's own order."""
    services: tuple[str, ...] = ()
    """The endpoints that SERVICE may ask."""
    service_networks: str = ""
    """The networks, by commas, to whose addresses their names may resolve beside public ones."""
    service_bytes: int = 16 * MIB
    """The largest answer that is taken from one of them."""

    @classmethod
    def from_settings(cls, settings: Settings) -> Limits:
        """Return the limits that the settings ask for."""
        return cls(
            timeout_seconds=settings.timeout,
            max_rows=settings.max_rows,
            max_result_bytes=settings.max_result_mb * MIB,
            memory_bytes=settings.memory_mb * MIB,
            fast_slots=settings.fast_slots,
            slow_slots=settings.slow_slots,
            slow_queue=settings.slow_queue,
            plans_queries=not settings.no_plans,
            services=settings.allow_service,
            service_networks=settings.service_networks,
            service_bytes=settings.service_mb * MIB,
        )

    def timeout_of(self, asked_seconds: float | None) -> float:
        """Return the time limit of a query whose client asked for ``asked_seconds``: lower it may, raise it never.

        >>> Limits(timeout_seconds=30).timeout_of(2), Limits(timeout_seconds=30).timeout_of(90)
        (2, 30)
        """
        return self.timeout_seconds if asked_seconds is None else min(asked_seconds, self.timeout_seconds)

    @property
    def slow_retry_seconds(self) -> int:
        """Whole seconds after which a slow slot is likely to be free again."""
        return max(1, min(30, math.ceil(self.timeout_seconds / self.slow_slots)))
