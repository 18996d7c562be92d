"""A worker's front over several snapshots: who answers a request that comes before, during or after a switch."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, cast

from jakgraph.service.front.snapshots import SnapshotFront

if TYPE_CHECKING:
    from jakgraph.service.front.application import Front


class Answers:
    """Stands for a front: answers when it is let, and knows whether it was closed."""

    def __init__(self, name: str, log: list[str]) -> None:
        self.name = name
        self._log = log
        self.may_answer = asyncio.Event()

    async def __rsgi__(self, _scope: Any, _exchange: Any) -> None:
        await self.may_answer.wait()
        self._log.append(self.name)

    def close(self) -> None:
        self._log.append(f"{self.name} closed")


def as_front(answers: Answers) -> Front:
    return cast("Front", answers)


def test_a_request_stays_with_the_snapshot_that_it_met() -> None:
    """What began on one snapshot ends on it; the snapshot ends after its last request, never before."""
    log: list[str] = []

    async def run() -> None:
        old, new = Answers("old", log), Answers("new", log)
        front = SnapshotFront(as_front(old))
        front.__rsgi_init__(asyncio.get_running_loop())
        early = asyncio.ensure_future(front.__rsgi__(cast("Any", None), cast("Any", None)))
        await asyncio.sleep(0)
        await asyncio.to_thread(front.switch, as_front(new), lambda: log.append("released"))
        late = asyncio.ensure_future(front.__rsgi__(cast("Any", None), cast("Any", None)))
        new.may_answer.set()
        await late
        assert log == ["new"]
        old.may_answer.set()
        await early

    asyncio.run(run())
    assert log == ["new", "old", "old closed", "released"]


def test_a_snapshot_without_requests_ends_at_once() -> None:
    """Nobody waits for it, so it is let go when another takes its place."""
    log: list[str] = []
    front = SnapshotFront(as_front(Answers("old", log)))
    front.switch(as_front(Answers("new", log)), lambda: log.append("released"))
    assert log == ["old closed", "released"]


def test_the_end_of_a_worker_closes_every_snapshot() -> None:
    """A worker that stops waits for no query, whichever snapshot it runs on."""
    log: list[str] = []

    async def run() -> None:
        old = Answers("old", log)
        front = SnapshotFront(as_front(old))
        front.__rsgi_init__(asyncio.get_running_loop())
        request = asyncio.ensure_future(front.__rsgi__(cast("Any", None), cast("Any", None)))
        await asyncio.sleep(0)
        await asyncio.to_thread(front.switch, as_front(Answers("new", log)), lambda: None)
        front.__rsgi_del__(asyncio.get_running_loop())
        request.cancel()

    asyncio.run(run())
    assert log[:2] == ["new closed", "old closed"]
