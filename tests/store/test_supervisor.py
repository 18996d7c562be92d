"""The zygote's life: started, restarted, stopped, and never left behind."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest
from tests.store.conftest import TEST_LIMITS, eventually, is_running, running_processes

from jakgraph.errors import DatasetError, EngineUnavailable, JakgraphError
from jakgraph.store.dataset import DatasetSource
from jakgraph.store.engine import Engine
from jakgraph.store.jobs import QueryJob
from jakgraph.store.supervisor import Supervisor

ASK = QueryJob("ASK {}", "json")
RUNAWAY = QueryJob("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", "json")


def zygote_of(supervisor: Supervisor) -> int:
    pid = supervisor.zygote_pid
    assert pid is not None
    return pid


def family(zygote: int) -> list[int]:
    return [zygote, *running_processes(zygote)]


def all_gone(pids: list[int]) -> bool:
    return not any(is_running(pid) for pid in pids)


def test_start_tells_what_was_loaded(dataset_file: Path) -> None:
    """Revision and number of triples are known once start returns."""
    supervisor = Supervisor(DatasetSource((dataset_file,), revision="r7"), TEST_LIMITS)
    facts = supervisor.start()
    with contextlib.ExitStack() as stack:
        stack.callback(supervisor.stop)
        engine = stack.enter_context(Engine(supervisor.socket_path, TEST_LIMITS, ""))
        assert (facts.revision, facts.triples) == ("r7", 404)
        assert engine.evaluate(ASK).revision == engine.revision == "r7"


def test_a_file_that_cannot_be_loaded_stops_the_start(tmp_path: Path) -> None:
    """The loader's own error comes out of start, and nothing stays behind."""
    path = tmp_path / "slip.ttl"
    path.write_text("<http://a> <http://b> .\n", encoding="utf-8")
    supervisor = Supervisor(DatasetSource((path,)), TEST_LIMITS)
    with pytest.raises(DatasetError) as caught:
        supervisor.start()
    assert (caught.value.file, caught.value.line) == (str(path), 1)
    assert str(caught.value).count(str(path)) == 1
    assert not supervisor.socket_path.parent.exists()


def test_a_server_that_is_its_own_executable_gets_the_interpreter_of_its_prefix(
    dataset_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Under uWSGI ``sys.executable`` is uWSGI: the zygote runs in the Python installed beside its libraries."""
    server = tmp_path / "uwsgi"
    server.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    server.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(server))
    with Supervisor(DatasetSource((dataset_file,)), TEST_LIMITS) as supervisor:
        assert supervisor.zygote_pid is not None


def test_without_an_interpreter_the_start_says_so(
    dataset_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The error names the program that this process runs in, and the remedy."""
    monkeypatch.setattr(sys, "executable", str(tmp_path / "uwsgi"))
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    monkeypatch.setattr(sys, "base_prefix", str(tmp_path))
    with pytest.raises(JakgraphError, match=r"No Python interpreter .*/uwsgi\. .*--venv"):
        Supervisor(DatasetSource((dataset_file,)), TEST_LIMITS).start()


def test_stop_leaves_nothing(dataset_file: Path) -> None:
    """Zygote, idle and busy executors, socket and folder are gone; stopping again does nothing."""
    supervisor = Supervisor(DatasetSource((dataset_file,)), TEST_LIMITS)
    supervisor.start()
    with Engine(supervisor.socket_path, replace(TEST_LIMITS, timeout_seconds=30), "") as engine:
        runner = _run_in_thread(engine)
        pids = family(zygote_of(supervisor))
        assert len(pids) > 1
        supervisor.stop()
        assert eventually(lambda: all_gone(pids), 1.0)
        runner.join(5)
    assert not supervisor.socket_path.parent.exists()
    supervisor.stop()


def test_before_the_start_there_is_nothing_to_connect_to(dataset_file: Path) -> None:
    """Making a supervisor leaves no trace; stopping one that never started is no error."""
    supervisor = Supervisor(DatasetSource((dataset_file,)), TEST_LIMITS)
    with pytest.raises(EngineUnavailable, match="not been started"):
        assert supervisor.socket_path
    supervisor.stop()


def test_the_socket_is_private(own_supervisor: Supervisor) -> None:
    """Only this user may enter the folder of the socket."""
    assert own_supervisor.socket_path.parent.stat().st_mode & 0o777 == 0o700


def test_a_killed_zygote_is_replaced(own_supervisor: Supervisor) -> None:
    """After ``kill -9`` of the zygote its executors are gone within a second and service is back within two."""
    with Engine(own_supervisor.socket_path, TEST_LIMITS, "") as engine:
        engine.evaluate(ASK)
        pids = family(zygote_of(own_supervisor))
        os.kill(pids[0], signal.SIGKILL)
        assert eventually(lambda: all_gone(pids), 1.0)
        assert eventually(lambda: _answers(engine), 2.0)
        assert own_supervisor.zygote_pid not in {None, pids[0]}


def test_a_query_at_work_when_the_zygote_dies_is_told_so(own_supervisor: Supervisor) -> None:
    """The error is that of an engine that restarts, not of the query."""
    with Engine(own_supervisor.socket_path, replace(TEST_LIMITS, timeout_seconds=30), "") as engine:
        errors: list[JakgraphError] = []
        runner = _run_in_thread(engine, errors)
        os.kill(zygote_of(own_supervisor), signal.SIGKILL)
        runner.join(5)
    assert [type(error) for error in errors] == [EngineUnavailable]


def test_a_killed_executor_ends_its_own_query_only(own_supervisor: Supervisor) -> None:
    """After ``kill -9`` of every idle executor, the next query is answered by a new one."""
    with Engine(own_supervisor.socket_path, TEST_LIMITS, "") as engine:
        engine.evaluate(ASK)
        zygote = zygote_of(own_supervisor)
        for pid in running_processes(zygote):
            os.kill(pid, signal.SIGKILL)
        assert engine.evaluate(ASK).count == 1
        assert own_supervisor.zygote_pid == zygote


def test_the_zygote_leaves_no_zombies(own_supervisor: Supervisor) -> None:
    """Executors that have ended, however they did, are reaped."""
    zygote = zygote_of(own_supervisor)
    with Engine(own_supervisor.socket_path, TEST_LIMITS, "") as engine:
        for _ in range(3):
            with pytest.raises(JakgraphError):
                engine.evaluate(replace(RUNAWAY, timeout_seconds=0.05))
    assert eventually(lambda: running_processes(zygote, with_zombies=True) == [], 1.0)


def test_an_executor_ends_when_its_client_hangs_up(own_supervisor: Supervisor) -> None:
    """A client that closes its connection stops the work, also in the middle of it."""
    zygote = zygote_of(own_supervisor)
    engine = Engine(own_supervisor.socket_path, replace(TEST_LIMITS, timeout_seconds=30), "")
    runner = _run_in_thread(engine)
    assert running_processes(zygote)
    engine.close()
    runner.join(5)
    assert eventually(lambda: running_processes(zygote) == [], 1.0)


def test_changed_files_are_not_served_under_the_old_revision(tmp_path: Path) -> None:
    """After a restart over other content the revision is another one, so no cache keeps the old answers."""
    path = tmp_path / "a.ttl"
    path.write_text("<http://a> <http://b> 1 .", encoding="utf-8")
    with (
        Supervisor(DatasetSource((path,), revision="r1"), TEST_LIMITS) as supervisor,
        Engine(supervisor.socket_path, TEST_LIMITS, "r1") as engine,
    ):
        assert engine.evaluate(ASK).revision == "r1"
        path.write_text("<http://a> <http://b> 1 , 2 .", encoding="utf-8")
        pids = family(zygote_of(supervisor))
        os.kill(pids[0], signal.SIGKILL)
        assert eventually(lambda: all_gone(pids), 1.0)
        assert eventually(lambda: _answers(engine), 3.0)
        assert engine.health().triples == 2
        assert engine.revision != "r1"


@pytest.mark.skipif(
    sys.platform != "linux", reason="macOS has no parent-death signal: closed pipes end processes there"
)
def test_a_killed_main_process_leaves_nothing(dataset_file: Path) -> None:
    """After ``kill -9`` of the process that supervises, zygote, executors and folder are gone within a second."""
    program = f"""
import sys, threading, time
from pathlib import Path
from jakgraph.store.dataset import DatasetSource
from jakgraph.store.engine import Engine
from jakgraph.store.jobs import QueryJob
from jakgraph.store.limits import Limits
from jakgraph.store.supervisor import Supervisor
supervisor = Supervisor(DatasetSource((Path({str(dataset_file)!r}),)), Limits())
supervisor.start()
engine = Engine(supervisor.socket_path, Limits(), "")
threading.Thread(target=engine.evaluate, args=(QueryJob({RUNAWAY.text!r}, "json"),), daemon=True).start()
time.sleep(0.4)
print(supervisor.zygote_pid, supervisor.socket_path.parent, flush=True)
time.sleep(60)
"""
    main = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
    assert main.stdout is not None
    zygote, folder = main.stdout.readline().split()
    pids = family(int(zygote))
    assert len(pids) > 1
    main.kill()
    main.wait()
    main.stdout.close()
    assert eventually(lambda: all_gone(pids), 1.0)
    assert eventually(lambda: not Path(folder).exists(), 1.0)


def _run_in_thread(engine: Engine, errors: list[JakgraphError] | None = None) -> threading.Thread:
    """Run a runaway query in a thread and return once it is at work."""

    def run() -> None:
        try:
            engine.evaluate(RUNAWAY)
        except JakgraphError as error:
            if errors is not None:
                errors.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    time.sleep(0.15)
    return thread


def _answers(engine: Engine) -> bool:
    try:
        return engine.evaluate(ASK).count == 1
    except EngineUnavailable:
        return False
