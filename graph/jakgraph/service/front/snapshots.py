"""One worker over snapshots that follow each other: each request is answered by one of them from end to end."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from asyncio import AbstractEventLoop
    from collections.abc import Callable

    from jakgraph.service.front.application import Front
    from jakgraph.service.front.rsgi import Exchange, Scope


class _Seat:
    """A front, how many requests it is answering, and whom to tell when it has answered the last one."""

    def __init__(self, front: Front) -> None:
        self.front = front
        self.requests = 0
        self.released: Callable[[], None] | None = None

    def end_if_left(self) -> bool:
        """Close the front if another has taken its place and nobody waits for it any more; tell whether it has."""
        if self.released is None or self.requests:
            return False
        self.front.close()
        self.released()
        return True


class SnapshotFront:
    """The RSGI application of a worker process. A request stays with the front that was current when it came.

    Everything but `switch` runs in the event loop's thread, so no request can come between two of its lines.
    """

    def __init__(self, first: Front) -> None:
        self._current = _Seat(first)
        self._leaving: list[_Seat] = []
        self._loop: AbstractEventLoop | None = None

    def __rsgi_init__(self, loop: AbstractEventLoop) -> None:
        """Note the loop in which requests will be answered."""
        self._loop = loop

    def __rsgi_del__(self, loop: AbstractEventLoop) -> None:
        """Stop every query: a worker that ends waits for nobody."""
        del loop
        for seat in (self._current, *self._leaving):
            seat.front.close()

    async def __rsgi__(self, scope: Scope, exchange: Exchange) -> None:
        """Answer one request."""
        seat = self._current
        seat.requests += 1
        try:
            await seat.front.__rsgi__(scope, exchange)
        finally:
            seat.requests -= 1
            if seat.released is not None and seat.end_if_left():
                self._leaving.remove(seat)

    def switch(self, front: Front, released: Callable[[], None]) -> None:
        """Answer every request that comes from now on with another front; for any thread but the loop's.

        ``released`` is called once the front before has answered its last request and is closed.
        """
        if self._loop is None:  # before the first request
            self._switch(front, released)
            return
        done = threading.Event()

        def switch_now() -> None:
            self._switch(front, released)
            done.set()

        try:
            self._loop.call_soon_threadsafe(switch_now)
        except RuntimeError:  # the loop has ended, and the worker with it
            return
        done.wait()

    def _switch(self, front: Front, released: Callable[[], None]) -> None:
        before, self._current = self._current, _Seat(front)
        before.released = released
        if not before.end_if_left():
            self._leaving.append(before)
