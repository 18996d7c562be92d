"""HermiT over the real ontology and the facts of the real graph."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from rdflib.namespace import RDF

from jakgraph.namespaces import JG, JGR
from jakgraph.reason import check_reasoning
from jakgraph.reason.axioms import logical_triples
from jakgraph.reason.check import contradiction
from jakgraph.reason.facts import facts_of, vocabulary_of
from jakgraph.reason.parity import disagreements, members_by_rules

if TYPE_CHECKING:
    from jakgraph.reason import Reasoning

pytestmark = pytest.mark.xdist_group("hermit")


def quad(subject: str, predicate: str, value: str, graph: str = "entities") -> ox.Quad:
    def iri(name: str) -> ox.NamedNode:
        return ox.NamedNode(str(JGR if "/" in name else JG) + name)

    predicate_node = ox.NamedNode(str(RDF.type)) if predicate == "a" else iri(predicate)
    return ox.Quad(iri(subject), predicate_node, iri(value), ox.NamedNode(f"{JGR}graph/{graph}"))


def _parts(triple: ox.Triple) -> tuple[ox.NamedNode, ox.NamedNode, ox.NamedNode]:
    return triple.subject, triple.predicate, triple.object


@pytest.fixture(scope="module")
def reasoning(built, hermit) -> Reasoning:
    return check_reasoning(built, hermit)


def test_ontology_and_facts_are_consistent_and_rules_and_hermit_agree(reasoning):
    """No contradiction, no class that nothing can be of, and HermiT infers what the rules say, no more and no less."""
    assert [str(problem) for problem in reasoning.problems] == []
    assert reasoning.checked["axioms for HermiT"] > 2000
    assert reasoning.checked["inferred classes"] >= 20


def test_every_term_that_is_compared_has_something_to_compare(built, ontology):
    """The facts reach every class and property that the ontology concludes: agreement on nothing proves nothing."""
    vocabulary = vocabulary_of(ontology)
    stated = {one.predicate.value for one in built}
    assert vocabulary.properties <= stated
    empty = {name for name, members in members_by_rules(built, vocabulary.classes).items() if not members}
    assert empty <= {str(JG.JakInhibitorApprovedForLupus)}, "no JAK inhibitor was approved; all else has members"


def test_a_rule_that_says_less_or_more_is_found(built, ontology):
    """A membership or pair that only one side has is a problem that says which."""
    from jakgraph.reason import Classification  # noqa: PLC0415 - the one test that makes one up

    vocabulary = vocabulary_of(ontology)
    members = {name: frozenset(found) for name, found in members_by_rules(built, vocabulary.classes).items()}
    pairs = {name: frozenset((one.subject.value, one.object.value) for one in built if one.predicate.value == name)
             for name in vocabulary.properties}  # fmt: skip
    same = Classification((), members, pairs, {})
    facts = [one.triple for one in built]
    assert list(disagreements(built, facts, vocabulary, same)) == []
    more = [*built, quad("drug/baricitinib", "testedFor", "disease/vitiligo", "inferred")]
    assert [problem.message for problem in disagreements(more, facts, vocabulary, same)] == [
        "jgr:drug/baricitinib jg:testedFor jgr:disease/vitiligo: so the rules, not HermiT."
    ]
    less = [one for one in built if one.predicate.value != f"{JG}testedFor"]
    found = [problem.message for problem in disagreements(less, facts, vocabulary, same)]
    assert len(found) == len(pairs[f"{JG}testedFor"])
    assert all(message.endswith(": so HermiT, not the rules.") for message in found)


def test_subclasses_are_classified(ontology, hermit):
    """Classification finds what follows: a contrast is a curated record and an assertion of SEPIO."""
    wider = hermit.classify(logical_triples(ontology)).wider[str(JG.Contrast)]
    assert {str(JG.Claim), str(JG.Curated), "http://purl.obolibrary.org/obo/SEPIO_0000001"} <= wider


@pytest.mark.parametrize(
    ("fact", "says"),
    [
        (quad("potency/x", "drug", "disease/sle"), "what jg:drug leads to is jg:Drug"),
        (quad("contrast/x", "a", "Drug"), ""),
    ],
)
def test_a_slip_is_a_contradiction_with_its_culprits(ontology, built, hermit, fact, says):
    """A thing filed under two kinds, or a property on the wrong thing, is found and named; Java is not blamed."""
    facts = facts_of([*built, fact], vocabulary_of(ontology).premises | {fact.predicate.value})
    related = {fact.subject, fact.object}
    near = [one for one in facts if one.subject in related and one.predicate.value == str(RDF.type)]
    triples = logical_triples([*ontology, *near, fact.triple])
    if not says:
        assert hermit.is_consistent(triples)
        return
    problem = contradiction(triples, hermit)
    assert says in problem.message
    assert "Java" not in problem.message
    assert problem.message.count("(") <= 6


def test_a_class_that_nothing_can_be_of_is_named_with_the_reason(hermit, turtle):
    """An unsatisfiable class is a problem of its own, and says by which axioms nothing can be of it."""
    slip = """jg:Drug a owl:Class . jg:Trial a owl:Class ; owl:disjointWith jg:Drug .
        jg:Both a owl:Class ; rdfs:subClassOf jg:Drug , jg:Trial ."""
    graph = ox.NamedNode(f"{JGR}graph/ontology")
    found = check_reasoning([ox.Quad(*one, graph) for one in map(_parts, turtle(slip))], hermit)
    problems = [problem for problem in found.problems if problem.rule != "parity"]
    assert [problem.rule for problem in problems] == ["unsatisfiable-class"]
    assert "nothing can be a jg:Both" in problems[0].message
    assert "what is jg:Both is jg:Trial" in problems[0].message
