from __future__ import annotations

import pyoxigraph as ox

from jakgraph.namespaces import JG
from jakgraph.reason.facts import facts_of, vocabulary_of

TERMS = """jg:Wide a owl:Class ; owl:equivalentClass [ owl:intersectionOf ( jg:Drug
    [ owl:onProperty jg:attenuates ; owl:someValuesFrom jg:Receptor ]
    [ owl:onProperty jg:kind ; owl:hasValue jgr:k ] ) ] .
    jg:attenuates owl:propertyChainAxiom ( jg:inhibits jg:kinaseOf ) .
    jg:hits rdfs:subPropertyOf jg:inhibits . jg:label rdfs:subPropertyOf jg:text .
    [] owl:intersectionOf ( jg:Trial [ owl:onProperty jg:phase ; owl:hasValue jgr:p ] ) ; rdfs:subClassOf ex:Phased ."""


def _names(iris) -> set[str]:
    return {iri.removeprefix(str(JG)) for iri in iris}


def test_what_the_ontology_concludes_and_from_what(turtle):
    """Defined classes, sufficient conditions, chains; the premises are what these look at and nothing concludes."""
    found = vocabulary_of(turtle(TERMS))
    assert _names(found.classes) == {"Wide", "https://example.org/Phased"}
    assert _names(found.properties) == {"attenuates", "inhibits"}
    assert _names(found.premises) == {"kind", "kinaseOf", "hits", "phase"}


def test_facts_are_premises_with_the_stated_kinds_of_what_they_join():
    """Conclusions, other properties, and kinds of things that nothing joins stay out."""
    quads = list(ox.parse("""PREFIX g: <https://w3id.org/jakgraph/graph/> PREFIX jg: <https://w3id.org/jakgraph/ontology#>
        PREFIX : <https://example.org/>
        g:entities { :d jg:hits :k ; jg:other :k ; a jg:Drug . :k a jg:Protein . :e a jg:Drug }
        g:inferred { :d a jg:Entity . :d jg:attenuates :r }""", format=ox.RdfFormat.TRIG))  # fmt: skip
    found = facts_of(quads, frozenset({f"{JG}hits"}))
    assert {(str(one.subject)[21:-1], one.predicate.value.rpartition("#")[2]) for one in found} == {
        ("d", "hits"), ("d", "type"), ("k", "type"),
    }  # fmt: skip
    assert len(found) == 3


def test_of_things_that_look_the_same_a_few_stand_for_all():
    """Claims alike in kind and value are sampled; things that others lead to are all kept."""
    alike = ":c{0} a jg:Claim ; jg:hits :k . :d jg:hits :l{0} . :l{0} a jg:Protein ; jg:hits :m ."
    text = " ".join(alike.format(number) for number in range(9))
    quads = [ox.Quad(*quad.triple, ox.NamedNode("https://example.org/g")) for quad in ox.parse(
        f"PREFIX jg: <{JG}> PREFIX : <https://example.org/> {text}", format=ox.RdfFormat.TURTLE)]  # fmt: skip
    subjects = {str(one.subject)[21:-1] for one in facts_of(quads, frozenset({f"{JG}hits"}), most_alike=3)}
    assert subjects == {"c0", "c1", "c2", "d", *(f"l{number}" for number in range(9))}
