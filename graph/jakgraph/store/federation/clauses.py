"""Finds the SERVICE clauses of a query and refuses all but those that ask a listed endpoint by its name. Pure.

Only a clause that every reading of the text (`tokens.readings`) finds at the same place passes, so that the engine
cannot take for a SERVICE what this gate took for a string, or the other way round.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from jakgraph.errors import QueryRefused
from jakgraph.store.tokens import decode_codepoints, line_and_column, readings, token_at

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from jakgraph.store.prologue import Prologue
    from jakgraph.store.tokens import Token

MAX_READINGS = 200_000
"""Tokens that are looked at in all readings of one text together."""

MOST_SHOWN = 8
"""Listed endpoints that a refusal names."""


@dataclass(frozen=True)
class ServiceClause:
    """A SERVICE clause that may be evaluated: where its endpoint's name stands, and which of the listed ones it is."""

    start: int
    end: int
    endpoint: int
    url: str


@dataclass(frozen=True)
class _Clause:
    """A SERVICE clause as the specification reads it."""

    service: Token
    name: Token
    is_inside_another: bool


def find_service_clauses(
    text: str, tokens: Sequence[Token], prologue: Prologue, listed: Sequence[str]
) -> tuple[ServiceClause, ...]:
    """Return the clauses of a text, whose ``tokens`` are the specification's reading.

    Raises QueryRefused at the first one that does not ask one of the ``listed`` endpoints by its name, that stands in
    another one, or that not every reading of the text agrees on.
    """
    if "service" not in text.lower():
        return ()
    clauses = list(_clauses(tokens)) if listed else []
    _refuse_what_is_not_plain(text, tokens, clauses)
    if clauses and any(ord(character) < 128 for character in _escaped(text)):
        raise _refused(
            text,
            clauses[0].service,
            "A query with SERVICE may not write characters of ASCII as codepoints.",
            "Write letters and marks as themselves, not as \\u and four digits.",
        )
    return tuple(_judged(text, clause, prologue, listed) for clause in clauses)


def _clauses(tokens: Sequence[Token]) -> Iterator[_Clause]:
    """Yield each SERVICE with the token after it that names its endpoint, and whether it stands in another one."""
    depth, ends_at = 0, -1
    for index, token in enumerate(tokens):
        depth += token.is_mark("{") - token.is_mark("}")
        if token.is_mark("}") and depth <= ends_at:
            ends_at = -1
        if not token.is_word("SERVICE"):
            continue
        following = tokens[index + 1 : index + 4]
        following = following[1:] if following and following[0].is_word("SILENT") else following
        if len(following) > 1 and following[0].kind in {"iri", "name", "variable"} and following[1].is_mark("{"):
            yield _Clause(token, following[0], ends_at >= 0)
            ends_at = depth if ends_at < 0 else ends_at


def _refuse_what_is_not_plain(text: str, tokens: Sequence[Token], clauses: Sequence[_Clause]) -> None:
    """Refuse a SERVICE that only some readings find, and clauses that some readings hide in a longer token."""
    declared = set() if clauses else {second.text for first, second in pairwise(tokens) if first.is_word("PREFIX")}
    starts = [clause.service.start for clause in clauses]
    for number, token in enumerate(readings(text)):
        if number > MAX_READINGS:
            raise QueryRefused("length", "The query can be read in too many ways.", remedy="Split it in several.")
        if any(token.start < start < token.end for start in starts):
            raise _ambiguous(text, token)
        if "service" in token.text.lower() and token.start not in starts and _may_call(text, token, declared):
            raise _ambiguous(text, token) if clauses else _unknown(text, token)


def _may_call(text: str, token: Token, declared: set[str]) -> bool:
    """Tell whether a SERVICE clause can begin in this token; keywords need no space around them in pyoxigraph."""
    if token.kind == "name":
        prefix, _, local = token.text.partition(":")
        glued = "service" in prefix.lower() and f"{prefix}:" not in declared
        if not glued and ".service" not in local.lower():
            return False
    elif token.kind != "word":
        return False
    following = token_at(text, token.end)
    if following is not None and following.is_word("SILENT"):
        following = token_at(text, following.end)
    if following is not None and following.kind in {"variable", "iri", "name"}:
        following = token_at(text, following.end)
    return following is not None and following.is_mark("{")


def _judged(text: str, clause: _Clause, prologue: Prologue, listed: Sequence[str]) -> ServiceClause:
    """Return a clause as one that may be evaluated, or raise why it may not."""
    name = clause.name
    allowed = f"SERVICE may ask {_enumerated(listed)}, by exactly this address."
    if clause.is_inside_another:
        message = "A SERVICE inside another would be evaluated by the other endpoint; it is not sent there."
        raise _refused(text, clause.service, message, "Write it beside the other SERVICE, not in it.")
    if name.kind == "variable":
        raise _refused(text, name, f"SERVICE {name.text} leaves open which endpoint it asks.", allowed)
    iri = prologue.iri(name)
    if iri not in listed:
        message = f"SERVICE asks <{iri}>, which is not among the endpoints that this service's operator has listed."
        raise _refused(text, name, message, allowed)
    return ServiceClause(name.start, name.end, listed.index(iri), iri)


def _escaped(text: str) -> Iterator[str]:
    """Yield each character that is written as a codepoint."""
    for part in text.split("\\")[1:]:
        digits = {"u": 4, "U": 8}.get(part[:1], 0)
        character = decode_codepoints(f"\\{part[: digits + 1]}")
        if digits and len(character) == 1:
            yield character


def _enumerated(listed: Sequence[str]) -> str:
    """Return the listed endpoints in words.

    >>> _enumerated(["http://a/", "http://b/"]), _enumerated(["http://a/"])
    ('<http://a/> or <http://b/>', '<http://a/>')
    """
    shown = [f"<{url}>" for url in listed[:MOST_SHOWN]]
    if len(listed) > MOST_SHOWN:
        shown.append(f"{len(listed) - MOST_SHOWN} others that the service description names")
    return " or ".join(filter(None, (", ".join(shown[:-1]), shown[-1])))


def _unknown(text: str, token: Token) -> QueryRefused:
    message = "SERVICE asks another endpoint; this service sends no requests."
    remedy = "Run this query in your own client, or ask the other endpoint and bring its rows in by VALUES."
    return _refused(text, token, message, remedy)


def _ambiguous(text: str, token: Token) -> QueryRefused:
    message = "There may be another SERVICE here: this can be read in more than one way."
    if token.kind == "name":
        return _refused(text, token, message, "Give the prefix a name without the word in it.")
    return _refused(text, token, message, "Put spaces around SERVICE, its endpoint and every < that is an operator.")


def _refused(text: str, token: Token, message: str, remedy: str) -> QueryRefused:
    line, column = line_and_column(text, token.start)
    return QueryRefused("SERVICE", message, line=line, column=column, remedy=remedy)
