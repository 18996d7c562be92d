"""Lets one thread end the query that another waits for. Threads only; knows no process."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

from jakgraph.errors import QueryCancelled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class Cancellation:
    """One query's way to be stopped: `cancel` may come from any thread, before, while or after the query runs."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._stop: Callable[[], None] | None = None
        self._is_cancelled = False

    @property
    def is_cancelled(self) -> bool:
        """Whether the query has been told to stop."""
        return self._is_cancelled

    def cancel(self) -> None:
        """Stop the query, now or as soon as it begins; a second time does nothing."""
        with self._lock:
            stop, self._stop = self._stop, None
            self._is_cancelled = True
            if stop is not None:
                stop()

    @contextmanager
    def stopping_by(self, stop: Callable[[], None]) -> Iterator[None]:
        """Have ``stop`` called at `cancel` while the block runs, never after it; it must return at once.

        Raises QueryCancelled when that has come already.
        """
        with self._lock:
            if self._is_cancelled:
                raise QueryCancelled
            self._stop = stop
        try:
            yield
        finally:
            with self._lock:
                self._stop = None
