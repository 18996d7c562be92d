"""Which axioms contradict each other: a small set that is inconsistent by itself.

Slips are mostly a thing of two kinds, by statement, domain or range: :func:`clash` finds those by looking. Everything
else is found by dividing and asking the reasoner (QuickXplain: Junker, AAAI 2004, "Preferred explanations and
relaxations for over-constrained problems").
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox
from rdflib.namespace import OWL, RDF, RDFS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from jakgraph.reason.axioms import Axiom

    IsConsistent = Callable[[Sequence[Axiom]], bool]

_TYPE, _DOMAIN, _RANGE = str(RDF.type), str(RDFS.domain), str(RDFS.range)
_WIDER, _IMPLIED, _DISJOINT = str(RDFS.subClassOf), str(RDFS.subPropertyOf), str(OWL.disjointWith)


def culprits(axioms: Sequence[Axiom], is_consistent: IsConsistent) -> tuple[Axiom, ...]:
    """Return axioms that contradict each other, none of which can be spared. ``axioms`` must be inconsistent.

    >>> from jakgraph.reason.axioms import Axiom
    >>> axioms = [Axiom((), text) for text in "abcdefgh"]
    >>> found = culprits(axioms, lambda some: not {"b", "g"} <= {axiom.text for axiom in some})
    >>> [axiom.text for axiom in found]
    ['b', 'g']
    """
    suspects = clash(axioms)
    if not suspects or is_consistent(suspects):
        suspects = tuple(axioms)
    needed = set(_needed((), suspects, is_consistent, has_grown=False))
    return tuple(axiom for axiom in axioms if axiom in needed)


def _needed(
    background: Sequence[Axiom], axioms: Sequence[Axiom], is_consistent: IsConsistent, *, has_grown: bool
) -> Sequence[Axiom]:
    """Return the least part of ``axioms`` that is inconsistent together with ``background``.

    ``has_grown`` says that ``background`` may have become inconsistent by itself since it was last looked at.
    """
    if has_grown and not is_consistent(background):
        return ()
    if len(axioms) == 1:
        return axioms
    first, second = axioms[: len(axioms) // 2], axioms[len(axioms) // 2 :]
    of_second = _needed((*background, *first), second, is_consistent, has_grown=bool(first))
    of_first = _needed((*background, *of_second), first, is_consistent, has_grown=bool(of_second))
    return (*of_first, *of_second)


def clash(axioms: Sequence[Axiom]) -> tuple[Axiom, ...]:
    """Return axioms by which a thing is of two kinds that exclude each other, or nothing if no such thing is found."""
    classes = _paths(axioms, _WIDER)
    reasons: dict[str, dict[str, tuple[Axiom, ...]]] = {}
    for thing, kind, why in _stated_kinds(axioms):
        for wider, path in classes.get(kind, {kind: ()}).items():
            reasons.setdefault(thing, {}).setdefault(wider, (*why, *path))
    for axiom in axioms:
        triple = axiom.triples[0] if axiom.triples else None
        if triple is not None and triple.predicate.value == _DISJOINT:
            first, second = _value(triple.subject), _value(triple.object)
            for kinds in reasons.values():
                if first in kinds and second in kinds:
                    return tuple(dict.fromkeys((*kinds[first], *kinds[second], axiom)))
    return ()


def _stated_kinds(axioms: Sequence[Axiom]) -> Iterator[tuple[str, str, tuple[Axiom, ...]]]:
    """Yield each thing with a class that is stated of it, or that domain or range of its properties give it."""
    bounds: dict[tuple[str, str], list[tuple[str, Axiom]]] = {}
    for axiom, triple in _plain(axioms):
        if triple.predicate.value in (_DOMAIN, _RANGE):
            where = (_value(triple.subject), triple.predicate.value)
            bounds.setdefault(where, []).append((_value(triple.object), axiom))
    implied = _paths(axioms, _IMPLIED)
    for axiom, triple in _plain(axioms):
        predicate = triple.predicate.value
        if predicate == _TYPE:
            yield _value(triple.subject), _value(triple.object), (axiom,)
        for wider, path in implied.get(predicate, {predicate: ()}).items():
            for end, bound in ((triple.subject, _DOMAIN), (triple.object, _RANGE)):
                for kind, by in bounds.get((wider, bound), []):
                    yield _value(end), kind, (axiom, *path, by)


def _paths(axioms: Sequence[Axiom], relation: str) -> dict[str, dict[str, tuple[Axiom, ...]]]:
    """Return for each term what it leads to by ``relation``, itself included, and through which axioms."""
    steps: dict[str, list[tuple[str, Axiom]]] = {}
    for axiom, triple in _plain(axioms):
        if triple.predicate.value == relation:
            steps.setdefault(_value(triple.subject), []).append((_value(triple.object), axiom))
    paths: dict[str, dict[str, tuple[Axiom, ...]]] = {}
    for start in steps:
        reached: dict[str, tuple[Axiom, ...]] = {start: ()}
        waiting = [start]
        while waiting:
            here = waiting.pop(0)
            for there, axiom in steps.get(here, []):
                if there not in reached:
                    reached[there] = (*reached[here], axiom)
                    waiting.append(there)
        paths[start] = reached
    return paths


def _plain(axioms: Sequence[Axiom]) -> Iterator[tuple[Axiom, ox.Triple]]:
    """Yield the axioms that are one triple between names."""
    for axiom in axioms:
        if len(axiom.triples) == 1 and all(
            isinstance(node, ox.NamedNode) for node in (axiom.triples[0].subject, axiom.triples[0].object)
        ):
            yield axiom, axiom.triples[0]


def _value(node: object) -> str:
    return node.value if isinstance(node, ox.NamedNode) else ""
