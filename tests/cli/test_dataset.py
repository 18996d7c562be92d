"""What is served, and what a reload takes in its place."""

from __future__ import annotations

import shutil
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from jakgraph.cli.dataset import ServedDataset
from jakgraph.cli.release import current_release
from jakgraph.errors import DatasetError
from jakgraph.service.context import ServedRelease
from jakgraph.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def served(tmp_path: Path) -> ServedDataset:
    """The built-in graph, in a folder that may be written to."""
    folder = tmp_path / "release"
    shutil.copytree(current_release().nquads.parent, folder)
    dataset = ServedDataset.from_settings(Settings())
    assert dataset.release is not None
    release = dataset.release
    moved = ServedRelease(folder, release.version, release.revision, release.files)
    return replace(dataset, release=moved).as_it_is_now(Settings())


def test_release_is_read_again(served: ServedDataset) -> None:
    """What lies in the folder now counts: its manifest's revision and date, not those of the start."""
    assert served.release is not None
    manifest = served.release.folder / "MANIFEST.json"
    manifest.write_text(manifest.read_text("utf-8").replace(served.source.revision, "another", 1), "utf-8")
    again = served.as_it_is_now(Settings())
    assert again.source.revision == again.release.revision == "another"  # type: ignore[union-attr]
    assert again.source.files == served.source.files


def test_whole_release_is_taken(served: ServedDataset) -> None:
    """The graph that the manifest names is the one to serve."""
    served.check_is_whole()


def test_half_written_release_is_refused(served: ServedDataset) -> None:
    """A graph that is not the one of the manifest must not be served under its revision."""
    with served.source.files[0].open("ab") as graph:
        graph.write(b"<http://example.org/a> <http://example.org/p> <http://example.org/b> .\n")
    with pytest.raises(DatasetError, match="not the file that its MANIFEST"):
        served.check_is_whole()


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"version": 1}'])
def test_folder_without_a_manifest_is_refused(served: ServedDataset, content: str) -> None:
    """A release that says nothing of itself is an error that names the file."""
    assert served.release is not None
    (served.release.folder / "MANIFEST.json").write_text(content, "utf-8")
    with pytest.raises(DatasetError, match=r"MANIFEST\.json"):
        served.as_it_is_now(Settings())


def test_pages_are_made_of_the_release_that_is_served(served: ServedDataset) -> None:
    """A build into the same folder does not show through before a reload; a half-written one is refused by it."""
    assert served.release is not None
    kept = served.release.document("columns.json")
    (served.release.folder / "columns.json").write_bytes(b"{}")
    assert served.release.document("columns.json") == kept
    with pytest.raises(DatasetError, match=r"columns\.json.*MANIFEST"):
        served.as_it_is_now(Settings()).check_is_whole()
