"""A lane: so many places, a bounded queue before them, first come first served. Threads only; knows no process."""

from __future__ import annotations

import threading
from collections import deque
from contextlib import suppress
from typing import TYPE_CHECKING, Self

from jakgraph.errors import EngineBusy, QueryCancelled
from jakgraph.store.cancellation import Cancellation

if TYPE_CHECKING:
    from types import TracebackType


class Lane:
    """``places`` that may be held at once; at most ``queue`` threads wait for one (None: any number)."""

    def __init__(self, name: str, places: int, *, queue: int | None, retry_after_seconds: int) -> None:
        self._name = name
        self._free = places
        self._queue = queue
        self._retry_after_seconds = retry_after_seconds
        self._lock = threading.Lock()
        self._waiting: deque[threading.Event] = deque()

    def place(self, wait_seconds: float, cancellation: Cancellation | None = None) -> Place:
        """Take a place, waiting up to ``wait_seconds``; raise EngineBusy at once where the queue is full, or then.

        Raises QueryCancelled when that comes first.
        """
        turn = threading.Event()
        with self._lock:
            if self._free > 0:
                self._free -= 1
                return Place(self)
            if self._queue is not None and len(self._waiting) >= self._queue:
                raise self._busy("and in the queue before them")
            self._waiting.append(turn)
        stop = cancellation or Cancellation()
        with suppress(QueryCancelled), stop.stopping_by(turn.set):
            turn.wait(max(0.0, wait_seconds))
        if self._leave_queue(turn):
            return Place(self)
        if stop.is_cancelled:
            raise QueryCancelled
        raise self._busy(f"and none came free in {wait_seconds:.3g} s")

    def _leave_queue(self, turn: threading.Event) -> bool:
        """Wait no longer; tell whether a place was handed over before that."""
        with self._lock:
            is_waiting = turn in self._waiting
            if is_waiting:
                self._waiting.remove(turn)
            return not is_waiting

    def give_back(self) -> None:
        """Hand one place to whoever waits longest, or make it free. `Place.release` calls this, once."""
        with self._lock:
            if self._waiting:
                self._waiting.popleft().set()
            else:
                self._free += 1

    def _busy(self, why: str) -> EngineBusy:
        return EngineBusy(
            f"All places for {self._name} are taken, {why}.", retry_after_seconds=self._retry_after_seconds
        )


class Place:
    """One place of a lane, given back at the end of its ``with`` block or by `release`, whichever is first."""

    def __init__(self, lane: Lane) -> None:
        self._lane: Lane | None = lane

    def release(self) -> None:
        """Give the place back; a second time does nothing."""
        lane, self._lane = self._lane, None
        if lane is not None:
            lane.give_back()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _type: type[BaseException] | None, _value: BaseException | None, _traceback: TracebackType | None
    ) -> None:
        self.release()
