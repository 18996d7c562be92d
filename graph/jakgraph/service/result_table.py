"""A result as a table for readers: labels for IRIs, numbers to the right, gaps that are said. Knows no HTML."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jakgraph.namespaces import JGR, PREFIXES
from jakgraph.service.things import THING_KINDS

if TYPE_CHECKING:
    from collections.abc import Callable

    from jakgraph.service.names import Names
    from jakgraph.service.terms import Rows, Term

_XSD = PREFIXES["xsd"]
_NUMERIC = frozenset(
    _XSD + name
    for name in (
        *("integer", "decimal", "double", "float", "int", "long", "short", "byte"),
        *("nonNegativeInteger", "positiveInteger", "nonPositiveInteger", "negativeInteger"),
        *("unsignedInt", "unsignedLong", "unsignedShort", "unsignedByte"),
    )
)
_MARKED = frozenset(kind.path for kind in THING_KINDS)
_PLAIN = frozenset({"", _XSD + "string", PREFIXES["rdf"] + "langString"})

NOT_REPORTED = "not reported"
_PRINTED_NUMBER = re.compile(r"[<>≤≥~]?\s?[-+]?\d[\d,]*(?:\.\d+)?\s?%?")
"""A figure that is kept as its source prints it, such as ``<0.001`` or ``57.0``: text, but read as a number."""
_LONG_TEXT = 24
"""Characters from which on a cell needs room to be read."""


@dataclass(frozen=True)
class Cell:
    """One cell. ``role``: iri, number, not-reported, text, blank, none (unbound) or other.

    ``href`` is empty where nothing is linked;
    ``kind`` is the kind of thing that one of our own IRIs names, such as drug or trial.
    ``is_claim``: ``href`` leads to the claim that the value comes from.
    """

    text: str
    role: str
    title: str = ""
    href: str = ""
    is_outward: bool = False
    kind: str = ""
    language: str = ""
    is_claim: bool = False

    @property
    def is_muted(self) -> bool:
        """Whether it holds the place of a value rather than a value."""
        return self.role in ("none", "blank", "not-reported")


@dataclass(frozen=True)
class Column:
    """A column's heading; ``is_wordy``: some of its text is long.

    ``is_numeric``: every value in it is a number, a number as its source prints it, or said to be not reported.
    """

    name: str
    is_numeric: bool
    is_wordy: bool

    @property
    def role(self) -> str:
        """How it is set: number, wordy, or an empty string."""
        return "number" if self.is_numeric else "wordy" if self.is_wordy else ""


@dataclass(frozen=True)
class ResultTable:
    """What a page shows of a result."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]


def result_table(rows: Rows, names: Names, describe_url: Callable[[str], str], *, show_iris: bool) -> ResultTable:
    """Return the table of these rows; ``describe_url`` gives the address of the page about an IRI of the graph."""
    cells: dict[Term | None, Cell] = {}  # most terms of a result are in it many times

    def kept(term: Term | None) -> Cell:
        if term not in cells:
            cells[term] = cell_of(term, names, describe_url, show_iris=show_iris)
        return cells[term]

    body = tuple(tuple(kept(row.get(column)) for column in rows.columns) for row in rows.rows)
    columns = tuple(_column(name, [cells[position] for cells in body]) for position, name in enumerate(rows.columns))
    return ResultTable(columns, body)


def cell_of(term: Term | None, names: Names, describe_url: Callable[[str], str], *, show_iris: bool = False) -> Cell:
    """Return one term as a cell; None is a value that is not there."""
    if term is None:
        return Cell("", "none")
    match term.kind:
        case "iri":
            return _iri_cell(term.value, names, describe_url, show_iris=show_iris)
        case "blank":
            return Cell(f"_:{term.value}", "blank", "a node without a name of its own")
        case "literal":
            return _literal_cell(term, names)
        case _:
            return Cell(term.value, "other")


def kind_of_thing(iri: str) -> str:
    """Return the kind in one of our own IRIs, or an empty string where pages have no mark for it.

    >>> kind_of_thing("https://w3id.org/jakgraph/drug/baricitinib")
    'drug'
    >>> kind_of_thing("https://w3id.org/jakgraph/scheme/phase")
    ''
    """
    kind, _, slug = iri.removeprefix(JGR).partition("/")
    return kind if iri.startswith(JGR) and slug and kind in _MARKED else ""


def _column(name: str, cells: list[Cell]) -> Column:
    roles = {cell.role for cell in cells} - {"none", "not-reported"}
    return Column(name, roles == {"number"}, any(len(cell.text) > _LONG_TEXT for cell in cells))


def _literal_cell(term: Term, names: Names) -> Cell:
    if term.datatype in _NUMERIC:
        return Cell(term.value, "number", names.of(term.datatype))
    if term.datatype not in _PLAIN:
        return Cell(term.value, "text", names.of(term.datatype))
    if term.value == NOT_REPORTED:
        return Cell(term.value, "not-reported")
    role = "number" if _PRINTED_NUMBER.fullmatch(term.value) else "text"
    return Cell(term.value, role, language=term.language)


def _iri_cell(iri: str, names: Names, describe_url: Callable[[str], str], *, show_iris: bool) -> Cell:
    text = iri if show_iris else names.of(iri)
    if names.knows(iri) or iri.startswith(JGR):
        return Cell(text, "iri", iri, describe_url(iri), kind=kind_of_thing(iri))
    # Only web addresses become links: an IRI may have any scheme, javascript: too.
    href = iri if iri.startswith(("https://", "http://")) else ""
    return Cell(text, "iri", iri, href, is_outward=bool(href))
