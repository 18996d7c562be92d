"""``jakgraph diff``: changes planted in tables, seen in a terminal, with exit codes as diff has them."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result
from tests.curation import write_tables

from jakgraph import paths
from jakgraph.build import build_release
from jakgraph.cli import main
from jakgraph.model import Drug

if TYPE_CHECKING:
    from pathlib import Path


def diff(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["diff", *map(str, arguments)])


def built(folder: Path, **drug: str) -> Path:
    row = {"drug_id": "baricitinib", "label": "Baricitinib", "drug_class": "jak-inhibitor", **drug}
    tables = write_tables(folder / "tables", {Drug: [row]})
    build_release(tables, paths.ontology_dir(), folder / "release")
    return folder / "release"


@pytest.fixture(scope="module")
def releases(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Two releases: in the second, one drug has another name and another date."""
    old = built(tmp_path_factory.mktemp("old"))
    new = built(tmp_path_factory.mktemp("new"), label="Baricitinib (INN)", curated_on="2026-11-25")
    return old, new


def test_a_release_and_its_copy_do_not_differ(releases: tuple[Path, Path], tmp_path: Path) -> None:
    """Exit code 0, and a sentence; folder, N-Quads and TriG can be compared with each other."""
    copy = shutil.copytree(releases[0], tmp_path / "copy")
    for other in (copy, copy / "jakgraph.nq", copy / "jakgraph.trig"):
        result = diff(releases[0], other)
        assert (result.exit_code, "Nothing differs." in result.stdout) == (0, True)


def test_a_planted_change_is_found(releases: tuple[Path, Path]) -> None:
    """Exit code 1, and the drug under its kind with old and new values."""
    result = diff(*releases)
    assert result.exit_code == 1, result.stderr
    assert "drug: 1 changed" in result.stdout
    assert "Baricitinib → Baricitinib (INN)" in result.stdout
    assert "2026-11-24 → 2026-11-25" in result.stdout
    assert "data of 2026-11-25" in result.stdout


def test_a_summary_counts_only(releases: tuple[Path, Path]) -> None:
    """--summary leaves out the single changes."""
    result = diff(*releases, "--summary")
    assert "drug: 1 changed" in result.stdout
    assert "→" not in result.stdout


@pytest.mark.parametrize("wanted", ["json", "markdown"])
def test_other_formats_go_to_stdout_whole(releases: tuple[Path, Path], wanted: str) -> None:
    """JSON parses and Markdown has its heading; the exit code is the same."""
    result = diff(*releases, "--format", wanted)
    assert result.exit_code == 1
    if wanted == "json":
        assert json.loads(result.stdout)["new"]["date"] == "2026-11-25"
    else:
        assert result.stdout.startswith("# Changes\n")


def test_trouble_ends_with_2(releases: tuple[Path, Path], tmp_path: Path) -> None:
    """A foreign dataset, a missing file, and options that do not go together are told apart from a difference."""
    foreign = tmp_path / "foreign.ttl"
    foreign.write_text("<http://example.org/a> a <http://example.org/B> .")
    result = diff(releases[0], foreign)
    assert result.exit_code == 2
    assert "nothing of JAKgraph's" in result.stderr
    assert "Traceback" not in result.stderr
    assert diff(releases[0], tmp_path / "missing").exit_code == 2
    assert diff(*releases, "--summary", "--format", "json").exit_code == 2
