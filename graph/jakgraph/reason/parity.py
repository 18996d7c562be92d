"""Do the rules and HermiT say the same? Members of each class and pairs of each property, side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox
from rdflib.namespace import RDF, RDFS

from jakgraph.errors import Problem
from jakgraph.reason.axioms import name_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from jakgraph.reason.facts import Vocabulary
    from jakgraph.reason.hermit import Classification

_TYPE, _WIDER = str(RDF.type), str(RDFS.subClassOf)
_REMEDY = "Make the rule in ontology/rules and the axiom in ontology say the same."


def disagreements(
    quads: Sequence[ox.Quad], facts: Sequence[ox.Triple], vocabulary: Vocabulary, by_hermit: Classification
) -> Iterator[Problem]:
    """Yield a problem for each membership or pair that only one of the two finds, of things that HermiT knows of.

    ``quads`` is the graph with what the rules conclude, ``facts`` is what HermiT was given of it.
    """
    known = {_iri(node) for triple in facts for node in (triple.subject, triple.object)}
    members = members_by_rules(quads, vocabulary.classes)
    for name in sorted(vocabulary.classes):
        yield from _differences(
            {(thing, name) for thing in members[name] & known},
            {(thing, name) for thing in by_hermit.members.get(name, ())},
            "{0} is a {1}",
        )
    for name in sorted(vocabulary.properties):
        stated = {(_iri(quad.subject), _iri(quad.object)) for quad in quads if quad.predicate.value == name}
        pattern = "{0} " + name_of(ox.NamedNode(name)) + " {1}"
        yield from _differences(
            {pair for pair in stated if known.issuperset(pair)}, by_hermit.pairs.get(name, frozenset()), pattern
        )


def members_by_rules(quads: Sequence[ox.Quad], classes: Iterable[str]) -> dict[str, set[str]]:
    """Return the things that the graph says are of each class or of one of its subclasses."""
    narrower: dict[str, set[str]] = {}
    of: dict[str, set[str]] = {}
    for quad in quads:
        if quad.predicate.value == _WIDER:
            narrower.setdefault(_iri(quad.object), set()).add(_iri(quad.subject))
        elif quad.predicate.value == _TYPE:
            of.setdefault(_iri(quad.object), set()).add(_iri(quad.subject))
    members = {}
    for name in classes:
        reached, waiting = {name}, [name]
        while waiting:
            new = narrower.get(waiting.pop(), set()) - reached
            reached |= new
            waiting += new
        members[name] = {thing for kind in reached for thing in of.get(kind, ()) if thing}
    return members


def _differences(
    by_rules: set[tuple[str, str]], by_hermit: Iterable[tuple[str, str]], pattern: str
) -> Iterator[Problem]:
    found = set(by_hermit)
    for only, said, not_said in ((by_rules - found, "the rules", "HermiT"), (found - by_rules, "HermiT", "the rules")):
        for pair in sorted(only):
            words = pattern.format(*(name_of(ox.NamedNode(name)) for name in pair))
            yield Problem("ontology", 0, 0, "parity", f"{words}: so {said}, not {not_said}.", _REMEDY)


def _iri(node: object) -> str:
    return node.value if isinstance(node, ox.NamedNode) else ""
