"""Triples as axioms: what is logic and what is annotation, which triples stand or fall together, axioms in words."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

import pyoxigraph as ox
from rdflib.namespace import OWL, RDF, RDFS, XSD

from jakgraph.namespaces import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    Node = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple

_TYPE, _FIRST, _REST, _NIL = (str(term) for term in (RDF.type, RDF.first, RDF.rest, RDF.nil))
_KINDS = {str(kind) for kind in (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.NamedIndividual)}
_ANNOTATION_KINDS = {str(OWL.AnnotationProperty), str(OWL.Ontology)}
_DISJOINT, _ALL_DISJOINT, _MEMBERS = (str(term) for term in (OWL.disjointWith, OWL.AllDisjointClasses, OWL.members))
_ON, _SOME, _VALUE = (str(term) for term in (OWL.onProperty, OWL.someValuesFrom, OWL.hasValue))
_AND, _CHAIN = str(OWL.intersectionOf), str(OWL.propertyChainAxiom)

_BUILT_IN = {
    _TYPE, _FIRST, _REST, _DISJOINT, _MEMBERS, _ON, _SOME, _VALUE, _AND, _CHAIN, str(OWL.equivalentClass),
    *(str(term) for term in (RDFS.subClassOf, RDFS.subPropertyOf, RDFS.domain, RDFS.range)),
}  # fmt: skip
"""Properties of OWL and RDFS that bear on what follows; the others (labels, versions) do not."""

_NO_OWL_TYPES = {str(kind) for kind in (XSD.date, XSD.gYear, XSD.gYearMonth)}
"""Datatypes that OWL 2 does not have and HermiT rejects."""

_WORDS = {
    str(RDFS.subClassOf): "what is {s} is {o}",
    str(OWL.equivalentClass): "{s} means {o}",
    _DISJOINT: "nothing is both {s} and {o}",
    str(RDFS.domain): "what has {s} is {o}",
    str(RDFS.range): "what {s} leads to is {o}",
    str(RDFS.subPropertyOf): "{s} implies {o}",
    _CHAIN: "{o} implies {s}",
    _TYPE: "{s} is {o}",
}
"""How an axiom is said, by its property; the others are said as subject, property, object."""


@dataclass(frozen=True)
class Axiom:
    """Triples that stand or fall together: one statement of the ontology or of its individuals, and it in words."""

    triples: tuple[ox.Triple, ...]
    text: str


def logical_triples(triples: Iterable[ox.Triple]) -> list[ox.Triple]:
    """Return the triples that bear on what follows: no annotation, no date, no property that nothing declares."""
    triples = list(triples)
    kinds: dict[str, set[str]] = {}
    for triple in triples:
        if triple.predicate.value == _TYPE and isinstance(triple.subject, ox.NamedNode):
            kinds.setdefault(triple.subject.value, set()).add(_value(triple.object))
    return [triple for triple in triples if _is_logical(triple, kinds)]


def _is_logical(triple: ox.Triple, kinds: Mapping[str, set[str]]) -> bool:
    predicate = triple.predicate.value
    if isinstance(triple.object, ox.Literal) and triple.object.datatype.value in _NO_OWL_TYPES:
        return False
    if predicate == _TYPE:
        return _value(triple.object) not in _ANNOTATION_KINDS
    declared = kinds.get(predicate, set())
    return predicate in _BUILT_IN or bool(declared & _KINDS)


def split(triples: Iterable[ox.Triple]) -> tuple[list[ox.Triple], list[Axiom]]:
    """Return the declarations, which contradict nothing, and the axioms of logical triples.

    "All these classes are disjoint" becomes an axiom per pair, so that a contradiction names the two that clash.
    """
    triples = list(triples)
    of_blank: dict[str, list[ox.Triple]] = {}
    for triple in triples:
        if isinstance(triple.subject, ox.BlankNode):
            of_blank.setdefault(triple.subject.value, []).append(triple)
    used = {triple.object.value for triple in triples if isinstance(triple.object, ox.BlankNode)}
    declarations: list[ox.Triple] = []
    axioms: list[Axiom] = []
    for triple in triples:
        if isinstance(triple.subject, ox.NamedNode):
            if triple.predicate.value == _TYPE and _value(triple.object) in _KINDS:
                declarations.append(triple)
            else:
                axioms.append(_axiom(triple, of_blank))
    for name in sorted(of_blank.keys() - used):
        axioms += _general_axioms(of_blank[name], of_blank)
    return declarations, axioms


def _general_axioms(own: Sequence[ox.Triple], of_blank: Mapping[str, list[ox.Triple]]) -> Iterator[Axiom]:
    """Yield the axioms that a blank node no other names stands for: disjoint classes, or a class without a name."""
    members = next((triple.object for triple in own if triple.predicate.value == _MEMBERS), None)
    if members is not None:
        for first, second in combinations(_items(members, of_blank), 2):
            if isinstance(first, ox.NamedNode):
                yield _axiom(ox.Triple(first, ox.NamedNode(_DISJOINT), second), of_blank)
        return
    wider = [triple for triple in own if triple.predicate.value == str(RDFS.subClassOf)]
    body = tuple(triple for triple in own if triple not in wider)
    below = tuple(part for triple in body for part in _below(triple.object, of_blank))
    for triple in wider:
        yield Axiom((*body, *below, triple), _words(triple, of_blank))


def _axiom(triple: ox.Triple, of_blank: Mapping[str, list[ox.Triple]]) -> Axiom:
    return Axiom((triple, *_below(triple.object, of_blank)), _words(triple, of_blank))


def _below(node: Node, of_blank: Mapping[str, list[ox.Triple]]) -> Iterator[ox.Triple]:
    """Yield the triples of a blank node and of those it leads to."""
    if isinstance(node, ox.BlankNode):
        for triple in of_blank.get(node.value, []):
            yield triple
            yield from _below(triple.object, of_blank)


def _items(node: Node, of_blank: Mapping[str, list[ox.Triple]]) -> list[Node]:
    """Return the members of an RDF list."""
    items: list[Node] = []
    while isinstance(node, ox.BlankNode):
        own = {triple.predicate.value: triple.object for triple in of_blank[node.value]}
        items.append(own[_FIRST])
        node = own[_REST]
    return items


def _words(triple: ox.Triple, of_blank: Mapping[str, list[ox.Triple]]) -> str:
    subject, value = _expression(triple.subject, of_blank), _expression(triple.object, of_blank)
    if triple.predicate.value == _CHAIN:
        value = " then ".join(name_of(item) for item in _items(triple.object, of_blank))
    pattern = _WORDS.get(triple.predicate.value)
    return pattern.format(s=subject, o=value) if pattern else f"{subject} {name_of(triple.predicate)} {value}"


def _expression(node: Node, of_blank: Mapping[str, list[ox.Triple]]) -> str:
    """Return a class expression in words: ``(jg:Drug and jg:inhibits some jg:Protein)``."""
    if not isinstance(node, ox.BlankNode):
        return name_of(node)
    own = {triple.predicate.value: triple.object for triple in of_blank[node.value]}
    if _AND in own:
        return "(" + " and ".join(_expression(item, of_blank) for item in _items(own[_AND], of_blank)) + ")"
    if _SOME in own:
        return f"{name_of(own[_ON])} some {_expression(own[_SOME], of_blank)}"
    if _VALUE in own:
        return f"{name_of(own[_ON])} value {name_of(own[_VALUE])}"
    parts = (f"{name_of(triple.predicate)} {name_of(triple.object)}" for triple in of_blank[node.value])
    return f"({', '.join(parts)})"


def name_of(node: Node) -> str:
    """Return an IRI with its prefix where it has one of ours: ``jg:Drug``, ``jgr:drug/baricitinib``."""
    if not isinstance(node, ox.NamedNode):
        return str(node)
    matching = [(iri, prefix) for prefix, iri in PREFIXES.items() if node.value.startswith(iri)]
    if not matching:
        return str(node)
    iri, prefix = max(matching, key=lambda pair: len(pair[0]))
    return f"{prefix}:{node.value.removeprefix(iri)}"


def _value(node: Node) -> str:
    return node.value if isinstance(node, ox.NamedNode) else ""
