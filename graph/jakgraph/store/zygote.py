"""The zygote: one process with one thread that loads the dataset, then forks an executor for each connection.

``python -m jakgraph.store.zygote`` reads one line of JSON from standard input (`ZygoteConfig`), writes one line of
JSON to standard output (what it loaded, or why it could not) and lives until standard input closes or SIGTERM comes.
Started by `supervisor`, never by hand.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import select
import shutil
import signal
import socket
import sys
import traceback
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from jakgraph.errors import DatasetError
from jakgraph.store import processes, wire
from jakgraph.store.allocator import release_free_memory
from jakgraph.store.dataset import Dataset, DatasetSource, load_dataset
from jakgraph.store.executor import Executor, ExecutorConfig, become_executor
from jakgraph.store.federation import walls
from jakgraph.store.federation.exchange import port_of
from jakgraph.store.folders import listening
from jakgraph.store.huge_pages import use_huge_pages
from jakgraph.store.kinds import evaluators_of, federated_evaluators_of
from jakgraph.store.zygote_config import ZygoteConfig, federated_path

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from jakgraph.store.kinds import Evaluators

_STANDARD_INPUT = 0
_STANDARD_OUTPUT = 1
_STANDARD_ERROR = 2
_CANNOT_START = 70
"""The exit code of an executor that failed before it could say hello (EX_SOFTWARE)."""


@dataclass(frozen=True)
class Sort:
    """A sort of executor: where it is asked for, what it does, and what keeps it from anything else."""

    listener: socket.socket
    evaluators: Evaluators
    close_in: Callable[[], None] = processes.forbid_files


class Zygote:
    """Accepts connections, forks an executor for each, and tells each connection how its executor ended."""

    def __init__(self, sorts: Iterable[Sort], dataset: Dataset, config: ExecutorConfig) -> None:
        self._sorts = {sort.listener.fileno(): sort for sort in sorts}
        self._dataset = dataset
        self._config = config
        self._pid = os.getpid()
        self._connections: dict[int, socket.socket] = {}
        self._pids: dict[int, int] = {}
        self._has_told_of_failure = False
        self._is_stopping = False
        self.is_orphan = False
        self._woken, self._waker = socket.socketpair()
        self._poll = select.poll()

    def run(self) -> None:
        """Serve until SIGTERM comes or the parent is gone (``is_orphan``); then end every executor and return."""
        for end in (*self._listeners, self._woken, self._waker):
            end.setblocking(False)
        signal.set_wakeup_fd(self._waker.fileno(), warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.signal(signal.SIGTERM, self._stop)
        signal.signal(signal.SIGHUP, self._stop_as_orphan)
        for fd in (*self._sorts, self._woken.fileno(), _STANDARD_INPUT):
            self._poll.register(fd, select.POLLIN)
        while not self._is_stopping:
            self._handle({fd for fd, _ in self._poll.poll()})
        for pid in self._connections:
            os.kill(pid, signal.SIGKILL)
        for pid in self._connections:  # no farewells: that the zygote has gone is what their clients shall see
            os.waitpid(pid, 0)

    @property
    def _listeners(self) -> tuple[socket.socket, ...]:
        return tuple(sort.listener for sort in self._sorts.values())

    def _stop(self, *_: object) -> None:
        self._is_stopping = True

    def _stop_as_orphan(self, *_: object) -> None:
        self.is_orphan = self._is_stopping = True

    def _handle(self, ready: set[int]) -> None:
        """Handle what is ready; accepting comes last, so that no number in ``ready`` means a newer file by then."""
        for fd in ready & self._pids.keys():
            self._hang_up(fd)
        if _STANDARD_INPUT in ready and not os.read(_STANDARD_INPUT, 4096):
            self._stop_as_orphan()
        if self._woken.fileno() in ready:
            self._woken.recv(4096)
            self._reap()
        for fd in ready & self._sorts.keys():
            self._accept(self._sorts[fd])

    def _accept(self, sort: Sort) -> None:
        try:
            connection, _ = sort.listener.accept()
        except (BlockingIOError, ConnectionAbortedError):
            return
        connection.setblocking(True)
        try:
            pid = os.fork()
        except OSError as error:  # no process left on this machine; the client sees a closed connection
            sys.stderr.write(f"jakgraph: cannot start an executor: {error}\n")
            connection.close()
            return
        if pid == 0:
            self._be_executor(connection, sort)
        self._connections[pid] = connection
        self._pids[connection.fileno()] = pid
        self._poll.register(connection.fileno(), 0)

    def _be_executor(self, connection: socket.socket, sort: Sort) -> None:
        """Run as the child; never returns."""
        code = _CANNOT_START
        reports = os.fdopen(os.dup(_STANDARD_ERROR), "w")
        try:
            signal.set_wakeup_fd(-1)
            for number in (signal.SIGCHLD, signal.SIGTERM, signal.SIGHUP):
                signal.signal(number, signal.SIG_DFL)
            self._close_inherited()
            become_executor(self._pid, self._config, sort.close_in)
            hello = wire.Hello(os.getpid(), self._dataset.revision, self._dataset.triples, self._dataset.load)
            executor = Executor(connection, sort.evaluators, self._config, hello)
            code = 1
            executor.serve()
            code = 0
        except BaseException as error:  # noqa: BLE001 - the last frame of a process: report, end without a stack above
            if code != _CANNOT_START:
                traceback.print_exc(file=reports)
            elif not self._has_told_of_failure:
                reports.write(f"jakgraph: an executor cannot start: {_describe(error)}\n")
            reports.flush()
        finally:
            os._exit(code)

    def _close_inherited(self) -> None:
        """Close every file but the executor's own connection; input, output and errors become empty.

        Rust's last words on running out of memory are no news to anybody: how an executor ended is told by `_reap`.
        """
        for inherited in (*self._listeners, self._woken, self._waker, *self._connections.values()):
            inherited.close()
        nothing = os.open(os.devnull, os.O_RDWR)
        for standard in (_STANDARD_INPUT, _STANDARD_OUTPUT, _STANDARD_ERROR):
            os.dup2(nothing, standard)
        os.close(nothing)

    def _hang_up(self, fd: int) -> None:
        """End the executor of a client that is gone, whatever it is doing; `_reap` closes the connection."""
        self._poll.unregister(fd)
        os.kill(self._pids.pop(fd), signal.SIGKILL)

    def _reap(self) -> None:
        while self._connections:
            pid, status = os.waitpid(-1, os.WNOHANG)
            if pid == 0:
                return
            exit_code = os.waitstatus_to_exitcode(status)
            self._has_told_of_failure = exit_code == _CANNOT_START  # said once for all that fail in a row
            with self._connections.pop(pid) as connection:
                if self._pids.pop(connection.fileno(), None) is not None:
                    self._poll.unregister(connection.fileno())
                    _say_farewell(connection, exit_code)


def _say_farewell(connection: socket.socket, exit_code: int) -> None:
    connection.setblocking(False)
    with contextlib.suppress(OSError):  # the client has gone, or reads nothing
        connection.send(wire.encode_notice(exit_code))


def _describe(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}"


def why_no_executor_starts(config: ExecutorConfig, close_in: Callable[[], None] = processes.forbid_files) -> str:
    """Fork an executor that ends as soon as it has become one; return what kept it from that, "" if nothing did."""
    reader, writer = os.pipe()
    own_pid = os.getpid()
    try:
        pid = os.fork()
    except OSError as error:
        return _describe(error)
    if pid == 0:
        try:
            become_executor(own_pid, config, close_in)
        except BaseException as error:  # noqa: BLE001 - told to the parent, whatever it is
            os.write(writer, _describe(error).encode())
        finally:
            os._exit(0)
    os.close(writer)
    with os.fdopen(reader, encoding="utf-8") as told:
        reason = told.read()
    exit_code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    return reason or (f"it ended with exit code {exit_code}" if exit_code else "")


def _read_line() -> str:
    line = b""
    while not line.endswith(b"\n"):
        part = os.read(_STANDARD_INPUT, 65_536)
        if not part:
            sys.exit(0)
        line += part
    return line.decode()


def _end_as_orphan(socket_path: Path) -> NoReturn:
    """End at once, and remove the folder with all that is in it: nobody else is left to do it."""
    shutil.rmtree(socket_path.parent, ignore_errors=True)
    os._exit(0)


def _fields_of(error: DatasetError) -> dict[str, Any]:
    place = ":".join(str(part) for part in (error.file, error.line, error.column) if part)
    message = error.message.removeprefix(f"{place}: ")
    return {"file": error.file, "message": message, "line": error.line, "column": error.column, "remedy": error.remedy}


def _report(message: dict[str, Any]) -> None:
    os.write(_STANDARD_OUTPUT, json.dumps(message).encode() + b"\n")


def main() -> int:
    """Run a zygote as configured on standard input; return the exit code."""
    config = ZygoteConfig.from_json(_read_line())
    signal.signal(signal.SIGHUP, lambda *_: _end_as_orphan(Path(config.socket_path)))
    if os.getppid() != config.parent_pid:
        _end_as_orphan(Path(config.socket_path))
    processes.die_with_parent(config.parent_pid, signal.SIGHUP)
    processes.name_process("jakgraph-zygote")
    source = DatasetSource(tuple(map(Path, config.files)), config.default_graph, config.revision)
    try:
        dataset = load_dataset(source)
    except DatasetError as error:
        _report({"error": _fields_of(error)})
        return 1
    close_in = partial(walls.close_in, port_of(config.executor.broker_url))
    for kept_in in (processes.forbid_files, close_in)[: 2 if config.executor.broker_url else 1]:
        if reason := why_no_executor_starts(config.executor, kept_in):
            _report({"failure": reason})
            return 1
    socket_path = Path(config.socket_path)
    with contextlib.ExitStack() as stack:
        sorts = [Sort(stack.enter_context(listening(socket_path)), evaluators_of(dataset, config.executor))]
        if config.executor.broker_url:
            outward = stack.enter_context(listening(federated_path(socket_path)))
            sorts.append(Sort(outward, federated_evaluators_of(dataset, config.executor), close_in))
        zygote = Zygote(sorts, dataset, config.executor)
        gc.collect()
        gc.freeze()
        release_free_memory()
        use_huge_pages()
        _report({"revision": dataset.revision, "triples": dataset.triples})
        zygote.run()
    if zygote.is_orphan:
        _end_as_orphan(socket_path)
    return 0


if __name__ == "__main__":
    os._exit(main())  # without taking the store apart, which takes as long as building it
