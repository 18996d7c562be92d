"""What a column of a curated table may hold. Owns the column kinds; knows no file, no RDF and no row."""

from __future__ import annotations

from dataclasses import MISSING, Field, dataclass, field, fields
from enum import Enum
from inspect import get_annotations
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from decimal import Decimal

NOT_REPORTED_TEXT = "not reported"
"""How a cell says that its source gives no such figure. A blank cell says that there can be none."""

LIST_SEPARATOR = "|"


class Kind(Enum):
    """What a cell is read as."""

    TEXT = "text"
    SLUG = "slug"
    CURIE = "CURIE"
    URL = "URL"
    INTEGER = "integer"
    FIGURE = "figure"
    COUNT = "count"
    DATE = "date"
    PARTIAL_DATE = "partial date"
    CONCEPT = "concept"
    REFERENCE = "reference"
    ENTITY = "entity"


class NotReported(Enum):
    """The one value of a figure whose source does not give it; never zero, never blank."""

    NOT_REPORTED = NOT_REPORTED_TEXT

    def __repr__(self) -> str:
        return "NOT_REPORTED"


NOT_REPORTED = NotReported.NOT_REPORTED


@dataclass(frozen=True)
class Number:
    """A figure as its source prints it: ``text`` keeps the digits (``1.0``), ``value`` is for arithmetic."""

    value: Decimal
    text: str


Figure = Number | NotReported | None
"""A number, "not reported", or None where the row can have no such figure."""


@dataclass(frozen=True)
class Column:
    """One column: its name, how cells are read, and what it may refer to.

    ``target`` is the table for REFERENCE and the scheme for CONCEPT. ``many`` cells hold a ``|``-separated list.
    """

    name: str
    kind: Kind
    required: bool
    many: bool
    target: str
    doc: str


def column(
    kind: Kind, doc: str, *, required: bool = False, many: bool = False, target: str = ""
) -> Any:  # a dataclass field stands for any type
    """Declare a dataclass field as a table column; optional ones default to None, or () when ``many``."""
    metadata = {"column": (kind, required, many, target, doc)}
    if required:
        return field(metadata=metadata)
    return field(default=() if many else None, metadata=metadata)


def key(doc: str) -> Any:
    """Declare the key column: a slug, unique in its table, the last part of the row's IRI."""
    return column(Kind.SLUG, doc, required=True)


def text(doc: str, *, required: bool = False, many: bool = False) -> Any:
    """Declare a column of free text."""
    return column(Kind.TEXT, doc, required=required, many=many)


def reference(table: str, doc: str, *, required: bool = False, many: bool = False) -> Any:
    """Declare a column that names a row of ``table`` by its key."""
    return column(Kind.REFERENCE, doc, required=required, many=many, target=table)


def concept(scheme: str, doc: str, *, required: bool = False, many: bool = False) -> Any:
    """Declare a column that names a concept of ``scheme`` in concepts.csv."""
    return column(Kind.CONCEPT, doc, required=required, many=many, target=scheme)


def figure(doc: str, *, required: bool = False, many: bool = False) -> Any:
    """Declare a decimal figure: a number, ``not reported``, or blank where there can be none."""
    return column(Kind.FIGURE, doc, required=required, many=many)


def count(doc: str, *, required: bool = False) -> Any:
    """Declare a whole-number figure of zero or more: a number, ``not reported``, or blank where there can be none."""
    return column(Kind.COUNT, doc, required=required)


def columns_of(row_type: type) -> tuple[Column, ...]:
    """Return the columns of a row dataclass as they stand in its table: its own first, then those of its bases.

    Raises TypeError when a required column has a default.
    """
    declared = {item.name: item for item in fields(row_type) if "column" in item.metadata}
    ordered = dict.fromkeys(name for base in row_type.__mro__ for name in get_annotations(base) if name in declared)
    return tuple(_column_of(declared[name]) for name in ordered)


def _column_of(item: Field[Any]) -> Column:
    kind, required, many, target, doc = item.metadata["column"]
    if required and item.default is not MISSING:
        raise TypeError(f"{item.name}: a required column cannot have a default")
    return Column(item.name, kind, required, many, target, doc)
