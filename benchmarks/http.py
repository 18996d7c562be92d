"""Measure SPARQL services over HTTP side by side on the same data: start, load, memory, queries of every kind.

JAKgraph, oxigraph's server (in memory, as JAKgraph has its data, and on disk), rdflib-endpoint and Virtuoso 7 answer on
loopback, one at a time. Rounds are interleaved (every service once, then again), and medians are given as ratios to
oxigraph in memory, because digits depend on the machine. Needs ``wrk`` and ``virtuoso-opensource`` of Debian, and two
programs in a virtual environment of their own::

    python3 -m venv /tmp/peers && /tmp/peers/bin/pip install oxigraph rdflib-endpoint
    .venv/bin/python -m benchmarks.http --peers /tmp/peers/bin
    .venv/bin/python -m benchmarks.http --peers /tmp/peers/bin --triples 1_000_000 --rounds 3
"""

from __future__ import annotations

import argparse
import json
import signal
import sys
import tempfile
import time
import urllib.error
import urllib.request
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks import generate, load, peers, processes
from benchmarks.questions import VARIED, Question, mix, questions
from benchmarks.table import Results
from benchmarks.virtuoso import virtuoso
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from jakgraph import paths
from jakgraph.namespaces import JGR

if TYPE_CHECKING:
    from collections.abc import Callable

NAMES = ("jakgraph", "oxigraph", "oxigraph on disk", "rdflib-endpoint", "virtuoso")
MOST_FOR_RDFLIB = 200_000
"""Beyond so many triples rdflib-endpoint takes minutes to start."""
ANSWER_SECONDS = 20
"""A service that takes longer for a query is not asked it under load."""
SEED = 1


class Run:
    """All rounds over one graph."""

    def __init__(self, arguments: argparse.Namespace, folder: Path) -> None:
        self._arguments = arguments
        self._folder = folder
        self._results = Results()
        self._nquads = self._data()
        name_of = generate.name_of if arguments.triples else lambda path: f"{JGR}{path}"
        self._questions = [*questions(name_of), *([] if arguments.triples else [mix()])]
        if arguments.questions:
            self._questions = [each for each in self._questions if each.name.startswith(tuple(arguments.questions))]

    def measure(self) -> Results:
        """Load every service, then ask them in turn, round by round."""
        services = self._services()
        loads = 2 * len(self._questions) * len(self._arguments.connections)
        columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
        with Progress(*columns, console=Console(stderr=True)) as progress:
            task = progress.add_task("loading", total=len(services) * self._arguments.rounds * loads)
            for peer in services:
                if peer.load:
                    started = time.perf_counter()
                    peer.load()
                    self._results.note("load, s", peer.name, time.perf_counter() - started)
            for number in range(self._arguments.rounds):
                for peer in services:
                    progress.update(task, description=f"round {number + 1}: {peer.name}")
                    self._ask(peer, partial(progress.advance, task))
        self._save()
        return self._results

    def _data(self) -> Path:
        nquads = paths.release_dir() / "jakgraph.nq"
        if not self._arguments.triples:
            return nquads
        output = self._folder / f"generated-{self._arguments.triples}.nq"
        generate.write(generate.Shape.read(nquads), self._arguments.triples, SEED, output)
        return output

    def _services(self) -> list[peers.Peer]:
        programs, folder = self._arguments.peers, self._folder
        oxigraph = programs / "oxigraph"
        made: dict[str, Callable[[], peers.Peer]] = {
            "jakgraph": lambda: peers.jakgraph(self._nquads if self._arguments.triples else None),
            "oxigraph": lambda: peers.oxigraph_in_memory(oxigraph, self._nquads),
            "oxigraph on disk": lambda: peers.oxigraph_on_disk(oxigraph, self._nquads, folder),
            "rdflib-endpoint": lambda: peers.rdflib_endpoint(programs / "rdflib-endpoint", self._nquads, folder),
            "virtuoso": lambda: virtuoso(self._nquads, folder, self._arguments.virtuoso_mb),
        }
        names = self._arguments.services
        if self._arguments.triples > MOST_FOR_RDFLIB:
            names = [name for name in names if name != "rdflib-endpoint"]
        return [made[name]() for name in names]

    def _ask(self, peer: peers.Peer, advance: Callable[[], None]) -> None:
        started = time.perf_counter()
        with peers.running(peer) as (base, pid):
            _first_answer(base + self._questions[0].targets(peer.path)[0])
            self._results.note("cold start, s", peer.name, time.perf_counter() - started)
            self._results.note("memory at rest, MiB", peer.name, processes.memory(pid))
            for question in self._questions:
                is_answered = self._has_answer(peer, base, question)
                for unique in (False, True):
                    for connections in self._arguments.connections:
                        if is_answered:
                            each = load.Load(question.targets(peer.path), unique, connections)
                            self._load(peer.name, f"{question.name}, {each}", partial(load.run, each, base, pid))
                        advance()
                self._save()
            self._results.note("memory afterwards, MiB", peer.name, processes.memory(pid))

    def _has_answer(self, peer: peers.Peer, base: str, question: Question) -> bool:
        """Note how many rows the first text gives, so that it is seen where services disagree; False if none come."""
        try:
            rows = _rows(base + question.targets(peer.path)[0])
        except (OSError, ValueError) as error:
            Console(stderr=True).print(f"{peer.name}, {question.name}: {error}")
            return False
        self._results.note(f"{question.name}, rows", peer.name, rows)
        return True

    def _load(self, name: str, what: str, run: Callable[[int, Path], load.Figures | None]) -> None:
        try:
            figures = run(self._arguments.seconds, self._folder)
        except load.FailedLoadError as error:
            Console(stderr=True).print(f"{name}, {what}: {str(error)[:300]}")
        else:
            if figures is not None:
                self._results.note_load(what, name, figures)

    def _save(self) -> None:
        if self._arguments.json:
            self._arguments.json.write_text(self._results.to_json(), "utf-8")


def _first_answer(url: str) -> None:
    """Return when a service has answered its first query; SystemExit where it refuses, or takes too long."""
    ends = time.monotonic() + peers.START_SECONDS
    while True:
        try:
            if _rows(url):
                return
            raise SystemExit(f"{url} gives an empty answer")
        except urllib.error.HTTPError as error:
            raise SystemExit(f"{url} answers {error.code}: {error.read(200)!r}") from None
        except OSError:
            if time.monotonic() > ends:
                raise SystemExit(f"{url} did not answer in time") from None
            time.sleep(0.005)


def _rows(url: str) -> int:
    request = urllib.request.Request(url.replace(VARIED, "0"), headers={"Accept": load.ACCEPT})
    with urllib.request.urlopen(request, timeout=ANSWER_SECONDS) as answer:
        return len(json.load(answer)["results"]["bindings"])


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--peers", type=Path, required=True, help="folder of the oxigraph and rdflib-endpoint programs")
    parser.add_argument("--triples", type=int, default=0, help="size of a generated graph; 0: the built-in graph")
    parser.add_argument("--services", nargs="*", choices=NAMES, default=list(NAMES))
    parser.add_argument("--questions", nargs="*", help="beginnings of the names of those to ask; all by default")
    parser.add_argument("--connections", type=int, nargs="*", default=[1, 8])
    parser.add_argument("--rounds", type=int, default=5, help="interleaved repeats")
    parser.add_argument("--seconds", type=int, default=1, help="length of each load")
    parser.add_argument("--virtuoso-mb", type=int, default=2048, help="memory for Virtuoso's pages")
    parser.add_argument("--json", type=Path, help="file for all figures, written again and again")
    parser.add_argument("--folder", type=Path, help="where temporary files go")
    return parser.parse_args()


def main() -> None:
    """Run the rounds and print the tables."""
    arguments = _arguments()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that services are stopped
    with tempfile.TemporaryDirectory(prefix="jakgraph-bench-", dir=arguments.folder) as folder:
        print(Run(arguments, Path(folder)).measure().as_markdown("oxigraph"))


if __name__ == "__main__":
    main()
