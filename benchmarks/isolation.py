"""Measure how long a one-entity query waits while other clients send nothing but runaway queries.

Starts ``jakgraph serve`` on the built-in graph, measures alone, then beside 8 and 200 such clients, all of one address
and in a process of their own. They come back when a refusal says so; ``--rude`` ones at once. ``--varied``: no query,
runaway or not, has a shape that was seen before::

    .venv/bin/python -m benchmarks.isolation
"""

from __future__ import annotations

import argparse
import contextlib
import json
import multiprocessing
import secrets
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

ENTITY = "SELECT ?{0} ?o WHERE {{ <https://w3id.org/jakgraph/drug/baricitinib> ?{0} ?o FILTER(?o != 'n{1}') }}"
RUNAWAY = "SELECT (COUNT(*) AS ?{0}{1}) WHERE {{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }}"
START_SECONDS = 120
LEAST_ANSWERS = 10
SETTLING_SECONDS = 3


def main() -> None:
    """Print one row for each number of runaway clients."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--clients", type=int, nargs="*", default=[0, 8, 200], help="numbers of runaway clients")
    parser.add_argument("--seconds", type=float, default=6, help="length of each measurement")
    parser.add_argument("--rude", action="store_true", help="runaway clients ask again at once, whatever they are told")
    parser.add_argument("--varied", action="store_true", help="every query has a shape of its own")
    arguments = parser.parse_args()
    print("| runaway clients | median ms | p95 ms | p95, ratio to alone | answers |\n|---|---|---|---|---|")
    alone = 0.0
    with _running() as base:
        for number in arguments.clients:
            with _runaways(base, number, rude=arguments.rude, varied=arguments.varied):
                times, outcomes = _measure(base, arguments.seconds, varied=arguments.varied)
            p95 = quantiles(times, n=20)[-1]
            alone = alone or p95
            print(f"| {number} | {median(times):.3g} | {p95:.3g} | {p95 / alone:.2g} | {_told(outcomes)} |", flush=True)


def _measure(base: str, seconds: float, *, varied: bool) -> tuple[list[float], Counter[int]]:
    times: list[float] = []
    outcomes: Counter[int] = Counter()
    ends = time.monotonic() + seconds
    while time.monotonic() < ends or len(times) < LEAST_ANSWERS:
        started = time.perf_counter()
        outcomes[_ask(base, _text(ENTITY, varied=varied))[0]] += 1
        times.append((time.perf_counter() - started) * 1000)
        time.sleep(0.01)
    return times, outcomes


def _text(pattern: str, *, varied: bool) -> str:
    """Return a query that was never asked before; ``varied``: nor one like it."""
    name = "".join(chr(97 + byte % 26) for byte in secrets.token_bytes(12)) if varied else "n"
    return pattern.format(name, time.monotonic_ns())


def _told(outcomes: Counter[int]) -> str:
    return ", ".join(f"{count} x {status}" for status, count in sorted(outcomes.items()))


@contextlib.contextmanager
def _runaways(base: str, number: int, *, rude: bool, varied: bool) -> Iterator[None]:
    """Have so many clients at it while the block runs."""
    load = multiprocessing.get_context("spawn").Process(target=_load, args=(base, number, rude, varied), daemon=True)
    load.start()
    time.sleep(SETTLING_SECONDS if number else 0)
    yield
    load.kill()
    load.join()
    time.sleep(1)  # what they asked ends with them


def _load(base: str, number: int, rude: bool, varied: bool) -> None:
    def run() -> None:
        while True:
            _, retry_after = _ask(base, _text(RUNAWAY, varied=varied), "3")
            time.sleep(0 if rude else retry_after)

    threads = [threading.Thread(target=run) for _ in range(number)]
    for thread in threads:
        thread.start()


def _ask(base: str, query: str, timeout: str = "10") -> tuple[int, float]:
    """Return the status, and after how many seconds to come back."""
    url = f"{base}/sparql?{urllib.parse.urlencode({'query': query, 'timeout': timeout})}"
    try:
        with urllib.request.urlopen(url, timeout=60) as answer:
            json.load(answer)
            return int(answer.status), 0
    except urllib.error.HTTPError as error:
        error.read()
        return error.code, float(error.headers.get("Retry-After", 0))
    except OSError:
        return 0, 0


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
        while _ask(base, "ASK {}")[0] != 200:
            if time.monotonic() > ends:
                raise SystemExit(f"the service did not start within {START_SECONDS} s")
            time.sleep(0.1)
        yield base
    finally:
        process.terminate()
        process.wait(10)


if __name__ == "__main__":
    main()
