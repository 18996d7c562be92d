"""Kept answers by content coding, and 304 beside them: requests per second of a running service. Needs wrk.

Run: ``.venv/bin/python -m benchmarks.codings http://127.0.0.1:8000``; prints a Markdown table, medians of the rounds.
"""

from __future__ import annotations

import argparse
import re
import statistics
import subprocess
from urllib.parse import urlencode
from urllib.request import Request, urlopen

CODINGS = ("identity", "gzip", "br", "zstd")
QUERY = "SELECT * {?s ?p ?o} LIMIT 4000"


def get(url: str, headers: dict[str, str]) -> tuple[int, str]:
    """Return how many bytes an answer has as it is sent, and its ETag."""
    with urlopen(Request(url, headers=headers)) as response:
        return len(response.read()), response.headers["ETag"]


def requests_per_second(url: str, headers: dict[str, str], seconds: int) -> float:
    """Return what wrk reaches with eight connections."""
    named = [part for name, value in headers.items() for part in ("-H", f"{name}: {value}")]
    command = ["wrk", "-t1", "-c8", f"-d{seconds}s", *named, url]
    output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    found = re.search(r"Requests/sec:\s*([\d.]+)", output)
    if found is None:
        raise SystemExit(f"wrk said nothing of requests per second:\n{output}")
    return float(found[1])


def main() -> None:
    """Measure every coding in interleaved rounds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("service", help="address of a running service")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=2)
    options = parser.parse_args()
    url = f"{options.service}/sparql?{urlencode({'query': QUERY})}"
    sizes: dict[str, int] = {}
    whole: dict[str, list[float]] = {coding: [] for coding in CODINGS}
    known: dict[str, list[float]] = {coding: [] for coding in CODINGS}
    for _ in range(options.rounds):
        for coding in CODINGS:
            headers = {"Accept": "application/sparql-results+json", "Accept-Encoding": coding}
            sizes[coding], etag = get(url, headers)
            whole[coding].append(requests_per_second(url, headers, options.seconds))
            known[coding].append(requests_per_second(url, {**headers, "If-None-Match": etag}, options.seconds))
    print("| coding | bytes | 200, requests/s | 304, requests/s | ratio |\n|---|---|---|---|---|")
    for coding in CODINGS:
        full, fresh = statistics.median(whole[coding]), statistics.median(known[coding])
        print(f"| {coding} | {sizes[coding]:,} | {full:,.0f} | {fresh:,.0f} | {fresh / full:.1f} |")


if __name__ == "__main__":
    main()
