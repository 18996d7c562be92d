"""``jakgraph serve --allow-service``: two real services, one of which asks the other, over HTTP and on pages."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import httpx
import pytest
from tests.cli.test_serve import family, is_running, linux_only, wait_until
from tests.conftest import clean_environment, serving

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conftest import RunningService

pytestmark = pytest.mark.server

HERE = "<https://example.org/a> <https://example.org/label> 'here' ."
THERE = "<https://example.org/a> <https://example.org/label> 'there' . " * 2


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningService]:
    """The service that is asked."""
    file = tmp_path_factory.mktemp("there") / "there.ttl"
    file.write_text(THERE, encoding="utf-8")
    with serving(str(file)) as running:
        yield running


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the service that asks writes its queries."""
    return tmp_path_factory.mktemp("log") / "queries.log"


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory, other: RunningService, log: Path) -> Iterator[RunningService]:
    """The service that asks: the other one, a dead one, and an address of the other one that is no endpoint."""
    file = tmp_path_factory.mktemp("here") / "here.ttl"
    file.write_text(HERE, encoding="utf-8")
    listed = (f"{other.url}/sparql", f"{other.url}/", "http://127.0.0.1:9/sparql")
    options = [option for url in listed for option in ("--allow-service", url)]
    with serving(str(file), "--workers", "2", "--log", str(log), "--log-queries", *options) as running:
        yield running


def federated(other: RunningService, path: str = "/sparql") -> str:
    """Return a query that joins both services."""
    label = "?s <https://example.org/label>"
    return f"SELECT ?here ?there {{ {label} ?here SERVICE <{other.url}{path}> {{ {label} ?there }} }}"


@pytest.mark.parametrize("method", ["GET", "POST", "direct POST"])
def test_two_services_answer_together(service: RunningService, other: RunningService, method: str) -> None:
    """By every way of asking; the answer may not be kept: the other service may say something else next time."""
    query, address, accept = federated(other), f"{service.url}/sparql", {"Accept": "text/csv"}
    if method == "GET":
        response = httpx.get(address, params={"query": query}, headers=accept)
    elif method == "POST":
        response = httpx.post(address, data={"query": query}, headers=accept)
    else:
        direct = {**accept, "Content-Type": "application/sparql-query"}
        response = httpx.post(address, content=query, headers=direct)
    assert response.text == "here,there\r\nhere,there\r\n"
    assert response.headers["Cache-Control"] == "no-store"
    assert "ETag" not in response.headers


def test_logs_show_the_text_that_was_sent(service: RunningService, other: RunningService, log: Path) -> None:
    """Nothing that clients or operators see has the broker's addresses in it."""
    query = federated(other)
    httpx.get(f"{service.url}/sparql", params={"query": query})
    assert wait_until(lambda: log.exists() and query in log.read_text(encoding="utf-8").replace("\\", ""), 5)
    assert "/0>" not in log.read_text(encoding="utf-8")


def test_the_failure_of_an_endpoint_is_a_problem_of_its_own_kind(
    service: RunningService, other: RunningService
) -> None:
    """502 with the endpoint and the reason, as JSON for programs and on the page for readers."""
    problem = httpx.get(f"{service.url}/sparql", params={"query": federated(other, "/")})
    assert problem.status_code == 502
    assert problem.headers["Content-Type"] == "application/problem+json"
    body = problem.json()
    assert (body["type"].rpartition("#")[2], body["endpoint"]) == ("endpoint-failed", f"{other.url}/")
    dead = "SELECT * { SERVICE <http://127.0.0.1:9/sparql> { ?s ?p ?o } }"
    page = httpx.get(f"{service.url}/query", params={"query": dead}, headers={"Accept": "text/html"})
    assert page.status_code == 502
    assert "could not be reached" in page.text


def test_the_query_page_says_what_may_be_asked(service: RunningService, other: RunningService) -> None:
    """A refusal names the endpoints that are listed; a query that asks one of them is answered there too."""
    query = "SELECT * { SERVICE <https://sparql.example.org/> { ?s ?p ?o } }"
    page = httpx.get(f"{service.url}/query", params={"query": query}, headers={"Accept": "text/html"})
    assert page.status_code == 403
    assert "not among the endpoints" in page.text
    assert f"{other.url}/sparql" in page.text
    answered = httpx.get(f"{service.url}/query", params={"query": federated(other)}, headers={"Accept": "text/html"})
    assert answered.status_code == 200
    assert "there" in answered.text


def test_the_description_publishes_the_endpoints(service: RunningService, other: RunningService) -> None:
    """sd:BasicFederatedQuery, and which endpoints may be asked; without the option neither."""
    described = httpx.get(f"{service.url}/sparql", headers={"Accept": "application/n-triples"}).text
    assert "sparql-service-description#BasicFederatedQuery" in described
    assert f"<https://w3id.org/jakgraph/service#mayAsk> <{other.url}/sparql>" in described
    assert "service#serviceMebibytes" in described
    other_described = httpx.get(f"{other.url}/sparql", headers={"Accept": "application/n-triples"}).text
    assert "BasicFederatedQuery" not in other_described
    assert "mayAsk" not in other_described


def test_without_the_option_all_is_as_it_was(service: RunningService, other: RunningService) -> None:
    """The other service refuses every SERVICE, and has no broker."""
    query = f"SELECT * {{ SERVICE <{service.url}/sparql> {{ ?s ?p ?o }} }}"
    response = httpx.get(f"{other.url}/sparql", params={"query": query})
    assert response.status_code == 403
    assert "sends no requests" in response.json()["detail"]


def test_other_servers_run_it_too(tmp_path: Path, other: RunningService) -> None:
    """``server:app`` has a broker where its variables list endpoints, from its first use to its end."""
    file = tmp_path / "here.ttl"
    file.write_text(HERE, encoding="utf-8")
    program = "import sys; from server import app; print(app.test_client().get(sys.argv[1]).json)"
    address = f"/sparql?{urlencode({'query': federated(other)})}"
    variables = {"JAKGRAPH_FILES": str(file), "JAKGRAPH_ALLOW_SERVICE": f"{other.url}/sparql"}
    finished = subprocess.run(
        [sys.executable, "-c", program, address],
        cwd=Path(__file__).parents[2],
        env=clean_environment(**variables),
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert "'there'" in finished.stdout
    assert finished.stderr == ""


@linux_only
def test_a_reload_keeps_the_way_to_others(service: RunningService, other: RunningService) -> None:
    """The next snapshot's executors ask the same broker."""
    os.kill(service.process.pid, signal.SIGHUP)
    query = {"query": federated(other)}
    headers = {"Accept": "text/csv"}

    def answers() -> bool:
        return httpx.get(f"{service.url}/sparql", params=query, headers=headers).text.count("here,there") == 2

    assert answers()
    assert wait_until(answers, 5)


@linux_only
def test_nothing_is_left_of_a_service_that_is_killed(other: RunningService) -> None:
    """The broker ends with the main process, however that ends."""
    with serving("--empty", "--allow-service", f"{other.url}/sparql") as running:
        pids = family(running.process.pid)
        assert "jakgraph-broker" in {_name(pid) for pid in pids}
        os.kill(running.process.pid, signal.SIGKILL)
        assert wait_until(lambda: not any(is_running(pid) for pid in pids), 1)


def _name(pid: int) -> str:
    return Path(f"/proc/{pid}/comm").read_text(encoding="ascii").strip()
