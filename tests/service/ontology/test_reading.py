"""The reference read from a small ontology."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from rdflib import Graph

from jakgraph.service.ontology.reading import read_reference

if TYPE_CHECKING:
    from jakgraph.service.ontology.terms import Reference, Term

ONTOLOGY = """
PREFIX jg: <https://w3id.org/jakgraph/ontology#>
PREFIX jgr: <https://w3id.org/jakgraph/>
PREFIX obo: <http://purl.obolibrary.org/obo/>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX dcterms: <http://purl.org/dc/terms/>

<https://w3id.org/jakgraph/ontology> owl:versionInfo "9.9" ; dcterms:title "Small"@en .
jg:Entity a owl:Class ; rdfs:label "entity"@en ; skos:definition "A thing."@en .
jg:Drug a owl:Class ; rdfs:subClassOf jg:Entity ; rdfs:label "drug"@en ; skos:example "baricitinib"@en .
jg:Claim a owl:Class ; rdfs:subClassOf obo:SEPIO_0000001 ; rdfs:label "claim"@en .
jg:ApprovedDrug a owl:Class ; rdfs:subClassOf jg:Drug ; rdfs:label "approved drug"@en ; owl:equivalentClass [
  owl:intersectionOf ( jg:Drug [ a owl:Restriction ; owl:onProperty jg:has ; owl:someValuesFrom [
    owl:intersectionOf ( jg:Claim [ owl:onProperty jg:decision ; owl:hasValue jgr:yes ] )
  ] ] ) ] .
obo:SEPIO_0000001 a owl:Class ; rdfs:label "assertion"@en .
jg:has a owl:ObjectProperty ; rdfs:label "has"@en ; rdfs:domain jg:Drug ; rdfs:range jg:Claim ;
  skos:closeMatch obo:SEPIO_0000001 ; owl:propertyChainAxiom ( jg:decision jg:has ) .
jg:decision a owl:ObjectProperty ; rdfs:label "decision"@en ; skos:scopeNote "Inferred by rules/1.rq."@en .
jg:estimate a owl:DatatypeProperty ; rdfs:label "estimate"@en .
jg:estimateText a owl:DatatypeProperty ; rdfs:label "estimate, as printed"@en .
jg:estimateBelow a owl:DatatypeProperty ; rdfs:label "estimate below"@en .
"""
COLUMNS = [
    {
        "table": "contrasts",
        "class": "https://w3id.org/jakgraph/ontology#Claim",
        "column": "estimate",
        "property": "https://w3id.org/jakgraph/ontology#estimate",
        "figure": True,
        "meaning": "size of the effect",
    }
]


@pytest.fixture(scope="module")
def reference() -> Reference:
    """The reference of the small ontology."""
    triples = Graph().parse(data=ONTOLOGY, format="turtle").serialize(format="nt", encoding="utf-8")
    return read_reference(triples, COLUMNS)


def term(reference: Reference, name: str) -> Term:
    (found,) = [term for term in reference.terms if term.name == name]
    return found


def test_the_header_is_that_of_the_ontology(reference: Reference) -> None:
    """Title and version as the ontology states them."""
    assert (reference.title, reference.version) == ("Small", "9.9")


def test_each_term_stands_in_one_section(reference: Reference) -> None:
    """Classes under entities, claims or records; properties by what they hold; digits, bounds and conclusions apart."""
    sections = {section.anchor: [term.name for term in section.terms] for section in reference.sections}
    assert sections == {
        "entities": ["Entity", "Drug", "ApprovedDrug"],
        "claims": ["Claim"],
        "links": ["has"],
        "values": ["estimate"],
        "shortcuts": ["decision"],
        "digits": ["estimateBelow", "estimateText"],
    }


def test_classes_know_parents_children_and_properties(reference: Reference) -> None:
    """Links to other terms are places on the page."""
    drug = term(reference, "Drug")
    assert [link.href for link in drug.parents] == ["#Entity"]
    assert [(link.text, link.href) for link in drug.children] == [("approved drug", "#ApprovedDrug")]
    assert [link.href for link in drug.used_on] == ["#has"]
    assert drug.example == "baricitinib"


def test_a_definition_is_read_as_a_sentence(reference: Reference) -> None:
    """And, some and value, nested in brackets, each name a link."""
    (definition,) = term(reference, "ApprovedDrug").definitions
    assert "".join(link.text for link in definition) == "drug and (has some (claim and (decision value yes)))"
    assert definition[0].href == "#Drug"


def test_a_chain_is_read_in_order(reference: Reference) -> None:
    """A property chain names its properties as they follow each other."""
    assert [[link.text for link in chain] for chain in term(reference, "has").chains] == [["decision", "has"]]


def test_bridges_lead_out_by_label(reference: Reference) -> None:
    """Super-classes and matches in other ontologies are bridges, under the labels that bridge.ttl gives them."""
    (bridge,) = term(reference, "Claim").bridges
    assert (bridge.relation, [link.text for link in bridge.targets]) == ("kind of", ["assertion"])
    assert term(reference, "Claim").parents == ()
    assert term(reference, "has").bridges[0].relation == "close to"


def test_columns_and_tables_are_named(reference: Reference) -> None:
    """A figure's column fills the figure and its digits; a class has its table."""
    for name in ("estimate", "estimateText"):
        assert [(use.table, use.column) for use in term(reference, name).columns] == [("contrasts", "estimate")]
    assert term(reference, "Claim").tables == ("contrasts",)
