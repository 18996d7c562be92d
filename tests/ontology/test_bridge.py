from __future__ import annotations

import re

import pyoxigraph as ox
import pytest
from rdflib import URIRef
from rdflib.namespace import RDF, RDFS, SKOS

from jakgraph import paths
from jakgraph.model import Prefix
from jakgraph.namespaces import PREFIXES
from jakgraph.tables import read_tables

SEEN_ELSEWHERE = {
    "http://purl.obolibrary.org/obo/OAE_0000001": "adverse event",
    "http://www.bioassayontology.org/bao#BAO_0000034": "Kd",
    "http://www.bioassayontology.org/bao#BAO_0000188": "EC50",
    "http://www.bioassayontology.org/bao#BAO_0000190": "IC50",
    "http://www.bioassayontology.org/bao#BAO_0000192": "Ki",
}
"""Terms whose labels are not in the ontology files at hand: BAO's are in its bao_vocabulary_result.owl."""

NAMESPACES = (
    "http://purl.obolibrary.org/obo/",
    "http://www.bioassayontology.org/bao#",
    "https://w3id.org/biolink/vocab/",
)
ONTOLOGIES = paths.ontology_dir().parent.parent / "shared" / "ontologies"


@pytest.fixture(scope="module")
def external(ontology) -> dict[str, str]:
    """Every external term of the bridge with its label."""
    iris = {str(node) for triple in ontology for node in triple if isinstance(node, URIRef)}
    terms = {iri for iri in iris if iri.startswith(NAMESPACES) and not iri.endswith((".owl", "/"))}
    return {iri: str(ontology.value(URIRef(iri), RDFS.label)) for iri in terms}


def test_each_external_term_has_its_label_and_home(ontology, external):
    """An external term stands with its type, its label and where it is defined."""
    assert len(external) > 40
    for iri, label in external.items():
        assert label != "None", iri
        assert ontology.value(URIRef(iri), RDF.type) is not None, iri
        assert ontology.value(URIRef(iri), RDFS.isDefinedBy) is not None, iri


def test_each_external_term_has_a_prefix(external):
    """Every external IRI compresses to a CURIE."""
    expansions = [row.expansion for row in read_tables(paths.tables_dir()).rows(Prefix)]
    known = (*PREFIXES.values(), *expansions)
    assert [iri for iri in external if not iri.startswith(known)] == []


@pytest.fixture(scope="module")
def labels_in_files() -> dict[str, set[str]]:
    """Labels of every term in the ontology files at hand."""
    if not ONTOLOGIES.is_dir():
        pytest.skip("the ontology files are not at hand (../shared/ontologies)")
    labels: dict[str, set[str]] = {}
    for path in sorted(ONTOLOGIES.glob("*.obo")):
        for identifier, name in re.findall(r"^id: (\S+)\nname: (.*)$", path.read_text("utf-8"), re.MULTILINE):
            labels.setdefault("http://purl.obolibrary.org/obo/" + identifier.replace(":", "_"), set()).add(name)
    names = ("stato.owl", "sepio.owl", "ro.owl", "iao.owl", "biolink_model.owl.ttl")
    for path in (ONTOLOGIES / name for name in names):
        syntax = ox.RdfFormat.TURTLE if path.suffix == ".ttl" else ox.RdfFormat.RDF_XML
        for quad in ox.parse(path=path, format=syntax, lenient=True):
            if quad.predicate.value == str(RDFS.label) and isinstance(quad.subject, ox.NamedNode):
                labels.setdefault(quad.subject.value, set()).add(quad.object.value)
    return labels


def test_labels_are_those_of_the_ontologies(external, labels_in_files):
    """Each label is the one in the term's own file."""
    wrong = {
        iri: label for iri, label in external.items()
        if label not in labels_in_files.get(iri, set()) and SEEN_ELSEWHERE.get(iri) != label
    }  # fmt: skip
    assert wrong == {}


def test_individuals_are_never_subclasses(ontology):
    """Words of controlled lists are individuals: they match external classes, and are not subclasses of them."""
    for word in {subject for subject in ontology.subjects() if subject.startswith("https://w3id.org/jakgraph/")}:
        if "/ontology" not in word:
            relations = set(ontology.predicates(word))
            assert relations <= {SKOS.exactMatch, SKOS.closeMatch, SKOS.broadMatch}, word


def test_things_that_the_ontology_names_are_there(ontology, built):
    """Every word, drug or disease that the bridge or a definition names is in the tables."""
    nodes = {node for triple in ontology for node in triple if isinstance(node, URIRef)}
    words = {node for node in nodes if node.startswith("https://w3id.org/jakgraph/") and "/ontology" not in node}
    words.discard(URIRef("https://w3id.org/jakgraph/"))
    missing = [word for word in words if not built.query(f"ASK {{ GRAPH ?graph {{ <{word}> a ?kind }} }}")]
    assert missing == []
    assert len(words) > 15
