"""``server:app`` under servers that are not ours."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from jakgraph.cli.engines import LazyEngine
from jakgraph.settings import Settings
from jakgraph.store.dataset import DatasetSource
from jakgraph.store.engine import Engine
from jakgraph.store.jobs import PathsJob, QueryJob
from jakgraph.store.wire import Request

if TYPE_CHECKING:
    from collections.abc import Callable

    from jakgraph.store.jobs import QueryResult

pytestmark = pytest.mark.server

ROOT = Path(__file__).resolve().parents[2]

FORKING = """
import os, pathlib, sys
from server import app

def zygotes():
    lists = pathlib.Path(f"/proc/{os.getpid()}/task").glob("*/children")
    return [int(pid) for children in lists for pid in children.read_text().split()]

assert zygotes() == []
for number in range(2):
    if os.fork() == 0:
        response = app.test_client().get("/health")
        os.write(1, f"{response.status_code} {response.json['triples']} {zygotes()[0]}\\n".encode())
        sys.exit()
for number in range(2):
    os.wait()
"""

THREADED = """
import threading
from server import app

def ask(answers):
    answers.append(app.test_client().get("/sparql?query=ASK{}").status_code)

answers = []
for number in range(3):
    thread = threading.Thread(target=ask, args=(answers,))
    thread.start()
    thread.join()
print(*answers)
"""


@pytest.fixture
def triples(tmp_path: Path) -> Path:
    """A file with three triples."""
    file = tmp_path / "three.nt"
    file.write_text(
        "".join(f"<http://example.org/{n}> <http://example.org/p> <http://example.org/o> .\n" for n in "abc")
    )
    return file


def run(script: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a Python script in the checkout, with these environment variables."""
    return subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT,
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_each_forked_process_has_a_zygote_and_ends_it(triples: Path) -> None:
    """Under a pre-forking server nothing starts before the fork, and nothing outlives the process that started it."""
    ended = run(FORKING, JAKGRAPH_FILES=str(triples))
    assert ended.returncode == 0, ended.stderr
    answers = [line.split() for line in ended.stdout.splitlines()]
    assert [answer[:2] for answer in answers] == [["200", "3"], ["200", "3"]]
    pids = {int(answer[2]) for answer in answers}
    assert len(pids) == 2
    assert not [pid for pid in pids if Path(f"/proc/{pid}").exists()]


def test_engine_outlives_the_thread_that_first_used_it(triples: Path) -> None:
    """Servers answer each request in another thread, and some end the thread with the request."""
    ended = run(THREADED, JAKGRAPH_FILES=str(triples))
    assert ended.stdout.split() == ["200", "200", "200"], ended.stderr


def test_everything_that_is_asked_of_an_engine_starts_it() -> None:
    """What an engine can be asked, one that has not started yet can be asked as well."""
    public = {name for name in vars(Engine) if not name.startswith("_")}
    in_steps = {"evaluate", "find_paths", "answer"}
    assert public - in_steps <= set(vars(LazyEngine))


@pytest.mark.parametrize(
    "ask",
    [
        lambda engine: engine.evaluate(QueryJob("ASK {}", "json")),
        lambda engine: engine.find_paths(PathsJob("urn:a", "urn:b")),
        lambda engine: engine.answer(Request("ASK {}", "json", 0.0)),
    ],
)
def test_every_way_to_ask_starts_an_engine(triples: Path, ask: Callable[[Engine], QueryResult]) -> None:
    """All of them go by `evaluate_in_steps` or `answer_in_steps`."""
    engine = LazyEngine(DatasetSource((triples,)), Settings())
    try:
        assert ask(engine).body
    finally:
        engine.close()


def test_app_is_one_that_flask_finds() -> None:
    """``flask --app server`` works, which takes an instance of Flask, not just any WSGI callable."""
    ended = subprocess.run(
        [sys.executable, "-m", "flask", "--app", "server", "routes"],
        cwd=ROOT,
        env={**os.environ, "JAKGRAPH_EMPTY": "1"},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert ended.returncode == 0, ended.stderr
    assert "/sparql" in ended.stdout


def test_bad_setting_stops_the_import() -> None:
    """A service with a limit that was not understood does not start, whoever starts it."""
    ended = run("import server", JAKGRAPH_TIMEOUT="soon")
    assert ended.returncode != 0
    assert "JAKGRAPH_TIMEOUT: 'soon' is not a valid float" in ended.stderr
