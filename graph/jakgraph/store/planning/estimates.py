"""How many solutions a pattern is expected to have, and what it costs to look them up."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from jakgraph.store.planning.patterns import TYPE

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from jakgraph.store.planning.patterns import Path, Triple
    from jakgraph.store.planning.statistics import Statistics
    from jakgraph.store.prologue import Prologue
    from jakgraph.store.tokens import Token

_PASSES = 0.6
"""Which part of solutions passes a pattern that finds nothing new, where nothing is known of it."""
_LEAST = 0.001
_INTEGER = NamedNode("http://www.w3.org/2001/XMLSchema#integer")
_REPEATS = 3.0
"""How many times as much a path that repeats is expected to reach."""
_ANY = 10.0
"""Triples of one subject, or of one object, whatever the predicate."""


@dataclass(frozen=True)
class Known:
    """What is known of a variable's values: predicates from and to them, their classes, or the very values."""

    subject_of: tuple[str, ...] = ()
    object_of: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    values: tuple[NamedNode | Literal, ...] = ()


_UNKNOWN = Known()


@dataclass(frozen=True)
class Estimate:
    """``rows`` that each solution so far becomes, and the look-ups that takes."""

    rows: float
    cost: float


class Estimates:
    """Estimates for the patterns of one query."""

    def __init__(self, statistics: Statistics, prologue: Prologue, original: Callable[[Token], Token]) -> None:
        self._statistics = statistics
        self._prologue = prologue
        self._original = original

    def of(self, triple: Triple, bound: frozenset[str], known: Mapping[str, Known]) -> Estimate:
        """Return what to expect of a pattern where these variables have values."""
        path = triple.path
        has_subject, has_object = _is_bound(triple.subject[0], bound), _is_bound(triple.object[0], bound)
        of_subject, of_object = self._known(triple.subject, known), self._known(triple.object, known)
        if has_subject and has_object:
            ends = self._ends(path, of_subject)
            return Estimate(
                self._passes(path, ends, triple.object, of_subject), 1 + min(ends, 100.0) * (path.steps - 1)
            )
        if has_subject:
            return _walk(self._ends(path, of_subject), path)
        if has_object:
            return _walk(self._starts(path, of_object), path)
        return _walk(self._all(path), path)

    def learned(self, triple: Triple, known: Mapping[str, Known]) -> dict[str, Known]:
        """Return what is known once a pattern has matched."""
        subject, thing, path = triple.subject[0], triple.object[0], triple.path
        after = dict(known)
        if subject.kind == "variable":
            before = known.get(subject.text[1:], _UNKNOWN)
            before = replace(before, subject_of=(*before.subject_of, *_first_steps(path)))
            if path.iri == TYPE and _is_iri(thing):
                before = replace(before, classes=(*before.classes, self.iri(thing)))
            after[subject.text[1:]] = before
        if thing.kind == "variable" and path.kind == "predicate":
            before = known.get(thing.text[1:], _UNKNOWN)
            after[thing.text[1:]] = replace(before, object_of=(*before.object_of, path.iri))
        return after

    def iri(self, token: Token) -> str:
        """Return the IRI of a token."""
        return self._prologue.iri(self._original(token))

    def number(self, token: Token) -> float:
        """Return the number of a token."""
        return float(self._original(token).text)

    def value(self, term: Sequence[Token]) -> NamedNode | Literal | None:
        """Return the constant that a term is; None where it cannot be told."""
        tokens = [self._original(token) for token in term]
        try:
            return self._node(tokens[0]) if _is_iri(tokens[0]) else self._literal(tokens)
        except ValueError:
            return None

    def _node(self, token: Token) -> NamedNode:
        return NamedNode(self._prologue.iri(token))

    def _literal(self, tokens: Sequence[Token]) -> Literal | None:
        first = tokens[0]
        if first.kind == "number" and first.text.isdecimal():
            return Literal(first.text, datatype=_INTEGER)
        if first.kind != "string" or "\\" in first.text:
            return None
        written = first.text.strip(first.text[0])
        if len(tokens) == 1:
            return Literal(written)
        if tokens[1].kind == "language":
            return Literal(written, language=tokens[1].text[1:])
        return Literal(written, datatype=self._node(tokens[-1]))

    def _known(self, term: Sequence[Token], known: Mapping[str, Known]) -> Known:
        if term[0].kind == "variable":
            return known.get(term[0].text[1:], _UNKNOWN)
        value = self.value(term)
        return Known(values=(value,)) if value is not None else _UNKNOWN

    def _passes(self, path: Path, ends: float, thing: Sequence[Token], of_subject: Known) -> float:
        """Return which part of the solutions passes a pattern whose ends are both given."""
        if path.kind != "predicate":
            return min(_PASSES, max(ends, _LEAST))
        value = self.value(thing)
        if value is None:
            return _PASSES
        if path.iri == TYPE and isinstance(value, NamedNode):
            return self._is_of_class(value.value, of_subject)
        share = self._statistics.with_object(path.iri, value) / max(1.0, self._statistics.of(path.iri).triples)
        return max(_LEAST, min(1.0, share * max(1.0, ends)))

    def _is_of_class(self, iri: str, of_subject: Known) -> float:
        statistics = self._statistics
        shares = [
            pairs.get((iri, predicate), 0.0) / max(1.0, statistics.of(predicate).triples)
            for pairs, predicates in (
                (statistics.of_class, of_subject.subject_of),
                (statistics.to_class, of_subject.object_of),
            )
            for predicate in predicates
            if predicate != TYPE
        ]
        return max(_LEAST, min([1.0, *shares])) if shares else _PASSES

    def _ends(self, path: Path, start: Known) -> float:
        """Return how many ends a path has from one start."""
        if path.kind == "predicate":
            classes = [(self._statistics.classes.get(iri, 0.0), iri) for iri in start.classes]
            if classes and min(classes)[0]:
                count, iri = min(classes)
                return self._statistics.of_class.get((iri, path.iri), 0.0) / count
            return self._usual(path.iri, start)
        if path.kind == "inverse":
            return self._starts(path.parts[0], start)
        parts = [
            self._ends(part, start if index == 0 or path.kind == "choice" else _UNKNOWN)
            for index, part in enumerate(path.parts)
        ]
        return _together(path, parts)

    def _starts(self, path: Path, end: Known) -> float:
        """Return how many starts a path has to one end."""
        if path.kind == "predicate":
            predicate = self._statistics.of(path.iri)
            if end.values:
                return sum(self._statistics.with_object(path.iri, value) for value in end.values) / len(end.values)
            classes = [(self._statistics.classes.get(iri, 0.0), iri) for iri in end.classes]
            if classes and min(classes)[0]:
                count, iri = min(classes)
                return self._statistics.to_class.get((iri, path.iri), 0.0) / count * predicate.skew
            return predicate.per_object * predicate.skew
        if path.kind == "inverse":
            return self._ends(path.parts[0], end)
        last = len(path.parts) - 1
        parts = [
            self._starts(part, end if index == last or path.kind == "choice" else _UNKNOWN)
            for index, part in enumerate(path.parts)
        ]
        return _together(path, parts)

    def _usual(self, iri: str, of_what: Known) -> float:
        """Return the triples of a predicate that one thing has, where other predicates of it are known.

        Between what things have that have any, and what those have of the classes that the other predicates tell.
        """
        usual = self._statistics.of(iri).per_subject
        counts = [
            *(self._statistics.ends_of(iri, known, is_object=False) for known in of_what.subject_of if known != TYPE),
            *(self._statistics.ends_of(iri, known, is_object=True) for known in of_what.object_of),
        ]
        least = min((each for each in counts if not math.isnan(each)), default=usual)
        return math.sqrt(usual * min(usual, least))

    def _all(self, path: Path) -> float:
        """Return how many pairs of start and end a path has."""
        if path.kind == "predicate":
            return self._statistics.of(path.iri).triples
        if path.kind == "any":
            return self._statistics.triples
        parts = [self._all(part) for part in path.parts]
        if path.kind == "sequence":
            rows = parts[0]
            for part in path.parts[1:]:
                rows *= self._ends(part, _UNKNOWN)
            return rows
        return _REPEATS * parts[0] if path.kind == "repetition" else sum(parts)


def _together(path: Path, parts: list[float]) -> float:
    if path.kind == "any":
        return _ANY
    if path.kind == "repetition":
        return 1 + _REPEATS * parts[0]
    if path.kind == "choice":
        return sum(parts)
    product = 1.0
    for part in parts:
        product *= part
    return product


def _first_steps(path: Path) -> tuple[str, ...]:
    if path.kind == "predicate":
        return (path.iri,)
    return _first_steps(path.parts[0]) if path.kind == "sequence" else ()


def _walk(rows: float, path: Path) -> Estimate:
    return Estimate(max(rows, _LEAST), 1 + rows * path.steps)


def _is_bound(token: Token, bound: frozenset[str]) -> bool:
    return token.kind != "variable" or token.text[1:] in bound


def _is_iri(token: Token) -> bool:
    return token.kind in {"iri", "name"}
