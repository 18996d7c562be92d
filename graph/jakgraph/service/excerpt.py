"""The lines of a query around a mistake, with the offending token marked."""

from __future__ import annotations

from dataclasses import dataclass

AROUND = 4


@dataclass(frozen=True)
class Line:
    """One line of a query: its number, and for the wrong one the marked part between ``before`` and ``after``.

    ``pointer`` goes below the wrong line: blanks (and tabs) up to the mark, then one caret per marked character.
    """

    number: int
    before: str
    marked: str = ""
    after: str = ""
    pointer: str = ""


def excerpt(query: str, line: int, column: int | None, token: str = "") -> tuple[Line, ...]:
    """Return the lines around a 1-based position; a position behind the end marks the end of the last line.

    >>> [line.pointer for line in excerpt("SELECT ?x WHERE { ?x a }", 1, 24, "}")]
    ['                       ^']
    """
    lines = query.splitlines() or [""]
    wrong = min(max(line, 1), len(lines))
    first, last = max(1, wrong - AROUND), min(len(lines), wrong + AROUND)
    return tuple(
        _marked_line(number, lines[number - 1], column, token) if number == wrong else Line(number, lines[number - 1])
        for number in range(first, last + 1)
    )


def _marked_line(number: int, text: str, column: int | None, token: str) -> Line:
    if column is None:
        return Line(number, "", text, "", "^" * max(1, len(text)))
    start = min(max(column - 1, 0), len(text))
    length = len(token) if token and text.startswith(token, start) else 1
    marked = text[start : start + length]
    blanks = "".join("\t" if character == "\t" else " " for character in text[:start])
    return Line(number, text[:start], marked, text[start + length :], blanks + "^" * max(1, len(marked)))
