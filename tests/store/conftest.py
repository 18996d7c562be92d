"""Fixtures for the engine: real zygotes over small datasets, and a look at the processes they leave."""

from __future__ import annotations

import contextlib
import socket
import subprocess
import threading
import time
from typing import TYPE_CHECKING

import pytest

from jakgraph.store.dataset import DatasetSource
from jakgraph.store.engine import Engine
from jakgraph.store.limits import MIB, Limits
from jakgraph.store.supervisor import Supervisor

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

PREFIXES = {"ex": "https://example.org/", "rdfs": "http://www.w3.org/2000/01/rdf-schema#"}
TEST_LIMITS = Limits(timeout_seconds=0.7, max_rows=1000, max_result_bytes=MIB, memory_bytes=192 * MIB, warm_executors=1)

_TRIG = """
PREFIX ex: <https://example.org/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
ex:g1 { ex:a rdfs:label "A"@en ; ex:dose 2 , 4 . }
ex:g2 { ex:b rdfs:label "B"@en . }
ex:many { %s }
"""


def write_dataset(path: Path) -> Path:
    """Write 400 numbered things in one graph and three claims in two others; return the path."""
    path.write_text(_TRIG % "\n".join(f"ex:n{number} ex:number {number} ." for number in range(400)), encoding="utf-8")
    return path


def running_processes(parent: int, *, with_zombies: bool = False) -> list[int]:
    """Return the children of a process, by ``ps``, which Linux and macOS both have; zombies count only if asked for."""
    listing = subprocess.run(["ps", "-A", "-o", "pid=,ppid=,stat="], capture_output=True, text=True, check=True)
    rows = (line.split() for line in listing.stdout.splitlines())
    return [int(pid) for pid, ppid, state in rows if int(ppid) == parent and (with_zombies or state[0] != "Z")]


def is_running(pid: int) -> bool:
    """Tell whether a process lives; a zombie does not."""
    listing = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return listing.returncode == 0 and not listing.stdout.strip().startswith("Z")


def eventually(condition: Callable[[], bool], seconds: float = 5.0) -> bool:
    """Return True as soon as the condition holds, False if it does not within so many seconds."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.01)
    return condition()


@pytest.fixture(scope="session")
def dataset_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a TriG file with three named graphs."""
    return write_dataset(tmp_path_factory.mktemp("dataset") / "data.trig")


@pytest.fixture(scope="session")
def supervisor(dataset_file: Path) -> Iterator[Supervisor]:
    """Give a running zygote that no test may harm."""
    with Supervisor(DatasetSource((dataset_file,)), TEST_LIMITS, PREFIXES) as running:
        yield running


@pytest.fixture
def engine(supervisor: Supervisor) -> Iterator[Engine]:
    """Give an engine of the shared zygote."""
    with Engine(supervisor.socket_path, TEST_LIMITS, "") as opened:
        yield opened


@pytest.fixture
def own_supervisor(dataset_file: Path) -> Iterator[Supervisor]:
    """Give a running zygote that the test may kill."""
    with Supervisor(DatasetSource((dataset_file,)), TEST_LIMITS, PREFIXES) as running:
        yield running


class LoopbackTrap:
    """A listening socket on this machine that nothing under test may ever reach; closes whatever comes."""

    def __init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}/"
        self.hits = 0
        self._thread = threading.Thread(target=self._count, daemon=True)
        self._thread.start()

    def _count(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            self.hits += 1
            connection.close()

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join()


@pytest.fixture(scope="session")
def trap() -> Iterator[LoopbackTrap]:
    """Give a trap for outbound requests."""
    opened = LoopbackTrap()
    yield opened
    opened.close()
