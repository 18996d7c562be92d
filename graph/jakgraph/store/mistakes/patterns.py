"""Mistakes in triples and in the keywords between them."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from jakgraph.store.mistakes.context import Mistake, Words

if TYPE_CHECKING:
    from jakgraph.store.mistakes.context import Rule

_GROUP_WORDS = ("FILTER", "OPTIONAL", "MINUS", "BIND", "VALUES", "GRAPH", "UNION", "SELECT", "EXISTS", "NOT", "WHERE")
_QUERY_WORDS = ("GROUP", "HAVING", "ORDER", "LIMIT", "OFFSET", "WHERE", "FROM", "SELECT", "VALUES")
_TERMS = {"variable", "iri", "name", "blank", "string", "number"}


def comparison_as_triple(mistake: Mistake) -> Words | None:
    """Recognise a comparison that stands among triples."""
    token = mistake.token
    if token is None or not mistake.is_in_group or not token.is_mark("=", "!=", "<", ">", "<=", ">="):
        return None
    return Words("A comparison stands in FILTER.", f"FILTER (?x {token.text} ?y)")


def keyword_misspelt(mistake: Mistake) -> Words | None:
    """Recognise a keyword with a slip in it."""
    token = mistake.token
    if token is None or token.kind != "word" or mistake.is_in_parentheses:
        return None
    known = _GROUP_WORDS if mistake.is_in_group else _QUERY_WORDS
    close = difflib.get_close_matches(token.text.upper(), known, n=1, cutoff=0.7)
    if not close or close[0] == token.text.upper():
        return None
    return Words(f"{token.text} is not a keyword.", f"Did you mean {close[0]}?")


def missing_dot(mistake: Mistake) -> Words | None:
    """Recognise a triple that begins before the last one has ended."""
    token = mistake.token
    if token is None or not mistake.is_in_group or token.kind not in _TERMS:
        return None
    if not (mistake.expects(".") and mistake.expects(";") and mistake.expects(",")):
        return None
    start = mistake.open_brackets[-1] + 1
    separator = next(
        (item for item in reversed(mistake.tokens[start : mistake.index]) if item.is_mark(".", ";", ",", "{", "}")),
        None,
    )
    if separator is not None and separator.is_mark(";"):
        return Words(
            f"A triple has three terms, and {token.text} is one too many.",
            "The line before ends with ;, which keeps its subject: end it with a dot where a new subject begins.",
        )
    return Words(f"A dot is missing before {token.text}.", "Triples are separated by dots: ?s ?p ?o . ?s2 ?p2 ?o2")


def incomplete_triple(mistake: Mistake) -> Words | None:
    """Recognise a triple that ends before its object, and a property that cannot be one."""
    token = mistake.token
    if token is None or not mistake.is_in_group:
        return None
    if token.kind in {"string", "number"} and mistake.expects("^"):
        return Words(
            f"{token.text} stands where a property should.", "Only an IRI or a variable can be the middle of a triple."
        )
    if token.is_mark(".", "}", ";", ",") and (mistake.expects("^") or mistake.expects("'")):
        return Words(
            "The triple before this is not complete.", "It needs a subject, a property and an object before this sign."
        )
    return None


def word_in_pattern(mistake: Mistake) -> Words | None:
    """Recognise a bare word among triples: a variable without its question mark, or a name without its prefix."""
    token = mistake.token
    if token is None or token.kind != "word" or not mistake.is_in_group:
        return None
    return Words(
        f"{token.text} is neither a keyword nor a name.",
        f'A variable is ?{token.text}, a name has a prefix (jg:{token.text}), a text quotes ("{token.text}").',
    )


def path_sign(mistake: Mistake) -> Words | None:
    """Recognise a sign of a path where no property stands before it."""
    token = mistake.token
    if token is None or not mistake.is_in_group or not token.is_mark("*", "+", "?", "/", "|", "!", "^"):
        return None
    return Words(f"{token.text} belongs to a path, and there is no property before it.", "?s jg:partOf* ?o")


PATTERN_RULES: tuple[Rule, ...] = (
    comparison_as_triple,
    keyword_misspelt,
    missing_dot,
    incomplete_triple,
    word_in_pattern,
    path_sign,
)
