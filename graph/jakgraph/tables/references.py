"""Whether what table rows point to exists: other rows, words of a list, prefixes of external identifiers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from jakgraph.errors import Problem
from jakgraph.model import ROW_TYPES, Concept, Kind, Prefix, RetiredIdentifier, Row, columns_of
from jakgraph.tables.lines import TableLine

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from jakgraph.model import Column
    from jakgraph.tables.collection import Tables

    Finding = tuple[str, str, str] | None
    """Rule, message and remedy; None when all is well."""


def check_references(tables: Tables, folder: Path) -> list[Problem]:
    """Return a problem for each reference, concept or identifier that leads nowhere, and each reused retired key."""
    raw = {row_type.table: _raw_lines(folder / f"{row_type.table}.csv") for row_type in ROW_TYPES}
    targets = _Targets(tables, raw)
    checks = {
        Kind.REFERENCE: targets.reference,
        Kind.CONCEPT: targets.concept,
        Kind.ENTITY: targets.entity,
        Kind.CURIE: targets.curie,
    }
    problems = []
    for row_type in ROW_TYPES:
        for index, column in enumerate(columns_of(row_type)):
            if column.kind not in checks:
                continue
            for row in tables.rows(row_type):
                for value in _values(row, column):
                    finding = checks[column.kind](column, value)
                    if finding:
                        place = TableLine(row.line, raw[row_type.table][row.line - 1], ()).column_of(index)
                        problems.append(Problem(f"{row_type.table}.csv", row.line, place, *finding))
    return problems + list(_reused(tables))


class _Targets:
    """Everything that a cell can point to. Rows that could not be read still count as existing."""

    def __init__(self, tables: Tables, raw: dict[str, list[str]]) -> None:
        self.keys = {table: {line.partition(",")[0] for line in lines[1:]} for table, lines in raw.items()}
        self.table_of_kind = {row_type.iri_kind: row_type.table for row_type in ROW_TYPES if row_type.iri_kind}
        self.patterns = {prefix.prefix: prefix.pattern for prefix in tables.rows(Prefix)}
        self.words: dict[str, list[str]] = {}
        for concept in tables.rows(Concept):
            self.words.setdefault(concept.scheme, []).append(concept.key.partition(".")[2])

    def reference(self, column: Column, value: str) -> Finding:
        """Check that the target table has this key."""
        if value in self.keys[column.target]:
            return None
        message = f"{column.name}: {value!r} is not in {column.target}.csv."
        return "unknown-reference", message, "Correct it, or add the row there."

    def concept(self, column: Column, value: str) -> Finding:
        """Check that the scheme has this word."""
        known = self.words.get(column.target, [])
        if value in known:
            return None
        message = f"{column.name}: {value!r} is no word of {column.target}."
        return "unknown-concept", message, f"Known: {', '.join(known) or 'none; add it to concepts.csv'}."

    def entity(self, column: Column, value: str) -> Finding:
        """Check that <kind>/<key> names a row."""
        kind, _, key = value.partition("/")
        if key in self.keys.get(self.table_of_kind.get(kind, ""), ()):
            return None
        message = f"{column.name}: there is no {value!r}."
        return "unknown-reference", message, "Write <kind>/<key> of an existing row."

    def curie(self, column: Column, value: str) -> Finding:
        """Check the prefix and, by its pattern, the identifier."""
        prefix, _, local = value.partition(":")
        if prefix not in self.patterns:
            return "unknown-prefix", f"{column.name}: the prefix of {value!r} is unknown.", "Add it to prefixes.csv."
        pattern = self.patterns[prefix]
        if pattern and not re.fullmatch(pattern, local):
            return "bad-id", f"{column.name}: {value!r} does not look like one of {prefix} ({pattern}).", "Look it up."
        return None


def _values(row: Row, column: Column) -> tuple[str, ...]:
    value = getattr(row, column.name)
    if value is None:
        return ()
    return value if column.many else (value,)


def _reused(tables: Tables) -> Iterator[Problem]:
    rows_of = {row_type.table: tables.by_type.get(row_type, {}) for row_type in ROW_TYPES}
    for retired in tables.rows(RetiredIdentifier):
        table, _, key = retired.key.partition(".")
        row = rows_of.get(table, {}).get(key)
        if row is not None:
            message = f"{key!r} was retired on {retired.retired_on} ({retired.reason})."
            yield Problem(
                f"{table}.csv", row.line, 1, "retired-id", message, "Choose a new key; old ones never return."
            )


def _raw_lines(path: Path) -> list[str]:
    return path.read_bytes().decode("utf-8", "replace").split("\n") if path.is_file() else []
