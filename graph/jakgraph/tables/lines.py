"""A table file as lines of cells. Owns the file's form (encoding, line ends, quoting); knows no column."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jakgraph.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class TableLine:
    """One line of a table: its 1-based number, its raw text and its cells."""

    number: int
    raw: str
    cells: tuple[str, ...]

    def column_of(self, index: int) -> int:
        """Return the 1-based character position at which cell ``index`` (0-based) begins.

        >>> TableLine(1, 'a,"b,c",d', ("a", "b,c", "d")).column_of(2)
        9
        """
        seen, quoted = 0, False
        for position, character in enumerate(self.raw):
            if seen == index:
                return position + 1
            if character == '"':
                quoted = not quoted
            elif character == "," and not quoted:
                seen += 1
        return len(self.raw) + 1


def split_lines(data: bytes, file: str) -> tuple[list[TableLine], list[Problem]]:
    """Split a table's bytes into lines of cells; what is wrong with its form comes back as problems.

    A line that cannot be read at all (wrong encoding, open quote) is left out of the lines.
    """
    problems: list[Problem] = []
    if data.startswith(_BOM):
        problems.append(_problem(file, 1, 1, "encoding", "the file begins with a byte order mark.", "Save it without."))
        data = data[len(_BOM) :]
    if data and not data.endswith(b"\n"):
        last = data.count(b"\n") + 1
        problems.append(_problem(file, last, 0, "line-end", "the last line does not end.", "End it with a line feed."))
    lines = []
    for number, raw in enumerate(data.removesuffix(b"\n").split(b"\n") if data else [], start=1):
        line, found = _read_line(raw, file, number)
        problems += found
        if line is not None:
            lines.append(line)
    return lines, problems


def _read_line(raw: bytes, file: str, number: int) -> tuple[TableLine | None, list[Problem]]:
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        message = f"byte 0x{raw[error.start]:02x} is not UTF-8."
        return None, [_problem(file, number, error.start + 1, "encoding", message, "Save the file as UTF-8.")]
    problems = []
    if text.endswith("\r"):
        problems.append(
            _problem(file, number, len(text), "line-end", "the line ends with CR LF.", "Use LF alone (Unix line ends).")
        )
        text = text.removesuffix("\r")
    if not text:
        problems.append(_problem(file, number, 0, "blank-line", "the line is blank.", "Delete it."))
        return None, problems
    try:
        rows = list(csv.reader([text], strict=True))
    except csv.Error as error:
        message = f"the quotes of this line do not match ({error})."
        remedy = 'Write a quote inside a quoted cell as "", and keep each row on one line.'
        return None, [*problems, _problem(file, number, 0, "quoting", message, remedy)]
    line = TableLine(number, text, tuple(rows[0]))
    return line, problems + list(_blank_problems(line, file))


def _blank_problems(line: TableLine, file: str) -> Iterator[Problem]:
    for index, cell in enumerate(line.cells):
        if cell != cell.strip():
            message = f"cell {index + 1} ({cell!r}) begins or ends with a blank."
            yield _problem(file, line.number, line.column_of(index), "trailing-blank", message, "Delete the blank.")


def _problem(file: str, line: int, column: int, rule: str, message: str, remedy: str) -> Problem:
    return Problem(file, line, column, rule, message, remedy)
