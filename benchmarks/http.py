"""Measure SPARQL services over HTTP side by side on the same data: cold start, latency, throughput.

JAKgraph, the ``oxigraph`` server and ``rdflib-endpoint`` each serve the built-in graph on a loopback port. Rounds are
interleaved (every service once, then again), and medians are given as ratios to oxigraph, because digits depend on the
machine. Needs ``wrk`` (Debian's package of that name), and the two peers in a virtual environment of their own::

    python3 -m venv /tmp/peers && /tmp/peers/bin/pip install oxigraph rdflib-endpoint
    .venv/bin/python -m benchmarks.http --peers /tmp/peers/bin
"""

from __future__ import annotations

import argparse
import contextlib
import platform
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

import pyoxigraph as ox

from jakgraph import paths

if TYPE_CHECKING:
    from collections.abc import Iterator

ENTITY = "https://w3id.org/jakgraph/drug/baricitinib"
QUERY = f"SELECT ?p ?o WHERE {{ <{ENTITY}> ?p ?o FILTER(?o != 'n%d') }}"
START_SECONDS = 120
LUA = """
local thread_counter = 1
function setup(thread) thread:set("number", thread_counter); thread_counter = thread_counter + 1 end
function init(args) turn = 0 end
function request()
  turn = turn + 1
  return wrk.format("GET", "{path}" .. (number * 100000000 + turn) .. "{rest}", {{["Accept"] = "{accept}"}})
end
"""
ACCEPT = "application/sparql-results+json"


@dataclass(frozen=True)
class Peer:
    """A service under test: how to start it, and the path of its SPARQL endpoint."""

    name: str
    command: tuple[str, ...]
    path: str
    load: tuple[str, ...] = ()


@dataclass
class Measured:
    """Figures of all rounds, by what was measured."""

    figures: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))


def main() -> None:
    """Run the rounds and print one table."""
    arguments = _arguments()
    figures: dict[str, Measured] = defaultdict(Measured)
    with tempfile.TemporaryDirectory(prefix="jakgraph-bench-") as folder:
        peers = _peers(Path(folder), arguments.peers)
        for peer in peers:
            if peer.load:
                subprocess.run(peer.load, check=True, capture_output=True)
        for round_number in range(arguments.rounds):
            for peer in peers:
                print(f"round {round_number + 1} of {arguments.rounds}: {peer.name}", file=sys.stderr)
                _measure(peer, figures[peer.name], arguments.seconds, Path(folder))
    _report(figures)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--peers", type=Path, required=True, help="folder of the oxigraph and rdflib-endpoint programs")
    parser.add_argument("--rounds", type=int, default=5, help="interleaved repeats")
    parser.add_argument("--seconds", type=int, default=3, help="length of each load")
    return parser.parse_args()


def _peers(folder: Path, programs: Path) -> list[Peer]:
    nquads = paths.release_dir() / "jakgraph.nq"
    merged = folder / "merged.nt"
    quads = ox.parse(path=nquads, format=ox.RdfFormat.N_QUADS)
    ox.serialize((quad.triple for quad in quads), output=merged, format=ox.RdfFormat.N_TRIPLES)
    oxigraph, location = str(programs / "oxigraph"), str(folder / "oxigraph")
    jakgraph = str(Path(sys.executable).parent / "jakgraph")
    return [
        Peer("jakgraph", (jakgraph, "serve", "--port", "{port}"), "/sparql"),
        Peer(
            "oxigraph",
            (
                oxigraph,
                "serve-read-only",
                "--location",
                location,
                "--bind",
                "127.0.0.1:{port}",
                "--union-default-graph",
            ),
            "/query",
            load=(oxigraph, "load", "--location", location, "--file", str(nquads)),
        ),
        Peer(
            "rdflib-endpoint",
            (str(programs / "rdflib-endpoint"), "serve", "--host", "127.0.0.1", "--port", "{port}", str(merged)),
            "/",
        ),
    ]


def _measure(peer: Peer, measured: Measured, seconds: int, folder: Path) -> None:
    started = time.perf_counter()
    with _running(peer) as base:
        _first_answer(base + peer.path)
        measured.figures["cold start, s"].append(time.perf_counter() - started)
        for connections in (1, 8):
            for kind in ("repeated", "unique"):
                load = _Load(base, peer.path, kind == "unique", connections, seconds)
                rate, half, most = load.run(folder)
                name = f"{kind} one-entity, {connections} connection{'s' if connections > 1 else ''}"
                measured.figures[f"{name}, requests/s"].append(rate)
                measured.figures[f"{name}, median ms"].append(half)
                measured.figures[f"{name}, p99 ms"].append(most)


@contextlib.contextmanager
def _running(peer: Peer) -> Iterator[str]:
    with contextlib.closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [part.replace("{port}", str(port)) for part in peer.command]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        process.send_signal(signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(10)
        process.kill()
        process.wait()


def _first_answer(endpoint: str) -> None:
    url = f"{endpoint}?{urllib.parse.urlencode({'query': QUERY % 0})}"
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            with urllib.request.urlopen(urllib.request.Request(url, headers={"Accept": ACCEPT}), timeout=10) as answer:
                if b"Baricitinib" in answer.read():
                    return
                raise SystemExit(f"{endpoint} gives an empty answer")
        except urllib.error.HTTPError as error:
            raise SystemExit(f"{endpoint} answers {error.code}: {error.read(200)!r}") from None
        except OSError:
            if time.monotonic() > deadline:
                raise SystemExit(f"{endpoint} did not start within {START_SECONDS} s") from None
            time.sleep(0.01)


@dataclass(frozen=True)
class _Load:
    base: str
    path: str
    unique: bool
    connections: int
    seconds: int

    def run(self, folder: Path) -> tuple[float, float, float]:
        """Return requests per second, median and 99th percentile in milliseconds; stop on any failed request."""
        before, _, after = urllib.parse.quote(QUERY, safe="").partition("%25d")
        script = folder / "load.lua"
        path = f"{self.path}?query={before}"
        text = LUA.format(path=path, rest=after, accept=ACCEPT)
        if not self.unique:
            text = text.replace("turn = turn + 1\n", "turn = 1\n", 1).replace("number * 100000000", "0")
        script.write_text(text, "utf-8")
        command = [
            "wrk",
            "-t1",
            f"-c{self.connections}",
            f"-d{self.seconds}s",
            "--latency",
            "-s",
            str(script),
            self.base,
        ]
        out = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        if "Non-2xx" in out or "Socket errors" in out:
            raise SystemExit(f"failed requests at {self.base}{self.path}:\n{out}")
        rate = float(re.search(r"Requests/sec:\s*([\d.]+)", out)[1])  # type: ignore[index]  # wrk always prints it
        return rate, _milliseconds(out, "50%"), _milliseconds(out, "99%")


def _milliseconds(out: str, percentile: str) -> float:
    number, unit = re.search(rf"{percentile}\s+([\d.]+)(us|ms|s)", out).groups()  # type: ignore[union-attr]
    return float(number) * {"us": 0.001, "ms": 1, "s": 1000}[unit]


def _report(figures: dict[str, Measured]) -> None:
    names = list(figures)
    print(f"\n{platform.platform()}, Python {platform.python_version()}, medians of interleaved rounds")
    print("ratio: to oxigraph in the same run\n")
    print("| measured | " + " | ".join(f"{name} | ratio" for name in names) + " |")
    print("|---" * (1 + 2 * len(names)) + "|")
    for what in figures[names[0]].figures:
        middle = {name: median(figures[name].figures[what]) for name in names}
        cells = [f"{middle[name]:.3g} | {middle[name] / middle['oxigraph']:.2f}" for name in names]
        print(f"| {what} | " + " | ".join(cells) + " |")


if __name__ == "__main__":
    main()
