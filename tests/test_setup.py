"""``.ci/setup`` and ``.ci/browser``: what they find, what they fetch, and what they say where they cannot."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def bare_path(tmp_path: Path) -> Path:
    """A PATH with a shell and ``id``, and no Python."""
    for program in ("sh", "id"):
        (tmp_path / program).symlink_to(shutil.which(program) or "")
    return tmp_path


def set_up(folder: Path, path: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [ROOT / ".ci" / "setup", folder / "venv"],
        env={"PATH": str(path), **variables},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def old_python(folder: Path) -> None:
    """Put a ``python3`` there that is too old, or a pyenv shim without a version: it runs and fails."""
    (folder / "python3").write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    (folder / "python3").chmod(0o755)


def test_no_suitable_python_is_said_with_the_way_out(bare_path: Path, tmp_path: Path) -> None:
    """Where no Python is new enough, the message says which is needed and how to name one."""
    old_python(bare_path)
    ended = set_up(tmp_path, bare_path)
    assert ended.returncode == 1
    assert "needs Python 3.11 or newer, and none was found" in ended.stderr
    assert "make serve PYTHON=/path/to/" in ended.stderr
    assert not (tmp_path / "venv").exists()


def test_exact_command_is_given_where_the_package_manager_is_known(bare_path: Path, tmp_path: Path) -> None:
    """On Debian and its kin the message is a command to copy."""
    (bare_path / "apt-get").symlink_to("/bin/true")
    assert (
        "sudo sh -c 'apt-get update && apt-get install -y python3 python3-venv'" in set_up(tmp_path, bare_path).stderr
    )


def test_named_python_is_the_only_one_tried(bare_path: Path, tmp_path: Path) -> None:
    """Whoever names an interpreter gets that one, or is told why not."""
    (bare_path / "python3.13").symlink_to(sys.executable)
    old_python(bare_path)
    ended = set_up(tmp_path, bare_path, PYTHON="python3")
    assert ended.returncode == 1
    assert "PYTHON=python3 does not run or is older" in ended.stderr


def test_makefile_says_what_it_can_do() -> None:
    """``make help`` has a line for each thing that people call."""
    text = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert [name for name in ("serve", "test", "check", "clean") if f"make {name} " not in text] == []


def set_up_browser(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run ``.ci/browser`` as somebody who is not root, with a Playwright that says what it was asked."""
    playwright = folder / "venv" / "bin" / "playwright"
    playwright.parent.mkdir(parents=True)
    for program, line in ((folder / "id", "echo 1000"), (playwright, 'echo "playwright $*"')):
        program.unlink(missing_ok=True)
        program.write_text(f"#!/bin/sh\n{line}\n", encoding="utf-8")
        program.chmod(0o755)
    return subprocess.run(
        [ROOT / ".ci" / "browser", folder / "venv"],
        env={"PATH": str(folder)},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )


def test_browser_that_is_here_is_taken(bare_path: Path) -> None:
    """Where there is a Chromium nothing is installed or downloaded."""
    (bare_path / "chromium").symlink_to("/bin/true")
    assert set_up_browser(bare_path).stdout == ""


def test_browser_is_downloaded_where_nothing_may_be_installed(bare_path: Path) -> None:
    """Without one, and without the right to install packages, Playwright downloads its own."""
    assert set_up_browser(bare_path).stdout.splitlines()[-1] == "playwright install chromium"
