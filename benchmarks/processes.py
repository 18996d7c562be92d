"""What all processes of a service hold and use, as the kernel counts it."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path


def memory(pid: int) -> float:
    """Return the MiB that a process and its descendants hold, shared pages divided among them."""
    total = 0.0
    for each in _family(pid):
        with contextlib.suppress(OSError):
            lines = Path(f"/proc/{each}/smaps_rollup").read_text("ascii").splitlines()
            total += next(int(line.split()[1]) / 1024 for line in lines if line.startswith("Pss:"))
    return total


def cpu_seconds(pid: int) -> float:
    """Return the processor time that a process and its descendants have used, those that have ended included."""
    ticks = 0
    for each in _family(pid):
        with contextlib.suppress(OSError):
            fields = Path(f"/proc/{each}/stat").read_text("utf-8").rpartition(")")[2].split()
            ticks += sum(int(field) for field in fields[11:15])  # own and of children waited for, user and system
    return ticks / os.sysconf("SC_CLK_TCK")


def _family(pid: int) -> set[int]:
    found = {pid}
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        with contextlib.suppress(OSError):
            for child in task.read_text("ascii").split():
                found |= _family(int(child))
    return found
