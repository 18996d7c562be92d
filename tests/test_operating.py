"""The operators' page does what it says: its commands are run, and what it names exists."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest

from jakgraph.service.protocol.kinds import KINDS
from jakgraph.settings import Settings
from tests.conftest import clean_environment, serving

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conftest import RunningService

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
UNIT = ROOT / "docs" / "jakgraph.service"
ADDRESS = "http://127.0.0.1:8000"
TOKEN = "of-the-operator"
COMMANDS = re.findall(r"<!-- run against a server -->\n```sh\n(.*?)```\n", PAGE, re.DOTALL)


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningService]:
    """A service whose operator has the token, and that has answered one query."""
    file = tmp_path_factory.mktemp("data") / "data.ttl"
    file.write_text("<urn:a> <urn:b> <urn:c> .", encoding="utf-8")
    with serving(str(file), env=clean_environment(JAKGRAPH_TOKEN=TOKEN)) as running:
        httpx.get(f"{running.url}/sparql", params={"query": "ASK {}"})
        yield running


@pytest.mark.server
@pytest.mark.parametrize("commands", COMMANDS, ids=lambda text: text.split(ADDRESS)[-1].split()[0])
def test_a_command_of_the_page_works(service: RunningService, commands: str) -> None:
    """Each marked command succeeds and prints something."""
    finished = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", commands.replace(ADDRESS, service.url)],
        env={**os.environ, "JAKGRAPH_TOKEN": TOKEN},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert finished.returncode == 0, finished.stdout + finished.stderr
    assert finished.stdout.strip()


def test_the_page_has_commands() -> None:
    """Reload, health, metrics and queries are shown as commands that are run."""
    assert [command.split(ADDRESS)[1].split()[0] for command in COMMANDS] == [
        "/admin/reload",
        "/health",
        "/metrics",
        "/queries",
    ]


@pytest.mark.server
def test_the_metrics_of_the_page_exist(service: RunningService) -> None:
    """No metric is named that is not counted."""
    counted = httpx.get(f"{service.url}/metrics").text
    named = set(re.findall(r"`((?:jakgraph|process)_[a-z_]+)", PAGE))
    assert len(named) >= 5
    assert [name for name in sorted(named) if name not in counted] == []


@pytest.mark.parametrize("text", [PAGE, UNIT.read_text(encoding="utf-8")], ids=["page", "unit"])
def test_every_option_named_is_one(text: str) -> None:
    """Options that are named are options of ``jakgraph serve``."""
    ours = {f"--{item.name.replace('_', '-')}" for item in fields(Settings)}
    others = {"--help", "--fail", "--fail-with-body"}
    assert set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", text)) <= ours | others


def test_every_problem_named_is_one() -> None:
    """Types of problems are those that clients get."""
    named = set(re.findall(r"(?:503|422|429) `([a-z-]+)`", PAGE)) | set(re.findall(r'outcome="([a-z-]+)"', PAGE))
    assert named <= {"internal", *(kind.slug for kind in KINDS.values())}


def test_the_defaults_named_are_the_defaults() -> None:
    """Figures in brackets behind a setting are those of `Settings`."""
    named = re.findall(r"`--([a-z-]+)` \(([\d,]+)[^)]*\)", PAGE)
    assert len(named) >= 4
    for name, value in named:
        assert getattr(Settings(), name.replace("-", "_")) == int(value.replace(",", "")), name


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="needs systemd's own check")
def test_the_unit_is_one(tmp_path: Path) -> None:
    """Systemd finds nothing wrong with the unit, but for a program that is not installed here."""
    unit = tmp_path / "jakgraph.service"
    unit.write_text(UNIT.read_text(encoding="utf-8").replace("/opt/jakgraph/.venv/bin/jakgraph", "/bin/true"), "utf-8")
    finished = subprocess.run(
        ["systemd-analyze", "verify", str(unit)], capture_output=True, text=True, check=False, timeout=60
    )
    about_it = [line for line in finished.stderr.splitlines() if "jakgraph" in line]
    assert about_it == []


@pytest.mark.skipif(shutil.which("jq") is None, reason="needs jq")
def test_the_slowest_of_a_log_are_found(tmp_path: Path) -> None:
    """The line for jq reads what the service logs."""
    log = tmp_path / "queries.log"
    with serving("--empty", "--log", str(log)) as service:
        httpx.get(f"{service.url}/sparql", params={"query": "ASK {}"})
    command = re.search(r"```sh\n(jq .*?)\n```", PAGE)
    assert command is not None
    shown = subprocess.run(["bash", "-c", command[1]], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert shown.stdout.split("\t")[1:3] == ["ok", "127.0.0.1"]
