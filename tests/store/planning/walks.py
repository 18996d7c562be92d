"""The pairs of ends that a property path has, each as often as the specification says.

But a choice has each pair once, as the engine does.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import product
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

Term = Any
Path = Any
Pairs = Counter[tuple[Term, Term]]
RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


class Walks:
    """Walks over these triples; ``term_of`` reads a term."""

    def __init__(self, triples: Collection[tuple[Term, Term, Term]], term_of: Callable[[str], Term]) -> None:
        self._triples = triples
        self._term_of = term_of

    def along(self, path: Path, ends: set[Term]) -> Pairs:
        """Return the pairs of ends of a path; ``ends`` are things that need not be in the graph."""
        kind, inside = path
        match kind:
            case "iri":
                return Counter((s, o) for s, p, o in self._triples if p == self._term_of(inside))
            case "^":
                return Counter({(o, s): number for (s, o), number in self.along(inside, ends).items()})
            case "|":
                return Counter({pair for part in inside for pair in self.along(part, ends)})
            case "/":
                return self._sequence(inside, ends)
            case "!":
                return self._neither(inside)
            case _:
                return self._repeated(kind, set(self.along(inside, ends)), ends)

    def _sequence(self, parts: list[Path], ends: set[Term]) -> Pairs:
        found = self.along(parts[0], ends)
        for part in parts[1:]:
            steps = self.along(part, ends)
            both: Pairs = Counter()
            for ((s, o), number), ((start, end), times) in product(found.items(), steps.items()):
                if o == start:
                    both[s, end] += number * times
            found = both
        return found

    def _neither(self, named: list[tuple[bool, str]]) -> Pairs:
        forward = {self._term_of(name) for is_back, name in named if not is_back}
        back = {self._term_of(name) for is_back, name in named if is_back}
        found: Pairs = Counter()
        if forward:
            found.update((s, o) for s, p, o in self._triples if p not in forward)
        if back:
            found.update((o, s) for s, p, o in self._triples if p not in back)
        return found

    def _repeated(self, kind: str, step: set[tuple[Term, Term]], ends: set[Term]) -> Pairs:
        nodes = {term for s, _, o in self._triples for term in (s, o)} | ends
        reached = step | ({(node, node) for node in nodes} if kind in "*?" else set())
        while kind != "?":
            further = {(s, end) for (s, o), (start, end) in product(reached, step) if o == start} - reached
            if not further:
                break
            reached |= further
        return Counter(reached)


def read_path(text: str) -> Path:
    """Return a path as a pair: what kind it is, and what it is made of."""
    return _PathReader(text).choice()


class _PathReader:
    def __init__(self, text: str) -> None:
        self._tokens = re.findall(r"ex:\w+|a|[()|/^!*+?]", text)

    def _next(self) -> str:
        return self._tokens.pop(0) if self._tokens else ""

    def _is(self, *marks: str) -> bool:
        return bool(self._tokens) and self._tokens[0] in marks

    def choice(self) -> Any:
        parts = [self._sequence()]
        while self._is("|"):
            self._next()
            parts.append(self._sequence())
        return parts[0] if len(parts) == 1 else ("|", parts)

    def _sequence(self) -> Any:
        parts = [self._step()]
        while self._is("/"):
            self._next()
            parts.append(self._step())
        return parts[0] if len(parts) == 1 else ("/", parts)

    def _step(self) -> Any:
        if self._is("^"):
            self._next()
            return ("^", self._step())
        token = self._next()
        if token == "!":
            many, found = self._is("("), []
            if many:
                self._next()
            while True:
                is_back = self._is("^")
                if is_back:
                    self._next()
                found.append((is_back, self._next()))
                if not many or self._next() == ")":
                    break
            path: Any = ("!", found)
        elif token == "(":
            path = self.choice()
            self._next()
        else:
            path = ("iri", token)
        while self._is("*", "+", "?"):
            path = (self._next(), path)
        return path
