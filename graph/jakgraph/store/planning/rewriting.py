"""Writes a query anew with its patterns in the order of their plan."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from jakgraph.store.planning.before import Before
from jakgraph.store.planning.estimates import Estimates
from jakgraph.store.planning.groups import UnknownPatternError
from jakgraph.store.planning.reading import where_of
from jakgraph.store.planning.writing import Writer
from jakgraph.store.prologue import Prologue

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jakgraph.store.planning.groups import Group
    from jakgraph.store.planning.statistics import Statistics
    from jakgraph.store.shapes import Marked
    from jakgraph.store.tokens import Token

MOST_TOKENS = 2_000


def planned(query: Marked, statistics: Statistics) -> str | None:
    """Return a query with the same solutions whose patterns are looked up in the order of a plan.

    None where there is nothing to plan, or something in it that is not understood.
    """
    tokens = query.tokens
    if len(tokens) > MOST_TOKENS or any(token.kind in {"bad", "open"} for token in tokens):
        return None
    if any(token.is_word("LATERAL") or "service" in token.text.lower() for token in tokens):
        return None
    prologue = Prologue()
    for index, token in enumerate(tokens):
        if token.kind == "word":
            prologue.declare(token, [query.original(following) for following in tokens[index + 1 : index + 3]])
    estimates = Estimates(statistics, prologue, query.original)
    writer = Writer(query.text, estimates, may_name=not _shows_all(tokens))
    try:
        where = where_of(tokens)
        if _has_table_after(where, tokens) and any(token.is_word("EXISTS") for token in tokens):
            return None  # the engine joins the table before it asks: so an EXISTS has more values than its group shows
        body = writer.group(where, Before()).text
    except (UnknownPatternError, IndexError):
        return None
    return f"{query.text[: where.start]}{body}{query.text[where.end :]}" if writer.has_planned else None


def _has_table_after(where: Group, tokens: Sequence[Token]) -> bool:
    return any(token.is_word("VALUES") and token.start >= where.end for token in tokens)


def _shows_all(tokens: Sequence[Token]) -> bool:
    """Tell whether a ``*`` may show every variable."""
    return any(
        token.is_word("SELECT", "DISTINCT", "REDUCED", "DESCRIBE") and following.is_mark("*")
        for token, following in pairwise(tokens)
    )
