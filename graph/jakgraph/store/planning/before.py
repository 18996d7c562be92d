"""What goes into writing a group and what comes out of it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from jakgraph.store.planning.groups import depends_on_ends

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jakgraph.store.planning.estimates import Known
    from jakgraph.store.planning.groups import Element, Group
    from jakgraph.store.planning.ordering import Part

_NONE: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Before:
    """What there is before an element, by its variables.

    ``rows`` are expected; ``bound`` have a value, ``nodes`` one of the graph's things; ``seen`` may have one. ``given``
    are those whose values the engine puts into everything that follows, as it does in EXISTS. ``known`` is what there
    is to say of their values.
    """

    rows: float = 1.0
    bound: frozenset[str] = _NONE
    nodes: frozenset[str] = _NONE
    seen: frozenset[str] = _NONE
    given: frozenset[str] = _NONE
    known: Mapping[str, Known] = field(default_factory=dict)

    def after(self, element: Element) -> Before:
        """Return what there is after an element, but for its rows."""
        finds_nodes = element.kind == "triples" and not depends_on_ends(element)
        return self._joined(element.variables, element.bound, element.bound if finds_nodes else _NONE)

    def after_part(self, part: Part) -> Before:
        """Return what there is after a part, but for its rows."""
        return self._joined(part.variables, part.bound, part.bound if part.binds_nodes else _NONE)

    def for_each(self) -> Before:
        """Return what there is for one of the solutions."""
        return replace(self, rows=1.0)

    def in_exists(self) -> Before:
        """Return what there is in an EXISTS that is asked of one of the solutions."""
        return replace(self, rows=1.0, given=self.bound | self.seen)

    def in_select(self, group: Group) -> Before:
        """Return what a subselect's pattern sees of this."""
        names = group.variables
        return replace(
            self,
            bound=self.bound & names,
            nodes=self.nodes & names,
            seen=self.seen & names,
            given=self.given & names,
        )

    def _joined(self, variables: frozenset[str], bound: frozenset[str], nodes: frozenset[str]) -> Before:
        return replace(self, bound=self.bound | bound, nodes=self.nodes | nodes, seen=self.seen | variables)


@dataclass(frozen=True)
class Written:
    """A group's text, the rows and look-ups that are expected of it, and what is known of its variables."""

    text: str
    rows: float
    cost: float
    known: Mapping[str, Known] = field(default_factory=dict)
