"""Reads the groups of a query's patterns out of its tokens. Pure.

Knows as much of the grammar as `writing` needs. What it does not know ends in UnknownPatternError, so that nobody takes
a reading for a fact that is only a guess.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jakgraph.store.planning.groups import Element, Group, UnknownPatternError, outside_brackets, variables_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jakgraph.store.tokens import Token

MOST_DEPTH = 16
"""Groups that may stand in each other: planning takes more time than their number, and nobody writes so many."""

_CLOSERS = {"{": "}", "(": ")", "[": "]"}
_KEYWORDS = frozenset({"FILTER", "OPTIONAL", "MINUS", "GRAPH", "SERVICE", "BIND", "VALUES", "LATERAL"})
_TRIPLE_WORDS = frozenset({"A", "TRUE", "FALSE"})


def where_of(tokens: Sequence[Token]) -> Group:
    """Return the group of the pattern of a whole query. Raises UnknownPatternError where it finds none."""
    return _Reader(tokens).query()


class _Reader:
    """Goes through the tokens of one query."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self._tokens = tokens
        self._closers = _closers(tokens)
        self._depth = 0

    def query(self) -> Group:
        for index, token in enumerate(self._tokens):
            if token.is_word("SELECT", "ASK", "DESCRIBE"):
                return self._group(self._brace_after(index + 1))
            if token.is_word("CONSTRUCT"):
                template = self._brace_after(index + 1)
                if template > index + 1:
                    raise UnknownPatternError("CONSTRUCT WHERE")
                return self._group(self._brace_after(self._closers[template] + 1))
        raise UnknownPatternError("no form")

    def _brace_after(self, index: int) -> int:
        """Return the first opening brace from an index on that stands in no bracket."""
        while index < len(self._tokens):
            token = self._tokens[index]
            if token.is_mark("{"):
                return index
            index = self._closers.get(index, index) + 1
        raise UnknownPatternError("no group")

    def _group(self, opener: int) -> Group:
        """Return the group that a brace opens."""
        self._depth += 1
        if self._depth > MOST_DEPTH:
            raise UnknownPatternError("depth")
        try:
            return self._group_inside(opener)
        finally:
            self._depth -= 1

    def _group_inside(self, opener: int) -> Group:
        closer = self._closers[opener]
        start, end = self._tokens[opener].end, self._tokens[closer].start
        index = opener + 1
        if self._tokens[index].is_word("SELECT"):
            return self._select(index, closer, start, end)
        elements = []
        while index < closer:
            if self._tokens[index].is_mark("."):
                index += 1
                continue
            element, index = self._element(index, closer)
            elements.append(element)
        return Group(start, end, tuple(elements))

    def _select(self, index: int, closer: int, start: int, end: int) -> Group:
        brace = self._brace_after(index + 1)
        where = self._group(brace)
        head = self._tokens[index + 1 : brace]
        body = Element("groups", self._tokens[brace : self._closers[brace] + 1], (where,))
        tail = self._tokens[self._closers[brace] + 1 : closer]
        has_all = any(token.is_mark("*") for token in outside_brackets(head))
        projected = where.variables if has_all else self._projected(index + 1, brace)
        return Group(start, end, (body,), projected, head, tail)

    def _projected(self, index: int, brace: int) -> frozenset[str]:
        found = []
        while index < brace:
            token = self._tokens[index]
            if token.is_mark("("):
                token = self._tokens[self._closers[index] - 1]
                index = self._closers[index]
            found.append(token)
            index += 1
        return variables_of(found)

    def _element(self, index: int, closer: int) -> tuple[Element, int]:
        token = self._tokens[index]
        if token.is_mark("{"):
            return self._union(index)
        if not token.is_word(*_KEYWORDS):
            return self._triples(index, closer)
        kind = token.text.upper()
        if kind == "FILTER":
            return self._filter(index)
        if kind == "BIND":
            end = self._bracket(index + 1, "(")
            return Element(kind, self._tokens[index : end + 1], asked=self._asked(index, end)), end + 1
        brace = self._brace_after(index + 1)
        end = self._closers[brace]
        groups = () if kind == "VALUES" else (self._group(brace),)
        return Element(kind, self._tokens[index : end + 1], groups), end + 1

    def _union(self, index: int) -> tuple[Element, int]:
        first, groups = index, []
        while True:
            groups.append(self._group(index))
            end = self._closers[index] + 1
            if not self._tokens[end].is_word("UNION"):
                return Element("groups", self._tokens[first:end], tuple(groups)), end
            index = end + 1
            if not self._tokens[index].is_mark("{"):
                raise UnknownPatternError("UNION")

    def _filter(self, index: int) -> tuple[Element, int]:
        first = index
        index += 1
        if self._tokens[index].is_word("NOT"):
            index += 1
        if self._tokens[index].is_word("EXISTS"):
            end = self._bracket(index + 1, "{")
        else:
            end = self._bracket(index if self._tokens[index].is_mark("(") else index + 1, "(")
        return Element("FILTER", self._tokens[first : end + 1], asked=self._asked(first, end)), end + 1

    def _asked(self, index: int, end: int) -> tuple[Group, ...]:
        """Return the groups of EXISTS between two indices, but for those inside others."""
        found = []
        while index < end:
            if self._tokens[index].is_word("EXISTS"):
                index = self._brace_after(index + 1)
                found.append(self._group(index))
                index = self._closers[index]
            index += 1
        return tuple(found)

    def _bracket(self, index: int, opener: str) -> int:
        """Return where a bracket closes that has to open here."""
        if not self._tokens[index].is_mark(opener):
            raise UnknownPatternError(self._tokens[index].text)
        return self._closers[index]

    def _triples(self, index: int, closer: int) -> tuple[Element, int]:
        first = index
        while index < closer:
            token = self._tokens[index]
            if token.is_mark("{") or token.is_word(*_KEYWORDS):
                break
            if token.is_mark("<", "<=") or (token.kind == "word" and not token.is_word(*_TRIPLE_WORDS)):
                raise UnknownPatternError(token.text)
            index += 1
        return Element("triples", self._tokens[first:index]), index


def _closers(tokens: Sequence[Token]) -> dict[int, int]:
    """Return the index of the closing bracket of each opening one."""
    stack: list[int] = []
    found: dict[int, int] = {}
    for index, token in enumerate(tokens):
        if token.kind != "mark":
            continue
        if token.text in _CLOSERS:
            stack.append(index)
        elif token.text in ")}]":
            if not stack or _CLOSERS[tokens[stack[-1]].text] != token.text:
                raise UnknownPatternError("brackets")
            found[stack.pop()] = index
    if stack:
        raise UnknownPatternError("brackets")
    return found
