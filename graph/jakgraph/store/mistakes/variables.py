"""Mistakes about which variables a query may name: grouping, naming twice, blank node labels, rows of VALUES."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jakgraph.store.mistakes.context import Mistake, Words

if TYPE_CHECKING:
    from jakgraph.store.mistakes.context import Rule
    from jakgraph.store.tokens import Token

AGGREGATES = ("COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT")
_AFTER_PATTERN = ("GROUP", "HAVING", "ORDER", "LIMIT", "OFFSET", "VALUES")


@dataclass(frozen=True)
class _Selection:
    """One SELECT: its plain variables, its aliases, the words of GROUP BY, whether it aggregates."""

    plain: list[Token]
    aliases: list[Token]
    grouped: set[str]
    aggregates_in_group_by: list[Token]
    is_grouped: bool

    @property
    def ungrouped(self) -> Token | None:
        return next((token for token in self.plain if self.is_grouped and token.text[1:] not in self.grouped), None)


def _selections(mistake: Mistake) -> list[_Selection]:
    """Return the SELECTs before the mistake, innermost and last first."""
    starts = [index for index, token in enumerate(mistake.before) if token.is_word("SELECT")]
    return [_read_selection(mistake.before[start + 1 :]) for start in reversed(starts)]


def _read_selection(tokens: list[Token]) -> _Selection:
    head, tail = _split(tokens)
    plain, aliases = _projected(head)
    group_by = _clause(tail, "GROUP")
    in_head = any(token.is_word(*AGGREGATES) for token in [*head, *_clause(tail, "HAVING")])
    return _Selection(
        plain=plain,
        aliases=aliases,
        grouped={token.text[1:] for token in group_by if token.kind == "variable"},
        aggregates_in_group_by=[token for token in group_by if token.is_word(*AGGREGATES)],
        is_grouped=in_head or bool(group_by),
    )


def _split(tokens: list[Token]) -> tuple[list[Token], list[Token]]:
    """Return what stands between SELECT and its pattern, and what stands after the pattern's closing brace."""
    opening = next((index for index, token in enumerate(tokens) if token.is_mark("{")), len(tokens))
    depth = 0
    for index in range(opening, len(tokens)):
        depth += tokens[index].is_mark("{") - tokens[index].is_mark("}")
        if depth == 0:
            rest = tokens[index + 1 :]
            end = next((place for place, token in enumerate(rest) if token.is_mark("}", "{")), len(rest))
            return tokens[:opening], rest[:end]
    return tokens[:opening], []


def _projected(head: list[Token]) -> tuple[list[Token], list[Token]]:
    plain: list[Token] = []
    aliases: list[Token] = []
    depth = 0
    for index, token in enumerate(head):
        depth += token.is_mark("(") - token.is_mark(")")
        if token.kind == "variable" and depth == 0:
            plain.append(token)
        elif token.kind == "variable" and depth == 1 and head[index - 1].is_word("AS"):
            aliases.append(token)
    return plain, aliases


def _clause(tail: list[Token], keyword: str) -> list[Token]:
    start = next((index for index, token in enumerate(tail) if token.is_word(keyword)), len(tail))
    inside = tail[start + 1 :]
    end = next((index for index, token in enumerate(inside) if token.is_word(*_AFTER_PATTERN)), len(inside))
    return inside[:end]


def ungrouped_variable(mistake: Mistake) -> Words | None:
    """Recognise a variable that is selected beside an aggregate and not grouped by."""
    if "a variable that is unbound" not in mistake.complaint:
        return None
    selections = _selections(mistake)
    for selection in selections:
        if selection.aggregates_in_group_by:
            place = selection.aggregates_in_group_by[0]
            return Words(
                f"{place.text.upper()} cannot stand in GROUP BY.",
                "GROUP BY takes the variables that stay; put the aggregate into SELECT: (COUNT(?x) AS ?n).",
                place,
            )
        if variable := selection.ungrouped:
            name = variable.text[1:]
            return Words(
                f"?{name} is selected beside an aggregate or GROUP BY, and is not grouped.",
                f"Add GROUP BY ?{name}, or take one value: (SAMPLE(?{name}) AS ?any_{name}).",
                variable,
            )
    return _aggregate_in_filter(mistake)


def _aggregate_in_filter(mistake: Mistake) -> Words | None:
    for index, token in enumerate(mistake.before):
        is_called = index + 1 < len(mistake.before) and mistake.before[index + 1].is_mark("(")
        if token.is_word(*AGGREGATES) and is_called and _is_inside_filter(mistake.before[:index]):
            return Words(
                f"{token.text.upper()} cannot stand in FILTER.",
                "Filter groups after the pattern: GROUP BY ... HAVING (COUNT(?x) > 1).",
                token,
            )
    return None


def _is_inside_filter(tokens: list[Token]) -> bool:
    depth = 0
    for token in reversed(tokens):
        depth += token.is_mark(")") - token.is_mark("(")
        if token.is_mark("{", "}") and depth >= 0:
            return False
        if token.is_word("FILTER") and depth < 0:
            return True
    return False


def select_all_grouped(mistake: Mistake) -> Words | None:
    """Recognise ``SELECT *`` with GROUP BY."""
    if "SELECT * is not authorized" not in mistake.complaint:
        return None
    star = next((token for token in mistake.before if token.is_mark("*")), None)
    return Words("SELECT * cannot be used with GROUP BY.", "Name the variables that you group by.", star)


def named_twice(mistake: Mistake) -> Words | None:
    """Recognise a new name, by AS or BIND, that is taken already."""
    complaint = mistake.complaint
    if "overrides an existing variable" in complaint or "Duplicated variable name" in complaint:
        aliases = [alias for selection in _selections(mistake) for alias in selection.aliases]
        place = next((alias for alias in aliases if _count(mistake, alias) > 1), None)
        return _taken(place)
    if "BIND is overriding" in complaint:
        binds = [
            token
            for index, token in enumerate(mistake.before)
            if token.kind == "variable" and mistake.before[index - 1].is_word("AS")
        ]
        return _taken(binds[-1] if binds else None)
    return None


def _count(mistake: Mistake, variable: Token) -> int:
    return sum(token.kind == "variable" and token.text[1:] == variable.text[1:] for token in mistake.before)


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
    ungrouped_variable,
    select_all_grouped,
    named_twice,
    blank_node_in_two_groups,
    values_row,
)
