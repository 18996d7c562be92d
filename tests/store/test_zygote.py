"""What the zygote is told, and what it says when it cannot start."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from jakgraph.store.executor import ExecutorConfig
from jakgraph.store.zygote import ZygoteConfig


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


@pytest.mark.parametrize("told", ["", '{"socket_path"'])
def test_without_a_configuration_it_ends(told: str) -> None:
    """A parent that dies before it has said everything leaves no zygote."""
    assert run_zygote(told).returncode == 0


def test_with_another_parent_it_ends(tmp_path: Path) -> None:
    """If its parent has died already, it does not even load."""
    result = run_zygote(config_for(tmp_path, parent=1).to_json() + "\n")
    assert (result.returncode, result.stdout) == (0, "")
