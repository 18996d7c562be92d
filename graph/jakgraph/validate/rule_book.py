"""The rule book over curated rows: each rule is one function from the tables to problems, named for what it forbids."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jakgraph.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from jakgraph.model import Row
    from jakgraph.tables import Tables

    Rule = Callable[[Tables], Iterator[Problem]]


def problem(row: Row, rule: str, message: str, remedy: str) -> Problem:
    """Return a problem at a row's line of its table file."""
    return Problem(f"{row.table}.csv", row.line, 0, rule, f"{row.key}: {message}", remedy)


def apply(rules: tuple[Rule, ...], tables: Tables) -> list[Problem]:
    """Return what the rules find, sorted."""
    return sorted(found for rule in rules for found in rule(tables))
