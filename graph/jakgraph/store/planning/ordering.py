"""The order of what is joined: from the start that makes the whole cheapest, on to the cheapest neighbour. Pure."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from jakgraph.store.planning.estimates import Estimate, Known

MOST_STARTS = 6
"""So many parts are tried as the first."""
_LEAF = 0.5
"""What the rows of a part count more whose new variables no other part needs: it cannot make the rest cheaper."""
_BRANCH = 3.0
"""How many times as much they count where nothing that was found so far leads there: solutions are multiplied."""
_NONE: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Part:
    """Something that is joined: its text, its variables and those it binds, what to expect and to learn of it.

    ``looked_up`` is its text where it is evaluated for each solution so far, if that is another, which ``needs`` these
    variables to have values; ``is_whole`` is whether it cannot be. ``has_open_path`` is whether it may find what is not
    in the graph, ``binds_nodes`` whether it finds what is.
    """

    text: str
    variables: frozenset[str]
    bound: frozenset[str]
    expect: Callable[[frozenset[str], Mapping[str, Known]], Estimate]
    learned: Callable[[Mapping[str, Known]], Mapping[str, Known]]
    looked_up: str = ""
    needs: frozenset[str] = _NONE
    is_whole: bool = False
    has_open_path: bool = False
    binds_nodes: bool = True


class Order(NamedTuple):
    """Parts in an order, the rows they make and what that costs, what is known then, and each part's rows per row."""

    parts: tuple[Part, ...]
    rows: float
    cost: float
    known: Mapping[str, Known]
    factors: tuple[float, ...]


def best_order(parts: Sequence[Part], bound: frozenset[str], known: Mapping[str, Known], rows: float) -> Order | None:
    """Return the cheapest order found; None where a part would be joined to nothing that it shares, or in whole."""
    if bound:
        return _Search(parts, bound, known, rows).order()
    starts = sorted(parts, key=lambda part: part.expect(_NONE, known).rows)[:MOST_STARTS]
    orders = [order for start in starts if (order := _Search(parts, bound, known, rows).order(start))]
    return min(orders, key=lambda order: order.cost, default=None)


class _Search:
    """Puts parts in an order, one by one."""

    def __init__(self, parts: Sequence[Part], bound: frozenset[str], known: Mapping[str, Known], rows: float) -> None:
        self._waiting = list(parts)
        self._bound = bound
        self._known = known
        self._rows = rows
        self._begun = _NONE
        self._cost = 0.0
        self._order: list[Part] = []
        self._factors: list[float] = []

    def order(self, start: Part | None = None) -> Order | None:
        if start is not None:
            self._take(start, start.expect(_NONE, self._known))
        while self._waiting:
            needed = Counter(name for part in self._waiting for name in part.variables - self._bound)
            reachable = [
                (part.expect(self._bound & part.variables, self._known), part)
                for part in self._waiting
                if self._may_follow(part)
            ]
            if not reachable:
                return None
            estimate, part = min(reachable, key=lambda pair: (self._rank(pair[0], pair[1], needed), pair[0].cost))
            self._take(part, estimate)
        return Order(tuple(self._order), self._rows, self._cost, self._known, tuple(self._factors))

    def _may_follow(self, part: Part) -> bool:
        is_reached = not part.variables or bool(part.variables & self._bound)
        return is_reached and not part.is_whole and part.needs <= self._bound

    def _take(self, part: Part, estimate: Estimate) -> None:
        self._cost += estimate.cost * self._rows
        self._rows *= estimate.rows
        self._cost += self._rows
        self._bound |= part.bound
        self._begun |= part.variables
        self._known = part.learned(self._known)
        self._order.append(part)
        self._factors.append(estimate.rows)
        self._waiting = [other for other in self._waiting if other is not part]

    def _rank(self, estimate: Estimate, part: Part, needed: Counter[str]) -> float:
        """Return how late a part should come: by its rows, after others if it leads nowhere or starts a branch anew."""
        new = part.variables - self._bound
        is_leaf = bool(new) and all(needed[name] == 1 for name in new)
        is_branch = bool(self._begun) and not part.variables & self._begun
        return (estimate.rows + _LEAF * is_leaf) * (_BRANCH if is_branch else 1.0)
