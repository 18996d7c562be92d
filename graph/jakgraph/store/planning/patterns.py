"""Reads a run of triples as single patterns with their paths. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from jakgraph.store.planning.groups import UnknownPatternError, variables_of
from jakgraph.store.tokens import Token

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_TERMS = frozenset({"iri", "name", "variable", "string", "number"})
_MODIFIERS = ("*", "+", "?")
TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


@dataclass(frozen=True)
class Path:
    """A verb: a predicate, any predicate, or paths put together.

    ``kind`` is ``predicate`` (``iri`` says which), ``any``, ``inverse``, ``sequence``, ``choice`` or ``repetition``,
    ``text`` is how it is written, ``may_be_empty`` whether a repetition may have no step.
    """

    kind: str
    text: str
    iri: str = ""
    parts: tuple[Path, ...] = ()
    may_be_empty: bool = False

    @cached_property
    def steps(self) -> int:
        """About how many look-ups one walk takes."""
        return 1 if self.kind == "predicate" else max(1, sum(part.steps for part in self.parts))

    @cached_property
    def is_open(self) -> bool:
        """Whether it may have no step at all, so that its ends need not be in the graph."""
        return self.may_be_empty or any(part.is_open for part in self.parts)


@dataclass(frozen=True)
class Triple:
    """One pattern: subject and object as tokens, the path between them; ``variables`` also one in the verb's place."""

    subject: tuple[Token, ...]
    path: Path
    object: tuple[Token, ...]
    text: str
    variables: frozenset[str]


def triples_of(
    tokens: Sequence[Token], iri_of: Callable[[Token], str], new_name: Callable[[], str] | None = None
) -> list[Triple]:
    """Return the patterns of a run of triples, each with a text of its own.

    With ``new_name`` sequences become several patterns, with variables of these names between their steps.
    Raises UnknownPatternError at blank nodes and collections: they cannot be taken apart.
    """
    found = _TripleReader(tokens, iri_of).triples()
    return [step for triple in found for step in _steps(triple, new_name)] if new_name else found


def _steps(triple: Triple, new_name: Callable[[], str]) -> list[Triple]:
    if triple.path.kind != "sequence":
        return [triple]
    names = [Token("variable", f"?{new_name()}", 0) for _ in triple.path.parts[1:]]
    terms = [triple.subject, *((name,) for name in names), triple.object]
    steps = []
    for number, path in enumerate(triple.path.parts):
        start, end = terms[number], terms[number + 1]
        text = " ".join(("".join(map(_text_of, start)), path.text, "".join(map(_text_of, end))))
        steps.append(Triple(start, path, end, text, variables_of((*start, *end))))
    return steps


def _text_of(token: Token) -> str:
    return token.text


class _TripleReader:
    def __init__(self, tokens: Sequence[Token], iri_of: Callable[[Token], str]) -> None:
        self._tokens = tokens
        self._iri_of = iri_of
        self._index = 0

    def triples(self) -> list[Triple]:
        found: list[Triple] = []
        while self._skip("."):
            subject = self._term()
            found.extend(self._said_of(subject))
            while self._is_mark(";"):
                if self._skip(";") and not self._is_mark("."):
                    found.extend(self._said_of(subject))
            if self._index < len(self._tokens) and not self._is_mark("."):
                raise UnknownPatternError(self._tokens[self._index].text)
        return found

    def _said_of(self, subject: tuple[Token, ...]) -> list[Triple]:
        first = self._index
        path = self._verb()
        verb = self._tokens[first : self._index]
        found = []
        while True:
            term = self._term()
            text = " ".join(("".join(map(_text_of, subject)), path.text, "".join(map(_text_of, term))))
            found.append(Triple(subject, path, term, text, variables_of((*subject, *verb, *term))))
            if not self._is_mark(","):
                return found
            self._index += 1

    def _term(self) -> tuple[Token, ...]:
        first = self._index
        if self._is_mark("+", "-"):
            self._index += 1
        token = self._next()
        if token.kind not in _TERMS and not token.is_word("TRUE", "FALSE"):
            raise UnknownPatternError(token.text)
        if token.kind == "string" and self._index < len(self._tokens):
            if self._tokens[self._index].kind == "language":
                self._index += 1
            elif self._is_mark("^^"):
                self._index += 2
        return tuple(self._tokens[first : self._index])

    def _verb(self) -> Path:
        if self._index < len(self._tokens) and self._tokens[self._index].kind == "variable":
            return Path("any", self._next().text)
        return self._choice()

    def _choice(self) -> Path:
        return self._several("|", "choice", lambda: self._several("/", "sequence", self._step))

    def _several(self, mark: str, kind: str, read: Callable[[], Path]) -> Path:
        first = self._index
        parts = [read()]
        while self._is_mark(mark):
            self._index += 1
            parts.append(read())
        return parts[0] if len(parts) == 1 else Path(kind, self._since(first), parts=tuple(parts))

    def _step(self) -> Path:
        first = self._index
        if self._is_mark("^"):
            self._index += 1
            inside = self._step()
            return Path("inverse", self._since(first), parts=(inside,))
        token = self._next()
        if token.is_mark("("):
            inside = self._choice()
            if not self._next().is_mark(")"):
                raise UnknownPatternError("path")
            path = replace(inside, text=self._since(first))
        elif token.kind in {"iri", "name"}:
            path = Path("predicate", token.text, self._iri_of(token))
        elif token.kind == "word" and token.text == "a":
            path = Path("predicate", token.text, TYPE)
        else:
            raise UnknownPatternError(token.text)
        if self._is_mark(*_MODIFIERS):
            modifier = self._next().text
            return Path("repetition", self._since(first), parts=(path,), may_be_empty=modifier != "+")
        return path

    def _skip(self, mark: str) -> bool:
        """Pass over marks and tell whether anything is left."""
        while self._is_mark(mark):
            self._index += 1
        return self._index < len(self._tokens)

    def _is_mark(self, *marks: str) -> bool:
        return self._index < len(self._tokens) and self._tokens[self._index].is_mark(*marks)

    def _since(self, first: int) -> str:
        """Return the text from an index on; with blanks, as a ``?`` may not stand before a name."""
        return " ".join(token.text for token in self._tokens[first : self._index])

    def _next(self) -> Token:
        if self._index >= len(self._tokens):
            raise UnknownPatternError("end")
        self._index += 1
        return self._tokens[self._index - 1]
