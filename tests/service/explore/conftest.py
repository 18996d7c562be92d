"""The built-in graph, for what must hold of it."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from jakgraph import paths
from jakgraph.build import build_quads
from jakgraph.tables import read_tables


@pytest.fixture(scope="session")
def built_graph() -> ox.Store:
    """The built-in graph, in a store that no test changes."""
    store = ox.Store()
    store.bulk_extend(build_quads(read_tables(paths.tables_dir()), paths.ontology_dir()))
    return store
