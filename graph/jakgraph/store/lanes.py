"""A lane: so many places and a bounded queue before them, in which some go ahead. Knows no process."""

from __future__ import annotations

import secrets
import threading
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Self

from jakgraph.errors import EngineBusy, QueryCancelled
from jakgraph.store.cancellation import Cancellation
from jakgraph.store.steps import Signal, Signalled, finish

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

    from jakgraph.store.steps import Steps

IN_ORDER_EVERY = 4
"""One place in so many goes to whoever has waited longest, so that an endless stream of others cannot starve him."""


def in_order() -> bool:
    """Tell that one does not go ahead of others."""
    return False


class _Turn:
    """One wait for a place."""

    def __init__(self, goes_ahead: Callable[[], bool]) -> None:
        self.goes_ahead = goes_ahead
        self.has_come = Signal()


class Lane:
    """``places`` that may be held at once; at most ``queue`` jobs wait for one (None: any number).

    A place that comes free goes to the first of those who go ahead at that moment, else to whoever has waited longest;
    every fourth one to whoever has waited longest in any case.

    Whoever is refused is told to come back after ``retry_after_seconds`` or up to twice that, by chance: many that
    were refused together shall not come back together.
    """

    def __init__(self, name: str, places: int, *, queue: int | None, retry_after_seconds: int) -> None:
        self._name = name
        self._free = places
        self._queue = queue
        self._retry_after_seconds = retry_after_seconds
        self._lock = threading.Lock()
        self._waiting: list[_Turn] = []
        self._handed_over = 0

    @property
    def is_full(self) -> bool:
        """Whether every place is taken."""
        return self._free <= 0

    @property
    def waiting(self) -> int:
        """How many wait for a place."""
        return len(self._waiting)

    def refusal(self) -> EngineBusy | None:
        """Return what `place` would raise at once, None if it would give a place or wait for one."""
        with self._lock:
            return self._full() if self._free <= 0 and self._is_queue_full else None

    def place(
        self,
        wait_seconds: float,
        cancellation: Cancellation | None = None,
        goes_ahead: Callable[[], bool] = in_order,
    ) -> Place:
        """Take a place, waiting up to ``wait_seconds``; raise EngineBusy at once where the queue is full, or then.

        ``goes_ahead`` is asked whenever a place comes free, for it may change while one waits; it must return at once.
        Raises QueryCancelled when that comes first.
        """
        return finish(self.place_in_steps(wait_seconds, cancellation, goes_ahead))

    def place_in_steps(
        self,
        wait_seconds: float,
        cancellation: Cancellation | None = None,
        goes_ahead: Callable[[], bool] = in_order,
    ) -> Steps[Place]:
        """Do what `place` does, for whoever drives `steps` himself."""
        turn = _Turn(goes_ahead)
        with self._lock:
            if self._free > 0:
                self._free -= 1
                return Place(self)
            if self._is_queue_full:
                raise self._full()
            self._waiting.append(turn)
        stop = cancellation or Cancellation()
        until = time.monotonic() + wait_seconds
        try:
            with suppress(QueryCancelled), stop.stopping_by(turn.has_come.give):
                while not turn.has_come.is_given and time.monotonic() < until:
                    yield Signalled(turn.has_come, until)
        except BaseException:  # nobody goes on with it
            if self._leave_queue(turn):
                self.give_back()
            raise
        if self._leave_queue(turn):
            return Place(self)
        if stop.is_cancelled:
            raise QueryCancelled
        raise self._busy(f"and none came free in {wait_seconds:.3g} s")

    def _leave_queue(self, turn: _Turn) -> bool:
        """Wait no longer; tell whether a place was handed over before that."""
        with self._lock:
            is_waiting = turn in self._waiting
            if is_waiting:
                self._waiting.remove(turn)
            return not is_waiting

    def give_back(self) -> None:
        """Hand one place to whoever is next, or make it free. `Place.release` calls this, once."""
        with self._lock:
            if self._waiting:
                self._next().has_come.give()
            else:
                self._free += 1

    def _next(self) -> _Turn:
        """Take out of the queue whoever is next."""
        self._handed_over += 1
        turn = self._waiting[0]
        if self._handed_over % IN_ORDER_EVERY:
            turn = next((turn for turn in self._waiting if turn.goes_ahead()), turn)
        self._waiting.remove(turn)
        return turn

    @property
    def _is_queue_full(self) -> bool:
        return self._queue is not None and len(self._waiting) >= self._queue

    def _full(self) -> EngineBusy:
        return self._busy("and in the queue before them")

    def _busy(self, why: str) -> EngineBusy:
        seconds = self._retry_after_seconds + secrets.randbelow(self._retry_after_seconds + 1)
        return EngineBusy(f"All places for {self._name} are taken, {why}.", retry_after_seconds=seconds)


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
