"""Which statements are edges between things: said here for the graph browser's queries and the index of paths alike.

Edges are statements by JAKgraph's terms from one entity to another, and claims that name two entities. Relations of
which another is the inverse, and those that only repeat a claim more loosely, are none: the same would be told twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Mapping

NO_EDGES = ("seenIn", "alsoStatedIn", "citedDocument", "concerns", "boundBy", "kinaseOf", "approvedWithin")
"""The relations that are no edges, by the names of their terms."""

NOT_REACHED = ("valueNmAbove",)
"""The figures up to which nothing was found, by the names of their terms: little for a path to stand on."""


@dataclass(frozen=True)
class EdgeWords:
    """The IRIs that tell edges from other statements."""

    terms: str
    type: str
    entity: str
    claim: str
    verification: str
    unverified: str
    inferred_graph: str
    left_out: frozenset[str]
    not_reached: frozenset[str]

    @classmethod
    def of(cls, prefixes: Mapping[str, str]) -> Self | None:
        """Return the words under these prefixes; None where they are not those of JAKgraph, so that nothing is an edge.

        >>> EdgeWords.of({"ex": "https://example.org/"})
        """
        terms, things, rdf = (prefixes.get(prefix) for prefix in ("jg", "jgr", "rdf"))
        if not (terms and things and rdf):
            return None
        return cls(
            terms=terms,
            type=f"{rdf}type",
            entity=f"{terms}Entity",
            claim=f"{terms}Claim",
            verification=f"{terms}verification",
            unverified=f"{things}verification/unverified",
            inferred_graph=f"{things}graph/inferred",
            left_out=frozenset(f"{terms}{name}" for name in NO_EDGES),
            not_reached=frozenset(f"{terms}{name}" for name in NOT_REACHED),
        )
