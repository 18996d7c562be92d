"""``jakgraph check --reason``: whether the ontology is consistent and infers what the rules of the build state."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox
from rdflib.namespace import RDF

from jakgraph.build.terms import ONTOLOGY_GRAPH
from jakgraph.errors import Problem
from jakgraph.reason.axioms import Axiom, logical_triples, name_of, split
from jakgraph.reason.culprits import culprits
from jakgraph.reason.facts import facts_of, vocabulary_of
from jakgraph.reason.parity import disagreements

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from jakgraph.reason.hermit import Hermit

_SOMETHING = "https://w3id.org/jakgraph/reasoned#something"


@dataclass(frozen=True)
class Reasoning:
    """What the reasoner found against the ontology or its rules, and how much it was given and concluded."""

    problems: tuple[Problem, ...]
    checked: dict[str, int]


def check_reasoning(
    quads: Sequence[ox.Quad], hermit: Hermit, *, progress: Callable[[str], None] = lambda _step: None
) -> Reasoning:
    """Have HermiT reason over the ontology with the facts that it bears on, and compare with the rules.

    ``quads`` is the built graph. ``progress`` is called with a few words before each step. Raises ReasonerError.
    """
    ontology = [quad.triple for quad in quads if quad.graph_name == ox.NamedNode(str(ONTOLOGY_GRAPH))]
    vocabulary = vocabulary_of(ontology)
    facts = facts_of(quads, vocabulary.premises)
    terms = logical_triples(ontology)
    everything = logical_triples([*ontology, *facts])
    checked = {"axioms for HermiT": len(split(everything)[1])}
    for part, what in ((terms, "the ontology"), (everything, f"the ontology with {len(facts)} facts")):
        progress(f"is {what} consistent?")
        if not hermit.is_consistent(part):
            return Reasoning((contradiction(part, hermit, progress=progress),), checked)
    progress(f"HermiT infers from {len(facts)} facts")
    found = hermit.classify(everything)
    problems = [_empty_by_force(name, terms, hermit, progress) for name in found.unsatisfiable]
    progress("comparing with the rules")
    problems += disagreements(quads, facts, vocabulary, found)
    checked["inferred classes"] = len(vocabulary.classes)
    checked["inferred properties"] = len(vocabulary.properties)
    return Reasoning(tuple(sorted(problems)), checked)


def contradiction(
    triples: Sequence[ox.Triple],
    hermit: Hermit,
    about: str = "the axioms contradict each other",
    *,
    progress: Callable[[str], None] = lambda _step: None,
) -> Problem:
    """Return the problem that these inconsistent triples have: the axioms that clash, in words."""
    declarations, axioms = split(triples)
    asked = 0

    def is_consistent(some: Sequence[Axiom]) -> bool:
        nonlocal asked
        asked += 1
        progress(f"{about}: looking for the culprits, question {asked}")
        return hermit.is_consistent([*declarations, *(triple for axiom in some for triple in axiom.triples)])

    found = culprits(axioms, is_consistent)
    words = "; ".join(f"({number}) {axiom.text}" for number, axiom in enumerate(found, start=1))
    message = f"{about}. These suffice: {words}."
    return Problem("ontology", 0, 0, "inconsistent", message, "Correct one of them.")


def _empty_by_force(name: str, terms: Sequence[ox.Triple], hermit: Hermit, progress: Callable[[str], None]) -> Problem:
    """Return the problem of a class that nothing can be of: a thing of that class would be a contradiction."""
    member = ox.Triple(ox.NamedNode(_SOMETHING), ox.NamedNode(str(RDF.type)), ox.NamedNode(name))
    about = f"nothing can be a {name_of(member.object)}"
    found = contradiction([*terms, member], hermit, about, progress=progress)
    return Problem("ontology", 0, 0, "unsatisfiable-class", found.message, found.remedy)
