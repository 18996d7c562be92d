"""The broker and its keeper: who may ask, that it comes back, that it ends, and that it is no way around the walls."""

from __future__ import annotations

import contextlib
import http.client
import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from tests.store.conftest import TEST_LIMITS, eventually, is_running
from tests.store.federation.conftest import Reply
from tests.store.federation.test_evaluator import EX, rows_of
from tests.store.test_inspection import SERVICE_CALLS
from tests.store.test_isolation import ask_past_the_gate

from jakgraph.errors import EndpointFailed, JakgraphError
from jakgraph.store import wire
from jakgraph.store.federation import walls
from jakgraph.store.federation.asking import EndpointAnswer
from jakgraph.store.federation.broker import Asked, Request
from jakgraph.store.federation.exchange import Report
from jakgraph.store.federation.keeper import BrokerKeeper
from jakgraph.store.zygote_config import federated_path

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.store.conftest import LoopbackTrap
    from tests.store.federation.conftest import Elsewhere, Federation

    Federate = Callable[..., Federation]

LATER = "99999999999"
QUERY = {"Content-Type": "application/sparql-query"}


def ask_broker(keeper: BrokerKeeper, path: str, method: str = "POST", headers: dict[str, str] = QUERY) -> int:
    """Return the status with which the broker answers a request of ours."""
    connection = http.client.HTTPConnection("127.0.0.1", urlsplit(keeper.url).port or 0, timeout=5)
    with contextlib.closing(connection):
        connection.request(method, path, b"ASK {}", headers)
        return connection.getresponse().status


def test_the_broker_answers_those_who_know_its_secret(federate: Federate, elsewhere: Elsewhere) -> None:
    """Any other path, method or kind of body is unknown, and asks nobody."""
    keeper = federate(elsewhere.url()).keeper
    secret = urlsplit(keeper.url).path
    assert ask_broker(keeper, f"{secret}/q/{LATER}/0") == 200
    assert len(elsewhere.requests) == 1
    for path in (f"/{'x' * 43}/q/{LATER}/0", f"{secret}/q/{LATER}/1", f"{secret}/q/{LATER}", "/", f"{secret}/q/x/0"):
        assert ask_broker(keeper, path) == 404
    assert ask_broker(keeper, f"{secret}/q/{LATER}/0", "GET") == 405
    assert ask_broker(keeper, f"{secret}/q/{LATER}/0", headers={"Content-Type": "text/plain"}) == 404
    assert len(elsewhere.requests) == 1


def test_a_secret_is_new_at_each_start() -> None:
    """And too long to be guessed."""
    limits = replace(TEST_LIMITS, services=("http://a.example/",))
    with BrokerKeeper(limits) as one, BrokerKeeper(limits) as another:
        secrets = {urlsplit(keeper.url).path for keeper in (one, another)}
    assert len(secrets) == 2
    assert all(len(secret) > 40 for secret in secrets)


def test_a_broker_that_is_killed_comes_back(federate: Federate, elsewhere: Elsewhere) -> None:
    """At the same address; queries that need none are not disturbed, and those that come meanwhile wait for it."""
    running = federate(elsewhere.url())
    text = f"{EX}SELECT ?n {{ SERVICE <{elsewhere.url()}> {{ ?s ex:note ?n }} }}"
    for _ in range(3):
        before = running.keeper.pid
        assert before is not None
        os.kill(before, signal.SIGKILL)
        assert rows_of(running.engine, f"{EX}SELECT ?l {{ ex:a rdfs:label ?l }}") == [{"l": "A"}]
        assert eventually(lambda before=before: running.keeper.pid not in (None, before))  # type: ignore[misc]
        assert rows_of(running.engine, text) == [{"n": "from elsewhere"}]


def test_a_query_whose_broker_is_killed_is_told_so(federate: Federate, elsewhere: Elsewhere) -> None:
    """The failure is this service's own, and says so."""
    elsewhere.at("/sparql", Reply(seconds=30))
    running = federate(elsewhere.url())
    threading.Timer(0.5, lambda: os.kill(running.keeper.pid or 0, signal.SIGKILL)).start()
    with pytest.raises(EndpointFailed, match="part of this service") as caught:
        rows_of(running.engine, f"ASK {{ SERVICE <{elsewhere.url()}> {{ ?s ?p ?n }} }}")
    assert caught.value.reason == "broker"


def test_a_broker_ends_with_its_keeper(elsewhere: Elsewhere) -> None:
    """However its keeper's process ends; and no port is left open."""
    program = f"""
import time
from dataclasses import replace
from jakgraph.store.federation.keeper import BrokerKeeper
from jakgraph.store.limits import Limits
keeper = BrokerKeeper(Limits(services=({elsewhere.url()!r},)))
keeper.start()
print(keeper.pid, keeper.url, flush=True)
time.sleep(60)
"""
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        pid, url = process.stdout.readline().split()
        assert is_running(int(pid))
        process.kill()
    assert eventually(lambda: not is_running(int(pid)), 1.0)
    with pytest.raises(ConnectionRefusedError):
        http.client.HTTPConnection("127.0.0.1", urlsplit(url).port or 0).request("GET", "/")


def test_a_stopped_keeper_leaves_nothing() -> None:
    """The process ends at once; a second stop does nothing."""
    keeper = BrokerKeeper(replace(TEST_LIMITS, services=("http://a.example/",)))
    keeper.start()
    pid = keeper.pid
    assert pid is not None
    started = time.monotonic()
    keeper.stop()
    keeper.stop()
    assert time.monotonic() - started < 2
    assert not is_running(pid)


@pytest.mark.skipif(bool(walls.missing_walls()), reason="this kernel does not have all walls")
@pytest.mark.parametrize("text", SERVICE_CALLS)
def test_past_the_gate_a_federated_executor_reaches_nobody(
    federate: Federate, elsewhere: Elsewhere, trap: LoopbackTrap, text: str
) -> None:
    """Second wall: with a query that the gate never saw, it reaches no other port than the broker's."""
    hits = trap.hits
    running = federate(elsewhere.url())
    request = wire.Request(text.replace("TRAP", trap.url), "json", 5, kind=wire.FEDERATED, options={"services": []})
    answer, _ = ask_past_the_gate(federated_path(running.supervisor.socket_path), request)
    assert answer.status in {"ok", "endpoint", "syntax"}
    assert trap.hits == hits


@pytest.mark.parametrize("text", SERVICE_CALLS)
def test_ordinary_executors_keep_their_wall(
    federate: Federate, elsewhere: Elsewhere, trap: LoopbackTrap, text: str
) -> None:
    """Also while SERVICE is allowed: an executor of other queries opens no socket, not even to the broker."""
    hits = trap.hits
    running = federate(elsewhere.url())
    broker = f"{running.keeper.url}/q/{LATER}/0"
    for target in (trap.url, broker):
        request = wire.Request(text.replace("TRAP", target), "json", 5)
        answer, _ = ask_past_the_gate(running.supervisor.socket_path, request)
        assert answer.status in {"ok", "refused", "syntax"}
    assert trap.hits == hits
    assert elsewhere.requests == []


def test_outcomes_are_kept_while_there_is_room() -> None:
    """By query, endpoint and text; the oldest go first."""
    asked = Asked(10_000)
    answer = EndpointAnswer(b"x" * 4000, "a/b")
    for number in range(4):
        asked.keep(Request(f"q{number}", 0, b"ASK {}"), answer)
    assert asked.find(Request("q1", 0, b"ASK {}")) is None
    assert asked.find(Request("q3", 0, b"ASK {}")) is answer
    assert asked.find(Request("q3", 1, b"ASK {}")) is None


def test_many_short_outcomes_do_not_fill_the_memory() -> None:
    """What an outcome takes beside its text and answer counts, too: a query may have thousands of SERVICE SILENT."""
    asked = Asked(100_000)
    requests = [Request("q", 0, b"%d" % number) for number in range(1000)]
    for request in requests:
        asked.keep(request, Report("http://a.example/", "too-many", "Enough."))
    assert sum(asked.find(request) is not None for request in requests) <= 100


def test_requests_are_counted_by_query() -> None:
    """However many queries there are."""
    asked = Asked(100)
    assert [asked.count("q") for _ in range(3)] == [1, 2, 3]
    assert [asked.count(f"q{number}") for number in range(2000)] == [1] * 2000


def test_without_its_part_the_start_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """The HTTP client is an extra; who lists endpoints without it is told how to install it."""
    monkeypatch.setitem(sys.modules, "aiohttp", None)
    with pytest.raises(JakgraphError, match=r"pip install 'jakgraph\[federation\]'"):
        BrokerKeeper(replace(TEST_LIMITS, services=("http://a.example/",))).start()


def test_endpoints_are_told_whom_to_write_to(elsewhere: Elsewhere) -> None:
    """The service's public address stands in the name of the client."""
    limits = replace(TEST_LIMITS, services=(elsewhere.url(),))
    with BrokerKeeper(limits, "https://sparql.example.org") as keeper:
        ask_broker(keeper, f"{urlsplit(keeper.url).path}/q/{LATER}/0")
    assert elsewhere.requests[0].headers["user-agent"].endswith(" (+https://sparql.example.org)")
