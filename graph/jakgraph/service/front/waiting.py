"""Waits for a reply in the event loop, then for a thread's; stops its query when the client hangs up meanwhile."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from jakgraph.store.steps import Blocking, Readable, finish

if TYPE_CHECKING:
    from asyncio import AbstractEventLoop, Future
    from collections.abc import Callable
    from concurrent.futures import Executor

    from jakgraph.service.front.rsgi import Exchange
    from jakgraph.service.protocol.reply import Reply
    from jakgraph.store.cancellation import Cancellation
    from jakgraph.store.steps import Signalled, Steps

UNWATCHED_SECONDS = 0.1
"""Most queries are answered by then; watching those would cost more than it saves."""


class QueryThreads:
    """Threads for queries, and no more queries begun than there are threads; the others wait in order of their coming.

    A query that is begun may hold a place for which others wait, each in a thread: it must find one to go on in.
    """

    def __init__(self, number: int) -> None:
        self._threads = ThreadPoolExecutor(number, "query")
        self._left = asyncio.Semaphore(number)

    async def reply_in_steps(self, steps: Steps[Reply], exchange: Exchange, cancellation: Cancellation) -> Reply:
        """Return what `reply_in_steps` does, with these threads."""
        async with self._left:
            return await reply_in_steps(steps, self._threads, exchange, cancellation)

    async def reply_from(self, make: Callable[[], Reply], exchange: Exchange, cancellation: Cancellation) -> Reply:
        """Return what `reply_from` does, with these threads."""
        async with self._left:
            return await reply_from(self._threads, make, exchange, cancellation)

    def close(self) -> None:
        """Let the threads go; nothing is begun afterwards."""
        self._threads.shutdown(wait=False, cancel_futures=True)


async def reply_in_steps(
    steps: Steps[Reply], threads: Executor, exchange: Exchange, cancellation: Cancellation
) -> Reply:
    """Return the reply that these steps come to: in the event loop as long as that is quick, then in a thread.

    Handing a request to a thread and back costs as much as all the rest of a short query.
    """
    loop = asyncio.get_running_loop()
    ends = loop.time() + UNWATCHED_SECONDS
    try:
        while True:
            step = next(steps)
            if isinstance(step, Blocking) or loop.time() >= ends:
                break
            await _until_ready(loop, step, ends)
    except StopIteration as end:
        reply: Reply = end.value
        return reply
    except BaseException:
        steps.close()
        raise
    return await reply_from(threads, lambda: finish(steps), exchange, cancellation)


async def _until_ready(loop: AbstractEventLoop, step: Readable | Signalled, ends: float) -> None:
    """Come back when a step has come or its time is over, at ``ends`` at the latest (the monotonic clock)."""
    come: Future[None] = loop.create_future()
    timer = loop.call_at(min(step.until, ends), _settle, come)
    try:
        if isinstance(step, Readable):
            loop.add_reader(step.descriptor, _settle, come)
        else:
            step.signal.when_given(partial(_settle_soon, loop, come))
        await come
    finally:
        if isinstance(step, Readable):
            loop.remove_reader(step.descriptor)
        timer.cancel()


def _settle_soon(loop: AbstractEventLoop, come: Future[None]) -> None:
    with suppress(RuntimeError):  # the loop has ended, and with it whoever waited
        loop.call_soon_threadsafe(_settle, come)


def _settle(come: Future[None]) -> None:
    if not come.done():
        come.set_result(None)


async def reply_from(
    threads: Executor, make: Callable[[], Reply], exchange: Exchange, cancellation: Cancellation
) -> Reply:
    """Return the reply that ``make`` gives in one of these threads; its query is cancelled when the client hangs up."""
    work = asyncio.get_running_loop().run_in_executor(threads, make)
    done, _ = await asyncio.wait((work,), timeout=UNWATCHED_SECONDS)
    if not done:
        hanging_up = asyncio.ensure_future(_hang_up(exchange))
        await asyncio.wait((work, hanging_up), return_when=asyncio.FIRST_COMPLETED)
        if not work.done():
            cancellation.cancel()
        hanging_up.cancel()
    return await work


async def _hang_up(exchange: Exchange) -> None:
    await exchange.client_disconnect()
