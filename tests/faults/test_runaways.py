"""500 queries that would never end: stopped by time, by memory, by id or by hanging up, they leave nothing behind."""

from __future__ import annotations

import itertools
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import httpx
import pytest
from tests.conftest import serving
from tests.faults.raw import connect, eventually, head, held, processes, settle

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from tests.conftest import RunningService

CLIENTS = 4
WARMING = 40
RUNAWAYS = 500
GROWTH_BYTES = 12 * 2**20
MORE = 8
"""Files or threads: connections that are kept open, threads that wait for work."""
STOPPED = ("query-timeout", "query-memory", "query-cancelled", "engine-busy", "engine-unavailable")
"""How a runaway may end: stopped, or without having begun, for want of a place or of time for a process to start."""
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l } # %d"
LARGE = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?c ?f ?i # %d"


@pytest.fixture(scope="module")
def service(crowd: str) -> Iterator[RunningService]:
    """Give a service in which a query may take 40 MB, and nothing is kept ready: that would count as a leak."""
    with serving(crowd, "--memory-mb", "40", "--cache-mb", "0") as running:
        settle(running.process.pid)
        yield running


def by_time(session: httpx.Client, number: int) -> None:
    """Let a query run into a time limit of its own."""
    check(session, ENDLESS % number, timeout="0.2")


def by_memory(session: httpx.Client, number: int) -> None:
    """Let a query run into the limit of memory."""
    check(session, LARGE % number, timeout="5")


def by_id(session: httpx.Client, number: int) -> None:
    """Stop a query as its client may; it may have to be looked for first."""
    text = ENDLESS % number
    asking = threading.Thread(target=check, args=(session, text))
    asking.start()
    while asking.is_alive():
        queries = session.get("/queries").json()["queries"]
        for query_id in [query["id"] for query in queries if query["query"] == text]:
            session.delete(f"/queries/{query_id}")
    asking.join()


def by_hanging_up(session: httpx.Client, number: int) -> None:
    """Leave while the query runs."""
    body = (ENDLESS % number).encode()
    lines = ("Content-Type: application/sparql-query", f"Content-Length: {len(body)}")
    with connect(str(session.base_url)) as connection:
        connection.sendall(head("POST", "/sparql", *lines) + body)
        time.sleep(0.05)


def check(session: httpx.Client, query: str, **more: str) -> None:
    """Ask, and find that the query ended as a runaway does."""
    problem = session.post("/sparql", data={"query": query, **more}).json()
    assert problem["type"].rpartition("#")[2] in STOPPED, problem


def let_run(session: httpx.Client, numbers: Iterable[int]) -> None:
    """Send these runaways by four clients, every way to be stopped in turn, and wait until none is left."""
    ways: Iterator[Callable[[httpx.Client, int], None]] = itertools.cycle((by_time, by_memory, by_id, by_hanging_up))
    with ThreadPoolExecutor(CLIENTS) as clients:
        for outcome in [clients.submit(way, session, number) for way, number in zip(ways, numbers, strict=False)]:
            outcome.result()
    assert eventually(lambda: session.get("/queries").json()["queries"] == [])


@pytest.mark.slow
def test_runaways_leave_nothing(service: RunningService) -> None:
    """Main process, zygote, worker and reserve are those of before, with no more memory, files, threads or children."""
    with httpx.Client(base_url=service.url, timeout=30) as session:
        let_run(session, range(WARMING))
        before, everyone = held(service.process.pid), len(processes(service.process.pid))
        let_run(session, range(WARMING, WARMING + RUNAWAYS))
        assert held(service.process.pid).keys() == before.keys()
        grown = {name: now.bytes - before[name].bytes for name, now in held(service.process.pid).items()}
        assert max(grown.values()) < GROWTH_BYTES, grown
        assert eventually(lambda: len(processes(service.process.pid)) <= everyone + CLIENTS)
        assert eventually(
            lambda: all(now.files <= before[name].files + MORE for name, now in held(service.process.pid).items())
        )
        assert eventually(
            lambda: all(now.threads <= before[name].threads + MORE for name, now in held(service.process.pid).items())
        )
        assert session.post("/sparql", data={"query": "ASK {}"}).json()["boolean"] is True
    assert "Traceback" not in service.messages()
