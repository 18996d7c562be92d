from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from jakgraph.reason.axioms import Axiom, logical_triples, split
from jakgraph.reason.culprits import clash, culprits

NUMBERS = st.integers(min_value=0, max_value=30)


CONFLICTS = st.sets(st.frozensets(NUMBERS, min_size=1, max_size=4), min_size=1)


@given(axioms=st.sets(NUMBERS, min_size=1), conflicts=CONFLICTS)
def test_what_is_found_is_inconsistent_and_nothing_of_it_can_be_spared(axioms, conflicts):
    """Whatever sets of axioms conflict, one that conflicts is found, and no smaller part of it does."""
    axioms |= next(iter(conflicts))
    made = [Axiom((), str(number)) for number in sorted(axioms)]

    def is_consistent(some):
        numbers = {int(axiom.text) for axiom in some}
        return not any(conflict <= numbers for conflict in conflicts)

    found = culprits(made, is_consistent)
    assert not is_consistent(found)
    assert all(is_consistent([axiom for axiom in found if axiom != spared]) for spared in found)


def test_axioms_are_named_in_their_order():
    """Culprits come in the order in which they were given."""
    axioms = [Axiom((), name) for name in "abcdef"]
    found = culprits(axioms, lambda some: len({"e", "b"} & {axiom.text for axiom in some}) < 2)
    assert "".join(axiom.text for axiom in found) == "be"


CLASH = """jg:Drug a owl:Class . jg:Trial a owl:Class . jg:Cohort a owl:Class ; rdfs:subClassOf jg:Trial .
    jg:given a owl:ObjectProperty ; rdfs:subPropertyOf jg:drug . jg:drug a owl:ObjectProperty ; rdfs:range jg:Drug .
    jg:Drug owl:disjointWith jg:Trial . jgr:other a jg:Drug . jgr:x a jg:Cohort ."""


def test_a_thing_of_two_kinds_is_found_by_looking(turtle):
    """Kinds by statement, superclass, range and superproperty are seen, with the axioms that lead to them."""
    _declarations, axioms = split(logical_triples(turtle(CLASH + "jgr:arm jg:given jgr:x .")))
    assert {axiom.text for axiom in clash(axioms)} == {
        "jgr:x is jg:Cohort", "what is jg:Cohort is jg:Trial", "jgr:arm jg:given jgr:x", "jg:given implies jg:drug",
        "what jg:drug leads to is jg:Drug", "nothing is both jg:Drug and jg:Trial",
    }  # fmt: skip


def test_where_nothing_clashes_nothing_is_found(turtle):
    """Things of one kind give no clash."""
    assert clash(split(logical_triples(turtle(CLASH)))[1]) == ()
