"""The result of a query as a picture: its IRIs are things, its triples are lines, and claims are lines between things.

The rows of a SELECT say no triples: their things are tied by the statements of the graph among them, and what no
statement ties to the rest of its row by a plain line.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from jakgraph.errors import QuerySyntaxError
from jakgraph.namespaces import JG, PREFIXES
from jakgraph.service.entities.reading import solutions
from jakgraph.service.explore.edge_queries import classes_of, relations_in, statements_among, statements_told
from jakgraph.service.explore.edges import MOST_EDGES, Edge, edges_among, edges_of_claims, one_each, statement_edge
from jakgraph.service.explore.rows import lines_in_rows, things_in_rows, things_in_triples, without_relations
from jakgraph.service.explore.widening import with_every_variable
from jakgraph.service.names import can_be_asked
from jakgraph.service.protocol.faults import BadRequest
from jakgraph.service.terms import read_solutions, read_triples
from jakgraph.store.inspection import inspect_query
from jakgraph.store.jobs import QueryJob

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from jakgraph.service.answers import Reader
    from jakgraph.service.terms import Rows
    from jakgraph.store.inspection import QueryForm

MOST_READ = 5_000
"""Rows or triples of a result that are looked at."""
MOST_THINGS = 300
MOST_LINES = 2_000
_TYPE = f"{PREFIXES['rdf']}type"
_ENTITY, _CLAIM = str(JG.Entity), str(JG.Claim)


@dataclass(frozen=True)
class Result:
    """The beginning of a result: ``rows`` of ``count``.

    ``is_widened``: the query answers with names and values only, so that it was asked for every variable.
    """

    form: QueryForm
    rows: Rows
    count: int
    is_widened: bool = False


@dataclass(frozen=True)
class Drawing:
    """What is drawn of a result, in the order in which it comes there, and how much of it is not.

    A thing is an IRI, or a blank node as ``_:label``; ``classes`` are the IRIs of its classes.
    """

    result: Result
    things: tuple[str, ...]
    edges: tuple[Edge, ...]
    classes: Mapping[str, tuple[str, ...]]
    things_left_out: int
    edges_left_out: int


def draw_result(reader: Reader, query: str) -> Drawing:
    """Return the picture of a query's result.

    Raises BadRequest for ASK, QuerySyntaxError, QueryRefused, TooManyRequests, and what `Engine.evaluate` raises.
    """
    result = _read(reader, query)
    named = things_in_rows(result.rows) if result.form == "SELECT" else things_in_triples(result.rows)
    classes = _classes(reader, _askable(named))
    if result.is_widened:  # what nobody asked for by name is shown where it is a node or a line of the graph
        of_graph = [thing for thing in named if not {_ENTITY, _CLAIM}.isdisjoint(classes.get(thing, ()))]
        named = of_graph or named
    claims = _lines_of_claims(reader, named, [thing for thing in named if _CLAIM in classes.get(thing, ())])
    things = _with_ends(named, claims)
    shown = things[:MOST_THINGS]
    visible = frozenset(shown)
    told = _told(reader, result, [thing for thing in named if thing in visible], classes)
    tied = one_each(edge for edge in (*claims, *told) if visible.issuperset((edge.source, edge.target)))
    if result.form == "SELECT":
        tied += lines_in_rows(result.rows, visible, tied)
    return Drawing(
        result,
        tuple(shown),
        tuple(tied[:MOST_LINES]),
        classes,
        len(things) - len(shown),
        max(0, len(tied) - MOST_LINES),
    )


def _read(reader: Reader, query: str) -> Result:
    form = inspect_query(query).form
    if form == "ASK":
        raise BadRequest("ASK is answered with yes or no, which is no picture: use SELECT, CONSTRUCT or DESCRIBE.")
    job = QueryJob(query, "json" if form == "SELECT" else "ntriples")
    answer = reader.answering.result_of(reader.call, job, reader.cancellation)
    if form != "SELECT":
        return Result(form, read_triples(answer.body, MOST_READ), answer.count)
    result = Result(form, read_solutions(answer.body, MOST_READ), answer.count)
    if not things_in_rows(result.rows):
        result = _widened(reader, query) or result
    return replace(result, rows=without_relations(result.rows, _relations(reader, result.rows)))


def _widened(reader: Reader, query: str) -> Result | None:
    """Return the result of a query with every variable in its answer, None where that is no help."""
    text = with_every_variable(query)
    if text is None:
        return None
    try:
        answer = reader.answering.result_of(reader.call, QueryJob(text, "json"), reader.cancellation)
    except QuerySyntaxError:  # its order was by what it counted
        return None
    rows = read_solutions(answer.body, MOST_READ)
    return Result("SELECT", rows, answer.count, is_widened=True) if things_in_rows(rows) else None


def _relations(reader: Reader, rows: Rows) -> frozenset[str]:
    """Return those of the IRIs in rows that some statement has as its relation."""
    iris = _askable(things_in_rows(rows))
    found = solutions(reader, relations_in(iris), MOST_READ).rows if iris and len(rows.columns) > 1 else ()
    return frozenset(row["thing"].value for row in found)


def _askable(things: Iterable[str]) -> list[str]:
    return [thing for thing in things if can_be_asked(thing)][:MOST_READ]


def _classes(reader: Reader, things: Sequence[str]) -> dict[str, tuple[str, ...]]:
    classes: dict[str, list[str]] = defaultdict(list)
    if things:
        for row in solutions(reader, classes_of(things), MOST_EDGES).rows:
            classes[row["thing"].value].append(row["class"].value)
    return {thing: tuple(found) for thing, found in classes.items()}


def _lines_of_claims(reader: Reader, named: Iterable[str], claims: Sequence[str]) -> list[Edge]:
    """Return claims as edges: between those of their things that are in the result, else between all of them."""
    if not claims:
        return []
    by_claim: dict[str, list[Edge]] = defaultdict(list)
    for edge in edges_of_claims(reader, claims):
        by_claim[edge.claim].append(edge)
    in_result = set(named)
    lines = []
    for claim in claims:
        edges = by_claim.get(claim, [])
        within = [edge for edge in edges if {edge.source, edge.target} <= in_result]
        lines += within or edges
    return lines


def _with_ends(named: Iterable[str], claims: Iterable[Edge]) -> list[str]:
    """Return things, in place of each claim that is a line the things at its ends."""
    ends: dict[str, dict[str, None]] = defaultdict(dict)
    for edge in claims:
        ends[edge.claim] |= {edge.source: None, edge.target: None}
    return list(dict.fromkeys(thing for name in named for thing in ends.get(name, {name: None})))


def _told(
    reader: Reader, result: Result, shown: Sequence[str], classes: Mapping[str, tuple[str, ...]]
) -> Iterable[Edge]:
    """Return the direct statements between things of the result that are shown: of rows those of the graph."""
    if result.form != "SELECT":
        return _triples(reader, result.rows, frozenset(shown))
    askable = _askable(shown)
    entities = [thing for thing in askable if _ENTITY in classes.get(thing, ())]
    has_claims = any(_CLAIM in found for found in classes.values())
    edges = edges_among(reader, entities) if entities else ()
    found = [edge for edge in edges if not (edge.claim and has_claims)]  # the result says which claims are meant
    if len(entities) < len(askable):
        is_entity = set(entities)
        rows = solutions(reader, statements_among(askable), MOST_EDGES).rows
        others = (statement_edge(row) for row in rows)
        found += [edge for edge in others if not {edge.source, edge.target} <= is_entity]
    return found


def _triples(reader: Reader, rows: Rows, shown: frozenset[str]) -> list[Edge]:
    """Return the triples between what is shown as edges; those that are not in the data were made by the query."""
    triples: dict[tuple[str, str, str], None] = {}
    for row in rows.rows:
        subject, predicate, value = (row[name] for name in ("subject", "predicate", "object"))
        ends = [f"_:{term.value}" if term.kind == "blank" else term.value for term in (subject, value)]
        if value.kind in ("iri", "blank") and predicate.value != _TYPE and shown.issuperset(ends):
            triples[ends[0], predicate.value, ends[1]] = None
    askable = [triple for triple in triples if len(_askable(triple)) == len(triple)]
    found = solutions(reader, statements_told(askable), MOST_EDGES).rows if askable else ()
    told = {(edge.source, edge.relation, edge.target): edge for edge in map(statement_edge, found)}
    # Whether a triple with a nameless node is in the data cannot be asked: nothing is said of it.
    asked = set(askable)
    return [told.get(triple) or Edge(*triple, is_made=triple in asked) for triple in triples]
