"""What a reader wants to see: the filter of the graph browser, by the same words as in its addresses. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jakgraph.namespaces import JG, JGR
from jakgraph.service.explore.edges import kind_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jakgraph.service.explore.edges import Edge

FACETS = ("kind", "relation", "evidence", "verification", "source", "date")
"""What is chosen by value: kinds of things, names of terms, the last part of what a claim carries."""

NONE = "none"
"""The value of a statement that has nothing by a facet."""


@dataclass(frozen=True)
class Choice:
    """The values of a facet that are hidden, or that alone are shown."""

    is_only: bool
    values: frozenset[str]

    def admits(self, value: str) -> bool:
        """Tell whether a value is let through.

        >>> Choice(False, frozenset({"drug"})).admits("drug"), Choice(True, frozenset({"drug"})).admits("drug")
        (False, True)
        """
        return (value in self.values) == self.is_only


@dataclass(frozen=True)
class EdgeFilter:
    """Choices by facet, and the years that a source may be of, both included; 0 where that end is open."""

    choices: Mapping[str, Choice]
    since: int = 0
    until: int = 0

    def admits(self, edge: Edge, other: str) -> bool:
        """Tell whether an edge to another thing is let through."""
        values = {"kind": kind_of(other), "relation": edge.relation.removeprefix(JG), **keys_of(edge, NONE)}
        by_value = all(choice.admits(values[facet]) for facet, choice in self.choices.items() if facet != "date")
        return by_value and self._admits_year(edge.year)

    def _admits_year(self, year: int) -> bool:
        if year:
            return self.since <= year and (not self.until or year <= self.until)
        undated = self.choices.get("date")
        return undated is None or undated.admits(NONE)


def keys_of(edge: Edge, default: str = "") -> dict[str, str]:
    """Return by which words the filter knows what a claim carries; what it does not carry is the default."""
    return {
        "evidence": _key(edge.evidence) or default,
        "verification": _key(edge.verification) or default,
        "source": _key(edge.document) or default,
    }


def _key(iri: str) -> str:
    """Return the key of a thing within its kind.

    >>> _key("https://w3id.org/jakgraph/source/pmid-1"), _key("")
    ('pmid-1', '')
    """
    return iri.removeprefix(JGR).partition("/")[2]
