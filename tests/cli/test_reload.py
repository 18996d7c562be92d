"""Reload with real processes: what changes, what goes on, and that no request fails or sees two revisions."""

from __future__ import annotations

import os
import pty
import signal
import subprocess
import sys
import threading
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Self

import httpx
import pytest
from tests.cli.test_serve import BACK_SECONDS, family, is_running, processes_called, wait_until
from tests.conftest import ROOT, clean_environment, serving

from jakgraph.cli.worker import RESERVE_NAME, SERVING_NAME

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conftest import RunningService

pytestmark = pytest.mark.server

TOKEN = "correct horse battery staple"
BOTH = "PREFIX : <http://example.org/> SELECT ?x ?y { :a :p ?x . :b :p ?y }"
SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?p ?x . ?b ?q ?y . ?c ?r ?z FILTER (?x + ?y + ?z < 0) }"


def write(file: Path, number: int, more: int = 0) -> None:
    """Write a dataset in which two triples agree on a number; half of one revision and half of another would not."""
    lines = [f"<http://example.org/{name}> <http://example.org/p> {number} .\n" for name in ("a", "b")]
    lines += [f"<http://example.org/{index}> <http://example.org/q> {index} .\n" for index in range(more)]
    new = file.with_suffix(".new")
    new.write_text("".join(lines), encoding="utf-8")
    new.replace(file)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A dataset of the number 0."""
    file = tmp_path / "numbers.ttl"
    write(file, 0)
    return file


@contextmanager
def serving_with_token(*arguments: str) -> Iterator[RunningService]:
    """Run a service whose operator has `TOKEN`."""
    with serving(*arguments, env={**clean_environment(), "JAKGRAPH_TOKEN": TOKEN}) as service:
        yield service


def reload(service: RunningService) -> httpx.Response:
    """Ask for a reload as the operator."""
    headers = {"Authorization": f"Bearer {TOKEN}"}
    return httpx.post(f"{service.url}/admin/reload", headers=headers, timeout=60)


def numbers(service: RunningService) -> httpx.Response:
    """Ask for both numbers."""
    return httpx.get(f"{service.url}/sparql", params={"query": BOTH, "format": "csv"})


class Stream:
    """Clients that ask without a pause, kept and unique queries, until they are told to stop."""

    def __init__(self, url: str, clients: int) -> None:
        self._url = url
        self._is_over = threading.Event()
        self.failures: list[str] = []
        self.seen: dict[str, set[str]] = {}
        self._threads = [threading.Thread(target=self._ask, args=(number,)) for number in range(clients)]

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._is_over.set()
        for thread in self._threads:
            thread.join()

    def _ask(self, client: int) -> None:
        count = 0
        with httpx.Client(base_url=self._url, timeout=30) as session:
            while not self._is_over.is_set():
                count += 1
                query = BOTH if count % 2 else f"{BOTH} # {client} {count}"
                try:
                    answer = session.get("/sparql", params={"query": query, "format": "csv"})
                except httpx.HTTPError as error:
                    self.failures.append(repr(error))
                    continue
                x, _, y = answer.text.splitlines()[1].partition(",") if answer.is_success else ("", "", "?")
                if x != y:
                    self.failures.append(f"{answer.status_code} {answer.text}")
                if count % 2:
                    self.seen.setdefault(answer.headers["etag"], set()).add(x)


@pytest.mark.parametrize("workers", ["1", "2"])
def test_no_request_fails_during_reloads(file: Path, workers: str) -> None:
    """While clients ask without a pause, reloads lose no request, and each answer is wholly of one revision."""
    with serving_with_token(str(file), "--workers", workers) as service:
        with Stream(service.url, 4) as stream:
            for number in range(1, 7):
                write(file, number, more=2_000)
                answer = reload(service)
                assert answer.status_code == httpx.codes.OK, answer.text
                assert numbers(service).text.split() == ["x,y", f"{number},{number}"]
        assert stream.failures == []
        assert {number for seen in stream.seen.values() for number in seen} >= {str(number) for number in range(1, 6)}
        assert all(len(seen) == 1 for seen in stream.seen.values()), "an ETag stood for two answers"


def test_reload_tells_both_revisions(file: Path) -> None:
    """The answer names the revision before and the one now; health, ETag and pages have the new one."""
    with serving_with_token(str(file)) as service:
        before = httpx.get(f"{service.url}/health").json()["revision"]
        old = numbers(service)
        write(file, 1)
        told = reload(service).json()
        assert (told["previous"], told["changed"], told["triples"]) == (before, True, 2)
        assert httpx.get(f"{service.url}/health").json()["revision"] == told["revision"] != before
        new = numbers(service)
        assert new.headers["etag"] != old.headers["etag"]
        condition = {"If-None-Match": old.headers["etag"]}
        again = httpx.get(f"{service.url}/sparql", params={"query": BOTH, "format": "csv"}, headers=condition)
        assert again.status_code == httpx.codes.OK
        assert told["revision"][:12] in httpx.get(service.url, headers={"Accept": "text/html"}).text


def test_broken_file_changes_nothing(file: Path) -> None:
    """A file that cannot be loaded: 409 with its place, a line on stderr, and the old data goes on being served."""
    with serving_with_token(str(file)) as service:
        file.write_text("<http://example.org/a> <http://example.org/p> 1 .\n<http://example.org/a> ; .\n", "utf-8")
        answer = reload(service)
        assert answer.status_code == httpx.codes.CONFLICT
        assert answer.headers["content-type"] == "application/problem+json"
        problem = answer.json()
        assert problem["type"].endswith("#reload-failed")
        assert (problem["file"], problem["line"]) == (str(file), 2)
        assert problem["column"] > 1
        assert numbers(service).text.split() == ["x,y", "0,0"]
        assert "reload failed" in service.messages()
        assert f"{file}:2:" in service.messages()
        write(file, 2)
        assert reload(service).status_code == httpx.codes.OK
        assert numbers(service).text.split() == ["x,y", "2,2"]


def test_hangup_signal_reloads(file: Path) -> None:
    """SIGHUP to the main process loads the data anew, and says so with the seconds it took."""
    with serving_with_token(str(file)) as service:
        write(file, 1)
        service.process.send_signal(signal.SIGHUP)
        assert wait_until(lambda: numbers(service).text.split() == ["x,y", "1,1"], 10)
        assert wait_until(lambda: " s\n" in service.messages(), 5)
        assert service.process.poll() is None


def test_running_query_ends_on_the_old_data(file: Path) -> None:
    """A query that runs during a reload is answered from the snapshot it began on, whose processes end after it."""
    write(file, 0, more=150)
    with serving_with_token(str(file)) as service:
        old = family(service.process.pid)
        outcome: list[httpx.Response] = []
        params = {"query": SLOW, "format": "csv"}
        thread = threading.Thread(
            target=lambda: outcome.append(httpx.get(f"{service.url}/sparql", params=params, timeout=60))
        )
        thread.start()
        assert wait_until(lambda: bool(httpx.get(f"{service.url}/queries").json()["queries"]), 5)
        write(file, 1)
        assert reload(service).status_code == httpx.codes.OK
        assert numbers(service).text.split() == ["x,y", "1,1"]
        thread.join()
        assert outcome[0].status_code == httpx.codes.OK
        assert outcome[0].text.split() == ["n", "0"]
        zygote = [pid for pid in old if is_running(pid) and b"store.zygote" in command_of(pid)]
        assert wait_until(lambda: not any(map(is_running, zygote)), 5)


def command_of(pid: int) -> bytes:
    """Return a process's command line; empty where it has ended."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def test_worker_that_replaces_another_serves_the_new_data(file: Path) -> None:
    """A worker that starts after a reload serves what the others serve, not what the service started with."""
    with serving_with_token(str(file)) as service:
        write(file, 1)
        assert reload(service).status_code == httpx.codes.OK
        for _ in range(2):  # the one that was in reserve during the reload, and one that has started since
            assert wait_until(lambda: bool(processes_called(service, RESERVE_NAME)), 30)
            (worker,) = processes_called(service, SERVING_NAME)
            os.kill(worker, signal.SIGKILL)
            assert wait_until(lambda: answers_one(service), BACK_SECONDS)


def answers_one(service: RunningService) -> bool:
    """Tell whether the service is back with the number 1."""
    try:
        return numbers(service).text.split() == ["x,y", "1,1"]
    except httpx.HTTPError:
        return False


def test_faults_after_a_reload_bring_back_the_new_data(file: Path) -> None:
    """A zygote that dies after a reload comes back with what was reloaded, under the same revision."""
    with serving_with_token(str(file)) as service:
        write(file, 1)
        revision = reload(service).json()["revision"]
        zygote = processes_called(service, "jakgraph-zygote")[-1]  # the one before it may still be ending
        os.kill(zygote, signal.SIGKILL)
        assert wait_until(lambda: not is_running(zygote), 1)
        assert wait_until(lambda: answers_one(service), BACK_SECONDS)
        assert httpx.get(f"{service.url}/health").json()["revision"] == revision


def test_many_reloads_leave_nothing_behind(file: Path) -> None:
    """Processes, threads and open files after twenty reloads are as many as after one; wishes in a row share one."""
    with serving_with_token(str(file)) as service:

        def counted() -> tuple[int, ...]:
            everyone = sorted(family(service.process.pid))
            own = (
                service.process.pid,
                *processes_called(service, SERVING_NAME),
                *processes_called(service, RESERVE_NAME),
            )
            places = [Path(f"/proc/{pid}/{place}") for pid in own for place in ("fd", "task")]
            return len(everyone), *(len(list(place.iterdir())) for place in places)

        assert wait_until(lambda: bool(processes_called(service, RESERVE_NAME)), 30)
        assert reload(service).is_success
        assert numbers(service).is_success
        first = counted()
        for _ in range(20):
            assert reload(service).is_success
            assert numbers(service).is_success
        for _ in range(50):
            service.process.send_signal(signal.SIGHUP)
        assert wait_until(lambda: all(now <= then + 1 for now, then in zip(counted(), first, strict=True)), 10)
        assert service.messages().count("is served meanwhile") < 21 + 50


def test_every_worker_knows_the_queries_of_all(file: Path) -> None:
    """With several workers a query is seen and stopped whichever of them a client reaches."""
    endless = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
    write(file, 0, more=400)
    with serving_with_token(str(file), "--workers", "3") as service:
        outcome: list[httpx.Response] = []
        thread = threading.Thread(
            target=lambda: outcome.append(httpx.post(f"{service.url}/sparql", data={"query": endless}, timeout=60))
        )
        thread.start()
        assert wait_until(lambda: bool(httpx.get(f"{service.url}/queries").json()["queries"]), 5)
        seen = [httpx.get(f"{service.url}/queries").json()["queries"] for _ in range(12)]
        assert {len(queries) for queries in seen} == {1}
        query_id = seen[0][0]["id"]
        assert httpx.delete(f"{service.url}/queries/{query_id}").status_code == httpx.codes.NO_CONTENT
        thread.join(10)
        assert outcome[0].json()["type"].endswith("#query-cancelled")
        slowest = [httpx.get(f"{service.url}/queries").json()["slowest"]["hour"] for _ in range(12)]
        assert all(queries and queries[0]["id"] == query_id for queries in slowest)


def test_metrics_are_those_of_all_workers(file: Path) -> None:
    """With several workers every request to /metrics sees what all of them have counted."""
    with serving_with_token(str(file), "--workers", "2") as service:
        for number in range(20):
            assert httpx.post(f"{service.url}/sparql", data={"query": f"ASK {{ ?s ?p {number} }}"}).is_success
        for _ in range(6):
            assert 'jakgraph_queries_total{form="ASK",outcome="ok"} 20.0' in httpx.get(f"{service.url}/metrics").text


def test_search_finds_what_was_reloaded(tmp_path: Path) -> None:
    """After a reload over HTTP every worker finds the new names and not the old ones, from its first search on."""
    file = tmp_path / "names.ttl"
    label = "<http://www.w3.org/2000/01/rdf-schema#label>"
    file.write_text(f'<http://example.org/old> {label} "Tofacitinib" .', encoding="utf-8")
    with serving_with_token(str(file), "--workers", "2") as service:

        def found(name: str) -> set[str]:
            answers = [httpx.get(f"{service.url}/search.json", params={"q": name}).json() for _ in range(6)]
            return {result["iri"] for answer in answers for result in answer["results"]}

        assert found("tofacitinib") == {"http://example.org/old"}
        file.write_text(f'<http://example.org/new> {label} "Baricitinib" .', encoding="utf-8")
        assert reload(service).is_success
        assert found("baricitinib") == {"http://example.org/new"}
        assert found("tofacitinib") == set()


def test_closed_terminal_stops(file: Path) -> None:
    """Closing the terminal ends a service that was started in it: nobody could stop it any more."""
    master, slave = pty.openpty()
    program = [sys.executable, "-m", "jakgraph.cli", "serve", "--port", "0", str(file)]
    script = (  # under nohup, as these tests may be, a service stays
        "import fcntl, os, signal, sys, termios; signal.signal(signal.SIGHUP, signal.SIG_DFL); "
        "fcntl.ioctl(0, termios.TIOCSCTTY, 0); os.execv(sys.argv[1], sys.argv[1:])"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", script, *program],
        stdin=slave,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=ROOT,
        env=clean_environment(),
        start_new_session=True,
    )
    os.close(slave)
    try:
        assert process.stdout is not None
        assert b"JAKgraph" in process.stdout.readline()
        everyone = family(process.pid)
        os.close(master)
        assert process.wait(timeout=10) == 0
        assert wait_until(lambda: not any(map(is_running, everyone)), 2)
    finally:
        process.kill()
        process.communicate()
