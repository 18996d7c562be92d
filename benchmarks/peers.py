"""The services that are compared: how each is filled, started and asked. Every one of them on loopback."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

START_SECONDS = 900
STOP_SECONDS = 30


@dataclass(frozen=True)
class Peer:
    """A service: its command, in which ``{port}`` is filled in, and the path of its endpoint.

    ``load`` fills its files before it is started, ``fill`` its memory after that.
    """

    name: str
    path: str
    command: tuple[str, ...]
    load: Callable[[], None] | None = None
    fill: Callable[[str], None] | None = None


def jakgraph(nquads: Path | None) -> Peer:
    """Return JAKgraph over a file, or over its built-in graph."""
    program = str(Path(sys.executable).parent / "jakgraph")
    files = () if nquads is None else (str(nquads),)
    return Peer("jakgraph", "/sparql", (program, "serve", "--port", "{port}", *files))


def oxigraph_in_memory(program: Path, nquads: Path) -> Peer:
    """Return oxigraph's server with everything in memory, as JAKgraph has it."""
    command = (str(program), "serve", "--bind", "127.0.0.1:{port}", "--union-default-graph")

    def fill(base: str) -> None:
        with nquads.open("rb") as body:
            length = {"Content-Type": "application/n-quads", "Content-Length": str(nquads.stat().st_size)}
            request = urllib.request.Request(f"{base}/store", data=body, headers=length, method="POST")
            urllib.request.urlopen(request, timeout=START_SECONDS).close()

    return Peer("oxigraph", "/query", command, fill=fill)


def oxigraph_on_disk(program: Path, nquads: Path, folder: Path) -> Peer:
    """Return oxigraph's server over a store on disk."""
    location = ("--location", str(folder / "oxigraph"))
    serve = ("serve-read-only", *location, "--bind", "127.0.0.1:{port}", "--union-default-graph")

    def load() -> None:
        run(str(program), "load", *location, "--file", str(nquads))

    return Peer("oxigraph on disk", "/query", (str(program), *serve), load=load)


def rdflib_endpoint(program: Path, nquads: Path, folder: Path) -> Peer:
    """Return rdflib-endpoint over the merge of all graphs: it has one graph only."""
    merged = folder / "merged.nt"

    def load() -> None:
        quads = ox.parse(path=nquads, format=ox.RdfFormat.N_QUADS)
        ox.serialize((quad.triple for quad in quads), output=merged, format=ox.RdfFormat.N_TRIPLES)

    command = (str(program), "serve", "--host", "127.0.0.1", "--port", "{port}", str(merged))
    return Peer("rdflib-endpoint", "/", command, load=load)


def run(*command: str, seconds: int = 3600) -> str:
    """Run a program to its end and return what it writes; SystemExit with its words where it fails."""
    ended = subprocess.run(command, capture_output=True, text=True, timeout=seconds, check=False)
    if ended.returncode:
        raise SystemExit(f"{' '.join(command)}\n{ended.stdout}{ended.stderr}")
    return ended.stdout


@contextlib.contextmanager
def running(peer: Peer) -> Iterator[tuple[str, int]]:
    """Run a service while the block runs; gives its address and process number once it takes connections."""
    port = free_port()
    command = [part.replace("{port}", str(port)) for part in peer.command]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    try:
        wait_until_listening(port, process)
        base = f"http://127.0.0.1:{port}"
        if peer.fill:
            peer.fill(base)
        yield base, process.pid
    finally:
        process.send_signal(signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(STOP_SECONDS)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def free_port() -> int:
    """Return a port that nobody uses at the moment."""
    with contextlib.closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until_listening(port: int, process: subprocess.Popen[bytes]) -> None:
    """Return when a port takes connections; SystemExit where its process ends or takes too long."""
    ends = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < ends:
        with contextlib.suppress(OSError), contextlib.closing(socket.create_connection(("127.0.0.1", port), 1)):
            return
        time.sleep(0.005)
    raise SystemExit(f"{process.args!r} does not listen")
