"""Measure how long a one-entity query waits while other clients send nothing but runaway queries.

Starts ``jakgraph serve`` on the built-in graph, measures alone, then beside 8 and 200 such clients::

    .venv/bin/python -m benchmarks.isolation
"""

from __future__ import annotations

import argparse
import contextlib
import json
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections import Counter
from pathlib import Path
from statistics import median, quantiles
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ENTITY = "SELECT ?p ?o WHERE { <https://w3id.org/jakgraph/drug/baricitinib> ?p ?o FILTER(?o != 'n%d') }"
RUNAWAY = "SELECT (COUNT(*) AS ?n%d) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
START_SECONDS = 120
LEAST_ANSWERS = 10


def main() -> None:
    """Print one row for each number of runaway clients."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--clients", type=int, nargs="*", default=[0, 8, 200], help="numbers of runaway clients")
    parser.add_argument("--seconds", type=float, default=6, help="length of each measurement")
    arguments = parser.parse_args()
    print("| runaway clients | median ms | p95 ms | p95, ratio to alone | answers |\n|---|---|---|---|---|")
    alone = 0.0
    with _running() as base:
        for number in arguments.clients:
            with _runaways(base, number):
                times, outcomes = _measure(base, arguments.seconds)
            p95 = quantiles(times, n=20)[-1]
            alone = alone or p95
            print(f"| {number} | {median(times):.3g} | {p95:.3g} | {p95 / alone:.2g} | {_told(outcomes)} |")


def _measure(base: str, seconds: float) -> tuple[list[float], Counter[int]]:
    times: list[float] = []
    outcomes: Counter[int] = Counter()
    ends = time.monotonic() + seconds
    while time.monotonic() < ends or len(times) < LEAST_ANSWERS:
        started = time.perf_counter()
        outcomes[_ask(base, ENTITY % time.monotonic_ns())] += 1
        times.append((time.perf_counter() - started) * 1000)
        time.sleep(0.01)
    return times, outcomes


def _told(outcomes: Counter[int]) -> str:
    return ", ".join(f"{count} x {status}" for status, count in sorted(outcomes.items()))


@contextlib.contextmanager
def _runaways(base: str, number: int) -> Iterator[None]:
    is_over = threading.Event()

    def run() -> None:
        while not is_over.is_set():
            _ask(base, RUNAWAY % time.monotonic_ns(), "3")

    threads = [threading.Thread(target=run, daemon=True) for _ in range(number)]
    for thread in threads:
        thread.start()
    time.sleep(2 if number else 0)
    yield
    is_over.set()
    for thread in threads:
        thread.join(30)


def _ask(base: str, query: str, timeout: str = "10") -> int:
    url = f"{base}/sparql?{urllib.parse.urlencode({'query': query, 'timeout': timeout})}"
    try:
        with urllib.request.urlopen(url, timeout=60) as answer:
            json.load(answer)
            return int(answer.status)
    except urllib.error.HTTPError as error:
        error.read()
        return error.code
    except OSError:
        return 0


@contextlib.contextmanager
def _running() -> Iterator[str]:
    with contextlib.closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    program = str(Path(sys.executable).parent / "jakgraph")
    process = subprocess.Popen([program, "serve", "--port", str(port)], stdout=subprocess.DEVNULL)
    base = f"http://127.0.0.1:{port}"
    try:
        ends = time.monotonic() + START_SECONDS
        while _ask(base, "ASK {}") != 200:
            if time.monotonic() > ends:
                raise SystemExit(f"the service did not start within {START_SECONDS} s")
            time.sleep(0.1)
        yield base
    finally:
        process.terminate()
        process.wait(10)


if __name__ == "__main__":
    main()
