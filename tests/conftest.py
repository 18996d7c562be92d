"""Fixtures for every test: real servers, started on free ports and stopped for good."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

ROOT = Path(__file__).resolve().parent.parent
_ANNOUNCED = re.compile(r"JAKgraph \S+, .*, on (http://\S+)")
_START_SECONDS = 60
_STOP_SECONDS = 10


@dataclass(frozen=True)
class RunningService:
    """A started ``jakgraph serve``: its process, its address, and the line with which it announced itself."""

    process: subprocess.Popen[str]
    url: str
    announcement: str


def clean_environment(**variables: str) -> dict[str, str]:
    """Return this process's environment without our own variables, with those given."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("JAKGRAPH_", "PYTHON"))}
    return {**kept, **variables}


@contextmanager
def serving(*arguments: str, python: str = sys.executable, **options: object) -> Iterator[RunningService]:
    """Run ``jakgraph serve`` on a free port until the block ends; fail with its messages when it does not start."""
    process = subprocess.Popen(
        [python, "-m", "jakgraph.cli", "serve", "--port", "0", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        **{"env": clean_environment(), "cwd": ROOT, **options},  # type: ignore[call-overload]
    )
    watchdog = threading.Timer(_START_SECONDS, process.kill)
    watchdog.start()
    try:
        line = process.stdout.readline()
        watchdog.cancel()
        match = _ANNOUNCED.match(line)
        if match is None:
            process.kill()
            pytest.fail(f"the service did not start: {line}{process.communicate()[1]}")
        yield RunningService(process, match[1], line.strip())
    finally:
        watchdog.cancel()
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
        try:
            process.communicate(timeout=_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()


@pytest.fixture
def serve() -> Callable[..., AbstractContextManager[RunningService]]:
    """Give `serving`: ``with serve("data.ttl", "--timeout", "2") as service: ...``."""
    return serving


@pytest.fixture(scope="session")
def builtin_service() -> Iterator[RunningService]:
    """Give one service of the built-in graph, shared by the tests that only read from it."""
    with serving() as service:
        yield service
