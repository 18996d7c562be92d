"""Mistakes about groups: what may be selected beside an aggregate or GROUP BY, and where an aggregate may stand."""

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
class _Named:
    """An expression of SELECT, and the name that AS gives it."""

    expression: list[Token]
    alias: Token

    def is_in(self, tokens: list[Token]) -> bool:
        """Tell whether the same expression stands among these tokens."""
        words = [token.text.upper() for token in self.expression]
        texts = [token.text.upper() for token in tokens]
        return any(texts[start : start + len(words)] == words for start in range(len(texts)))

    def grouping(self, text: str) -> str:
        """Return how GROUP BY gives this name itself."""
        return f"GROUP BY ({text[self.expression[0].start : self.expression[-1].end]} AS {self.alias.text})"


@dataclass(frozen=True)
class _Selection:
    """One SELECT: its plain variables, its expressions, the words of GROUP BY, whether it aggregates.

    ``grouped`` are the variables that GROUP BY names, not those within its expressions.
    """

    plain: list[Token]
    named: list[_Named]
    group_by: list[Token]
    grouped: set[str]
    aggregates_in_group_by: list[Token]
    is_grouped: bool

    @property
    def ungrouped(self) -> Token | None:
        return next((token for token in self.plain if self._is_lost(token)), None)

    @property
    def ungrouped_within(self) -> tuple[Token, _Named] | None:
        """The first variable that an expression takes of a group without an aggregate, with that expression."""
        outside = ((token, named) for named in self.named for token in _outside_aggregates(named.expression))
        return next(((token, named) for token, named in outside if self._is_lost(token)), None)

    def _is_lost(self, variable: Token) -> bool:
        return self.is_grouped and variable.text[1:] not in self.grouped


def _selections(mistake: Mistake) -> list[_Selection]:
    """Return the SELECTs before the mistake, innermost and last first."""
    starts = [index for index, token in enumerate(mistake.before) if token.is_word("SELECT")]
    return [_read_selection(mistake.before[start + 1 :]) for start in reversed(starts)]


def _read_selection(tokens: list[Token]) -> _Selection:
    head, tail = _split(tokens)
    plain, named = _projected(head)
    group_by = _clause(tail, "GROUP")
    in_head = any(token.is_word(*AGGREGATES) for token in [*head, *_clause(tail, "HAVING")])
    return _Selection(
        plain=plain,
        named=named,
        group_by=group_by,
        grouped=_names_of(group_by),
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


def _projected(head: list[Token]) -> tuple[list[Token], list[_Named]]:
    plain: list[Token] = []
    named: list[_Named] = []
    depth = opening = 0
    for index, token in enumerate(head):
        opening = index if token.is_mark("(") and depth == 0 else opening
        depth += token.is_mark("(") - token.is_mark(")")
        if token.kind == "variable" and depth == 0:
            plain.append(token)
        elif token.kind == "variable" and depth == 1 and head[index - 1].is_word("AS"):
            named.append(_Named(head[opening + 1 : index - 1], token))
    return plain, named


def _names_of(group_by: list[Token]) -> set[str]:
    """Return the variables that stand in GROUP BY by themselves, or that it names."""
    found: set[str] = set()
    depth = 0
    for index, token in enumerate(group_by):
        depth += token.is_mark("(") - token.is_mark(")")
        if token.kind == "variable" and (depth == 0 or (depth == 1 and group_by[index - 1].is_word("AS"))):
            found.add(token.text[1:])
    return found


def _outside_aggregates(expression: list[Token]) -> list[Token]:
    """Return the variables of an expression that stand in no call of an aggregate."""
    found: list[Token] = []
    depth, closing = 0, None
    for index, token in enumerate(expression):
        if token.is_word(*AGGREGATES) and closing is None:
            closing = depth
        depth += token.is_mark("(") - token.is_mark(")")
        if token.is_mark(")") and depth == closing:
            closing = None
        if token.kind == "variable" and closing is None and not expression[index - 1].is_word("AS"):
            found.append(token)
    return found


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
        if within := selection.ungrouped_within:
            return _ungrouped_within(mistake, selection, *within)
    return _aggregate_in_filter(mistake)


def _ungrouped_within(mistake: Mistake, selection: _Selection, variable: Token, named: _Named) -> Words:
    name = variable.text[1:]
    alias = named.alias.text
    hint = f"Add GROUP BY ?{name}, or take one value: SAMPLE(?{name})."
    if named.is_in(selection.group_by):
        hint = f"Name it where it is grouped, {named.grouping(mistake.text)}, and select {alias}."
    return Words(
        f"?{name} in the expression of {alias} is not grouped: a group may have several values of it.", hint, variable
    )


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


def named_too_late(mistake: Mistake) -> Words | None:
    """Recognise GROUP BY with a name that only SELECT gives, to an expression."""
    if "overrides an existing variable" not in mistake.complaint:
        return None
    selections = _selections(mistake)
    for named in (
        named for selection in selections for named in selection.named if _is_late(mistake, named, selection)
    ):
        return Words(
            f"{named.alias.text} has no value yet where GROUP BY takes it: SELECT comes after it.",
            f"Name it there, {named.grouping(mistake.text)}, and select {named.alias.text}.",
            named.alias,
        )
    return None


def _is_late(mistake: Mistake, named: _Named, selection: _Selection) -> bool:
    """Tell whether a name stands in GROUP BY and after AS, nowhere else, and names what can be grouped by."""
    is_plain = bool(named.expression) and not any(token.is_word(*AGGREGATES) for token in named.expression)
    return is_plain and named.alias.text[1:] in selection.grouped and times_named(mistake, named.alias) == 2


def aliases(mistake: Mistake) -> list[Token]:
    """Return the names that the SELECTs before the mistake give by AS, innermost and last first."""
    return [named.alias for selection in _selections(mistake) for named in selection.named]


def times_named(mistake: Mistake, variable: Token) -> int:
    """Return how often a variable stands before the mistake."""
    return sum(token.kind == "variable" and token.text[1:] == variable.text[1:] for token in mistake.before)


GROUPING_RULES: tuple[Rule, ...] = (ungrouped_variable, select_all_grouped, named_too_late)
