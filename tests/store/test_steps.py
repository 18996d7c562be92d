"""Work in steps: what it waits for, and who may go on with it."""

from __future__ import annotations

import socket
import threading
import time
from typing import TYPE_CHECKING

import pytest

from jakgraph.store.steps import BLOCKING, Readable, Signal, Signalled, finish

if TYPE_CHECKING:
    from jakgraph.store.steps import Steps

LONG = 30.0


def test_a_thread_finishes_what_another_began() -> None:
    """The work goes on where it was, in whatever thread, and gives back what it gives back."""

    def work() -> Steps[list[int]]:
        seen = [threading.get_ident()]
        yield BLOCKING
        seen.append(threading.get_ident())
        return seen

    steps = work()
    next(steps)
    results: list[list[int]] = []
    thread = threading.Thread(target=lambda: results.append(finish(steps)))
    thread.start()
    thread.join()
    assert results[0][0] == threading.get_ident() != results[0][1]


def test_what_the_work_raises_is_raised() -> None:
    """An error of the work is its caller's, whatever has been waited for before."""

    def work() -> Steps[None]:
        yield BLOCKING
        raise KeyError("gone")

    with pytest.raises(KeyError):
        finish(work())


def test_a_descriptor_is_waited_for_until_there_is_something_to_read() -> None:
    """Data, or the end of the stream, ends the wait; so does its time."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        started = time.monotonic()
        Readable(ours.fileno(), started + 0.02).wait()
        assert time.monotonic() >= started + 0.02
        theirs.sendall(b"x")
        Readable(ours.fileno(), time.monotonic() + LONG).wait()
        assert ours.recv(1) == b"x"
        theirs.close()
        Readable(ours.fileno(), time.monotonic() + LONG).wait()
    assert time.monotonic() < started + LONG / 2


def test_a_signal_is_never_missed() -> None:
    """Given before, while or after somebody begins to wait, it ends the wait; not given, the time does."""
    before, during, never = Signal(), Signal(), Signal()
    before.give()
    threading.Timer(0.02, during.give).start()
    started = time.monotonic()
    Signalled(before, started + LONG).wait()
    Signalled(during, started + LONG).wait()
    Signalled(never, time.monotonic() + 0.02).wait()
    assert time.monotonic() < started + LONG / 2
    assert (before.is_given, during.is_given, never.is_given) == (True, True, False)
