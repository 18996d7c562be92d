"""The groups of a query's patterns: what stands between braces, element by element. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from jakgraph.store.tokens import Token


_UNEVEN = frozenset({"*", "?", "!"})
_JOINERS = frozenset({".", ";", ",", "/", "|", "[", "("})


class UnknownPatternError(Exception):
    """Something of the query's text that planning has no reading for."""


@dataclass(frozen=True)
class Element:
    """One part of a group: a run of triples or what a keyword begins.

    ``kind`` is ``triples``, ``groups`` (one group, or several with UNION between them) or the keyword. ``groups`` are
    those it holds as patterns, ``asked`` those of EXISTS. ``start`` and ``end`` are indices of the text.
    """

    kind: str
    tokens: Sequence[Token]
    groups: tuple[Group, ...] = ()
    asked: tuple[Group, ...] = ()

    @property
    def start(self) -> int:
        """Where its first token begins."""
        return self.tokens[0].start

    @property
    def end(self) -> int:
        """The index after its last token."""
        return self.tokens[-1].end

    @cached_property
    def variables(self) -> frozenset[str]:
        """Every variable in it, without the mark before its name."""
        return variables_of(self.tokens)

    @cached_property
    def bound(self) -> frozenset[str]:
        """The variables that have a value in each of its solutions."""
        if self.kind == "triples":
            return self.variables
        if self.kind == "VALUES":
            return frozenset() if any(token.is_word("UNDEF") for token in self.tokens) else self.variables
        if self.kind == "groups":
            return frozenset.intersection(*(group.bound for group in self.groups))
        return frozenset()


@dataclass(frozen=True)
class Group:
    """What stands between two braces. ``start`` and ``end`` are the indices after the first and before the second.

    A subselect has its own pattern as the only group of its only element, the tokens of its ``head`` and ``tail``
    before and after that, and ``projected`` variables.
    """

    start: int
    end: int
    elements: tuple[Element, ...]
    projected: frozenset[str] | None = None
    head: Sequence[Token] = ()
    tail: Sequence[Token] = ()

    @property
    def is_select(self) -> bool:
        """Whether it is a subselect."""
        return self.projected is not None

    @cached_property
    def variables(self) -> frozenset[str]:
        """The variables that can be seen from outside, and more where there is no telling."""
        inside = frozenset().union(*(element.variables for element in self.elements))
        return inside if self.projected is None else self.projected

    @cached_property
    def bound(self) -> frozenset[str]:
        """The variables that have a value in each of its solutions."""
        inside = bound_in(self.elements)
        return inside if self.projected is None else inside & self.projected


def variables_of(tokens: Iterable[Token]) -> frozenset[str]:
    """Return the names of the variables among tokens."""
    return frozenset(token.text[1:] for token in tokens if token.kind == "variable")


def bound_in(elements: Iterable[Element]) -> frozenset[str]:
    """Return the variables that have a value in each solution of elements that are joined."""
    return frozenset().union(*(element.bound for element in elements))


def depends_on_ends(element: Element) -> bool:
    """Tell whether triples hold a path that finds other solutions where its ends are given beforehand.

    One that may have no step (``*``, ``?``) finds a given end also where that is not in the graph; a negated one finds
    each pair of given ends once.
    """
    return any(token.is_mark(*_UNEVEN) for token in element.tokens)


def is_one_pattern(element: Element) -> bool:
    """Tell whether a run of triples is one triple pattern and no path of several steps."""
    return not any(token.is_mark(*_JOINERS) for token in element.tokens[:-1])


def outside_brackets(tokens: Sequence[Token]) -> list[Token]:
    """Return the tokens that stand in no bracket."""
    found, depth = [], 0
    for token in tokens:
        depth -= token.is_mark(")", "}", "]")
        if depth == 0:
            found.append(token)
        depth += token.is_mark("(", "{", "[")
    return found
