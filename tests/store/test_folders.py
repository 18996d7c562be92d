"""Folders of a process: what is left of a killed one is swept by the next, what is held is not."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from jakgraph.store.folders import PrivateFolder

LONG_AGO = 1_000_000_000
HOLD = """
import time
from jakgraph.store.folders import PrivateFolder
print(PrivateFolder().path, flush=True)
time.sleep(60)
"""


@pytest.fixture(autouse=True)
def parent(monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a place of this test's own for temporary files, whose path is short."""
    parent = Path(tempfile.mkdtemp(dir="/tmp"))
    monkeypatch.setenv("TMPDIR", str(parent))
    monkeypatch.setattr(tempfile, "tempdir", None)
    return parent


def test_folder_is_this_users_only_and_goes() -> None:
    """Nobody else may enter it; removing it twice is no error."""
    folder = PrivateFolder()
    assert folder.path.stat().st_mode & 0o077 == 0
    (folder.path / "engine").touch()
    folder.remove()
    folder.remove()
    assert not folder.path.exists()


def test_folder_of_a_killed_process_is_swept(parent: Path) -> None:
    """A process that was killed before it could do anything leaves a folder until the next one is made."""
    with subprocess.Popen([sys.executable, "-c", HOLD], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        left = Path(process.stdout.readline().strip())
        os.utime(left, (LONG_AGO, LONG_AGO))
        PrivateFolder().remove()
        assert left.exists()
        process.kill()
    PrivateFolder().remove()
    assert list(parent.iterdir()) == []


def test_folder_that_may_be_about_to_be_locked_stays(parent: Path) -> None:
    """One that has just been made is left alone, and so is anything with another name, and a link."""
    elsewhere = parent / "elsewhere"
    elsewhere.mkdir()
    (parent / "jakgraph-run-new").mkdir()
    (parent / "jakgraph-run-link").symlink_to(elsewhere)
    os.utime(parent / "jakgraph-run-link", (LONG_AGO, LONG_AGO), follow_symlinks=False)
    os.utime(elsewhere, (LONG_AGO, LONG_AGO))
    PrivateFolder().remove()
    assert {path.name for path in parent.iterdir()} == {"elsewhere", "jakgraph-run-new", "jakgraph-run-link"}


def test_path_is_short_enough_for_a_socket(monkeypatch: pytest.MonkeyPatch, parent: Path) -> None:
    """Where the usual place has a long path, another one is taken."""
    long = parent / ("x" * 90)
    long.mkdir()
    monkeypatch.setenv("TMPDIR", str(long))
    monkeypatch.setattr(tempfile, "tempdir", None)
    folder = PrivateFolder()
    assert len(str(folder.path)) < 80
    folder.remove()
