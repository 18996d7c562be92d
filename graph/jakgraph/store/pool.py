"""The client's end of executors: one connection each, a few kept waiting, replaced ahead of need. Thread-safe."""

from __future__ import annotations

import contextlib
import select
import socket
import threading
import time
from typing import TYPE_CHECKING

from jakgraph.errors import EngineUnavailable
from jakgraph.store import wire
from jakgraph.store.processes import ProcessHandle
from jakgraph.store.steps import Readable, finish

if TYPE_CHECKING:
    from pathlib import Path

    from jakgraph.store.steps import Steps

_CHUNK = 2**16
"""Bytes read at once: more than most answers have, less than what costs the allocator a mapping of its own."""
_RETRY_SECONDS = 0.02
_LONGEST_RETRY_SECONDS = 0.32


class ExecutorEnded(Exception):  # noqa: N818 - an end is not always an error
    """The executor ended: its exit code, minus the signal that ended it, or None when its zygote went with it."""

    def __init__(self, exit_code: int | None) -> None:
        super().__init__(exit_code)
        self.exit_code = exit_code


class RemoteExecutor:
    """One executor as its client sees it; used by one thread at a time, `kill` by any.

    Of its methods only `is_ready`, `receive` and, for a text that is larger than the socket's buffer, `send` ever wait.
    """

    def __init__(self, connection: socket.socket) -> None:
        connection.setblocking(False)
        self._connection = connection
        self._incoming = wire.Incoming()
        self._process: ProcessHandle | None = None
        self.hello: wire.Hello | None = None

    def is_ready(self, deadline: float) -> bool:
        """Wait for the executor's hello if it has not come yet; False if the executor has ended or does not come."""
        try:
            return self._has_said_hello(deadline) and self.receive_now() is None
        except ExecutorEnded:
            return False

    def is_starting(self) -> bool:
        """Tell whether its hello has yet to come; never waits."""
        try:
            return not self._has_said_hello(0.0)
        except ExecutorEnded:
            return False

    def send(self, request: wire.Request, seconds: float) -> None:
        """Send a request that may take so long; raises ExecutorEnded."""
        rest = memoryview(wire.encode_request(request, seconds))
        try:
            while rest:
                try:
                    rest = rest[self._connection.send(rest) :]
                except BlockingIOError:
                    room = select.poll()
                    room.register(self._connection, select.POLLOUT)
                    room.poll()
        except OSError as error:
            raise ExecutorEnded(self._drain()) from error

    def receiving(self, deadline: float) -> Steps[wire.Frame | None]:
        """Return the next frame; None if it is not whole at ``deadline`` (monotonic), then call again to go on.

        Raises ExecutorEnded.
        """
        while True:
            if frame := self.receive_now():
                return frame
            if time.monotonic() >= deadline:
                return None
            yield Readable(self._connection.fileno(), deadline)

    def receive(self, deadline: float) -> wire.Frame | None:
        """Return what `receiving` does, waiting in this thread; raises ExecutorEnded."""
        return finish(self.receiving(deadline))

    def receive_now(self) -> wire.Frame | None:
        """Return the next frame if it is there; raises ExecutorEnded."""
        while True:
            if frame := self._incoming.frame():
                return frame
            try:
                chunk = self._connection.recv(_CHUNK)
            except BlockingIOError:
                return None
            except ConnectionError:
                chunk = b""
            if not chunk:
                raise ExecutorEnded(self._incoming.exit_code())
            self._incoming.feed(chunk)

    def stop(self) -> None:
        """Take it off the processor until `resume`; it runs behind all others from then on."""
        if self._process is not None:
            self._process.stop()

    def fall_behind(self) -> None:
        """Let it run behind all others from now on."""
        if self._process is not None:
            self._process.fall_behind()

    def resume(self) -> None:
        """Let it go on."""
        if self._process is not None:
            self._process.resume()

    def kill(self) -> None:
        """End it, now and whatever it is doing; whoever waits for its answer gets ExecutorEnded."""
        if self._process is not None:
            self._process.kill()
        with contextlib.suppress(OSError):
            self._connection.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """End it and let go of it."""
        self.kill()
        if self._process is not None:
            self._process.close()
        self._connection.close()

    def _has_said_hello(self, deadline: float) -> bool:
        if self.hello is None and (frame := self.receive(deadline)):
            self.hello = wire.decode_hello(frame)
            self._process = ProcessHandle(self.hello.pid)
        return self.hello is not None

    def _drain(self) -> int | None:
        """Return the exit code from the notice that may still be in the stream."""
        with contextlib.suppress(OSError):
            self._connection.settimeout(1.0)  # it is the last time that anything is read here
            while chunk := self._connection.recv(_CHUNK):
                self._incoming.feed(chunk)
        return self._incoming.exit_code()


class ExecutorPool:
    """Executors of the zygote at a socket: ``warm`` of them started ahead of need, at most ``most_idle`` kept."""

    def __init__(self, socket_path: Path, *, warm: int, most_idle: int, start_wait_seconds: float) -> None:
        self._socket_path = str(socket_path)
        self._warm = warm
        self._most_idle = most_idle
        self._start_wait_seconds = start_wait_seconds
        self._lock = threading.Lock()
        self._idle: list[RemoteExecutor] = []
        self._at_work: set[RemoteExecutor] = set()
        self._is_closed = False

    def take_now(self) -> RemoteExecutor | None:
        """Return an executor that waits ready, None if there is none; never waits. Raises EngineUnavailable."""
        starting: list[RemoteExecutor] = []
        try:
            while executor := self._next_idle():
                if executor.is_starting():
                    starting.append(executor)
                elif self._is_ready(executor, 0.0):
                    break
        finally:
            for waiting in starting:
                self.put_back(waiting)
        if executor is not None:
            self._top_up()
        return executor

    def take(self, deadline: float) -> RemoteExecutor:
        """Return an executor that is ready, starting one if need be; raise EngineUnavailable if none comes in time."""
        patience = min(deadline, time.monotonic() + self._start_wait_seconds)
        retry_seconds = _RETRY_SECONDS
        while True:
            idle = self._next_idle()
            executor = idle or self._connect()
            if executor is not None and self._is_ready(executor, patience):
                self._top_up()
                return executor
            if time.monotonic() >= patience:
                raise EngineUnavailable("No executor can be started; the query engine is starting or gone.")
            if idle is None:  # one that has ended while it waited says nothing about the next
                time.sleep(min(retry_seconds, max(0.0, patience - time.monotonic())))
            if executor is not idle:  # it was forked and ended at once: forking faster would not help
                retry_seconds = min(2 * retry_seconds, _LONGEST_RETRY_SECONDS)

    def put_back(self, executor: RemoteExecutor) -> None:
        """Keep an executor that has answered for the next query, or let it go if there are enough."""
        with self._lock:
            self._at_work.discard(executor)
            is_kept = not self._is_closed and len(self._idle) < self._most_idle
            if is_kept:
                self._idle.append(executor)
        if not is_kept:
            executor.close()

    def discard(self, executor: RemoteExecutor) -> None:
        """End an executor that was taken."""
        with self._lock:
            self._at_work.discard(executor)
        executor.close()

    def discard_idle(self) -> None:
        """End every executor that waits for work, as when somebody else has begun to."""
        with self._lock:
            idle, self._idle = self._idle, []
        for executor in idle:
            executor.close()

    def close(self) -> None:
        """End every executor, also those at work; nothing can be taken afterwards."""
        with self._lock:
            self._is_closed = True
            for executor in self._at_work:  # while locked: none of them is being closed elsewhere
                executor.kill()
        self.discard_idle()

    def _is_ready(self, executor: RemoteExecutor, deadline: float) -> bool:
        is_ready = False
        try:
            is_ready = executor.is_ready(deadline)
        finally:
            if not is_ready:
                self.discard(executor)
        return is_ready

    def _next_idle(self) -> RemoteExecutor | None:
        with self._lock:
            if self._is_closed:
                raise EngineUnavailable("The query engine is closed.")
            if not self._idle:
                return None
            executor = self._idle.pop()
            self._at_work.add(executor)
            return executor

    def _connect(self) -> RemoteExecutor | None:
        """Return a new executor, which may still be starting; None if nobody listens at the moment."""
        connection: socket.socket | None = None
        try:
            connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            connection.setblocking(False)
            connection.connect(self._socket_path)
        except OSError:  # no zygote yet, or one whose queue is full; or this process may open no more
            if connection is not None:
                connection.close()
            return None
        executor = RemoteExecutor(connection)
        with self._lock:
            if not self._is_closed:
                self._at_work.add(executor)
                return executor
        executor.close()
        raise EngineUnavailable("The query engine is closed.")

    def _top_up(self) -> None:
        """Start executors until the warm ones are there; each is ready by the time that it is needed."""
        with contextlib.suppress(EngineUnavailable):  # closed meanwhile: that is for whoever was given one to find out
            while len(self._idle) < self._warm:
                executor = self._connect()
                if executor is None:
                    return
                self.put_back(executor)
