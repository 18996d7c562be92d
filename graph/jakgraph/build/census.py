"""Counts what a set of quads holds, the way VoID counts: triples, subjects and objects, by class and property. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

import pyoxigraph as ox
from rdflib.namespace import RDF

if TYPE_CHECKING:
    from collections.abc import Iterable

T = TypeVar("T")

_TYPE = str(RDF.type)


@dataclass
class PropertyCount:
    """How one property is used: ``triples``, and how many different subjects and objects stand in them."""

    triples: int = 0
    subjects: set[object] = field(default_factory=set)
    objects: set[object] = field(default_factory=set)


@dataclass
class Census:
    """The numbers of a set of quads; graphs, classes and properties under their IRIs, sorted."""

    triples: int
    subjects: int
    typed_subjects: int
    objects: int
    literals: int
    graphs: dict[str, int]
    properties: dict[str, PropertyCount]
    class_members: dict[str, int]
    class_properties: dict[str, dict[str, int]]
    """Class -> property -> triples whose subject is of that class."""


def take_census(quads: Iterable[ox.Quad]) -> Census:
    """Count these quads. A triple that stands in two graphs counts twice: the build makes no such thing."""
    triples = [(quad.subject, quad.predicate.value, quad.object, quad.graph_name) for quad in quads]
    classes_of: dict[object, set[str]] = defaultdict(set)
    for subject, predicate, value, _ in triples:
        if predicate == _TYPE and isinstance(value, ox.NamedNode):
            classes_of[subject].add(value.value)
    properties: dict[str, PropertyCount] = defaultdict(PropertyCount)
    by_class: dict[str, Counter[str]] = defaultdict(Counter)
    for subject, predicate, value, _ in triples:
        count = properties[predicate]
        count.triples += 1
        count.subjects.add(subject)
        count.objects.add(value)
        for name in classes_of.get(subject, ()):
            by_class[name][predicate] += 1
    objects = set().union(*(count.objects for count in properties.values()))
    members = Counter(name for names in classes_of.values() for name in names)
    return Census(
        triples=len(triples),
        subjects=len({subject for subject, *_ in triples}),
        typed_subjects=len(classes_of),
        objects=len(objects),
        literals=sum(isinstance(value, ox.Literal) for value in objects),
        graphs=_sorted(Counter(str(graph).strip("<>") for *_, graph in triples)),
        properties=_sorted(properties),
        class_members=_sorted(members),
        class_properties={name: _sorted(by_class[name]) for name in sorted(by_class)},
    )


def _sorted(items: dict[str, T]) -> dict[str, T]:
    return dict(sorted(items.items()))
