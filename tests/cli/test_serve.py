"""``jakgraph serve`` as a process: what it announces, how it stops, and that it leaves nothing behind."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from jakgraph import paths
from jakgraph.cli.serve import _about_scripts
from jakgraph.cli.worker import RESERVE_NAME, SERVING_NAME

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

pytestmark = pytest.mark.server

ROOT = Path(__file__).resolve().parents[2]
ENDLESS = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
TRIPLES = 300

linux_only = pytest.mark.skipif(sys.platform != "linux", reason="death with the parent needs Linux")


@pytest.fixture
def crowd(tmp_path: Path) -> str:
    """A file of triples that makes `ENDLESS` endless."""
    lines = [f"<http://example.org/{number}> <http://example.org/p> {number} .\n" for number in range(TRIPLES)]
    file = tmp_path / "crowd.ttl"
    file.write_text("".join(lines), encoding="utf-8")
    return str(file)


def family(pid: int) -> set[int]:
    """Return a process and all that descend from it, as the kernel lists them."""
    found = {pid}
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in task.read_text(encoding="ascii").split():
            found |= family(int(child))
    return found


def is_running(pid: int) -> bool:
    """Tell whether a process still runs; one that has ended and waits for its parent's look does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state not in "ZX"


def wait_until(is_met: Callable[[], bool], seconds: float) -> bool:
    """Return whether a condition comes true within these seconds."""
    deadline = time.monotonic() + seconds
    while not is_met():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


@contextmanager
def asking(service: Any, query: str) -> Iterator[list[httpx.Response | Exception]]:
    """Send a query in the background while the block runs; what came of it is in the list afterwards."""
    outcome: list[httpx.Response | Exception] = []

    def ask() -> None:
        try:
            outcome.append(httpx.post(f"{service.url}/sparql", data={"query": query}, timeout=30))
        except httpx.HTTPError as error:
            outcome.append(error)

    thread = threading.Thread(target=ask)
    thread.start()
    time.sleep(0.5)
    yield outcome
    thread.join()


def test_announcement_says_what_is_served_and_where(serve: Any, crowd: str) -> None:
    """One line: version, triples, revision, allocator, address; it comes when requests are answered."""
    with serve(crowd, "--allocator", "system") as service:
        health = httpx.get(f"{service.url}/health").json()
        served = f"{health['triples']} triples, revision {health['revision'][:12]}, allocator system, on {service.url}"
        assert served in service.announcement
        assert health["triples"] == TRIPLES


def test_empty_dataset_answers(serve: Any) -> None:
    """Nothing is also something to serve."""
    with serve("--empty") as service:
        answer = httpx.get(f"{service.url}/sparql", params={"query": "ASK { ?s ?p ?o }"})
        assert answer.json()["boolean"] is False


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=lambda number: number.name)
@linux_only
def test_signal_stops_everything(serve: Any, crowd: str, number: signal.Signals) -> None:
    """Ctrl-C and a service manager's stop end every process, with exit code 0, also under load."""
    with serve(crowd, "--workers", "2") as service, asking(service, ENDLESS):
        everyone = family(service.process.pid)
        assert len(everyone) >= 5
        service.process.send_signal(number)
        assert service.process.wait(timeout=5) == 0
        assert wait_until(lambda: not any(map(is_running, everyone)), 1)


def test_stop_after_work_says_nothing(serve: Any, crowd: str) -> None:
    """A stop is no error: whatever has been asked before, nothing is written to standard error."""
    with serve(crowd) as service:
        address = f"{service.url}/sparql?query=ASK%20%7B%7D"
        with ThreadPoolExecutor(16) as pool:
            assert {response.status_code for response in pool.map(httpx.get, [address] * 64)} == {httpx.codes.OK}
        service.process.terminate()
        assert service.process.wait(timeout=5) == 0
        assert service.messages() == ""


@linux_only
def test_killed_main_process_leaves_nothing_behind(serve: Any, crowd: str) -> None:
    """After kill -9 of the main process no worker, zygote or executor runs a second later, and the port is free."""
    with serve(crowd, "--workers", "2") as service, asking(service, ENDLESS):
        everyone = family(service.process.pid)
        service.process.kill()
        assert wait_until(lambda: not any(map(is_running, everyone - {service.process.pid})), 1)
        port = service.url.rpartition(":")[2]
        with serve(crowd, "--port", port) as successor:
            assert successor.url == service.url


BACK_SECONDS = 2
"""After kill -9 of any of its processes the service is back within this time; a tenth of it is usual."""


def processes_called(service: Any, name: str) -> list[int]:
    """Return the processes of a service that go by a name."""
    return [pid for pid in sorted(family(service.process.pid)) if name_of(pid) == name]


def name_of(pid: int) -> str:
    """Return the name of a process; empty where it has ended."""
    try:
        return Path(f"/proc/{pid}/comm").read_text(encoding="ascii").strip()
    except OSError:
        return ""


@linux_only
def test_dead_worker_is_replaced_again_and_again(serve: Any, crowd: str) -> None:
    """An HTTP worker that dies takes nobody along; the one in reserve takes its place, and another comes into reserve.

    However often: what had served is no reason to give up.
    """
    with serve(crowd) as service:
        for _ in range(3):
            assert wait_until(lambda: bool(processes_called(service, RESERVE_NAME)), 30)
            (worker,) = processes_called(service, SERVING_NAME)
            os.kill(worker, signal.SIGKILL)
            assert wait_until(lambda: answers(service), BACK_SECONDS)
            assert not is_running(worker)
        assert httpx.get(f"{service.url}/sparql", params={"query": "ASK {}"}).json()["boolean"] is True


@linux_only
def test_other_workers_serve_while_a_dead_one_is_replaced(serve: Any, crowd: str) -> None:
    """From the moment of its death new connections go to the others: not one of them fails."""
    with serve(crowd, "--workers", "2") as service:
        assert wait_until(lambda: len(processes_called(service, SERVING_NAME)) == 2, 30)
        os.kill(processes_called(service, SERVING_NAME)[0], signal.SIGKILL)
        assert all(answers(service) for _ in range(50))
        assert wait_until(lambda: len(processes_called(service, SERVING_NAME)) == 2, BACK_SECONDS)


@linux_only
def test_dead_reserve_is_replaced(serve: Any, crowd: str) -> None:
    """Nobody notices that it is gone; another takes its place."""
    with serve(crowd) as service:
        assert wait_until(lambda: bool(processes_called(service, RESERVE_NAME)), 30)
        (spare,) = processes_called(service, RESERVE_NAME)
        os.kill(spare, signal.SIGKILL)
        assert all(answers(service) for _ in range(20))
        assert wait_until(lambda: processes_called(service, RESERVE_NAME) not in ([], [spare]), 30)


@linux_only
@pytest.mark.parametrize("name", ["jakgraph-zygote", "jakgraph-query"])
def test_dead_zygote_and_dead_executor_are_replaced(serve: Any, crowd: str, name: str) -> None:
    """After kill -9 of the zygote, or of every executor, queries are answered again within two seconds."""
    with serve(crowd) as service:
        killed = processes_called(service, name)
        assert killed
        for pid in killed:
            os.kill(pid, signal.SIGKILL)
        assert wait_until(lambda: not any(map(is_running, killed)), 1)
        assert wait_until(lambda: answers(service), BACK_SECONDS)
        answer = httpx.get(f"{service.url}/sparql", params={"query": "ASK {}"})
        assert answer.status_code == httpx.codes.OK


def answers(service: Any) -> bool:
    """Tell whether the service is healthy."""
    try:
        return httpx.get(f"{service.url}/health").status_code == httpx.codes.OK
    except httpx.HTTPError:
        return False


def test_port_in_use_is_an_error_at_once(serve: Any, crowd: str) -> None:
    """A second service on one port ends with 1 and says which port and what to do."""
    with serve(crowd) as service:
        port = service.url.rpartition(":")[2]
        second = jakgraph("serve", crowd, "--port", port)
        assert second.returncode == 1
        assert f"port {port}: Address already in use" in second.stderr
        assert "Traceback" not in second.stderr


def jakgraph(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run the command line to its end."""
    return subprocess.run(
        [sys.executable, "-m", "jakgraph.cli", *arguments],
        cwd=ROOT,
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
        stdin=subprocess.DEVNULL,
    )


def test_broken_file_is_placed_and_said_once(tmp_path: Path) -> None:
    """A file that is not what its ending says stops the start with file, line and column."""
    file = tmp_path / "broken.ttl"
    file.write_text("<http://example.org/a> <http://example.org/b> .\n", encoding="utf-8")
    ended = jakgraph("serve", str(file), "--port", "0")
    assert ended.returncode == 1
    assert ended.stderr.count(f"{file}:1:47") == 1


def test_misspelt_variable_stops_the_start() -> None:
    """A limit that was meant and not understood must not fall back to the default."""
    ended = jakgraph("serve", "--empty", JAKGRAPH_TIMOUT="1")
    assert ended.returncode == 2
    assert "JAKGRAPH_TIMOUT" in ended.stderr


def test_operator_is_told_that_scripts_were_not_built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages work without scripts; that they do is one line at the start, and nothing where scripts were built."""
    monkeypatch.setattr(paths, "scripts_dir", lambda: tmp_path)
    assert _about_scripts() == "\nPages are served without their scripts, which were not built (make web builds them)."
    entry = {"file": "site-1.js", "name": "site", "isEntry": True}
    (tmp_path / "manifest.json").write_text(json.dumps({"src/site.ts": entry}), encoding="utf-8")
    assert _about_scripts() == ""
