"""Clients that connect and do nothing more, send half of what they announce, or never read what they asked for."""

from __future__ import annotations

import resource
import time
from contextlib import ExitStack
from statistics import median
from typing import TYPE_CHECKING
from urllib.parse import quote

import httpx
import pytest
from tests.conftest import serving
from tests.faults.raw import ask, connect, eventually, head, open_files, settle

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conftest import RunningService

IDLE = 10_000
HALF_SENT = 500
HEALTH_SECONDS = 0.1
SLOW_READERS = 64
USUAL_OPEN_FILES = 1_024
NEEDED_OPEN_FILES = IDLE + HALF_SENT + 500
STARTED_FILES = 64
"""What executors that have been started meanwhile may have open."""
LARGE = "SELECT * { ?s ?p ?o . VALUES ?n { %d } }"


@pytest.fixture
def many_files() -> Iterator[None]:
    """Let this process have as many connections as the test needs."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < NEEDED_OPEN_FILES:
        pytest.skip(f"this user may have {hard} open files, not {NEEDED_OPEN_FILES}")
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, NEEDED_OPEN_FILES), hard))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def usual_limit() -> None:
    """Give the service the soft limit of open files that most systems give."""
    resource.setrlimit(resource.RLIMIT_NOFILE, (USUAL_OPEN_FILES, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))


@pytest.mark.usefixtures("many_files")
def test_idle_and_half_sent_requests_keep_nobody_waiting(crowd: str) -> None:
    """/health answers within 100 ms beside 10,000 idle connections and 500 half-sent bodies; all of them are let go."""
    with serving(crowd, preexec_fn=usual_limit) as service:
        settle(service.process.pid)
        before = open_files(service.process.pid)
        with ExitStack() as connections:
            for _ in range(IDLE):
                connections.enter_context(connect(service.url))
            for _ in range(HALF_SENT):
                connection = connections.enter_context(connect(service.url))
                connection.sendall(_half("POST", "/sparql"))
            assert median(_health_seconds(service) for _ in range(20)) < HEALTH_SECONDS
            assert httpx.get(f"{service.url}/sparql", params={"query": "ASK {}"}).json()["boolean"] is True
        assert eventually(lambda: open_files(service.process.pid) <= before + STARTED_FILES)


def _half(method: str, target: str) -> bytes:
    return head(method, target, "Content-Type: application/sparql-query", "Content-Length: 200") + b"SELECT * {"


def _health_seconds(service: RunningService) -> float:
    started = time.perf_counter()
    assert ask(service.url, head("GET", "/health")).status == httpx.codes.OK
    return time.perf_counter() - started


def test_clients_that_do_not_read_hold_no_place(service: RunningService) -> None:
    """A query's place is free once its answer is made, whether or not the client takes it."""
    with ExitStack() as connections:
        for number in range(SLOW_READERS):
            connection = connections.enter_context(connect(service.url, receive_bytes=4096))
            connection.sendall(head("GET", f"/sparql?query={quote(LARGE % number)}"))
        assert eventually(lambda: httpx.get(f"{service.url}/queries").json()["queries"] == [])
        for number in range(8):
            answer = httpx.get(f"{service.url}/sparql", params={"query": f"ASK {{}} # {number}"})
            assert answer.status_code == httpx.codes.OK
