from __future__ import annotations

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


@pytest.fixture(scope="module")
def release(tmp_path_factory):
    """A release of the real tables, in a folder of its own."""
    folder = tmp_path_factory.mktemp("release")
    build_release(paths.tables_dir(), paths.ontology_dir(), folder)
    return folder


def test_the_committed_manifest_is_that_of_the_tables(release):
    """What git keeps of the release is what the tables give; if not: run make build and commit the manifest."""
    committed = json.loads((paths.release_dir() / MANIFEST_NAME).read_text("utf-8"))
    assert committed == json.loads((release / MANIFEST_NAME).read_text("utf-8"))


def test_the_same_tables_give_the_same_bytes(release, tmp_path):
    """Another process with another hash seed writes the same files."""
    code = (
        "import sys; from pathlib import Path; from jakgraph import build, paths; "
        "build.build_release(paths.tables_dir(), paths.ontology_dir(), Path(sys.argv[1]))"
    )
    environment = os.environ | {"PYTHONHASHSEED": "12345", "TZ": "Asia/Tokyo", "LC_ALL": "C"}
    subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=True, env=environment)
    for name in (NQUADS_NAME, TRIG_NAME, MANIFEST_NAME):
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
    before = {path.name: path.read_bytes() for path in release.iterdir()}
    (folder / "drugs.csv").write_text("nonsense\n")
    with pytest.raises(TableErrors):
        build_release(folder, paths.ontology_dir(), release)
    assert {path.name: path.read_bytes() for path in release.iterdir()} == before
