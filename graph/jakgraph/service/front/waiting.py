"""Waits for a thread's reply, and stops its query when the client hangs up meanwhile."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from jakgraph.store.cancellation import Cancellation

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Executor

    from jakgraph.service.front.rsgi import Exchange
    from jakgraph.service.protocol.reply import Reply

UNWATCHED_SECONDS = 0.1
"""Most queries are answered by then; watching those would cost more than it saves."""


async def reply_from(threads: Executor, make: Callable[[Cancellation], Reply], exchange: Exchange) -> Reply:
    """Return the reply that ``make`` gives in one of these threads; its query is cancelled when the client hangs up."""
    cancellation = Cancellation()
    work = asyncio.get_running_loop().run_in_executor(threads, make, cancellation)
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
