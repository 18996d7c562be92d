"""Requests written byte for byte, which no HTTP library would send, and a look at what a service holds."""

from __future__ import annotations

import http.client
import socket
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

PATIENCE_SECONDS = 15
SETTLED_BYTES = 2**20


@dataclass(frozen=True)
class Answer:
    """What came back: no status where the connection was closed without an answer."""

    status: int | None
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""


def connect(url: str, receive_bytes: int | None = None) -> socket.socket:
    """Return a connection to a service; ``receive_bytes``: how much it may send before it is read."""
    place = urlsplit(url)
    connection = socket.socket()
    if receive_bytes is not None:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_bytes)
    connection.settimeout(PATIENCE_SECONDS)
    connection.connect((place.hostname, place.port))
    return connection


def head(method: str, target: str, *lines: str) -> bytes:
    """Return the head of a request that closes its connection; bytes that UTF-8 has not are written as surrogates."""
    text = "\r\n".join((f"{method} {target} HTTP/1.1", "Host: localhost", "Connection: close", *lines, "", ""))
    return text.encode("utf-8", "surrogateescape")


def ask(url: str, pieces: bytes | Iterable[bytes]) -> Answer:
    """Send these bytes as far as they are taken and return the answer; TimeoutError where none comes."""
    with connect(url) as connection:
        with suppress(ConnectionError):  # refused before it was whole: the answer says why
            for piece in [pieces] if isinstance(pieces, bytes) else pieces:
                if _has_answer(connection):
                    break
                connection.sendall(piece)
        return _read(connection)


def _has_answer(connection: socket.socket) -> bool:
    connection.setblocking(False)
    try:
        connection.recv(1, socket.MSG_PEEK)
    except BlockingIOError:
        return False
    finally:
        connection.settimeout(PATIENCE_SECONDS)
    return True


def _read(connection: socket.socket) -> Answer:
    response = http.client.HTTPResponse(connection)
    try:
        response.begin()
        return Answer(response.status, tuple(response.getheaders()), response.read())
    except (http.client.HTTPException, ConnectionError):
        return Answer(None)
    finally:
        response.close()


def processes(pid: int) -> set[int]:
    """Return a process and all that descend from it."""
    found = {pid}
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        with suppress(OSError):
            for child in task.read_text(encoding="ascii").split():
                found |= processes(int(child))
    return found


def memory(pid: int) -> int:
    """Return the bytes that a process and its descendants hold, shared pages divided among them."""
    total = 0
    for each in processes(pid):
        with suppress(OSError):
            lines = Path(f"/proc/{each}/smaps_rollup").read_text(encoding="ascii").splitlines()
            total += next(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))
    return total


@dataclass(frozen=True)
class Held:
    """What a process holds: resident bytes, open files, threads."""

    bytes: int
    files: int
    threads: int


def held(main: int) -> dict[tuple[str, int], Held]:
    """Return what each process of a service that outlives queries holds, by name and number; ``main`` is the first."""
    found = {}
    for pid in processes(main):
        place = Path(f"/proc/{pid}")
        with suppress(OSError):
            name = (place / "comm").read_text("ascii").strip()
            if name != "jakgraph-query":
                resident = int((place / "statm").read_text("ascii").split()[1]) * 4096
                counts = (len(list((place / part).iterdir())) for part in ("fd", "task"))
                found[name, pid] = Held(resident, *counts)
    return found


def settle(pid: int) -> None:
    """Wait until a service that has just announced itself has its worker in reserve too: until it grows no more."""
    ends = time.monotonic() + PATIENCE_SECONDS
    held = [0, memory(pid)]
    while held[-1] - held[-2] > SETTLED_BYTES and time.monotonic() < ends:
        time.sleep(0.5)
        held.append(memory(pid))


def open_files(pid: int) -> int:
    """Return how many files and sockets a process and its descendants have open."""
    total = 0
    for each in processes(pid):
        with suppress(OSError):
            total += len(list(Path(f"/proc/{each}/fd").iterdir()))
    return total


def eventually(is_met: Callable[[], bool], seconds: float = 10) -> bool:
    """Return whether a condition comes true within these seconds."""
    ends = time.monotonic() + seconds
    while not is_met():
        if time.monotonic() > ends:
            return False
        time.sleep(0.05)
    return True
