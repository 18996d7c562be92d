"""Where the release lies, and when it is built again."""

from __future__ import annotations

import multiprocessing
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from jakgraph import paths
from jakgraph.cli import main, release
from jakgraph.errors import InputError, TableErrors

if TYPE_CHECKING:
    from pathlib import Path


def built_at(found: release.Release) -> int:
    return found.nquads.stat().st_mtime_ns


def test_release_of_a_package_lies_in_the_users_cache(installed: Path) -> None:
    """An installed package may be read-only, so nothing is written beside it."""
    assert release.current_release().nquads.parent.parent == installed


@pytest.mark.usefixtures("installed")
def test_release_that_is_there_is_not_built_again() -> None:
    """A second start costs no build."""
    first = release.current_release()
    assert built_at(release.current_release()) == built_at(first)


@pytest.mark.usefixtures("installed")
def test_changed_table_gets_a_release_of_its_own() -> None:
    """Stale figures are never served: a table that changed by one byte is another release."""
    first = release.current_release()
    with (paths.tables_dir() / "drugs.csv").open("a", encoding="utf-8") as table:
        table.write("not a row\n")
    with pytest.raises(TableErrors):
        release.current_release()
    assert first.nquads.is_file()


@pytest.mark.usefixtures("installed")
def test_unfinished_release_is_built_again() -> None:
    """What an interrupted build left does not count as built."""
    first = release.current_release()
    first.nquads.write_bytes(b"")
    (first.nquads.parent / ".built-from").unlink()
    assert release.current_release().nquads.stat().st_size > 0


def test_release_of_a_checkout_is_the_checkouts_own(
    installed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a checkout, what is built is where people look for it."""
    folder = tmp_path / "release"
    folder.mkdir()
    monkeypatch.setattr(paths, "release_dir", lambda: folder)
    assert release.current_release().nquads.parent == folder
    assert not installed.exists()


@pytest.mark.usefixtures("installed")
def test_processes_that_start_together_build_once() -> None:
    """Each worker of a pre-forking server asks for the release; none reads what another is still writing."""
    with multiprocessing.get_context("fork").Pool(3) as pool:
        found = pool.starmap(release.current_release, [()] * 3)
    assert len({built_at(item) for item in found}) == 1


def test_relative_cache_folder_is_ignored(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The XDG rule: a relative XDG_CACHE_HOME counts as not set."""
    monkeypatch.setenv("XDG_CACHE_HOME", "cache")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setattr(paths, "release_dir", lambda: tmp_path / "no-such-checkout")
    assert release.release_folder("0" * 64).parent == tmp_path / ".cache" / "jakgraph"


@pytest.mark.usefixtures("installed")
def test_folder_that_cannot_be_written_is_an_error_with_a_way_out(tmp_path: Path) -> None:
    """A failure to write names the folder and what to do, also on the command line."""
    (tmp_path / "file").touch()
    with pytest.raises(InputError, match="cannot be written to"):
        release.build_into(tmp_path / "file" / "below")
    result = CliRunner().invoke(main, ["build", "--output", str(tmp_path / "file" / "below")])
    assert result.exit_code == 1
    assert "--output DIR" in " ".join(result.stderr.split())


@pytest.mark.usefixtures("installed")
def test_build_writes_the_release_and_nothing_else(tmp_path: Path) -> None:
    """A folder named by --output holds what people cite, without locks and marks of ours."""
    result = CliRunner().invoke(main, ["build", "--output", str(tmp_path / "out")])
    assert result.exit_code == 0, result.output
    names = {path.name for path in (tmp_path / "out").iterdir()}
    assert {"MANIFEST.json", "SHA256SUMS", "jakgraph.nq", "jakgraph.trig"} <= names
    assert not [name for name in names if name.startswith(".")]
    assert release.read_manifest(tmp_path / "out").revision in result.stderr


@pytest.mark.usefixtures("installed")
def test_manifest_of_another_build_is_not_believed() -> None:
    """A manifest that git put back would give new data an old revision, and with it old ETags: it is built again."""
    first = release.current_release()
    manifest = first.nquads.parent / "MANIFEST.json"
    manifest.write_text(manifest.read_text("utf-8").replace(first.manifest.revision, "0" * 16), "utf-8")
    assert release.current_release().manifest == first.manifest
