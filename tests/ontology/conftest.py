"""What tests of the ontology share: its graph, and the built graph."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from rdflib import Graph

from jakgraph import paths
from jakgraph.build import build_quads
from jakgraph.build.ontology import ONTOLOGY_FILES
from jakgraph.tables import read_tables


@pytest.fixture(scope="session")
def ontology() -> Graph:
    """The ontology and its links to others."""
    graph = Graph()
    for name in ONTOLOGY_FILES:
        graph.parse(paths.ontology_dir() / name)
    return graph


@pytest.fixture(scope="session")
def built() -> ox.Store:
    """The graph as the tables give it, queried over the union of its graphs."""
    store = ox.Store()
    store.bulk_extend(build_quads(read_tables(paths.tables_dir()), paths.ontology_dir()))
    return store
