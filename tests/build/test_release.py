from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys

import pyoxigraph as ox
import pytest
from tests.curation import write_tables

from jakgraph import paths
from jakgraph.build import MANIFEST_NAME, NQUADS_NAME, TRIG_NAME, Manifest, build_release
from jakgraph.errors import TableErrors
from jakgraph.namespaces import GRAPH, JG


def test_the_committed_manifest_is_that_of_the_tables(release):
    """What git keeps of the release is what the tables give; if not: run make build and add the manifest to git.

    The file in the folder proves nothing, because every build writes it: git's copy is the one to compare.
    """
    name = f":./{MANIFEST_NAME}"
    kept = subprocess.run(["git", "show", name], cwd=paths.release_dir(), capture_output=True, text=True, check=False)
    if kept.returncode:
        pytest.skip(f"git has no manifest here: {kept.stderr.strip()}")
    assert json.loads(kept.stdout) == json.loads((release / MANIFEST_NAME).read_text("utf-8"))


def test_the_same_tables_give_the_same_bytes(release, tmp_path):
    """Another process with another hash seed writes the same files."""
    code = (
        "import sys; from pathlib import Path; from jakgraph import build, paths; "
        "build.build_release(paths.tables_dir(), paths.ontology_dir(), Path(sys.argv[1]))"
    )
    environment = os.environ | {"PYTHONHASHSEED": "12345", "TZ": "Asia/Tokyo", "LC_ALL": "C"}
    subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=True, env=environment)
    names = [path.relative_to(release) for path in release.rglob("*") if path.is_file()]
    assert len(names) > 50
    for name in names:
        assert (tmp_path / name).read_bytes() == (release / name).read_bytes(), name


def test_loading_changes_no_term(release):
    """Every term is already in the form that the engine keeps: a store holds exactly the quads of the file."""
    quads = ox.Dataset(ox.parse(path=release / NQUADS_NAME, format=ox.RdfFormat.N_QUADS))
    store = ox.Store()
    store.bulk_load(path=release / NQUADS_NAME, format=ox.RdfFormat.N_QUADS)
    stored = ox.Dataset(store)
    for dataset in (quads, stored):  # loading names blank nodes anew
        dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    assert stored == quads


def test_trig_and_nquads_hold_the_same(release):
    """The two files are two writings of one dataset."""
    nquads = ox.Dataset(ox.parse(path=release / NQUADS_NAME, format=ox.RdfFormat.N_QUADS))
    trig = ox.Dataset(ox.parse(path=release / TRIG_NAME, format=ox.RdfFormat.TRIG))
    for dataset in (nquads, trig):
        dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    assert nquads == trig


def test_each_triple_lies_in_one_graph(release):
    """The engine's union does not merge, so no triple may stand in two graphs."""
    quads = list(ox.parse(path=release / NQUADS_NAME, format=ox.RdfFormat.N_QUADS))
    assert len({quad.triple for quad in quads}) == len(quads)


def test_the_manifest_counts_what_is_there(release):
    """The manifest's counts are those of the files beside it."""
    manifest = Manifest.read(release / MANIFEST_NAME)
    quads = list(ox.parse(path=release / NQUADS_NAME, format=ox.RdfFormat.N_QUADS))
    assert manifest.quads == len(quads)
    assert manifest.graphs == len({quad.graph_name for quad in quads})
    assert manifest.instances["Drug"] == manifest.rows["drugs"]


def test_bad_tables_leave_the_old_release_alone(tmp_path):
    """A build that fails changes nothing of what was there."""
    folder = write_tables(tmp_path / "tables", {})
    release = tmp_path / "release"
    build_release(folder, paths.ontology_dir(), release)
    before = contents(release)
    (folder / "drugs.csv").write_text("nonsense\n")
    with pytest.raises(TableErrors):
        build_release(folder, paths.ontology_dir(), release)
    assert contents(release) == before


def test_every_file_is_in_the_manifest_with_its_checksum(release):
    """The manifest lists every file but itself, SHA256SUMS every file but those two, each with the right digest."""
    digests = {name: hashlib.sha256(content).hexdigest() for name, content in contents(release).items()}
    del digests[MANIFEST_NAME]
    manifest = Manifest.read(release / MANIFEST_NAME)
    assert manifest.files == {name: f"sha256:{digest}" for name, digest in digests.items()}
    del digests["SHA256SUMS"]
    lines = (release / "SHA256SUMS").read_text().splitlines()
    assert lines == [f"{digest}  {name}" for name, digest in sorted(digests.items())]


def test_checksums_are_read_by_the_tool_of_that_name(release):
    """``sha256sum --check SHA256SUMS`` finds every file whole."""
    subprocess.run(["sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS"], check=True, cwd=release)


@pytest.mark.parametrize("ending", ["nq", "trig"])
def test_the_layers_together_are_the_graph(release, ending):
    """Each quad of the whole lies in one layer, and a layer holds nothing else."""
    quads = [quad for path in release.glob(f"layers/*.{ending}") for quad in ox.parse(path=path)]
    whole = list(ox.parse(path=release / f"jakgraph.{ending}"))
    assert len(quads) == len(whole)
    together, expected = ox.Dataset(quads), ox.Dataset(whole)
    for dataset in (together, expected):
        dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    assert together == expected


def test_the_layer_of_claims_holds_source_graphs_and_what_is_unverified(release):
    """claims.nq holds every source graph and the unverified claims, and no other graph."""
    graphs = {quad.graph_name.value for quad in ox.parse(path=release / "layers" / "claims.nq")}
    assert all(graph.startswith((GRAPH["source/"], GRAPH["unverified"])) for graph in graphs)
    whole = {quad.graph_name.value for quad in ox.parse(path=release / NQUADS_NAME)}
    assert {graph for graph in whole if graph.startswith(GRAPH["source/"])} <= graphs


def test_tables_are_published_as_they_are(release):
    """csv/ holds every table, byte by byte."""
    published = {path.name: path.read_bytes() for path in (release / "csv").iterdir()}
    assert published == {path.name: path.read_bytes() for path in paths.tables_dir().glob("*.csv")}


def test_columns_say_what_they_become(release):
    """columns.json names a class and a property for each column, and the graph uses each of those properties."""
    columns = json.loads((release / "columns.json").read_text("utf-8"))
    (estimate,) = [row for row in columns if (row["table"], row["column"]) == ("contrasts", "estimate")]
    assert (estimate["class"], estimate["property"]) == (str(JG.Contrast), str(JG.estimate))
    assert estimate["figure"]
    assert estimate["meaning"]


def test_a_file_that_the_new_release_has_not_is_taken_away(tmp_path):
    """What an older release had besides does not stay beside the new one; other files of the folder do."""
    folder = write_tables(tmp_path / "tables", {})
    release = tmp_path / "release"
    (release / "csv").mkdir(parents=True)
    for name in ("csv/old_table.csv", "notes.txt"):
        (release / name).write_text("old")
    build_release(folder, paths.ontology_dir(), release)
    assert not (release / "csv" / "old_table.csv").exists()
    assert (release / "notes.txt").read_text() == "old"


def contents(folder):
    """Return every file below a folder by its path."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
