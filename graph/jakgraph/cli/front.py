"""The HTTP front: granian before an RSGI app, on an address that was free, all of it ended by one signal.

Knows how granian is set up and stopped; what the app is made of is its caller's.
"""

from __future__ import annotations

import errno
import multiprocessing
import os
import resource
import signal
import socket
import threading
import time
from contextlib import closing, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from jakgraph.errors import JakgraphError

if TYPE_CHECKING:
    from collections.abc import Callable

    from jakgraph.cli.restarts import Restarts
    from jakgraph.service.front.snapshots import SnapshotFront
    from jakgraph.settings import Settings

_BACKLOG = 4096
_CONNECTIONS_PER_WORKER = 16_384
"""Open connections that a worker accepts, idle ones included; granian's own default is 1,024."""
_OTHER_FILES = 512
"""Open files that are left for everything but connections."""
RESERVE = 1
"""Workers that are started beyond those that serve."""
_STOP_SECONDS = 1
"""How long requests may go on after the signal to stop."""
_OPEN_FILES = 65_536
_LOG_TO_STDERR = {
    "handlers": {
        name: {"formatter": formatter, "class": "logging.StreamHandler", "stream": "ext://sys.stderr"}
        for name, formatter in (("console", "generic"), ("access", "access"))
    }
}


@dataclass(frozen=True)
class Address:
    """Where to listen: the host as it was named, its IP address, and a port that was free a moment ago."""

    host: str
    ip: str
    port: int

    @property
    def url(self) -> str:
        """The address for a browser on this machine.

        >>> Address("::1", "::1", 8000).url
        'http://[::1]:8000'
        """
        return f"http://[{self.host}]:{self.port}" if ":" in self.host else f"http://{self.host}:{self.port}"


def find_address(host: str, port: int) -> Address:
    """Return where to listen; port 0 becomes a free port. Raises JakgraphError when the address cannot be had.

    granian listens with SO_REUSEPORT, which lets two services share a port unnoticed; this look at it does not.
    """
    try:
        family, kind, _, _, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with closing(socket.socket(family, kind)) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(place)
            probe.listen(1)
            ip, found_port = probe.getsockname()[:2]
            return Address(host, ip, found_port)
    except OSError as error:
        message = f"Cannot listen on {host} port {port}: {error.strerror}."
        raise JakgraphError(message, remedy=_way_out(error, port)) from error


def _way_out(error: OSError, port: int) -> str:
    another = port + 1 if 1024 <= port < 65_535 else 8001
    choice = f"choose another: --port {another} (make serve PORT={another})."
    if error.errno == errno.EADDRINUSE:
        return f"Stop what uses the port, or {choice}"
    if error.errno == errno.EACCES:
        return f"Ports below 1024 are for the administrator; {choice}"
    return "Name an address of this machine: --host 127.0.0.1 (make serve HOST=127.0.0.1), or 0.0.0.0 for all of them."


@dataclass(frozen=True)
class Hooks:
    """What to do once the first worker listens, and at each SIGHUP that asks for the data to be loaded anew.

    ``restarts`` says when workers that die are no longer replaced.
    """

    announce: Callable[[], None]
    reload: Callable[[], None]
    restarts: Restarts


def run_front(load: Callable[[], SnapshotFront], address: Address, settings: Settings, hooks: Hooks) -> None:
    """Serve the app that ``load`` returns in each worker process until SIGINT or SIGTERM; returns when stopped.

    There is one process more than workers that serve: ``load`` returns in it when one of these has ended. So what takes
    a second, to start a process and import all of this, is done before it is needed.

    ``load`` must be picklable: workers are spawned, never forked. A SIGHUP that comes because the terminal was closed
    stops too, except under nohup. Raises SystemExit when workers keep dying.
    """
    multiprocessing.set_start_method("spawn", force=True)
    open_files = _raise_open_files_limit()
    server = Granian(
        "jakgraph",
        address=address.ip,
        port=address.port,
        interface=Interfaces.RSGI,
        websockets=False,
        workers=settings.workers + RESERVE,
        backlog=_BACKLOG,
        backpressure=max(1, min(_CONNECTIONS_PER_WORKER, open_files - _OTHER_FILES)),
        respawn_failed_workers=True,
        workers_kill_timeout=_STOP_SECONDS,
        log_level=LogLevels.error,
        log_dictconfig=_LOG_TO_STDERR,
    )
    server.respawned_wrks = hooks.restarts
    stays_without_terminal = not _has_terminal() or signal.getsignal(signal.SIGHUP) is signal.SIG_IGN  # under nohup

    def at_hangup(*_: object) -> None:
        if stays_without_terminal or _has_terminal():
            hooks.reload()
        else:
            server.signal_handler_interrupt()  # type: ignore[no-untyped-call]

    # granian would respawn its workers; this runs after it has set its own handlers.
    server.on_startup(lambda: signal.signal(signal.SIGHUP, at_hangup))
    threading.Thread(target=_announce_when_listening, args=(address, hooks.announce), daemon=True).start()
    server.serve(target_loader=load, wrap_loader=False)  # type: ignore[arg-type]  # it takes RSGI objects too


def _has_terminal() -> bool:
    """Tell whether a terminal controls this process; none does any more once its window is closed."""
    try:
        os.close(os.open("/dev/tty", os.O_RDONLY | os.O_NOCTTY))
    except OSError:
        return False
    return True


def _announce_when_listening(address: Address, announce: Callable[[], None]) -> None:
    while True:
        with suppress(OSError), closing(socket.create_connection((address.ip, address.port), timeout=1)):
            break
        time.sleep(0.02)
    announce()


def _raise_open_files_limit() -> int:
    """Allow as many open files as the connections need, and return how many; the usual soft limit is 1,024."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _OPEN_FILES if hard == resource.RLIM_INFINITY else min(_OPEN_FILES, hard)
    if soft == resource.RLIM_INFINITY:
        return _OPEN_FILES
    if soft >= wanted:
        return soft
    resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
    return wanted
