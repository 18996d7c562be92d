"""The hand-written ontology files as quads of the ontology graph, blank nodes canonically named."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from jakgraph.build.terms import ONTOLOGY_GRAPH
from jakgraph.errors import DatasetError

if TYPE_CHECKING:
    from pathlib import Path

ONTOLOGY_FILES = ("jakgraph.ttl", "reasoning.ttl", "bridge.ttl")
"""Files that are part of the graph; shapes.ttl and rules/ work on it and stay outside."""


def ontology_quads(folder: Path) -> list[ox.Quad]:
    """Return the quads of the ontology, sorted. Raises DatasetError with file, line and column on bad Turtle."""
    dataset = ox.Dataset()
    graph = ox.NamedNode(str(ONTOLOGY_GRAPH))
    for name in ONTOLOGY_FILES:
        path = folder / name
        if not path.is_file():
            continue
        try:
            for quad in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE, rename_blank_nodes=True):
                dataset.add(ox.Quad(quad.subject, quad.predicate, quad.object, graph))
        except SyntaxError as error:
            raise DatasetError(path, error.msg, line=error.lineno, column=error.offset) from error
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return sorted(dataset, key=str)
