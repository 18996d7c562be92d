"""Work that waits, written once for threads and for an event loop: a generator that yields what it waits for.

Whoever drives it may do so in any thread, and give it from one to another between two steps. Going on too early does
no harm: the work then yields the same step again.
"""

from __future__ import annotations

import select
import threading
import time
from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import TypeVar

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Readable:
    """Go on when there is something to read at this descriptor, at ``until`` (monotonic) at the latest."""

    descriptor: int
    until: float

    def wait(self) -> None:
        """Wait in this thread."""
        poll = select.poll()
        poll.register(self.descriptor, select.POLLIN)
        poll.poll(max(0.0, self.until - time.monotonic()) * 1000)


class Signal:
    """Is given once, from any thread, and tells one who waits for it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.is_given = False
        self._tell: Callable[[], object] | None = None

    def give(self) -> None:
        """Tell whoever waits, now or as soon as he asks."""
        with self._lock:
            self.is_given = True
            tell = self._tell
        if tell is not None:
            tell()

    def when_given(self, tell: Callable[[], object]) -> None:
        """Have ``tell`` called, perhaps at once and perhaps by another thread; it must not block."""
        with self._lock:
            self._tell = tell
            is_given = self.is_given
        if is_given:
            tell()


@dataclass(frozen=True, slots=True)
class Signalled:
    """Go on when a signal has been given, at ``until`` (monotonic) at the latest."""

    signal: Signal
    until: float

    def wait(self) -> None:
        """Wait in this thread."""
        given = threading.Event()
        self.signal.when_given(given.set)
        given.wait(max(0.0, self.until - time.monotonic()))


@dataclass(frozen=True, slots=True)
class Blocking:
    """What follows may block: go on in a thread that has nothing else to do."""

    def wait(self) -> None:
        """Go on: this thread may be blocked."""


BLOCKING = Blocking()

Step = Readable | Signalled | Blocking
Steps = Generator[Step, None, Result]


def finish(steps: Steps[Result]) -> Result:
    """Do all the work, or what is left of it, in this thread; raises what the work raises."""
    while True:
        try:
            step = next(steps)
        except StopIteration as end:
            result: Result = end.value
            return result
        step.wait()
