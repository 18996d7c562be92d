"""Keeps the broker running: starts it, starts it again when it dies, and ends it. Its address stays the same."""

from __future__ import annotations

import contextlib
import importlib.util
import logging
import os
import secrets
import socket
import subprocess
import threading
from typing import TYPE_CHECKING, Self

from jakgraph import __version__
from jakgraph.errors import JakgraphError
from jakgraph.store.federation.configuration import BrokerConfig
from jakgraph.store.spawning import start_module

if TYPE_CHECKING:
    from types import TracebackType

    from jakgraph.store.limits import Limits

_LOG = logging.getLogger(__name__)
_BROKER = "jakgraph.store.federation.broker"
_BACKLOG = 256
_FIRST_BACKOFF_SECONDS = 0.05
_LONGEST_BACKOFF_SECONDS = 2.0
_STOP_SECONDS = 2.0


class BrokerKeeper:
    """Owns the broker's process and the socket on which it listens; a context manager.

    The socket is this process's, so requests that come while the broker is being replaced wait for the new one.
    ``url`` holds a secret that is new at each start. ``contact`` is what endpoints are told about who asks.
    """

    def __init__(self, limits: Limits, contact: str = "") -> None:
        self._limits = limits
        self._agent = f"JAKgraph/{__version__}{f' (+{contact})' if contact else ''}"
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=_BACKLOG)
        self._secret = secrets.token_urlsafe(32)
        self._is_stopping = threading.Event()
        self._is_settled = threading.Event()
        self._has_listened = False
        self._broker: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()
        # The kernel ends a process when the thread that started it ends: one thread starts them all, and stays.
        self._thread = threading.Thread(target=self._keep, name="jakgraph-broker", daemon=True)

    @property
    def url(self) -> str:
        """Where executors ask."""
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}/{self._secret}"

    @property
    def pid(self) -> int | None:
        """The process number of the running broker; None between two."""
        broker = self._broker
        return broker.pid if broker is not None and broker.poll() is None else None

    def start(self) -> None:
        """Start the broker and wait until it listens. Raises JakgraphError where it cannot."""
        if importlib.util.find_spec("aiohttp") is None:
            self._listener.close()
            raise JakgraphError(
                "SERVICE needs a part that is not installed.", remedy="Run \"pip install 'jakgraph[federation]'\"."
            )
        self._thread.start()
        self._is_settled.wait()
        if not self._has_listened:
            self.stop()
            raise JakgraphError("The process that asks other endpoints ended as it started; its error stands above.")

    def stop(self) -> None:
        """End the broker; a second time does nothing."""
        self._is_stopping.set()
        with self._lock:
            broker = self._broker
        if broker is not None:
            _end(broker)
        if self._thread.is_alive():
            self._thread.join()
        self._listener.close()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, _type: type[BaseException] | None, _value: BaseException | None, _traceback: TracebackType | None
    ) -> None:
        self.stop()

    def _keep(self) -> None:
        backoff = _FIRST_BACKOFF_SECONDS
        try:
            while not self._is_stopping.is_set():
                listened = self._run_once()
                if not self._has_listened or self._is_stopping.is_set():
                    return
                backoff = _FIRST_BACKOFF_SECONDS if listened else min(2 * backoff, _LONGEST_BACKOFF_SECONDS)
                _LOG.warning("The broker ended; starting it again in %.2f s.", backoff)
                self._is_stopping.wait(backoff)
        finally:
            self._is_settled.set()

    def _run_once(self) -> bool:
        """Start a broker and wait until it ends; tell whether it listened."""
        with self._lock:
            if self._is_stopping.is_set():
                return False
            try:
                broker = self._broker = start_module(_BROKER, (self._listener.fileno(),))
            except OSError:  # no process left on this machine
                _LOG.exception("The broker cannot be started.")
                return False
        listened = _introduce(broker, self._config())
        if listened:
            self._has_listened = True
            self._is_settled.set()
        broker.wait()
        _end(broker)
        return listened

    def _config(self) -> BrokerConfig:
        return BrokerConfig(
            listener=self._listener.fileno(),
            secret=self._secret,
            parent_pid=os.getpid(),
            endpoints=list(self._limits.services),
            networks=self._limits.service_networks,
            most_bytes=self._limits.service_bytes,
            agent=self._agent,
        )


def _introduce(broker: subprocess.Popen[bytes], config: BrokerConfig) -> bool:
    """Tell a broker its orders, and wait until it listens; False where it ends instead."""
    if broker.stdin is None or broker.stdout is None:
        return False
    with contextlib.suppress(BrokenPipeError):  # it ended at once; the missing line says so
        broker.stdin.write(config.to_json().encode() + b"\n")
        broker.stdin.flush()
    return bool(broker.stdout.readline())


def _end(broker: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(OSError):
        broker.terminate()
    try:
        broker.wait(_STOP_SECONDS)
    except subprocess.TimeoutExpired:
        broker.kill()
        broker.wait()
    for pipe in (broker.stdin, broker.stdout):
        if pipe is not None:
            with contextlib.suppress(OSError):
                pipe.close()
