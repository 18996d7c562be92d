from __future__ import annotations

import re
from pathlib import Path

import pytest
from rdflib import Graph, URIRef
from rdflib.namespace import DCTERMS, OWL, RDF, RDFS, SKOS, XSD

import jakgraph.build
from jakgraph import paths
from jakgraph.build.terms import class_iri
from jakgraph.build.vocabulary import BOUND_SUFFIX, RELATION_COLUMNS, property_of, text_property
from jakgraph.model import ROW_TYPES, Concept, Kind, Prefix, RetiredIdentifier, columns_of
from jakgraph.namespaces import JG

NOT_PROPERTIES = (Concept, RetiredIdentifier)
"""Tables whose rows become SKOS or OWL terms, not properties of ours."""

FIGURES = (Kind.FIGURE, Kind.COUNT)


def _columns():
    for row_type in ROW_TYPES:
        for column in columns_of(row_type):
            if column.name != row_type.key_column and row_type not in NOT_PROPERTIES:
                yield row_type, column, property_of(row_type, column.name)


def _emitted_by_columns() -> set[URIRef]:
    """Return every property and class of ours that a table column can give."""
    terms = {class_iri(row_type) for row_type in ROW_TYPES if row_type not in NOT_PROPERTIES}
    for _row_type, column, prop in _columns():
        if column.name in RELATION_COLUMNS.values():
            continue
        terms.add(prop)
        if column.kind in FIGURES:
            terms.add(text_property(prop))
        if column.name in RELATION_COLUMNS:
            terms |= {URIRef(prop + suffix) for suffix in BOUND_SUFFIX.values()}
    return {term for term in terms if term in JG}


def _emitted_by_code() -> set[URIRef]:
    """Return every term of ours that the build names itself."""
    folder = next(iter(jakgraph.build.__path__))
    texts = [path.read_text("utf-8") for path in Path(folder).glob("*.py") if path.stem != "vocabulary"]
    return {JG[name] for text in texts for name in re.findall(r"\bJG\.([A-Za-z]+)", text)}


def _inferred() -> set[URIRef]:
    """Return every term of ours that a rule states."""
    folders = (paths.ontology_dir() / name for name in ("rules", "computed"))
    rules = [path.read_text("utf-8") for folder in folders for path in folder.glob("*.rq")]
    templates = [re.search(r"CONSTRUCT \{(.*?)\}", rule, re.DOTALL)[1] for rule in rules]
    return {JG[name] for template in templates for name in re.findall(r"\bjg:(\w+)", template)}


def _wider(graph: Graph, terms: set[URIRef]) -> set[URIRef]:
    """Return the superclasses and superproperties of ours of the terms."""
    wider = {node for term in terms for relation in (RDFS.subClassOf, RDFS.subPropertyOf)
             for node in graph.transitive_objects(term, relation)}  # fmt: skip
    return {node for node in wider if node in JG}


@pytest.fixture(scope="module")
def declared(ontology) -> set[URIRef]:
    kinds = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
    return {term for kind in kinds for term in ontology.subjects(RDF.type, kind) if term in JG}


def test_what_the_build_can_state_is_what_is_declared(ontology, declared):
    """Every term that tables, code or rules can state is declared, and no other term of ours is."""
    stated = _emitted_by_columns() | _emitted_by_code() | _inferred()
    usable = stated | _wider(ontology, stated)
    assert {"missing": sorted(usable - declared), "unused": sorted(declared - usable)} == {"missing": [], "unused": []}


def test_each_term_explains_itself(ontology, declared):
    """Every term of ours has one English label, one definition, an example and its ontology."""
    for term in sorted(declared):
        for annotation in (RDFS.label, SKOS.definition):
            texts = list(ontology.objects(term, annotation))
            assert [text.language for text in texts] == ["en"], (term, annotation)
        assert any(text.language == "en" for text in ontology.objects(term, SKOS.example)), term
        assert (term, RDFS.isDefinedBy, URIRef("https://w3id.org/jakgraph/ontology")) in ontology, term


def test_labels_tell_terms_apart(ontology, declared):
    """No two classes share a label, and no two properties that one kind of record can have."""
    domains: dict[tuple[str, str], set[URIRef]] = {}
    for term in declared:
        kind = "class" if (term, RDF.type, OWL.Class) in ontology else str(ontology.value(term, RDFS.domain))
        domains.setdefault((kind, str(ontology.value(term, RDFS.label))), set()).add(term)
    assert [terms for terms in domains.values() if len(terms) > 1] == []


def test_ranges_are_those_of_the_columns(ontology):
    """What a column refers to is its property's range: a table's class, a concept, a number, a text."""
    class_of = {row_type.table: class_iri(row_type) for row_type in ROW_TYPES}
    for row_type, column, prop in _columns():
        if prop not in JG or column.name in RELATION_COLUMNS.values():
            continue
        expected = {
            Kind.REFERENCE: class_of.get(column.target),
            Kind.CONCEPT: SKOS.Concept,
            Kind.FIGURE: XSD.decimal,
            Kind.COUNT: XSD.integer,
            Kind.INTEGER: XSD.integer,
            Kind.TEXT: XSD.string,
            Kind.ENTITY: JG.Entity,
        }.get(column.kind)
        if (row_type, column.name) == (Prefix, "web_page"):
            expected = XSD.string
        assert ontology.value(prop, RDFS.range) == expected, (row_type.table, column.name)


def test_domains_hold_every_table_that_has_the_column(ontology):
    """A domain is the class of each table with that column, or a superclass of it."""
    for row_type, column, prop in _columns():
        domain = ontology.value(prop, RDFS.domain)
        if domain is not None:
            wider = set(ontology.transitive_objects(class_iri(row_type), RDFS.subClassOf))
            assert domain in wider, (row_type.table, column.name, domain)


def test_each_figure_has_its_twin(ontology):
    """The property that keeps a figure's digits is a kind of reported text."""
    for _row_type, column, prop in _columns():
        if column.kind in FIGURES:
            assert (text_property(prop), RDFS.subPropertyOf, JG.reportedText) in ontology, column.name


def test_the_ontology_stays_in_owl_2_el(ontology):
    """Only constructs of OWL 2 EL are used, besides disjointness, which EL has."""
    allowed = {
        OWL.AllDisjointClasses, OWL.AnnotationProperty, OWL.Class, OWL.DatatypeProperty, OWL.ObjectProperty,
        OWL.Ontology, OWL.Restriction, OWL.equivalentClass, OWL.hasValue, OWL.intersectionOf, OWL.members,
        OWL.onProperty, OWL.propertyChainAxiom, OWL.someValuesFrom, OWL.versionIRI, OWL.versionInfo,
    }  # fmt: skip
    used = {node for triple in ontology for node in triple if node in OWL}
    assert used <= allowed, sorted(used - allowed)
    ranges = {node for node in ontology.objects(None, RDFS.range) if node in XSD}
    assert ranges <= {XSD.string, XSD.integer, XSD.decimal}


def test_chains_end_in_their_range(ontology):
    """In EL the last property of a chain must have the range of what it implies."""
    for whole, chain in ontology.subject_objects(OWL.propertyChainAxiom):
        last = list(ontology.items(chain))[-1]
        assert ontology.value(last, RDFS.range) == ontology.value(whole, RDFS.range), whole


def test_notions_name_where_they_come_from(ontology):
    """What registers of trials define is credited to them."""
    for term in (JG.Trial, JG.Arm, JG.phase, JG.masking, JG.whyStopped):
        assert ontology.value(term, DCTERMS.source) is not None, term


def test_values_in_the_graph_fit_domains_and_ranges(built):
    """In the built graph no subject is outside its property's domain and no object outside its class range."""
    prefixes = """PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> PREFIX owl: <http://www.w3.org/2002/07/owl#>"""
    outside = """SELECT DISTINCT ?property ?thing { ?thing ?property ?value . ?property rdfs:domain ?domain
        FILTER NOT EXISTS { ?thing a ?domain } }"""
    beyond = """SELECT DISTINCT ?property ?thing { ?thing ?property ?value . ?property rdfs:range ?range .
        ?range a owl:Class FILTER NOT EXISTS { ?value a ?range } }"""
    for query in (outside, beyond):
        found = [(row["property"].value, row["thing"].value)
                 for row in built.query(prefixes + query, use_default_graph_as_union=True)]  # fmt: skip
        assert found == []


def test_nothing_is_of_two_kinds(built):
    """Each thing has one class of its own: no two rows, words or lists share an IRI."""
    query = """PREFIX jg: <https://w3id.org/jakgraph/ontology#>
        SELECT ?thing (COUNT(DISTINCT ?class) AS ?classes) { GRAPH ?graph { ?thing a ?class }
        FILTER (?graph NOT IN (<https://w3id.org/jakgraph/graph/ontology>, <https://w3id.org/jakgraph/graph/inferred>))
        } GROUP BY ?thing HAVING (COUNT(DISTINCT ?class) > 1)"""
    assert [row["thing"].value for row in built.query(query)] == []
