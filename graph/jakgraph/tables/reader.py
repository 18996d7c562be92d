"""Table files to model rows. Every problem of a run is reported with file, line and column, never the first alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jakgraph.errors import Problem, TableErrors
from jakgraph.model import ROW_TYPES, Row, columns_of
from jakgraph.tables.cells import BadCell, read_cell
from jakgraph.tables.collection import Tables
from jakgraph.tables.lines import TableLine, split_lines
from jakgraph.tables.references import check_references

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from jakgraph.model import Column


def read_tables(folder: Path, *, progress: Callable[[str], None] = lambda _name: None) -> Tables:
    """Read every table of ``folder`` and check each reference between them.

    ``progress`` is called with each table's name before it is read. Raises TableErrors with everything found.
    """
    problems = [
        Problem(path.name, 0, 0, "unknown-table", "no such table is in the model.", "Rename it, or add its row type.")
        for path in sorted(folder.glob("*.csv"))
        if path.stem not in {row_type.table for row_type in ROW_TYPES}
    ]
    by_type: dict[type[Row], dict[str, Row]] = {}
    for row_type in ROW_TYPES:
        progress(row_type.table)
        rows, found = read_table(folder / f"{row_type.table}.csv", row_type)
        problems += found
        by_type[row_type] = rows
    tables = Tables(by_type)
    problems += check_references(tables, folder)
    if problems:
        raise TableErrors(problems)
    return tables


def read_table(path: Path, row_type: type[Row]) -> tuple[dict[str, Row], list[Problem]]:
    """Read one table: its good rows by key, and what is wrong with it. References are not looked up."""
    if not path.is_file():
        return {}, [Problem(path.name, 0, 0, "missing-table", "the file does not exist.", "Add it, with its header.")]
    lines, problems = split_lines(path.read_bytes(), path.name)
    if not lines:
        return {}, [*problems, Problem(path.name, 1, 0, "missing-header", "the file is empty.", "Add its header.")]
    columns = columns_of(row_type)
    header_problems = _check_header(lines[0], columns, path.name)
    if header_problems:
        return {}, problems + header_problems
    rows: dict[str, Row] = {}
    last_key = ""
    for line in lines[1:]:
        row, found = _read_row(line, columns, row_type, path.name)
        problems += found
        key = line.cells[0]
        if key in rows:
            message = f"the key {key!r} stands already in line {rows[key].line}."
            problems.append(Problem(path.name, line.number, 1, "duplicate-key", message, "Give one another key."))
        elif key < last_key:
            message = f"{key!r} stands after {last_key!r}."
            problems.append(Problem(path.name, line.number, 1, "unsorted", message, "Sort the rows by their key."))
        last_key = key
        if row is not None and key not in rows:
            rows[key] = row
    return rows, problems + _duplicates(rows.values(), row_type, path.name)


def _check_header(line: TableLine, columns: Sequence[Column], file: str) -> list[Problem]:
    expected = [column.name for column in columns]
    found = list(line.cells)
    problems = [
        Problem(
            file, 1, line.column_of(index), "unknown-column", f"there is no column {name!r}.", "Delete or rename it."
        )
        for index, name in enumerate(found)
        if name not in expected
    ]
    missing = [name for name in expected if name not in found]
    if missing:
        message = f"the column(s) {', '.join(missing)} are missing."
        problems.append(Problem(file, 1, 0, "missing-column", message, f"The header is: {','.join(expected)}"))
    if not problems and found != expected:
        problems.append(Problem(file, 1, 0, "column-order", "columns are out of order or double.", ",".join(expected)))
    return problems


def _read_row(
    line: TableLine, columns: Sequence[Column], row_type: type[Row], file: str
) -> tuple[Row | None, list[Problem]]:
    if len(line.cells) != len(columns):
        message = f"the row has {len(line.cells)} cells, the header {len(columns)}."
        remedy = "Count its commas; a cell with a comma needs quotes."
        return None, [Problem(file, line.number, 0, "ragged-row", message, remedy)]
    values, problems = {}, []
    for index, (column, cell) in enumerate(zip(columns, line.cells, strict=True)):
        try:
            values[column.name] = read_cell(column, cell.strip())
        except BadCell as bad:
            place = line.column_of(index)
            rule = "missing-key" if index == 0 and bad.rule == "missing-value" else bad.rule
            problems.append(Problem(file, line.number, place, rule, f"{column.name}: {bad.message}", bad.remedy))
    if problems:
        return None, problems
    return row_type(**values, line=line.number), []


def _duplicates(rows: Iterable[Row], row_type: type[Row], file: str) -> list[Problem]:
    """Find rows that say the same by the columns that together identify what they state."""
    if not row_type.unique:
        return []
    problems: list[Problem] = []
    first_of: dict[tuple[object, ...], int] = {}
    for row in rows:
        identity = tuple(getattr(row, name) for name in row_type.unique)
        if not any(identity):
            continue
        if identity in first_of:
            message = f"{row.key!r} states the same {', '.join(row_type.unique)} as line {first_of[identity]}."
            problems.append(
                Problem(file, row.line, 1, "duplicate-claim", message, "Delete one, or say how they differ.")
            )
        first_of.setdefault(identity, row.line)
    return problems
