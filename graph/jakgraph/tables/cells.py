"""One cell of a table read by its column's kind. Knows no file and no other cell."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from jakgraph.model.columns import LIST_SEPARATOR, NOT_REPORTED, NOT_REPORTED_TEXT, Kind, Number

if TYPE_CHECKING:
    from collections.abc import Callable

    from jakgraph.model.columns import Column, Figure

    Value = str | Figure
    Reader = Callable[[str], Value]

SLUG = re.compile(r"[a-z0-9]+(?:[-._]+[a-z0-9]+)*")
CURIE = re.compile(r"[A-Za-z][A-Za-z0-9.]*:\S+")
URL = re.compile(r"https?://[^\s<>\"{}|\\^`]+")
_ENTITY = re.compile(rf"[a-z][a-z-]*/{SLUG.pattern}")
_DECIMAL = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")
_INTEGER = re.compile(r"0|[1-9][0-9]*")
_PARTIAL_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2}))?(?:-([0-9]{2}))?")
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]")


@dataclass(frozen=True)
class BadCell(Exception):  # noqa: N818 - carries a finding between two functions of this package, never leaves it
    """Why a cell cannot be read: the rule it breaks, what is wrong, how to mend it."""

    rule: str
    message: str
    remedy: str


def read_cell(column: Column, cell: str) -> Value | tuple[Value, ...]:
    """Read a cell as its column says: a value, None when blank, a tuple when the column holds lists.

    Raises BadCell. References and concepts are read as slugs; whether they exist is for the caller to check.
    """
    if not cell:
        if column.required:
            raise BadCell("missing-value", f"{column.name} is blank.", f"It holds {column.doc}.")
        return () if column.many else None
    read = _READERS[column.kind]
    if not column.many:
        return read(cell)
    parts = cell.split(LIST_SEPARATOR)
    if any(part != part.strip() or not part for part in parts):
        raise BadCell(
            "bad-list", f"the list {cell!r} has a blank item or blanks around {LIST_SEPARATOR}.", "Delete them."
        )
    if len(set(parts)) < len(parts) and column.kind in (Kind.REFERENCE, Kind.CONCEPT):
        raise BadCell("bad-list", f"the list {cell!r} names an item twice.", "Delete one.")
    return tuple(read(part) for part in parts)


def _text(cell: str) -> str:
    if "  " in cell or _UNSEEN.search(cell):
        message = f"{cell!r} holds a double blank, a tab or a character that nobody sees."
        raise BadCell("bad-text", message, "Use single blanks and visible characters only.")
    return cell


def _matching(pattern: re.Pattern[str], rule: str, what: str, remedy: str) -> Reader:
    def read(cell: str) -> str:
        if not pattern.fullmatch(cell):
            raise BadCell(rule, f"{cell!r} is not {what}.", remedy)
        return cell

    return read


def _figure(cell: str) -> Figure:
    if cell == NOT_REPORTED_TEXT:
        return NOT_REPORTED
    if not _DECIMAL.fullmatch(cell):
        remedy = f"Write digits with a decimal point, {NOT_REPORTED_TEXT!r}, or nothing; bounds have their own column."
        raise BadCell("bad-number", f"{cell!r} is not a number.", remedy)
    return Number(Decimal(cell), cell)


def _count(cell: str) -> Figure:
    if cell == NOT_REPORTED_TEXT:
        return NOT_REPORTED
    if not _INTEGER.fullmatch(cell):
        remedy = f"Write a whole number of people, {NOT_REPORTED_TEXT!r}, or nothing."
        raise BadCell("bad-number", f"{cell!r} is not a whole number.", remedy)
    return Number(Decimal(cell), cell)


def _partial_date(cell: str) -> str:
    match = _PARTIAL_DATE.fullmatch(cell)
    remedy = "Write YYYY, YYYY-MM or YYYY-MM-DD."
    if not match:
        raise BadCell("bad-date", f"{cell!r} is not a date.", remedy)
    year, month, day = match.groups()
    try:
        date(int(year), int(month or 1), int(day or 1))
    except ValueError as error:
        raise BadCell("bad-date", f"{cell!r} is no day of the calendar ({error}).", remedy) from error
    return cell


def _date(cell: str) -> str:
    if len(cell) != len("YYYY-MM-DD"):
        raise BadCell("bad-date", f"{cell!r} is not a whole date.", "Write YYYY-MM-DD.")
    return _partial_date(cell)


_SLUG_REMEDY = "Use lower-case letters, digits and single - . _ between them."
_slug = _matching(SLUG, "bad-id", "a key", _SLUG_REMEDY)

_READERS: dict[Kind, Reader] = {
    Kind.TEXT: _text,
    Kind.SLUG: _slug,
    Kind.CONCEPT: _slug,
    Kind.REFERENCE: _slug,
    Kind.ENTITY: _matching(_ENTITY, "bad-id", "of the form <kind>/<key>", "Write for example drug/baricitinib."),
    Kind.CURIE: _matching(CURIE, "bad-id", "a CURIE", "Write prefix:identifier, for example PMID:36848918."),
    Kind.URL: _matching(URL, "bad-id", "a web address", "Write a full address, and % escapes in it."),
    Kind.INTEGER: _matching(_INTEGER, "bad-number", "a whole number", "Write digits only."),
    Kind.FIGURE: _figure,
    Kind.COUNT: _count,
    Kind.DATE: _date,
    Kind.PARTIAL_DATE: _partial_date,
}
