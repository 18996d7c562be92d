"""Writes groups with their patterns in the order of a plan, each after the first in a LATERAL of its own."""

from __future__ import annotations

from dataclasses import replace
from itertools import count, pairwise
from typing import TYPE_CHECKING

from jakgraph.store.planning.before import Before, Written
from jakgraph.store.planning.groups import Element, Group, UnknownPatternError, bound_in, is_one_pattern, variables_of
from jakgraph.store.planning.injection import assigned_in, is_injectable
from jakgraph.store.planning.ordering import Part, best_order
from jakgraph.store.planning.parts import is_joined, part_of_select, part_of_values, parts_of_triples

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from jakgraph.store.planning.estimates import Estimates
    from jakgraph.store.planning.ordering import Order

MOST_PARTS = 24
"""More are left in the order of the query."""
_PASSES_FILTER = 0.5
_SHRINKS = 0.9
"""What leaves at most so many of the solutions is better looked up before an EXISTS is asked of each."""
_UNPLANNED = 100.0
"""What it costs to ask an EXISTS of several patterns once where it is not planned: the engine multiplies them."""
_PREFERENCE = 1.0
"""How many times as much looking up may cost as evaluating in whole: how the engine does that is not known."""


class Writer:
    """Writes the groups of one query. ``has_planned`` is whether any differs from the query's own."""

    def __init__(self, text: str, estimates: Estimates, *, may_name: bool) -> None:
        self.has_planned = False
        self._estimates = estimates
        self._text = text
        self._numbers = count()
        self._may_name = may_name
        self._alone: dict[int, Written] = {}

    def alone(self, group: Group) -> Written:
        """Return a group as it is evaluated by itself; each is written once, or deep ones would be over and over."""
        if group.start not in self._alone:
            self._alone[group.start] = self.group(group, Before())
        return self._alone[group.start]

    def group(self, group: Group, before: Before) -> Written:
        """Return a group as it is evaluated for each solution there is before it."""
        return self._select(group, before) if group.is_select else _GroupWriter(self, group, before).written()

    def own(self, part: Element | Group) -> str:
        """Return the query's own text of an element or group."""
        text = self._text[part.start : part.end]
        is_open = isinstance(part, Element) and part.kind == "triples" and not text.endswith(".")
        return f"{text} ." if is_open else text

    def asking(self, element: Element, before: Before) -> str:
        """Return the text of an element with the groups of its EXISTS planned."""
        parts, end = [], element.start
        for group in element.asked:
            parts += [self._text[end : group.start], self.group(group, before.in_exists()).text]
            end = group.end
        return "".join([*parts, self._text[end : element.end]])

    def parts(self, element: Element, others: frozenset[str], sure: frozenset[str]) -> list[Part]:
        """Return an element as parts, beside others with these variables; raises UnknownPatternError.

        ``sure`` are those variables beside it that have a value in each solution.
        """
        if element.kind == "triples":
            return parts_of_triples(element, self._estimates, self._new_name if self._may_name else None)
        if element.kind == "VALUES":
            return [part_of_values(element, self.own(element), self._estimates)]
        return [part_of_select(element, others, sure, self)]

    def _new_name(self) -> str:
        while (name := f"step{next(self._numbers)}") in self._text:
            pass
        return name

    def _select(self, group: Group, before: Before) -> Written:
        where = group.elements[0].groups[0]
        inside = self.group(where, before.in_select(group))
        limits = [after for word, after in pairwise(group.tail) if word.is_word("LIMIT") and after.kind == "number"]
        rows = min([inside.rows, *map(self._estimates.number, limits)])
        text = f"{self._text[group.start : where.start]}{inside.text}{self._text[where.end : group.end]}"
        known = {name: inside.known[name] for name in group.variables & inside.known.keys()}
        return Written(text, rows, inside.cost, known)


class _UnplannableGroupError(Exception):
    """A group that is left as it is: the engine would not evaluate what is written in the order of the plan."""


class _GroupWriter:
    """Writes one group. Every element is looked up, so that the engine has no join to choose a way for."""

    def __init__(self, writer: Writer, group: Group, before: Before) -> None:
        self._writer = writer
        self._group = group
        self._before = before
        self._filters = [element for element in group.elements if element.kind == "FILTER"]
        self._joined: list[Element] = []
        self._pieces: list[str] = []
        self._cost = 0.0
        self._is_changed = False

    def written(self) -> Written:
        passes = _PASSES_FILTER ** len(self._filters)
        try:
            self._write_all()
        except _UnplannableGroupError:
            return Written(self._writer.own(self._group), self._before.rows * passes, self._cost)
        self._writer.has_planned = self._writer.has_planned or self._is_changed
        return Written(f" {' '.join(self._pieces)} ", self._before.rows * passes, self._cost, self._before.known)

    def _write_all(self) -> None:
        if any(_assigns(element, self._before) for element in self._group.elements):
            raise _UnplannableGroupError
        for element in self._group.elements:
            if is_joined(element):
                self._joined.append(element)
            elif element.kind != "FILTER":
                self._write_joined()
                self._write(element)
        self._write_joined()
        self._pieces += [self._asking(element) for element in self._filters]

    def _write(self, element: Element) -> None:
        if element.kind in {"OPTIONAL", "groups"}:
            self._write_groups(element)
        elif element.kind == "BIND":
            self._pieces.append(self._asking(element))
        else:
            self._write_own(element, joins=element.kind != "MINUS")
        self._before = self._before.after(element)

    def _asking(self, element: Element) -> str:
        text = self._writer.asking(element, self._before)
        self._is_changed = self._is_changed or text != self._writer.own(element)
        return text

    def _write_own(self, element: Element, *, joins: bool) -> None:
        if joins and self._is_changed:
            raise _UnplannableGroupError
        self._pieces.append(self._writer.own(element))

    def _write_groups(self, element: Element) -> None:
        """Write OPTIONAL, a group or UNION, to be evaluated for each solution so far where that is cheaper."""
        before, is_optional = self._before, element.kind == "OPTIONAL"
        word = "OPTIONAL " if is_optional else ""
        alone = [self._writer.alone(group) for group in element.groups]
        rows, cost = sum(one.rows for one in alone), before.rows + _cost_alone(element, alone)
        each = [self._writer.group(group, before.for_each()) for group in element.groups] if before.bound else []
        each_cost = before.rows * (1 + sum(one.cost for one in each))
        if self._may_look_up(element) and each_cost < _PREFERENCE * cost:
            text = f"{word}{_union(each)}"
            self._pieces.append(f"LATERAL {{ {text} }}" if self._pieces else text)
            self._is_changed = True
            rows, cost = before.rows * sum(one.rows for one in each), each_cost
        elif self._pieces or before.seen:
            self._write_own(element, joins=not is_optional)
        else:
            self._pieces.append(f"{word}{_union(alone)}")
        self._before = replace(before, rows=max(rows, before.rows) if is_optional else rows)
        self._cost += cost

    def _may_look_up(self, element: Element) -> bool:
        before, is_optional = self._before, element.kind == "OPTIONAL"
        if is_optional and _is_simple(element.groups[0]):
            return False
        return all(
            bound_in(group.elements) & before.bound
            and not assigned_in(group) & before.seen
            and is_injectable(group, before.seen - before.given, sees_outside=is_optional)
            for group in element.groups
        )

    def _write_joined(self) -> None:
        """Write the elements that are joined, in the best order or as they stand."""
        elements, self._joined = self._joined, []
        order = self._order(elements) if elements else None
        if order is None:
            for element in elements:
                self._write_own(element, joins=bool(self._pieces))
                self._before = self._before.after(element)
            return
        self._is_changed = self._is_changed or len(order.parts) > 1
        for part, next_rows in zip(order.parts, (*order.factors[1:], 1.0), strict=True):
            self._write_part(part, shrinks_next=next_rows < _SHRINKS)
        self._before = replace(self._before, rows=order.rows, known=order.known)
        self._cost += order.cost

    def _order(self, elements: Sequence[Element]) -> Order | None:
        before = self._before
        parts: list[Part] = []
        if any(element.kind == "VALUES" and element.variables & (before.seen - before.bound) for element in elements):
            return None
        try:
            for element in elements:
                sure = before.bound | bound_in(other for other in elements if other is not element)
                parts += self._writer.parts(element, before.seen | self._variables_beside(element), sure)
        except UnknownPatternError:
            return None
        must_look_up = bool(self._pieces or before.seen)
        if len(parts) > MOST_PARTS or (must_look_up and any(part.is_whole for part in parts)):
            return None
        order = best_order(parts, before.bound, before.known, before.rows)
        return order if order and _keeps_open_paths(order.parts, before) else None

    def _write_part(self, part: Part, *, shrinks_next: bool) -> None:
        """Write a part with the filters that can be asked by now."""
        has_values = part.variables & self._before.bound
        text = part.looked_up if has_values and part.looked_up else part.text
        self._before = self._before.after_part(part)
        ready = [e for e in self._filters if self._may_ask(e) and not (e.asked and shrinks_next)]
        self._filters = [element for element in self._filters if element not in ready]
        text = " ".join([text, *map(self._asking, ready)])
        if self._pieces:
            self._pieces.append(f"LATERAL {{ {text} }}")
        else:
            self._pieces.append(f"{{ {text} }}" if ready else text)

    def _may_ask(self, element: Element) -> bool:
        """Tell whether every variable of a filter that may ever have a value has one by now."""
        if element.asked and any(token.is_word("VALUES", "AS") for token in element.tokens):
            return False  # in a LATERAL the engine takes no such word for a variable that has a value
        return element.variables & (self._before.seen | self._variables_beside(element)) <= self._before.bound

    def _variables_beside(self, element: Element) -> frozenset[str]:
        """Return the variables that other elements may give values to."""
        others = (other for other in self._group.elements if other is not element and other.kind != "FILTER")
        return frozenset().union(*(other.variables for other in others))


def _assigns(element: Element, before: Before) -> bool:
    """Tell whether an element may give a value to a variable that has one before it, as it may in EXISTS only.

    Joined, both values are compared; looked up, they are not.
    """
    if element.kind == "BIND":
        return bool(variables_of(element.tokens[-2:]) & before.seen)
    if element.kind == "VALUES":
        return bool(element.variables & before.seen)
    return bool(before.given) and any(group.is_select for group in element.groups)


def _cost_alone(element: Element, alone: Sequence[Written]) -> float:
    asked = zip(alone, element.groups, strict=True)
    return sum(one.cost + one.rows * _UNPLANNED * any(map(_asks_much, group.elements)) for one, group in asked)


def _asks_much(element: Element) -> bool:
    return any(not _is_simple(group) for group in element.asked)


def _is_simple(body: Group) -> bool:
    """Tell whether the engine looks a group up by itself: it does where that is one pattern."""
    patterns = [element for element in body.elements if element.kind != "FILTER"]
    return len(patterns) == 1 and patterns[0].kind == "triples" and is_one_pattern(patterns[0])


def _union(groups: Sequence[Written]) -> str:
    return " UNION ".join(f"{{{group.text}}}" for group in groups)


def _keeps_open_paths(parts: Iterable[Part], before: Before) -> bool:
    """Tell whether what a path without steps meets are things of the graph, in this order too."""
    for part in parts:
        if part.has_open_path and not part.variables & before.seen <= before.nodes:
            return False
        before = before.after_part(part)
    return True
