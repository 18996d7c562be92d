from __future__ import annotations

import owlready2
import pytest

from jakgraph.errors import ReasonerError
from jakgraph.reason import Hermit

KINDS = """jg:Drug a owl:Class . jg:Trial a owl:Class ; owl:disjointWith jg:Drug . jg:x a owl:ObjectProperty .
    jg:Used a owl:Class ; owl:equivalentClass [ a owl:Class ; owl:intersectionOf ( jg:Drug
    [ a owl:Restriction ; owl:onProperty jg:x ; owl:someValuesFrom jg:Trial ] ) ] .
    jg:Never a owl:Class ; rdfs:subClassOf jg:Drug , jg:Trial .
    ex:d a jg:Drug ; jg:x ex:t . ex:t a jg:Trial . ex:e a jg:Drug ."""


def test_what_follows_is_found(hermit, turtle):
    """Members of a defined class, pairs, wider classes, and a class that nothing can be of."""
    found = hermit.classify(turtle(KINDS))
    jg, ex = "https://w3id.org/jakgraph/ontology#", "https://example.org/"
    assert found.members[f"{jg}Used"] == {f"{ex}d"}
    assert found.members[f"{jg}Drug"] == {f"{ex}d", f"{ex}e"}
    assert found.pairs[f"{jg}x"] == {(f"{ex}d", f"{ex}t")}
    assert f"{jg}Drug" in found.wider[f"{jg}Used"]
    assert found.unsatisfiable == (f"{jg}Never",)


def test_a_contradiction_is_an_answer(hermit, turtle):
    """Consistent or not is an answer; no error is raised for either."""
    assert hermit.is_consistent(turtle(KINDS))
    assert not hermit.is_consistent(turtle(f"{KINDS} ex:d a jg:Trial ."))


def test_nothing_is_inferred_from_a_contradiction(hermit, turtle):
    """From a contradiction anything follows, so nothing is returned, and Java is not blamed."""
    with pytest.raises(ReasonerError, match="contradict") as caught:
        hermit.classify(turtle(f"{KINDS} ex:d a jg:Trial ."))
    assert "Java" not in str(caught.value)


def test_what_hermit_cannot_read_is_told(hermit, turtle):
    """A datatype that HermiT rejects is an error that says what HermiT said."""
    text = f'{KINDS} jg:on a owl:DatatypeProperty . ex:d jg:on "2020-01-01"^^xsd:date .'
    with pytest.raises(ReasonerError, match="HermiT stopped"):
        hermit.is_consistent(turtle(text))


def test_a_java_that_cannot_be_run_is_told(tmp_path, turtle):
    """A path without a program is an error of the reasoner, not an inconsistency."""
    with pytest.raises(ReasonerError, match="cannot be run"):
        Hermit(tmp_path / "java").is_consistent(turtle(KINDS))


def test_a_run_has_a_limit(tmp_path, turtle):
    """HermiT is stopped after its time."""
    program = tmp_path / "java"
    program.write_text("#!/bin/sh\nexec sleep 20\n")
    program.chmod(0o755)
    with pytest.raises(ReasonerError, match=r"within 0\.2 s"):
        Hermit(program, seconds=0.2).is_consistent(turtle(KINDS))


def test_no_axioms_are_no_ontology(hermit):
    """An empty input is refused: a consistent nothing would look like a passed check."""
    with pytest.raises(ReasonerError, match="no axioms"):
        hermit.classify([])


def test_owlready_is_left_as_it_was(hermit, turtle):
    """The process-wide Java and the default world of owlready2 are not changed."""
    before = owlready2.JAVA_EXE, len(owlready2.default_world.graph)
    hermit.classify(turtle(KINDS))
    assert before == (owlready2.JAVA_EXE, len(owlready2.default_world.graph))
