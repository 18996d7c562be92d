"""A small dataset in a real engine, and the app over it."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.curation import write_tables
from tests.service.pages import Page

from jakgraph import paths
from jakgraph.build import build_release
from jakgraph.model import Drug
from jakgraph.namespaces import PREFIXES
from jakgraph.queries import CompetencyQuery, Parameter
from jakgraph.service.app import create_app
from jakgraph.service.context import DatasetFacts, ServedRelease, ServiceContext
from jakgraph.settings import Settings
from jakgraph.store.dataset import DatasetSource
from jakgraph.store.engine import Engine
from jakgraph.store.limits import Limits
from jakgraph.store.supervisor import Supervisor

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from flask.testing import FlaskClient

    from jakgraph.settings import DefaultGraph

TRIALS = """
PREFIX jg: <https://w3id.org/jakgraph/ontology#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
BASE <https://w3id.org/jakgraph/>

GRAPH <graph/entities> {
  <drug/baricitinib> a jg:Drug ; rdfs:label "baricitinib"@en , "Baricitinib (de)"@de .
  <drug/tofacitinib> a jg:Drug ; rdfs:label "tofacitinib"@en .
  <trial/sle-brave-i> a jg:Trial ; rdfs:label "SLE-BRAVE-I"@en .
  <arm/sle-brave-i-4mg> a jg:Arm ; rdfs:label "baricitinib 4 mg"@en ; jg:trial <trial/sle-brave-i> .
  <source/pmid36848918> a jg:Source ; rdfs:label "SLE-BRAVE-I, Lancet 2023"@en .
}
GRAPH <graph/source/pmid36848918> {
  <arm-result/sle-brave-i-4mg-sri4> a jg:ArmResult ; jg:arm <arm/sle-brave-i-4mg> ;
    jg:events 142 ; jg:reportedPercent 57 ; prov:hadPrimarySource <source/pmid36848918> .
}
"""

OWN_GRAPHS = """
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
BASE <http://example.org/>

<in-default> skos:prefLabel "preferred" .
GRAPH <g> { <in-named> rdfs:label "named" ; a <Thing> . }
"""

DRUGS_TEXT = """# Title: Drugs
PREFIX jg: <https://w3id.org/jakgraph/ontology#>

SELECT ?drug WHERE {
  ?drug a jg:Drug
}
"""

DRUGS = CompetencyQuery(
    name="drugs",
    title="Drugs",
    question="Which drugs are in the graph?",
    group="Mechanism",
    asked_by="the tests",
    keywords=("drug",),
    text=DRUGS_TEXT,
    expected=Path("drugs.csv"),
)


NAMED_TEXT = """# Title: Name of a drug
PREFIX drug: <https://w3id.org/jakgraph/drug/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

SELECT ?name WHERE {
  VALUES ?drug { drug:tofacitinib }
  ?drug rdfs:label ?name
}
"""

NAMED = CompetencyQuery(
    name="name-of-a-drug",
    title="Name of a drug",
    question="What is this drug called?",
    group="Sources and identifiers",
    asked_by="the tests",
    keywords=("drug",),
    text=NAMED_TEXT,
    expected=Path("name-of-a-drug.csv"),
    parameters=(Parameter("drug", "drug", "tofacitinib", "Drug"),),
)


def written(tmp_path_factory: pytest.TempPathFactory, name: str, text: str) -> Path:
    """Return a new file that holds this text."""
    file = tmp_path_factory.mktemp("dataset") / name
    file.write_text(text, encoding="utf-8")
    return file


@contextmanager
def running_engine(file: Path, default_graph: DefaultGraph = "union") -> Iterator[Engine]:
    """Run an engine over this file until the block ends."""
    limits = Limits(timeout_seconds=20.0)
    supervisor = Supervisor(
        DatasetSource((file,), default_graph, revision="", base_iri="https://w3id.org/jakgraph/"), limits, PREFIXES
    )
    loaded = supervisor.start()
    try:
        with Engine(supervisor.socket_path, limits, loaded.revision) as engine:
            yield engine
    finally:
        supervisor.stop()


@pytest.fixture(scope="session")
def trials_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small dataset as a file: 17 triples in two named graphs."""
    return written(tmp_path_factory, "trials.trig", TRIALS)


@pytest.fixture(scope="session")
def context(trials_file: Path) -> Iterator[ServiceContext]:
    """The context of the small dataset as if it were the built-in one."""
    with running_engine(trials_file) as engine:
        facts = DatasetFacts("JAK inhibitors in systemic lupus erythematosus", engine.revision, date(2026, 11, 24))
        yield ServiceContext(engine, Settings(), facts, (DRUGS, NAMED))


@pytest.fixture(scope="session")
def own_context(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServiceContext]:
    """The context of files whose default graph is its own."""
    with running_engine(written(tmp_path_factory, "own.trig", OWN_GRAPHS), "own") as engine:
        facts = DatasetFacts("Own graphs", engine.revision)
        yield ServiceContext(engine, Settings(default_graph="own"), facts, is_builtin=False)


@pytest.fixture(scope="session")
def empty_context(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServiceContext]:
    """The context of an empty dataset."""
    with running_engine(written(tmp_path_factory, "empty.trig", ""), "own") as engine:
        facts = DatasetFacts("Empty dataset", engine.revision)
        yield ServiceContext(engine, Settings(empty=True, default_graph="own"), facts, is_builtin=False)


@pytest.fixture(scope="session")
def release_context(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServiceContext]:
    """The context of a whole release of small tables: one drug, the real ontology."""
    folder = tmp_path_factory.mktemp("release")
    drug = {"drug_id": "baricitinib", "label": "Baricitinib", "drug_class": "jak-inhibitor"}
    manifest = build_release(write_tables(folder / "tables", {Drug: [drug]}), paths.ontology_dir(), folder / "release")
    release = ServedRelease(folder / "release", manifest.version, manifest.revision, manifest.files)
    with running_engine(release.folder / "jakgraph.nq") as engine:
        facts = DatasetFacts("JAK inhibitors in systemic lupus erythematosus", engine.revision, date(2026, 11, 24))
        yield ServiceContext(engine, Settings(), facts, release=release)


@pytest.fixture
def dead_context(context: ServiceContext, tmp_path: Path) -> Iterator[ServiceContext]:
    """The context of an engine behind whose socket nobody listens."""
    with Engine(tmp_path / "nobody", Limits(start_wait_seconds=0.05), "r") as engine:
        yield replace(context, engine=engine)


@pytest.fixture
def client(context: ServiceContext) -> FlaskClient:
    """A client of the app over the small built-in dataset."""
    return create_app(context).test_client()


@pytest.fixture
def read_page(client: FlaskClient) -> Callable[[str], Page]:
    """Give what a browser reads at an address."""

    def read(address: str) -> Page:
        return Page(client.get(address, headers={"Accept": "text/html"}, follow_redirects=True).text)

    return read
