"""Pairs of claims that do not say the same of one quantity, as triples with what they differ in. Decides nothing."""

from __future__ import annotations

from itertools import count, permutations
from typing import TYPE_CHECKING

import pyoxigraph as ox
from rdflib.namespace import RDF

from jakgraph.build.contradictions import contradictions, differing_columns
from jakgraph.build.rules import Rule
from jakgraph.build.terms import row_iri
from jakgraph.build.vocabulary import property_of
from jakgraph.namespaces import JG

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jakgraph.tables import Tables

DISAGREEMENT_RULE = Rule(
    name="disagrees-with",
    file="graph/jakgraph/build/contradictions.py",
    title="Claim disagrees with claim",
    says="two claims disagree when they are about the same quantity and give it different values.",
    why="disagreement is an answer: both sides are kept and shown, and the graph does not say which is right.",
    text="",
)


def disagreement_triples(tables: Tables) -> Iterator[ox.Triple]:
    """Yield what the rule above concludes, in the form in which a rule's template gives it: both ways, explained."""
    numbers = count()
    disagrees = _node(JG.disagreesWith)
    for found in contradictions(tables):
        for one, other in permutations(found.claims, 2):
            columns = differing_columns(one, other, found.quantity)
            if not columns:
                continue
            sides = [_node(row_iri(type(claim), claim.key)) for claim in (one, other)]
            conclusion, derivation = (ox.BlankNode(f"d{next(numbers)}") for _ in range(2))
            yield ox.Triple(sides[0], disagrees, sides[1])
            for part, value in zip(
                (RDF.subject, RDF.predicate, RDF.object), (sides[0], disagrees, sides[1]), strict=True
            ):
                yield ox.Triple(conclusion, _node(part), value)
            yield ox.Triple(conclusion, _node(JG.derivation), derivation)
            for side in sides:
                yield ox.Triple(derivation, _node(JG.premise), side)
            for column in columns:
                yield ox.Triple(derivation, _node(JG.differsIn), _node(property_of(type(one), column)))


def _node(iri: str) -> ox.NamedNode:
    return ox.NamedNode(str(iri))
