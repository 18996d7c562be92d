"""Mistakes about which variables a query may name: naming twice, blank node labels, rows of VALUES."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jakgraph.store.mistakes.context import Mistake, Words
from jakgraph.store.mistakes.grouping import aliases, times_named

if TYPE_CHECKING:
    from jakgraph.store.mistakes.context import Rule
    from jakgraph.store.tokens import Token


def named_twice(mistake: Mistake) -> Words | None:
    """Recognise a new name, by AS or BIND, that is taken already."""
    complaint = mistake.complaint
    if "overrides an existing variable" in complaint or "Duplicated variable name" in complaint:
        return _taken(next((alias for alias in aliases(mistake) if times_named(mistake, alias) > 1), None))
    if "BIND is overriding" in complaint:
        binds = [
            token
            for index, token in enumerate(mistake.before)
            if token.kind == "variable" and mistake.before[index - 1].is_word("AS")
        ]
        return _taken(binds[-1] if binds else None)
    return None


def _taken(place: Token | None) -> Words:
    name = place.text if place else "The variable"
    return Words(f"{name} has a value already, so AS cannot give it another.", "Choose a new name after AS.", place)


def blank_node_in_two_groups(mistake: Mistake) -> Words | None:
    """Recognise a blank node label that is used in two groups."""
    token = mistake.token
    if token is None or token.kind != "blank" or "<unreported>" not in mistake.complaint:
        return None
    return Words(
        f"The blank node {token.text} is used in two groups.",
        f"Use a variable instead: ?{token.text.removeprefix('_:')}.",
    )


def values_row(mistake: Mistake) -> Words | None:
    """Recognise a row of VALUES with another number of terms than there are variables."""
    token = mistake.token
    if token is None or not mistake.is_in_group or not token.is_mark("}", "("):
        return None
    opening = mistake.open_brackets[-1]
    start = next((index for index in range(opening - 1, -1, -1) if mistake.tokens[index].is_word("VALUES")), None)
    if start is None or not all(
        item.kind == "variable" or item.is_mark("(", ")") for item in mistake.tokens[start + 1 : opening]
    ):
        return None
    variables = sum(item.kind == "variable" for item in mistake.tokens[start + 1 : opening])
    row = mistake.tokens[opening + 1 : mistake.index]
    starts = [index for index, item in enumerate(row) if item.is_mark("(")]
    terms = len(row) - starts[-1] - 2 if starts else len(row)
    return Words(
        f"A row of VALUES has {terms} term(s) for {variables} variable(s).",
        "Give every row one term per variable; UNDEF stands for none.",
        row[starts[-1]] if starts else None,
    )


VARIABLE_RULES: tuple[Rule, ...] = (
    named_twice,
    blank_node_in_two_groups,
    values_row,
)
