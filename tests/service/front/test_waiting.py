"""Replies made in the event loop, or handed to a thread when they may take longer."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest

from jakgraph.service.front.waiting import UNWATCHED_SECONDS, QueryThreads, reply_in_steps
from jakgraph.service.protocol.reply import Reply
from jakgraph.store.cancellation import Cancellation
from jakgraph.store.lanes import Lane
from jakgraph.store.steps import BLOCKING, Readable, Signal, Signalled

if TYPE_CHECKING:
    from jakgraph.store.steps import Steps

LONG = 30.0


class Client:
    """The part of an exchange that is needed: a client who hangs up after so many seconds."""

    def __init__(self, stays: float = LONG) -> None:
        self._stays = stays

    async def client_disconnect(self) -> None:
        await asyncio.sleep(self._stays)


def reply_to(steps: Steps[Reply], client: Any = None, cancellation: Cancellation | None = None) -> Reply:
    """Return what the steps come to in a new event loop with one thread beside it."""
    with ThreadPoolExecutor(1) as threads:
        return asyncio.run(reply_in_steps(steps, threads, client or Client(), cancellation or Cancellation()))


def here(status: int = 200) -> Reply:
    return Reply(status, (), str(threading.get_ident()).encode())


def test_a_short_wait_needs_no_thread() -> None:
    """Something to read, and a signal, are waited for in the event loop."""
    ours, theirs = socket.socketpair()
    signal = Signal()

    def work() -> Steps[Reply]:
        theirs.sendall(b"x")
        yield Readable(ours.fileno(), time.monotonic() + LONG)
        threading.Timer(0.01, signal.give).start()
        while not signal.is_given:
            yield Signalled(signal, time.monotonic() + LONG)
        return here()

    with ours, theirs:
        assert reply_to(work()).body == str(threading.get_ident()).encode()


@pytest.mark.parametrize("step", [BLOCKING, Signalled(Signal(), time.monotonic() + 10 * LONG)])
def test_what_may_be_long_goes_on_in_a_thread(step: Any) -> None:
    """What may block goes there at once, what is not there after a while does then."""

    def work() -> Steps[Reply]:
        main = threading.get_ident()
        while threading.get_ident() == main:
            yield step
        return here()

    started = time.monotonic()
    assert reply_to(work()).body != str(threading.get_ident()).encode()
    assert step is BLOCKING or time.monotonic() - started >= UNWATCHED_SECONDS


def test_an_error_in_the_loop_is_raised() -> None:
    """What the work raises is whoever asks told, as from a thread."""

    def work() -> Steps[Reply]:
        yield Signalled(Signal(), time.monotonic())
        raise KeyError("gone")

    with pytest.raises(KeyError):
        reply_to(work())


def test_a_client_who_hangs_up_stops_the_work() -> None:
    """Once the work is a thread's, the client is watched, and his query stopped."""
    cancellation = Cancellation()
    stopped = Signal()

    def work() -> Steps[Reply]:
        with cancellation.stopping_by(stopped.give):
            while not stopped.is_given:
                yield Signalled(stopped, time.monotonic() + LONG)
        return here(499)

    assert reply_to(work(), Client(stays=0.05), cancellation).status == 499


def test_work_that_is_given_up_is_closed() -> None:
    """When the server ends while the loop waits, what the work holds is given back."""
    closed: list[bool] = []

    def work() -> Steps[Reply]:
        try:
            yield Signalled(Signal(), time.monotonic() + LONG)
        finally:
            closed.append(True)
        return here()

    async def give_up() -> None:
        with ThreadPoolExecutor(1) as threads:
            waiting = asyncio.ensure_future(reply_in_steps(work(), threads, Client(), Cancellation()))  # type: ignore[arg-type]
            await asyncio.sleep(0.01)
            waiting.cancel()
            with pytest.raises(asyncio.CancelledError):
                await waiting

    asyncio.run(give_up())
    assert closed == [True]


def test_who_has_a_place_is_not_kept_from_a_thread_by_those_who_wait_for_it() -> None:
    """However many wait, and whoever is served first: no more are begun than there are threads."""
    lane = Lane("queries", 1, queue=None, retry_after_seconds=1)

    def work(*, goes_ahead: bool) -> Steps[Reply]:
        with (yield from lane.place_in_steps(LONG, goes_ahead=lambda: goes_ahead)):
            yield BLOCKING
            return here()

    async def all_at_once() -> list[Reply]:
        threads = QueryThreads(2)

        def reply(*, goes_ahead: bool) -> asyncio.Future[Reply]:
            steps = work(goes_ahead=goes_ahead)
            return asyncio.ensure_future(threads.reply_in_steps(steps, Client(), Cancellation()))  # type: ignore[arg-type]

        with lane.place(0):
            waiting = [reply(goes_ahead=False) for _ in range(4)]
            await asyncio.sleep(2 * UNWATCHED_SECONDS)
            waiting.append(reply(goes_ahead=True))
            await asyncio.sleep(UNWATCHED_SECONDS / 2)
        replies = await asyncio.gather(*waiting)
        threads.close()
        return replies

    started = time.monotonic()
    assert len(asyncio.run(all_at_once())) == 5
    assert time.monotonic() - started < LONG / 2
