"""One load on one service, by wrk: requests per second, median and 95th percentile."""

from __future__ import annotations

import json
import re
import subprocess
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from benchmarks.processes import cpu_seconds
from benchmarks.questions import VARIED

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

ACCEPT = "application/sparql-results+json"
PATIENCE = 5
"""How many times as long a load may take in which no request was answered."""
_LUA = """
local targets = {%s}
local headers = {["Accept"] = "%s"}
local turn = 0
function request()
  turn = turn + 1
  local target = string.gsub(targets[(turn - 1) %% #targets + 1], "%s", %s)
  return wrk.format("GET", target, headers)
end
function done(summary, latency, requests)
  local bad = summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.status
  io.write(string.format("RESULT %%d %%d %%d %%d %%d\\n", summary.requests, summary.duration,
    latency:percentile(50), latency:percentile(95), bad))
end
"""
_RESULT = re.compile(r"RESULT (\d+) (\d+) (\d+) (\d+) (\d+)")


class FailedLoadError(Exception):
    """A service refused requests or closed connections: what it reached says nothing."""


@dataclass(frozen=True)
class Load:
    """How a service is asked: these addresses in turn, each time with another number if ``unique``."""

    targets: Sequence[str]
    unique: bool
    connections: int

    def __str__(self) -> str:
        return f"{'unique' if self.unique else 'repeated'}, {self.connections}"


@dataclass(frozen=True)
class Figures:
    """What a load reached; times in milliseconds. ``cpu`` is what one request costs all processes of the service."""

    rate: float
    median: float
    p95: float
    cpu: float


def run(load: Load, base: str, pid: int, seconds: int, folder: Path) -> Figures | None:
    """Return what the service of a process reaches; None where it answers nothing in five times as many seconds."""
    script = folder / "load.lua"
    # Numbers that no load before had: what has been asked once may be kept.
    number = f'"{time.time_ns() // 1_000_000}" .. turn' if load.unique else '"0"'
    script.write_text(_LUA % (", ".join(map(json.dumps, load.targets)), ACCEPT, VARIED, number), "utf-8")
    for length in (seconds, seconds * PATIENCE):
        cpu_before = cpu_seconds(pid)
        command = ["wrk", "-t1", f"-c{load.connections}", f"-d{length}s", "--timeout", "60s", "-s", str(script), base]
        output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        found = _RESULT.search(output)
        requests, duration, median, p95, bad = map(int, found.groups()) if found else (0, 0, 0, 0, 1)
        if bad:
            raise FailedLoadError(output)
        if requests:
            cpu = (cpu_seconds(pid) - cpu_before) / requests * 1000
            return Figures(requests / duration * 1e6, median / 1000, p95 / 1000, cpu)
    return None
