from __future__ import annotations

import csv
import io

import pyoxigraph as ox
import pytest

from jakgraph import paths
from jakgraph.build import build_quads
from jakgraph.queries import load_competency_queries
from jakgraph.tables import read_tables

QUERIES = load_competency_queries(paths.queries_dir())


@pytest.fixture(scope="module")
def graph() -> ox.Store:
    """The built-in graph, built from the tables as they are."""
    store = ox.Store()
    store.bulk_extend(build_quads(read_tables(paths.tables_dir()), paths.ontology_dir()))
    return store


def rows(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text)))


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)
def test_a_competency_query_gives_its_expected_rows(graph, query):
    """The answer is, row for row, what was written by hand from the tables and sources."""
    answer = graph.query(query.text, use_default_graph_as_union=True)
    given = answer.serialize(format=ox.QueryResultsFormat.CSV).decode()
    assert rows(given) == rows(query.expected.read_text("utf-8"))


def test_there_are_at_least_six_questions():
    """The catalogue holds the questions that the graph was built for."""
    assert len(QUERIES) >= 6
