from __future__ import annotations

import pyoxigraph as ox
import pytest
from rdflib import Graph, URIRef
from rdflib.collection import Collection
from rdflib.namespace import RDF, RDFS, SH, SKOS

from jakgraph import paths
from jakgraph.build.terms import class_iri
from jakgraph.build.vocabulary import RELATION_COLUMNS, property_of
from jakgraph.model import ROW_TYPES, Arm, Claim, Concept, Entity, Kind, RetiredIdentifier, columns_of
from jakgraph.namespaces import JG, JGR
from jakgraph.validate.graph_rules import shape_problems

pytestmark = pytest.mark.filterwarnings(
    "ignore:Dataset.identifier is deprecated:DeprecationWarning"  # pyshacl 0.40 writing a report with rdflib 7.6
)

SHAPES = paths.ontology_dir() / "shapes.ttl"
APART = {(Arm, "doses"), (Arm, "dose_units")}
"""Columns that become a treatment's."""

GOOD = """
PREFIX jg: <https://w3id.org/jakgraph/ontology#> PREFIX jgr: <https://w3id.org/jakgraph/>
PREFIX prov: <http://www.w3.org/ns/prov#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
PREFIX dcterms: <http://purl.org/dc/terms/>
<s/paper> a jg:Source ; rdfs:label "Paper 2023"@en ; jg:sourceKind <source-kind/paper> .
<drug/x> a jg:Drug, jg:Entity, jg:Curated ; rdfs:label "X"@en ; jg:drugClass <drug-class/jak-inhibitor> ;
    dcterms:source <s/paper> ; jg:verification <verification/seen-abstract> ; jg:curatedBy "t" ;
    jg:curatedOn "2026-11-24"^^xsd:date .
<protein/jak1> a jg:Protein, jg:Entity, jg:Curated ; rdfs:label "JAK1"@en ; jg:geneSymbol "JAK1" ;
    jg:proteinKind <protein-kind/kinase> ; dcterms:source <s/paper> ; jg:curatedBy "t" ;
    jg:verification <verification/seen-abstract> ; jg:curatedOn "2026-11-24"^^xsd:date .
<potency/x> a jg:Potency, jg:Claim, jg:Curated ; rdfs:label "X on JAK1: IC50 5.9 nM"@en ; jg:drug <drug/x> ;
    jg:target <protein/jak1> ; jg:assayKind <assay-kind/biochemical> ; jg:measure <potency-measure/ic50> ;
    jg:valueNm 5.9 ; jg:valueNmText "5.9" ; jg:evidenceType <evidence-type/in-vitro> ; jg:curatedBy "t" ;
    prov:hadPrimarySource <s/paper> ; jg:verification <verification/seen-abstract> ;
    jg:curatedOn "2026-11-24"^^xsd:date .
"""
WORDS = """source-kind/paper drug-class/jak-inhibitor verification/seen-abstract verification/unverified
    protein-kind/kinase assay-kind/biochemical potency-measure/ic50 evidence-type/in-vitro"""


def _words() -> str:
    lines = []
    for word in WORDS.split():
        scheme, _, name = word.partition("/")
        lines.append(f'<{word}> a skos:Concept ; rdfs:label "{name}"@en ; skos:inScheme <scheme/{scheme}> ; '
                     f'skos:notation "{name}" ; skos:definition "what {name} means"@en .')  # fmt: skip
        lines.append(f'<scheme/{scheme}> a skos:ConceptScheme ; rdfs:label "{scheme}"@en .')
    return "\n".join(lines)


def _messages(quads: list[ox.Quad]) -> set[str]:
    return {problem.message for problem in shape_problems(quads, SHAPES)}


def _broken(*changes: tuple[str, str]) -> set[str]:
    """Return the messages for the good graph with these changes of text."""
    text = GOOD
    for before, after in changes:
        assert before in text
        text = text.replace(before, after)
    return _messages(list(ox.parse(text + _words(), format=ox.RdfFormat.TURTLE, base_iri=str(JGR))))


def test_the_built_graph_conforms(built):
    """Nothing in the built graph breaks a shape."""
    assert _messages(list(built)) == set()


def test_a_good_claim_conforms():
    """A claim with all it needs breaks no shape."""
    assert _broken() == set()


NO_SOURCE = ("prov:hadPrimarySource <s/paper> ; ", "")
TWO_SOURCES = ("prov:hadPrimarySource <s/paper>", "prov:hadPrimarySource <s/paper>, <drug/x>")
SEEN = "jg:verification <verification/seen-abstract> ;\n    jg:curatedOn"
UNVERIFIED = (SEEN, 'jg:verification <verification/unverified> ; jg:unverifiedReason "why" ;\n    jg:curatedOn')
NEEDLESS_REASON = (SEEN, f'jg:unverifiedReason "why" ; {SEEN}')
NO_FIGURE = ('jg:valueNm 5.9 ; jg:valueNmText "5.9" ; ', "")


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (NO_SOURCE, "name the document that states this, or set verification to unverified"),
        (TWO_SOURCES, "at most one row of sources.csv"),
        (("jg:evidenceType <evidence-type/in-vitro> ; ", ""), "evidence_type: give one word"),
        (("<evidence-type/in-vitro>", "<assay-kind/biochemical>"), "evidence_type: give one word"),
        (("jg:drug <drug/x> ", "jg:drug <protein/jak1> "), "potencies.csv, drug: name one row of drugs.csv"),
        (("jg:target <protein/jak1> ; ", ""), "either a target"),
        (("jg:valueNm 5.9 ", 'jg:valueNm "5.9" '), "value_nm: give one number above 0"),
        (("jg:valueNm 5.9 ", "jg:valueNm 0 "), "value_nm: give one number above 0"),
        (NO_FIGURE, "value_nm as a number or “not reported”"),
        (('"X on JAK1: IC50 5.9 nM"@en', '"X on JAK1: IC50 5.9 nM"'), "exactly one label, in English"),
        (('rdfs:label "X"@en ; ', ""), "exactly one label, in English"),
        (('jg:curatedOn "2026-11-24"^^xsd:date', 'jg:curatedOn "2026"^^xsd:gYear'), "curated_on: give one day"),
        (NEEDLESS_REASON, "only an unverified row gives a reason"),
    ],
)  # fmt: skip
def test_a_slip_is_named_with_its_remedy(change, says):
    """Each slip breaks a shape, whose message says how to mend it."""
    messages = _broken(change)
    assert any(says in message for message in messages), messages


def test_an_unverified_claim_needs_no_source():
    """A claim that is said to be unverified, with the reason, may stand without a source."""
    assert _broken(NO_SOURCE, UNVERIFIED) == set()


@pytest.fixture(scope="module")
def shapes() -> Graph:
    return Graph().parse(SHAPES)


def _shape_of(shapes: Graph, kind: URIRef) -> dict[URIRef, URIRef]:
    """Return the property shapes of a class by their path."""
    nodes = list(shapes.subjects(SH.targetClass, kind))
    return {shapes.value(prop, SH.path): prop for node in nodes for prop in shapes.objects(node, SH.property)}


@pytest.mark.parametrize("row_type", [kind for kind in ROW_TYPES if kind not in (Concept, RetiredIdentifier)],
                         ids=lambda kind: kind.table)  # fmt: skip
def test_shapes_ask_what_the_columns_say(shapes, row_type):
    """Each column's property has a shape with the same number of values and the same class or list."""
    checked = _shape_of(shapes, JG.Curated)
    for base, kind in ((Claim, JG.Claim), (Entity, JG.Entity)):
        checked |= _shape_of(shapes, kind) if issubclass(row_type, base) else {}
    checked |= {RDFS.label: _shape_of(shapes, JG.Source)[RDFS.label]} | _shape_of(shapes, class_iri(row_type))
    for column in columns_of(row_type):
        if column.name in (row_type.key_column, *RELATION_COLUMNS.values()) or (row_type, column.name) in APART:
            continue
        shape = checked.get(property_of(row_type, column.name))
        assert shape is not None, column.name
        assert (shapes.value(shape, SH.maxCount) is not None) != column.many, column.name
        figure = column.kind in (Kind.FIGURE, Kind.COUNT)
        assert (shapes.value(shape, SH.minCount) is not None) == (column.required and not figure), column.name
        if column.kind is Kind.REFERENCE:
            table = shapes.value(shape, SH["class"])
            assert table in {class_iri(kind) for kind in ROW_TYPES if kind.table == column.target}, column.name
        if column.kind is Kind.CONCEPT:
            word = shapes.value(shapes.value(shape, SH.node), SH.property)
            assert shapes.value(word, SH.path) == SKOS.inScheme
            assert shapes.value(word, SH.hasValue) == JGR[f"scheme/{column.target}"], column.name


def test_every_constraint_has_a_message(shapes):
    """What a shape forbids, it says how to mend."""
    for node in shapes.subjects(SH.targetClass):
        for prop in shapes.objects(node, SH.property):
            assert shapes.value(prop, SH.message), shapes.value(prop, SH.path)
        if any(shapes.value(node, kind) for kind in (SH["or"], SH.xone)):
            assert shapes.value(node, SH.message), node
        assert shapes.value(node, SH.severity) == SH.Violation, node


def test_shapes_are_shacl_core(shapes):
    """No SPARQL constraint: pyshacl takes 10 s for 600 nodes of those; and each shape named is there."""
    assert not set(shapes.predicates()) & {SH.sparql, SH.select, SH.js}
    for name in shapes.objects(None, SH.node):
        assert (name, RDF.type, SH.NodeShape) in shapes, name
    for alternatives in shapes.objects(None, SH["or"]):
        assert len(Collection(shapes, alternatives)) > 1
