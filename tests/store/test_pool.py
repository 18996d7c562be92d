"""Executors kept ready by the client, and replaced when they are gone."""

from __future__ import annotations

import contextlib
import os
import resource
import select
import signal
import socket
import threading
import time
from typing import TYPE_CHECKING

import pytest
from tests.store.conftest import eventually, running_processes

from jakgraph.errors import EngineUnavailable
from jakgraph.store import wire
from jakgraph.store.pool import ExecutorEnded, ExecutorPool, RemoteExecutor

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from jakgraph.store.supervisor import Supervisor


def soon() -> float:
    """Return a deadline far enough for a fork."""
    return time.monotonic() + 5


@pytest.fixture
def pool(own_supervisor: Supervisor) -> Iterator[ExecutorPool]:
    """Give a pool that keeps two warm and three at most."""
    opened = ExecutorPool(own_supervisor.socket_path, warm=2, most_idle=3, start_wait_seconds=2)
    yield opened
    opened.close()


@pytest.fixture
def take(pool: ExecutorPool) -> Iterator[Callable[[], RemoteExecutor]]:
    """Give the taking of an executor, which ends with the test wherever it is by then."""
    taken: list[RemoteExecutor] = []

    def take_one() -> RemoteExecutor:
        taken.append(pool.take(time.monotonic() + 5))
        return taken[-1]

    yield take_one
    for executor in taken:
        executor.close()


@pytest.fixture
def zygote(own_supervisor: Supervisor) -> int:
    """Give the number of the zygote's process."""
    assert own_supervisor.zygote_pid is not None
    return own_supervisor.zygote_pid


def pid_of(executor: RemoteExecutor) -> int:
    assert executor.hello is not None
    return executor.hello.pid


def test_executors_are_started_ahead_of_need(take: Callable[[], RemoteExecutor], zygote: int) -> None:
    """Beside the one that is taken, the warm ones are there."""
    take()
    assert eventually(lambda: len(running_processes(zygote)) == 3)


def test_no_more_than_the_most_are_kept(pool: ExecutorPool, zygote: int, take: Callable[[], RemoteExecutor]) -> None:
    """What is put back beyond the limit ends."""
    taken = [take() for _ in range(6)]
    for executor in taken:
        pool.put_back(executor)
    assert eventually(lambda: len(running_processes(zygote)) == 3)


def test_the_last_one_put_back_is_taken_first(pool: ExecutorPool, take: Callable[[], RemoteExecutor]) -> None:
    """Its memory is the warmest."""
    executor = take()
    pool.put_back(executor)
    assert take() is executor


class Greeter:
    """Stands where a zygote does: takes every connection, and says hello on each when it is told to."""

    def __init__(self, path: Path) -> None:
        self._listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._listener.bind(str(path))
        self._listener.listen()
        self._listener.setblocking(False)
        self._opened = [self._listener]
        self.connections: list[socket.socket] = []

    def greet(self) -> None:
        """Say hello to those who have come since the last time, for a process that there cannot be."""
        self.accept()
        for connection in self.connections:
            connection.sendall(wire.encode_hello(wire.Hello(2**30, "r", 1)))

    def accept(self) -> None:
        """Forget those who came before, and let in those who have come since."""
        self.connections = []
        with contextlib.suppress(BlockingIOError):
            while True:
                self.connections.append(self._listener.accept()[0])
        self._opened += self.connections

    def close(self) -> None:
        """Hang up."""
        for end in self._opened:
            end.close()

    def count_of_left(self) -> int:
        """Return how many of them have hung up."""
        poll = select.poll()
        for connection in self.connections:
            poll.register(connection, select.POLLIN)
        return len(poll.poll(0))


@pytest.fixture
def greeter(tmp_path: Path) -> Iterator[Greeter]:
    """Give a place where a pool may connect."""
    with contextlib.closing(Greeter(tmp_path / "engine")) as opened:
        yield opened


@pytest.fixture
def ready(greeter: Greeter, tmp_path: Path) -> Iterator[ExecutorPool]:
    """Give a pool of which one executor is at work, and two are starting."""
    pool = ExecutorPool(tmp_path / "engine", warm=2, most_idle=4, start_wait_seconds=2)
    threading.Timer(0.1, greeter.greet).start()
    at_work = pool.take(soon())
    yield pool
    pool.discard(at_work)
    pool.close()


def test_executors_that_are_starting_are_left_to_it(greeter: Greeter, ready: ExecutorPool) -> None:
    """Whoever cannot wait takes none that cannot answer yet, and ends none: they are what the next ones need."""
    assert [ready.take_now() for _ in range(3)] == [None, None, None]
    greeter.accept()
    assert (len(greeter.connections), greeter.count_of_left()) == (2, 0)


def test_without_room_for_another_file_the_one_there_is_is_given_out(greeter: Greeter, ready: ExecutorPool) -> None:
    """What is started ahead of need is started later then, and nobody fails for it."""
    greeter.greet()
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (3, hard))
    try:
        given = [ready.take_now() for _ in range(3)]
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    taken = [executor for executor in given if executor is not None]
    assert (len(taken), given[2]) == (2, None)
    for executor in taken:
        ready.discard(executor)


def test_ended_executors_are_not_given_out(pool: ExecutorPool, zygote: int, take: Callable[[], RemoteExecutor]) -> None:
    """Whoever has been killed while it waited is replaced by one that answers."""
    pool.put_back(take())
    killed = running_processes(zygote)
    for pid in killed:
        os.kill(pid, signal.SIGKILL)
    assert eventually(lambda: not set(killed) & set(running_processes(zygote)))
    time.sleep(0.05)
    assert pid_of(take()) not in killed


def test_how_an_executor_ended_is_told(take: Callable[[], RemoteExecutor]) -> None:
    """Its client learns the signal from the zygote, which keeps the other end of the connection open."""
    executor = take()
    os.kill(pid_of(executor), signal.SIGTERM)
    with pytest.raises(ExecutorEnded) as caught:
        executor.receive(soon())
    assert caught.value.exit_code == -signal.SIGTERM


def test_an_answer_may_come_in_pieces() -> None:
    """A frame that is not whole by the deadline is gone on with at the next call."""
    ours, theirs = socket.socketpair()
    with theirs:
        executor = RemoteExecutor(ours)
        encoded = wire.encode({"status": "ok"}, b"body")
        theirs.sendall(encoded[:10])
        assert executor.receive(time.monotonic() + 0.01) is None
        theirs.sendall(encoded[10:])
        frame = executor.receive(soon())
        assert frame is not None
        assert frame.body == b"body"
        executor.close()


def test_nobody_at_the_socket_is_an_error_in_time(tmp_path: Path) -> None:
    """The error comes when the time for a start is over, or at the query's deadline if that is sooner."""
    pool = ExecutorPool(tmp_path / "none", warm=1, most_idle=1, start_wait_seconds=30)
    started = time.monotonic()
    with pytest.raises(EngineUnavailable):
        pool.take(time.monotonic() + 0.1)
    assert time.monotonic() - started < 30


def test_executors_that_end_at_once_are_not_started_in_a_storm(tmp_path: Path) -> None:
    """Where whatever is started ends before its hello, the tries come at growing distances until time is up."""
    tries = 0
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listener:
        listener.bind(str(tmp_path / "s"))
        listener.listen()

        def end_each() -> None:
            nonlocal tries
            while True:
                connection, _ = listener.accept()
                with connection:
                    if stopping.is_set():
                        return
                    tries += 1

        stopping = threading.Event()
        thread = threading.Thread(target=end_each)
        thread.start()
        pool = ExecutorPool(tmp_path / "s", warm=1, most_idle=1, start_wait_seconds=1)
        with pytest.raises(EngineUnavailable):
            pool.take(soon())
        stopping.set()
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as last:
            last.connect(str(tmp_path / "s"))
            thread.join(5)
    assert 2 <= tries <= 10


def test_a_closed_pool_ends_everything(pool: ExecutorPool, zygote: int, take: Callable[[], RemoteExecutor]) -> None:
    """Idle executors and those at work are gone, and none is given out."""
    take()
    pool.close()
    assert eventually(lambda: running_processes(zygote) == [])
    with pytest.raises(EngineUnavailable, match="closed"):
        take()
