"""What the zygote is told, and what it says when it cannot start."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from tests.store.conftest import eventually, is_running

from jakgraph.store import wire
from jakgraph.store.executor import ExecutorConfig
from jakgraph.store.zygote_config import ZygoteConfig


def config_for(folder: Path, *files: Path, parent: int | None = None) -> ZygoteConfig:
    executor = ExecutorConfig(2**26, 10, 2**20, 5, {"e": "http://e/"})
    parent_pid = os.getpid() if parent is None else parent
    return ZygoteConfig(str(folder / "s"), parent_pid, [str(file) for file in files], "own", "r1", executor)


def run_zygote(told: str) -> subprocess.CompletedProcess[str]:
    """Run a zygote whose standard input closes after what it is told."""
    command = [sys.executable, "-P", "-m", "jakgraph.store.zygote"]
    return subprocess.run(command, input=told, capture_output=True, text=True, check=False, timeout=30)


def test_a_configuration_survives_its_way() -> None:
    """One line of JSON holds all of it."""
    config = config_for(Path("/somewhere"), Path("/a b/é.ttl"))
    assert "\n" not in config.to_json()
    assert ZygoteConfig.from_json(config.to_json()) == config


def test_it_tells_what_it_loaded_and_ends_with_its_input(tmp_path: Path) -> None:
    """One line of JSON, and the end, without traces, when nobody holds its standard input any more."""
    result = run_zygote(config_for(tmp_path).to_json() + "\n")
    assert json.loads(result.stdout) == {"revision": "r1", "triples": 0}
    assert (result.returncode, result.stderr) == (0, "")
    assert not tmp_path.exists()


def test_it_tells_why_it_cannot_load(tmp_path: Path) -> None:
    """The parts of the error come separately, so that the supervisor raises the same one."""
    path = tmp_path / "a.nt"
    path.write_text("<http://a> nonsense\n", encoding="utf-8")
    result = run_zygote(config_for(tmp_path, path).to_json() + "\n")
    error = json.loads(result.stdout)["error"]
    assert (error["file"], error["line"]) == (str(path), 1)
    assert str(path) not in error["message"]
    assert result.returncode == 1


@pytest.mark.skipif(sys.platform != "linux", reason="macOS does not cap memory")
def test_it_tells_when_no_executor_can_start(tmp_path: Path) -> None:
    """A first executor is tried before the zygote says that it is ready, and what keeps it from starting is told."""
    config = config_for(tmp_path)
    config = replace(config, executor=replace(config.executor, memory_bytes="much"))  # type: ignore[arg-type]
    result = run_zygote(config.to_json() + "\n")
    assert json.loads(result.stdout).keys() == {"failure"}
    assert "Error" in json.loads(result.stdout)["failure"]
    assert (result.returncode, result.stderr) == (1, "")


@pytest.mark.skipif(sys.platform != "linux", reason="macOS does not cap memory")
def test_executors_that_cannot_start_are_one_line(tmp_path: Path) -> None:
    """However many executors fail in a row, one line says so; each client sees its connection's end and the code."""
    path = tmp_path / "s"
    program = f"""
import signal, socket, sys
from pathlib import Path
from jakgraph.store.dataset import DatasetSource, load_dataset
from jakgraph.store.kinds import evaluators_of
from jakgraph.store.zygote import Sort, Zygote
from jakgraph.store.zygote_config import ZygoteConfig
config = ZygoteConfig.from_json(sys.stdin.readline())
with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listener:
    listener.bind({str(path)!r})
    listener.listen()
    print(flush=True)
    dataset = load_dataset(DatasetSource(()))
    Zygote([Sort(listener, evaluators_of(dataset, config.executor))], dataset, config.executor).run()
"""
    config = config_for(tmp_path)
    executor = replace(config.executor, memory_bytes="much")  # type: ignore[arg-type]
    told = replace(config, executor=executor).to_json() + "\n"
    command = [sys.executable, "-c", program]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, text=True, **pipes) as zygote:  # type: ignore[call-overload]
        zygote.stdin.write(told)
        zygote.stdin.flush()
        zygote.stdout.readline()
        codes = {_exit_code_at(path) for _ in range(5)}
        _, messages = zygote.communicate(timeout=10)
    assert codes == {70}
    assert messages.count("\n") == 1
    assert messages.startswith("jakgraph: an executor cannot start: ")


def _exit_code_at(path: Path) -> int | None:
    incoming = wire.Incoming()
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as client:
        client.connect(str(path))
        while chunk := client.recv(4096):
            incoming.feed(chunk)
    return incoming.exit_code()


@pytest.mark.skipif(sys.platform != "linux", reason="macOS has no parent-death signal")
def test_a_zygote_whose_parent_is_killed_while_it_loads_removes_its_folder(tmp_path: Path) -> None:
    """The folder goes as well when there is no socket in it yet."""
    folder = tmp_path / "folder"
    folder.mkdir()
    pipe = tmp_path / "endless.nt"
    os.mkfifo(pipe)
    program = """
import os, subprocess, sys, time
told = sys.argv[1].replace('"parent_pid": 0', f'"parent_pid": {os.getpid()}')
zygote = subprocess.Popen([sys.executable, "-P", "-m", "jakgraph.store.zygote"], stdin=subprocess.PIPE)
zygote.stdin.write(told.encode() + b"\\n")
zygote.stdin.flush()
print(zygote.pid, flush=True)
time.sleep(60)
"""
    told = config_for(folder, pipe, parent=0).to_json()
    with subprocess.Popen([sys.executable, "-c", program, told], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        with pipe.open("wb"):  # it opens only once the zygote reads it
            parent.kill()
            parent.wait()
            assert eventually(lambda: not is_running(pid))
    assert not folder.exists()


@pytest.mark.parametrize("told", ["", '{"socket_path"'])
def test_without_a_configuration_it_ends(told: str) -> None:
    """A parent that dies before it has said everything leaves no zygote."""
    assert run_zygote(told).returncode == 0


def test_with_another_parent_it_ends(tmp_path: Path) -> None:
    """If its parent has died already, it does not even load."""
    result = run_zygote(config_for(tmp_path, parent=1).to_json() + "\n")
    assert (result.returncode, result.stdout) == (0, "")
