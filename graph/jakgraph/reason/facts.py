"""What the reasoner is given of the graph: the facts that class definitions and property chains start from.

HermiT takes minutes for the whole graph. Definitions look at few properties, so only their triples go in, with the
kinds of the things they join. What the ontology infers stays out: that is what HermiT is to find by itself. Of records
that are alike in everything a definition can see, such as hundreds of claims of one kind and one kind of evidence, a
few go in for all.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox
from rdflib.namespace import OWL, RDF, RDFS

from jakgraph.build.terms import EXPLANATIONS_GRAPH, INFERRED_GRAPH, ONTOLOGY_GRAPH

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_TYPE, _FIRST, _REST = str(RDF.type), str(RDF.first), str(RDF.rest)
_ON, _CHAIN, _IMPLIES = str(OWL.onProperty), str(OWL.propertyChainAxiom), str(RDFS.subPropertyOf)
_WIDER, _SAME = str(RDFS.subClassOf), str(OWL.equivalentClass)
_OUTSIDE = {str(graph) for graph in (ONTOLOGY_GRAPH, INFERRED_GRAPH, EXPLANATIONS_GRAPH)}
"""Graphs that hold terms or conclusions, not facts."""


@dataclass(frozen=True)
class Vocabulary:
    """Which terms an ontology draws conclusions about, and from which properties.

    ``classes`` have a definition or a condition that suffices, ``properties`` follow from others, ``premises`` are the
    properties that all these look at and that nothing in the ontology concludes.
    """

    classes: frozenset[str]
    properties: frozenset[str]
    premises: frozenset[str]


def vocabulary_of(ontology: Sequence[ox.Triple]) -> Vocabulary:
    """Return the terms that the ontology's axioms conclude, and the properties they conclude them from."""
    made_of = _made_of(ontology)
    chained = {_iri(triple.subject) for triple in ontology if triple.predicate.value == _CHAIN}
    reached = {_iri(triple.object) for triple in ontology if triple.predicate.value == _ON} | chained
    waiting = list(reached)
    while waiting:
        new = made_of.get(waiting.pop(), set()) - reached
        reached |= new
        waiting += new
    classes = {_iri(triple.subject) for triple in ontology if triple.predicate.value == _SAME}
    classes |= {
        _iri(triple.object)
        for triple in ontology
        if triple.predicate.value == _WIDER and isinstance(triple.subject, ox.BlankNode)
    }
    concluded = frozenset(reached & made_of.keys())
    return Vocabulary(frozenset(classes - {""}), concluded, frozenset(reached - concluded))


def _made_of(ontology: Sequence[ox.Triple]) -> dict[str, set[str]]:
    """Return for each property that follows from others, by a chain or as their superproperty, which these are."""
    lists: dict[str, dict[str, object]] = {_blank(triple.subject): {} for triple in ontology}
    for triple in ontology:
        lists[_blank(triple.subject)][triple.predicate.value] = triple.object
    made_of: dict[str, set[str]] = {}
    for triple in ontology:
        if triple.predicate.value == _IMPLIES:
            made_of.setdefault(_iri(triple.object), set()).add(_iri(triple.subject))
        elif triple.predicate.value == _CHAIN:
            node = _blank(triple.object)
            while node:
                made_of.setdefault(_iri(triple.subject), set()).add(_iri(lists[node][_FIRST]))
                node = _blank(lists[node][_REST])
    return made_of


def facts_of(quads: Iterable[ox.Quad], premises: frozenset[str], most_alike: int = 5) -> list[ox.Triple]:
    """Return the triples with these properties, and the stated kinds of the things that they join, sorted.

    Of things with the same kinds and values, to which nothing else leads, the first ``most_alike`` are kept.
    """
    quads = [quad for quad in quads if quad.predicate.value in premises or _is_stated_kind(quad)]
    joined = {quad.triple for quad in quads if quad.predicate.value in premises}
    things = {node for triple in joined for node in (triple.subject, triple.object)}
    kinds = {quad.triple for quad in quads if quad.predicate.value == _TYPE and quad.subject in things}
    values = {triple.object for triple in joined}
    looks: dict[object, list[str]] = {}
    for triple in sorted(joined | kinds, key=str):
        looks.setdefault(triple.subject, []).append(f"{triple.predicate} {triple.object}")
    seen, left_out = Counter[str](), set()
    for thing, look in looks.items():
        seen[str(look)] += 1
        if seen[str(look)] > most_alike and thing not in values:
            left_out.add(thing)
    return sorted((triple for triple in joined | kinds if triple.subject not in left_out), key=str)


def _is_stated_kind(quad: ox.Quad) -> bool:
    return quad.predicate.value == _TYPE and _iri(quad.graph_name) not in _OUTSIDE


def _iri(node: object) -> str:
    return node.value if isinstance(node, ox.NamedNode) else ""


def _blank(node: object) -> str:
    return node.value if isinstance(node, ox.BlankNode) else ""
