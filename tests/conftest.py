"""Fixtures for every test: real servers, started on free ports and stopped for good."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, TYPE_CHECKING

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
    """A started ``jakgraph serve``: its process, its address, the line that announced it, and its standard error."""

    process: subprocess.Popen[str]
    url: str
    announcement: str
    _messages: IO[str]

    def messages(self) -> str:
        """Return everything that it has written to standard error so far."""
        self._messages.seek(0)
        return self._messages.read()


def clean_environment(**variables: str) -> dict[str, str]:
    """Return this process's environment without our own variables, with those given."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("JAKGRAPH_", "PYTHON"))}
    return {**kept, **variables}


@contextmanager
def serving(*arguments: str, python: str = sys.executable, **options: object) -> Iterator[RunningService]:
    """Run ``jakgraph serve`` on a free port until the block ends; fail with its messages when it does not start."""
    with TemporaryFile("a+", encoding="utf-8") as messages:
        process = subprocess.Popen(
            [python, "-m", "jakgraph.cli", "serve", "--port", "0", *arguments],
            stdout=subprocess.PIPE,
            stderr=messages,
            text=True,
            **{"env": clean_environment(), "cwd": ROOT, **options},  # type: ignore[call-overload]
        )
        try:
            yield _wait_for_announcement(process, messages)
        finally:
            _stop(process)


def _wait_for_announcement(process: subprocess.Popen[str], messages: IO[str]) -> RunningService:
    watchdog = threading.Timer(_START_SECONDS, process.kill)
    watchdog.start()
    line = process.stdout.readline() if process.stdout else ""
    watchdog.cancel()
    match = _ANNOUNCED.match(line)
    if match is None:
        _stop(process)
        messages.seek(0)
        pytest.fail(f"the service did not start: {line}{messages.read()}")
    return RunningService(process, match[1], line.strip(), messages)


def _stop(process: subprocess.Popen[str]) -> None:
    process.terminate()
    try:
        process.communicate(timeout=_STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()


@pytest.fixture
def serve() -> Callable[..., AbstractContextManager[RunningService]]:
    """Give the context manager that starts a service with these arguments of ``jakgraph serve``."""
    return serving


@pytest.fixture(scope="session")
def builtin_service() -> Iterator[RunningService]:
    """Give one service of the built-in graph, shared by the tests that only read from it."""
    with serving() as service:
        yield service
