"""What tests of reasoning share: the built graph, HermiT, axioms from a few lines of Turtle."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from jakgraph import paths
from jakgraph.build import build_quads
from jakgraph.build.ontology import ontology_quads
from jakgraph.namespaces import JG, JGR
from jakgraph.reason import Hermit, find_java
from jakgraph.tables import read_tables

if TYPE_CHECKING:
    from collections.abc import Callable

PREFIXES = f"""PREFIX jg: <{JG}> PREFIX jgr: <{JGR}> PREFIX owl: <http://www.w3.org/2002/07/owl#>
    PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
    PREFIX ex: <https://example.org/>"""


@pytest.fixture(scope="session")
def hermit() -> Hermit:
    """HermiT on whatever Java is there: the tests need one, as the development tools bring it."""
    return Hermit(find_java())


@pytest.fixture(scope="session")
def built() -> list[ox.Quad]:
    """The graph as the tables give it."""
    return build_quads(read_tables(paths.tables_dir()), paths.ontology_dir())


@pytest.fixture(scope="session")
def ontology() -> list[ox.Triple]:
    """The ontology's triples."""
    return [quad.triple for quad in ontology_quads(paths.ontology_dir())]


@pytest.fixture(scope="session")
def turtle() -> Callable[[str], list[ox.Triple]]:
    """Give a function from Turtle, with our prefixes known, to triples."""

    def _parse(text: str) -> list[ox.Triple]:
        parsed = ox.parse(f"{PREFIXES} {text}", format=ox.RdfFormat.TURTLE, rename_blank_nodes=True)
        return [quad.triple for quad in parsed]

    return _parse
