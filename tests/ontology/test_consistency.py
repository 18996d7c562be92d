from __future__ import annotations

import owlready2
import pyoxigraph as ox
import pytest
from rdflib import RDF, Graph
from rdflib.namespace import RDFS

from jakgraph.namespaces import JG, JGR

CHAINED = ("attenuatesReceptor", "attenuatesCytokine", "testedFor")
SLICE = """PREFIX jg: <https://w3id.org/jakgraph/ontology#>
    CONSTRUCT { ?thing ?property ?value . ?thing a ?class . ?value a ?other } WHERE {
    VALUES ?property { jg:inhibits jg:kinaseOf jg:boundBy jg:testedIn jg:condition jg:trialKind jg:phase jg:allocation }
    ?thing ?property ?value .
    GRAPH <https://w3id.org/jakgraph/graph/entities> { ?thing a ?class . ?value a ?other } }"""


def test_the_ontology_is_consistent_and_every_class_can_have_members(ontology, classify):
    """HermiT finds no contradiction, and no class that nothing can be of."""
    world = classify(ontology)
    assert list(world.inconsistent_classes()) == []


def test_subclasses_are_classified(ontology, classify):
    """Classification finds what follows: a contrast is a curated record and an assertion of SEPIO."""
    contrast = classify(ontology)[str(JG.Contrast)]
    wider = {parent.iri for parent in contrast.ancestors()}
    assert {str(JG.Claim), str(JG.Curated), "http://purl.obolibrary.org/obo/SEPIO_0000001"} <= wider


@pytest.mark.parametrize(
    ("first", "second"), [(JG.Drug, JG.Trial), (JG.Potency, JG.Contrast), (JG.Entity, JG.Claim), (JG.Source, JG.Drug)]
)
def test_a_thing_of_two_kinds_is_a_contradiction(ontology, classify, first, second):
    """Kinds exclude each other, so that a thing filed under two is found."""
    graph = Graph() + ontology
    graph.add((JGR["drug/x"], RDF.type, first))
    graph.add((JGR["drug/x"], RDF.type, second))
    with pytest.raises(owlready2.OwlReadyInconsistentOntologyError):
        classify(graph)


def test_a_property_on_the_wrong_thing_is_a_contradiction(ontology, classify):
    """Domains and ranges catch slips: a disease cannot be a drug under test."""
    graph = Graph() + ontology
    graph.add((JGR["disease/x"], RDF.type, JG.Disease))
    graph.add((JGR["potency/x"], JG.drug, JGR["disease/x"]))
    with pytest.raises(owlready2.OwlReadyInconsistentOntologyError):
        classify(graph)


@pytest.fixture(scope="module")
def slice_of_graph(built) -> Graph:
    triples = list(built.query(SLICE, use_default_graph_as_union=True))
    assert len(triples) > 300
    graph = Graph()
    graph.parse(data=ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES), format="nt")
    return graph


def test_rules_and_hermit_infer_the_same(ontology, slice_of_graph, built, classify):
    """What the rules state by property chains and class axioms is what HermiT infers from the same facts."""
    world = classify(ontology + slice_of_graph)
    for name in CHAINED:
        by_hermit = {(thing.iri, value.iri) for thing, value in world[str(JG[name])].get_relations()}
        query = f"PREFIX jg: <{JG}> SELECT ?thing ?value {{ ?thing jg:{name} ?value }}"
        by_rules = {(row["thing"].value, row["value"].value)
                    for row in built.query(query, use_default_graph_as_union=True)}  # fmt: skip
        assert by_hermit == by_rules != set(), name
    trial_classes = {iri for iri in ontology.objects(None, RDFS.subClassOf) if "/OBI_" in iri}
    for other in sorted(trial_classes):
        by_hermit = {thing.iri for thing in world[str(other)].instances()}
        query = f"SELECT ?thing {{ ?thing a/<{RDFS.subClassOf}>* <{other}> }}"
        by_rules = {row["thing"].value for row in built.query(query, use_default_graph_as_union=True)}
        assert by_hermit == by_rules != set(), other
