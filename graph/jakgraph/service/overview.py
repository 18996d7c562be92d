"""What is in the served dataset, in numbers: counted by queries through the engine, once per revision."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jakgraph.service.once import OncePerRevision
from jakgraph.service.own import own_result
from jakgraph.service.terms import read_solutions
from jakgraph.store.jobs import QueryJob

if TYPE_CHECKING:
    from jakgraph.service.context import ServiceContext

MOST_GRAPHS = 1_000
MOST_CLASSES = 1_000
WHAT = "numbers of the dataset"
"""What the log calls these queries."""

TRIPLES_QUERY = "SELECT (COUNT(*) AS ?count) WHERE { ?s ?p ?o }"
GRAPHS_QUERY = "SELECT ?name (COUNT(*) AS ?count) WHERE { GRAPH ?name { ?s ?p ?o } } GROUP BY ?name ORDER BY ?name"
CLASSES_QUERY = """SELECT ?name (COUNT(DISTINCT ?thing) AS ?count) WHERE {
  ?thing a ?name
} GROUP BY ?name ORDER BY DESC(?count) ?name"""
CLASSES_ANYWHERE_QUERY = """SELECT ?name (COUNT(DISTINCT ?thing) AS ?count) WHERE {
  { ?thing a ?name } UNION { GRAPH ?graph { ?thing a ?name } }
} GROUP BY ?name ORDER BY DESC(?count) ?name"""


@dataclass(frozen=True)
class Counts:
    """The numbers of one revision: ``graphs`` and ``classes`` are totals.

    ``named_graphs`` and ``largest_classes`` give IRIs with triples and things, 1,000 at most.
    """

    revision: str
    default_triples: int
    graphs: int
    named_graphs: tuple[tuple[str, int], ...]
    classes: int
    largest_classes: tuple[tuple[str, int], ...]


class Overview:
    """Counts of the dataset that is being served, kept until its revision changes."""

    def __init__(self, context: ServiceContext) -> None:
        self._context = context
        self._counted = OncePerRevision(context.engine, self._count, WHAT)

    @property
    def classes_query(self) -> str:
        """The query behind the numbers per class."""
        return CLASSES_ANYWHERE_QUERY if self._context.settings.default_graph == "own" else CLASSES_QUERY

    def counts(self) -> Counts | None:
        """Return the numbers of the current revision; None while they are being counted, or cannot be."""
        return self._counted.now()

    def _count(self, revision: str) -> Counts:
        triples, _ = self._pairs(TRIPLES_QUERY, 1)
        graphs, all_graphs = self._pairs(GRAPHS_QUERY, MOST_GRAPHS)
        classes, all_classes = self._pairs(self.classes_query, MOST_CLASSES)
        return Counts(revision, triples[0][1], all_graphs, graphs, all_classes, classes)

    def _pairs(self, query: str, most: int) -> tuple[tuple[tuple[str, int], ...], int]:
        """Return the first rows as name and count, and how many rows there are."""
        result = own_result(self._context, QueryJob(query, "json"), WHAT)
        rows = read_solutions(result.body, most).rows
        pairs = tuple((row["name"].value if "name" in row else "", int(row["count"].value)) for row in rows)
        return pairs, result.count
