"""What stands in the rows of a result: its things, and plain lines between those of a row that nothing ties. Pure.

A thing is an IRI, or a blank node as ``_:label``.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from jakgraph.namespaces import PREFIXES
from jakgraph.service.explore.edges import Edge

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from jakgraph.service.terms import Rows, Term

_TYPE = f"{PREFIXES['rdf']}type"


def things_in_triples(triples: Rows) -> list[str]:
    """Return the subjects and objects that are IRIs or blank nodes, each once, as they come; classes are none."""
    found: dict[str, None] = {}
    for row in triples.rows:
        names = ("subject",) if row["predicate"].value == _TYPE else ("subject", "object")
        found |= dict.fromkeys(thing for name in names if (thing := thing_of_term(row.get(name))))
    return list(found)


def things_in_rows(rows: Rows) -> list[str]:
    """Return the IRIs and blank nodes in rows, each once, as they come."""
    return list(
        dict.fromkeys(thing for row in rows.rows for name in rows.columns if (thing := thing_of_term(row.get(name))))
    )


def without_relations(rows: Rows, relations: Collection[str]) -> Rows:
    """Return rows without the columns of relations, which say how the things in others go together.

    Where there are no others they stay: then somebody asks about relations.
    """
    things = {name: {thing_of_term(row.get(name)) for row in rows.rows} - {""} for name in rows.columns}
    kept = tuple(name for name in rows.columns if not things[name].issubset(relations))
    return replace(rows, columns=kept) if kept else rows


def thing_of_term(term: Term | None) -> str:
    """Return the name of a thing that is a node in a picture, an empty string for values and what is not there."""
    if term is None or term.kind not in ("iri", "blank"):
        return ""
    return term.value if term.kind == "iri" else f"_:{term.value}"


def lines_in_rows(rows: Rows, shown: frozenset[str], edges: Iterable[Edge]) -> list[Edge]:
    """Return plain lines from the first thing of a row to each that no edges within the row tie to it."""
    tied: dict[str, set[str]] = {}
    for edge in edges:
        tied.setdefault(edge.source, set()).add(edge.target)
        tied.setdefault(edge.target, set()).add(edge.source)
    lines: dict[tuple[str, str], Edge] = {}
    for row in rows.rows:
        columns: dict[str, str] = {}
        for column in rows.columns:
            thing = thing_of_term(row.get(column))
            if thing in shown:
                columns.setdefault(thing, column)
        if not columns:
            continue
        first, *others = columns
        reached = _reached(first, columns.keys(), tied)
        for other in others:
            if other not in reached:
                words = f"{columns[first]} and {columns[other]}, in one row"
                lines.setdefault((first, other), Edge(first, "", other, is_made=True, words=words))
                reached |= _reached(other, columns.keys(), tied)
    return list(lines.values())


def _reached(start: str, among: Iterable[str], tied: dict[str, set[str]]) -> set[str]:
    """Return what hangs together with a thing over ties among some."""
    left = set(among)
    waiting = [start]
    reached = set()
    while waiting:
        thing = waiting.pop()
        reached.add(thing)
        waiting += (tied.get(thing, set()) & left) - reached
    return reached
