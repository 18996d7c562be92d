"""After a storm of queries that end in every way there is, everything is as it was before."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.store.conftest import PREFIXES, TEST_LIMITS, eventually, running_processes

from jakgraph.errors import JakgraphError
from jakgraph.store.cancellation import Cancellation
from jakgraph.store.dataset import DatasetSource
from jakgraph.store.engine import Engine
from jakgraph.store.jobs import QueryJob
from jakgraph.store.supervisor import Supervisor

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")

STORM_SECONDS = 3.0
GROWTH_PAGES = 16 * 2**20 // 4096
LIMITS = replace(TEST_LIMITS, timeout_seconds=0.4, fast_slots=2, slow_slots=1, slow_queue=2, fast_seconds=0.1)
TEXTS = (
    "ASK {}",
    "SELECT * { ?a ?b ?c }",
    "SELECT * { ?a ?b ?c . ?d ?e ?f }",
    "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "SELECT (COUNT(*) AS ?%s) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "no query",
)


@pytest.fixture
def zygote(dataset_file: Path) -> Iterator[Supervisor]:
    """Give a zygote of this test's own."""
    with Supervisor(DatasetSource((dataset_file,)), LIMITS, PREFIXES) as running:
        yield running


def test_a_storm_leaves_nothing_behind(zygote: Supervisor) -> None:
    """Answered, refused, timed out, cancelled, killed in random order: no process, zombie, file or memory is left."""
    pid = zygote.zygote_pid
    assert pid is not None
    files, pages = _open_files(), _pages(pid)
    with Engine(zygote.socket_path, LIMITS, "") as engine:
        _storm(engine, pid)
        assert eventually(lambda: engine.evaluate(QueryJob("ASK {}", "json")).count == 1)
        most_idle = LIMITS.fast_slots + LIMITS.warm_executors
        assert eventually(lambda: len(running_processes(pid, with_zombies=True)) <= most_idle)
    assert eventually(lambda: running_processes(pid, with_zombies=True) == [])
    assert zygote.zygote_pid == pid
    assert eventually(lambda: _open_files() <= files)
    assert _pages(pid) - pages < GROWTH_PAGES


def _storm(engine: Engine, zygote_pid: int) -> None:
    ends = time.monotonic() + STORM_SECONDS
    threads = [threading.Thread(target=_ask, args=(engine, number, ends)) for number in range(8)]
    for thread in threads:
        thread.start()
    chance = random.Random(0)
    while time.monotonic() < ends:
        time.sleep(0.1)
        if executors := running_processes(zygote_pid):
            with contextlib.suppress(ProcessLookupError):
                os.kill(chance.choice(executors), signal.SIGKILL)
    for thread in threads:
        thread.join(10)
        assert not thread.is_alive()


def _ask(engine: Engine, seed: int, ends: float) -> None:
    chance = random.Random(seed)
    while time.monotonic() < ends:
        cancellation = Cancellation()
        text = chance.choice(TEXTS)
        if "%s" in text:
            text %= "".join(chance.choices("abcdefgh", k=8))
        timer = threading.Timer(chance.uniform(0, 0.6), cancellation.cancel)
        timer.start()
        with contextlib.suppress(JakgraphError):
            engine.evaluate(QueryJob(text, "json"), cancellation)
        timer.cancel()
        timer.join()


def _open_files() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


def _pages(pid: int) -> int:
    """Return how many pages of memory a process holds."""
    return int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
