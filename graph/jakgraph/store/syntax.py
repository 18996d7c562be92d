"""Turns pyoxigraph's complaint about a query into words for its writer: where, what, and how to mend it. Pure.

pyoxigraph reports the furthest character that its parser looked at, up to 14 characters after the mistake, and what it
tried there. The token that really is wrong is found by parsing beginnings of the text: a beginning is *viable* if the
parser runs into its end, and the first token that makes it not viable is the mistake.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from jakgraph.errors import QuerySyntaxError
from jakgraph.store.mistakes import Mistake, find_words
from jakgraph.store.tokens import line_and_column, tokenize

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from jakgraph.store.tokens import Token

    Complain = Callable[[str], str | None]

_POSITION = re.compile(r"error at (\d+):(\d+): expected (.*)", re.DOTALL)
_LOOKAHEAD = 32
"""More blanks than pyoxigraph's longest keyword (14 characters), so that its end of text is ours."""


def explain(text: str, complaint: str, complain: Complain, prefixes: Mapping[str, str]) -> QuerySyntaxError:
    """Return the error for a text that pyoxigraph refuses with ``complaint``.

    ``complain`` parses a text and returns pyoxigraph's complaint or None; it is called about log2(tokens) times.
    ``prefixes`` are offered where one is used and not declared.
    """
    tokens = list(tokenize(text))
    index = _first_wrong(text, tokens, complain)
    mistake = Mistake(text, tokens, index, _complaint_about(text, tokens, index, complaint, complain), prefixes)
    words = find_words(mistake)
    place = words.place or mistake.token
    line, column = line_and_column(text, place.start if place else len(text.rstrip()))
    return QuerySyntaxError(words.message, line=line, column=column, token=place.text if place else "", hint=words.hint)


def _first_wrong(text: str, tokens: list[Token], complain: Complain) -> int:
    """Return the index of the first token that no query can have there; ``len(tokens)`` if only something is missing.

    A few correct beginnings look wrong by themselves (``CONCAT`` before its parenthesis); if one more token makes the
    text viable again, the search goes on after it.
    """
    last = next((index for index, token in enumerate(tokens) if token.kind in {"open", "bad"}), len(tokens))
    low = 0
    while True:
        low = _last_viable(text, tokens, low, last, complain)
        if low >= last or not _is_viable(text, tokens, low + 2, complain) or low + 2 > last:
            return low
        low += 2


def _last_viable(text: str, tokens: list[Token], low: int, high: int, complain: Complain) -> int:
    """Return how many tokens make a viable beginning, by halving; ``low`` of them are known to."""
    while low < high:
        middle = (low + high + 1) // 2
        if _is_viable(text, tokens, middle, complain):
            low = middle
        else:
            high = middle - 1
    return low


def _is_viable(text: str, tokens: list[Token], count: int, complain: Complain) -> bool:
    beginning = _beginning(text, tokens, count)
    complaint = complain(beginning)
    return complaint is None or _position(beginning, complaint) >= len(beginning)


def _beginning(text: str, tokens: list[Token], count: int) -> str:
    end = tokens[min(count, len(tokens)) - 1].end if count and tokens else 0
    return text[:end] + " " * _LOOKAHEAD


def _position(text: str, complaint: str) -> int:
    match = _POSITION.match(complaint)
    if match is None:
        return 0
    lines = text.split("\n")
    return sum(len(line) + 1 for line in lines[: int(match[1]) - 1]) + int(match[2]) - 1


def _complaint_about(text: str, tokens: list[Token], index: int, complaint: str, complain: Complain) -> str:
    """Return what pyoxigraph says about the text up to and with the wrong token, and without it: what it expects."""
    before = complain(_beginning(text, tokens, index)) or ""
    upto = (complain(_beginning(text, tokens, index + 1)) or "") if index < len(tokens) else complaint
    return f"{upto}\n{before}"
