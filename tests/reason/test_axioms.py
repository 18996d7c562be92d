from __future__ import annotations

import pytest

from jakgraph.reason.axioms import logical_triples, name_of, split

TERMS = """jg:Drug a owl:Class . jg:Trial a owl:Class . jg:inhibits a owl:ObjectProperty .
    jg:kinaseOf a owl:ObjectProperty . jg:note a owl:AnnotationProperty . jg:phase a owl:ObjectProperty ."""


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("jg:Drug rdfs:subClassOf jg:Trial .", "what is jg:Drug is jg:Trial"),
        ("jg:Drug owl:disjointWith jg:Trial .", "nothing is both jg:Drug and jg:Trial"),
        ("jg:inhibits rdfs:domain jg:Drug .", "what has jg:inhibits is jg:Drug"),
        ("jg:inhibits rdfs:range jg:Drug .", "what jg:inhibits leads to is jg:Drug"),
        ("jg:inhibits rdfs:subPropertyOf jg:kinaseOf .", "jg:inhibits implies jg:kinaseOf"),
        ("jg:phase owl:propertyChainAxiom ( jg:inhibits jg:kinaseOf ) .",
         "jg:inhibits then jg:kinaseOf implies jg:phase"),
        ("jgr:x a jg:Drug .", "jgr:x is jg:Drug"),
        ("jgr:x jg:inhibits jgr:y .", "jgr:x jg:inhibits jgr:y"),
        ("""jg:Drug owl:equivalentClass [ owl:intersectionOf ( jg:Trial [ owl:onProperty jg:inhibits ;
            owl:someValuesFrom [ owl:onProperty jg:phase ; owl:hasValue jgr:x ] ] ) ] .""",
         "jg:Drug means (jg:Trial and jg:inhibits some jg:phase value jgr:x)"),
        ("[] owl:intersectionOf ( jg:Drug jg:Trial ) ; rdfs:subClassOf jg:Trial .",
         "what is (jg:Drug and jg:Trial) is jg:Trial"),
    ],
)  # fmt: skip
def test_an_axiom_is_said_in_words(turtle, text, words):
    """Each kind of axiom is one axiom with all its triples, and reads as a sentence."""
    declarations, axioms = split(logical_triples(turtle(TERMS + text)))
    assert [axiom.text for axiom in axioms] == [words]
    assert len(declarations) + len(axioms[0].triples) == len(logical_triples(turtle(TERMS + text)))


def test_disjoint_classes_become_pairs(turtle):
    """Of many classes that exclude each other, every pair is an axiom, so that the two that clash can be named."""
    text = "[] a owl:AllDisjointClasses ; owl:members ( jg:Drug jg:Trial jg:Arm ) ."
    _declarations, axioms = split(turtle(text))
    assert [axiom.text for axiom in axioms] == [
        "nothing is both jg:Drug and jg:Trial",
        "nothing is both jg:Drug and jg:Arm",
        "nothing is both jg:Trial and jg:Arm",
    ]


@pytest.mark.parametrize(
    "text",
    [
        'jg:Drug rdfs:label "drug" .',
        'jgr:x jg:note "a remark" .',
        "jgr:x jg:undeclared jgr:y .",
        "jg:note a owl:AnnotationProperty .",
        'jgr:x jg:phase "2020-01-01"^^xsd:date .',
        'jgr:x jg:phase "2020"^^xsd:gYear .',
        'jgr:x jg:phase "2020-01"^^xsd:gYearMonth .',
    ],
)
def test_what_says_nothing_is_left_out(turtle, text):
    """Labels, annotations, properties that nothing declares and dates, which OWL 2 lacks, are no logic."""
    assert len(logical_triples(turtle(TERMS + text))) == len(logical_triples(turtle(TERMS)))


def test_names_are_short_where_they_can_be(turtle):
    """A name is written with its longest prefix of ours, or in full."""
    triple = turtle("jg:Drug rdfs:seeAlso <https://elsewhere.example/x> .")[0]
    assert (name_of(triple.subject), name_of(triple.object)) == ("jg:Drug", "<https://elsewhere.example/x>")
