"""Counts what a store holds, as far as planning needs it: predicates, classes, and which of them go together."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

from pyoxigraph import DefaultGraph, NamedNode

from jakgraph.store.planning.patterns import TYPE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pyoxigraph import Literal, QuerySolutions, Store

MOST_COUNTED = 1_000
"""So many triples with one predicate and one object are counted; more are as good as these."""
MOST_PREDICATES = 2_000
"""So many predicates are counted, those with the most triples."""
SAMPLE = 300_000
"""So many triples of a predicate are looked at to tell what they go together with."""

_COUNTS = f"SELECT ?p (COUNT(*) AS ?n) WHERE {{ ?s ?p ?o }} GROUP BY ?p ORDER BY DESC(?n) LIMIT {MOST_PREDICATES}"
_SUBJECTS = f"""SELECT (COUNT(DISTINCT ?s) AS ?subjects) WHERE {{
  {{ SELECT ?s WHERE {{ ?s <%s> ?o }} LIMIT {SAMPLE} }}
}}"""
_OBJECTS = f"""SELECT (SUM(?n) AS ?seen) (COUNT(*) AS ?objects) (SUM(?n * ?n) AS ?squares) WHERE {{
  SELECT ?o (COUNT(*) AS ?n) WHERE {{ {{ SELECT ?o WHERE {{ ?s <%s> ?o }} LIMIT {SAMPLE} }} }} GROUP BY ?o
}}"""
_TYPED = f"{{ SELECT ?s ?c WHERE {{ ?s a ?c }} LIMIT {SAMPLE} }}"
_CLASSES = f"SELECT ?c (COUNT(*) AS ?n) WHERE {{ {_TYPED} }} GROUP BY ?c"
_OF_CLASS = f"SELECT ?c ?p (COUNT(*) AS ?n) WHERE {{ {_TYPED} LATERAL {{ ?s ?p ?o }} }} GROUP BY ?c ?p"
_TO_CLASS = f"SELECT ?c ?p (COUNT(*) AS ?n) WHERE {{ {_TYPED} LATERAL {{ ?o ?p ?s }} }} GROUP BY ?c ?p"


@dataclass(frozen=True)
class Predicate:
    """How many triples a predicate has, and about how many for each subject and for each object.

    ``skew`` is how many times as many an object has that a query comes by: what has many triples, is met more often.
    """

    triples: float
    per_subject: float
    per_object: float
    skew: float


_NONE = Predicate(0.0, 0.0, 0.0, 1.0)


@dataclass(frozen=True)
class Statistics:
    """What a query without a dataset clause sees of a store.

    ``classes`` counts the things of each class; ``of_class`` and ``to_class`` the triples from and to them, by class
    and predicate.
    """

    store: Store
    reads_union: bool
    predicates: Mapping[str, Predicate]
    classes: Mapping[str, float]
    of_class: Mapping[tuple[str, str], float]
    to_class: Mapping[tuple[str, str], float]
    _counted: dict[tuple[str, str], float] = field(default_factory=dict)

    @property
    def triples(self) -> float:
        """All triples."""
        return sum(predicate.triples for predicate in self.predicates.values())

    def of(self, predicate: str) -> Predicate:
        """Return what there is of a predicate."""
        return self.predicates.get(predicate, _NONE)

    def with_object(self, predicate: str, thing: NamedNode | Literal) -> float:
        """Return how many triples have this predicate and this object; beyond `MOST_COUNTED` about how many."""
        if predicate == TYPE and isinstance(thing, NamedNode) and (things := self.classes.get(thing.value)):
            return things
        key = (predicate, str(thing))
        if key not in self._counted:
            graph = None if self.reads_union else DefaultGraph()
            try:
                found = self.store.quads_for_pattern(None, NamedNode(predicate), thing, graph)
            except ValueError:  # no IRI
                return 0.0
            counted = float(sum(1 for _ in islice(found, MOST_COUNTED)))
            usual = self.of(predicate).per_object * self.of(predicate).skew
            self._counted[key] = counted if counted < MOST_COUNTED else max(counted, usual)
        return self._counted[key]

    def ends_of(self, predicate: str, known: str, *, is_object: bool) -> float:
        """Return how many triples of a predicate begin at what is subject (or object) of another, by their classes."""
        shares = self.to_class if is_object else self.of_class
        weights = {iri: share for iri in self.classes if (share := shares.get((iri, known), 0.0))}
        found = sum(
            weight * self.of_class.get((iri, predicate), 0.0) / self.classes[iri] for iri, weight in weights.items()
        )
        return found / sum(weights.values()) if weights else math.nan


def statistics_of(store: Store, *, reads_union: bool) -> Statistics:
    """Count what planning needs. Takes about a tenth of what loading takes."""

    def ask(query: str) -> QuerySolutions:
        return store.query(query, use_default_graph_as_union=reads_union)  # type: ignore[return-value]

    def pairs(query: str, scale: float) -> dict[tuple[str, str], float]:
        return {(row["c"].value, row["p"].value): scale * float(row["n"].value) for row in ask(query)}

    predicates = {}
    for row in ask(_COUNTS):
        iri, triples = row["p"].value, float(row["n"].value)
        [subjects] = (float(value.value) for value in next(ask(_SUBJECTS % iri)))
        seen, objects, squares = (float(value.value) for value in next(ask(_OBJECTS % iri)))
        unseen = triples / seen if objects < seen / 10 else 1.0  # few objects: the rest of the triples has the same
        # Between the mean over objects and the mean over triples, in which an object counts as often as it is met.
        skew = math.sqrt(squares / seen / (seen / objects))
        predicates[iri] = Predicate(triples, seen / subjects, seen / objects * unseen, skew)
    typed = predicates.get(TYPE, _NONE).triples
    scale = max(1.0, typed / SAMPLE)
    classes = {row["c"].value: scale * float(row["n"].value) for row in ask(_CLASSES)}
    return Statistics(store, reads_union, predicates, classes, pairs(_OF_CLASS, scale), pairs(_TO_CLASS, scale))
