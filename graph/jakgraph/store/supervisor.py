"""Starts the zygote, waits until it is ready, starts it again when it dies, and leaves nothing running at the end."""

from __future__ import annotations

import contextlib
import json
import logging
import os
import signal
import subprocess
import threading
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Self

from jakgraph.errors import DatasetError, EngineUnavailable, JakgraphError
from jakgraph.store.allocator import Allocator
from jakgraph.store.executor import ExecutorConfig
from jakgraph.store.folders import PrivateFolder
from jakgraph.store.spawning import start_module
from jakgraph.store.zygote_config import ZygoteConfig

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path
    from types import TracebackType

    from jakgraph.store.dataset import DatasetSource
    from jakgraph.store.limits import Limits

_LOG = logging.getLogger(__name__)
_FIRST_BACKOFF_SECONDS = 0.05
_LONGEST_BACKOFF_SECONDS = 5.0
_STABLE_SECONDS = 30.0
_STOP_SECONDS = 2.0


@dataclass(frozen=True)
class LoadedFacts:
    """What a zygote has loaded."""

    revision: str
    triples: int


class Supervisor:
    """Keeps one zygote running over one dataset; engines connect to its ``socket_path``.

    The zygote ends when this process does, however it does. ``prefixes`` are used where results are written as
    Turtle, and offered where a query forgets to declare one. With a ``socket_path`` the folder is its caller's, made by
    `PrivateFolder`; it goes with the caller's process. ``broker_url`` is where SERVICE is asked, if it may be at all.
    ``allocator`` is what the zygote and its executors have their memory from.
    """

    def __init__(
        self,
        source: DatasetSource,
        limits: Limits,
        prefixes: Mapping[str, str] | None = None,
        socket_path: Path | None = None,
        broker_url: str = "",
        allocator: Allocator | None = None,
    ) -> None:
        self._source = source
        self._limits = limits
        self._prefixes = dict(prefixes or {})
        self._socket_path = socket_path
        self._broker_url = broker_url
        self._allocator = allocator or Allocator()
        self._folder: PrivateFolder | None = None
        self._stamps = _stamps(source)
        self._facts: LoadedFacts | None = None
        self._error: JakgraphError | None = None
        self._is_settled = threading.Event()
        self._is_stopping = threading.Event()
        self._lock = threading.Lock()
        self._zygote: subprocess.Popen[bytes] | None = None
        # The kernel ends a process when the thread that started it ends: one thread starts them all, and stays.
        self._thread = threading.Thread(target=self._supervise, name="jakgraph-supervisor", daemon=True)

    @property
    def socket_path(self) -> Path:
        """Where engines connect, in a folder that only this user may enter; there is one after `start`."""
        if self._socket_path is None:
            raise EngineUnavailable("The dataset process has not been started.")
        return self._socket_path

    @property
    def zygote_pid(self) -> int | None:
        """The process number of the running zygote; None between two."""
        zygote = self._zygote
        return zygote.pid if zygote is not None and zygote.poll() is None else None

    def start(self) -> LoadedFacts:
        """Start the zygote and wait until it has loaded the dataset.

        Raises DatasetError where a file cannot be loaded, EngineUnavailable where the zygote ends for another reason,
        JakgraphError where no executor can be started.
        """
        if self._socket_path is None:
            self._folder = PrivateFolder()
            self._socket_path = self._folder.path / "engine"
        try:
            self._thread.start()
            self._is_settled.wait()
        except BaseException:  # such as Ctrl-C while a large file loads
            self.stop()
            raise
        if self._facts is None:
            self.stop()
            raise self._error or EngineUnavailable("The dataset process was stopped while it loaded.")
        return self._facts

    def stop(self) -> None:
        """End the zygote and every executor, and remove the socket; a second time does nothing."""
        self._is_stopping.set()
        with self._lock:
            zygote = self._zygote
        if zygote is not None:
            _end(zygote)
        if self._thread.is_alive():
            self._thread.join()
        if self._folder is not None:
            self._folder.remove()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, _type: type[BaseException] | None, _value: BaseException | None, _traceback: TracebackType | None
    ) -> None:
        self.stop()

    def _supervise(self) -> None:
        backoff = _FIRST_BACKOFF_SECONDS
        try:
            while not self._is_stopping.is_set():
                started = time.monotonic()
                self._run_once()
                if self._facts is None or self._is_stopping.is_set():
                    return
                backoff = _FIRST_BACKOFF_SECONDS if time.monotonic() - started > _STABLE_SECONDS else backoff
                _LOG.warning("The zygote ended; starting it again in %.2f s.", backoff)
                self._is_stopping.wait(backoff)
                backoff = min(2 * backoff, _LONGEST_BACKOFF_SECONDS)
        finally:
            self._is_settled.set()

    def _run_once(self) -> None:
        """Start a zygote, note what it loaded or why it could not, and wait until it ends."""
        with self._lock:
            if self._is_stopping.is_set():
                return
            try:
                zygote = self._zygote = start_module("jakgraph.store.zygote", environment=self._allocator.environment)
            except JakgraphError as error:
                self._error = error
                return
        try:
            self._facts = _introduce(zygote, self._config())
            self._is_settled.set()
        except JakgraphError as error:
            self._error = error
            if self._facts is not None:  # the first time, `start` raises it
                _LOG.warning("The zygote did not start: %s", error)
        zygote.wait()
        _end(zygote)

    def _config(self) -> ZygoteConfig:
        source = self._source
        if _stamps(source) != self._stamps:  # other content than the first time must not go by the same revision
            source = replace(source, revision="")
        return ZygoteConfig(
            socket_path=str(self.socket_path),
            parent_pid=os.getpid(),
            files=[str(file) for file in source.files],
            default_graph=source.default_graph,
            revision=source.revision,
            executor=ExecutorConfig(
                self._limits.memory_bytes,
                self._limits.max_rows,
                self._limits.max_result_bytes,
                self._limits.max_executor_queries,
                self._prefixes,
                source.base_iri,
                self._broker_url,
                self._limits.grace_seconds,
                self._limits.plans_queries,
            ),
        )


def _stamps(source: DatasetSource) -> list[tuple[int, int, int] | None]:
    stamps: list[tuple[int, int, int] | None] = []
    for file in source.files:
        try:
            status = file.stat()
        except OSError:
            stamps.append(None)
        else:
            stamps.append((status.st_ino, status.st_size, status.st_mtime_ns))
    return stamps


def _introduce(zygote: subprocess.Popen[bytes], config: ZygoteConfig) -> LoadedFacts:
    """Tell the zygote what to load and return what it loaded, or raise what it says instead."""
    if zygote.stdin is None or zygote.stdout is None:
        raise EngineUnavailable("The dataset process has no pipes.")
    with contextlib.suppress(BrokenPipeError):  # it ended at once; the missing line below says so
        zygote.stdin.write(config.to_json().encode() + b"\n")
        zygote.stdin.flush()
    line = zygote.stdout.readline()
    if not line:
        raise EngineUnavailable(f"The dataset process ended while it loaded (exit code {zygote.wait()}).")
    report: dict[str, Any] = json.loads(line)
    if "error" in report:
        raise DatasetError(**report["error"])
    if "failure" in report:
        raise JakgraphError(
            f"No query process can be started: {report['failure']}.",
            remedy="Check this service's memory limit and what this user may use (ulimit -a).",
        )
    return LoadedFacts(**report)


def _end(zygote: subprocess.Popen[bytes]) -> None:
    """End a zygote and its executors: asked first, forced after a while."""
    with contextlib.suppress(OSError):
        zygote.terminate()
    try:
        zygote.wait(_STOP_SECONDS)
    except subprocess.TimeoutExpired:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(zygote.pid, signal.SIGKILL)
        zygote.wait()
    for pipe in (zygote.stdin, zygote.stdout):
        if pipe is not None:
            with contextlib.suppress(OSError):
                pipe.close()
