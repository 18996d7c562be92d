"""Rewrites a document of our own from Turtle into another RDF format. Never for what a client sends."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jakgraph.store.jobs import ResultFormat

_FORMATS: dict[ResultFormat, ox.RdfFormat] = {
    "turtle": ox.RdfFormat.TURTLE,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "rdfxml": ox.RdfFormat.RDF_XML,
    "jsonld": ox.RdfFormat.JSON_LD,
}


def rewrite_turtle(turtle: bytes, result_format: ResultFormat, prefixes: Mapping[str, str]) -> bytes:
    """Return the triples of a Turtle document in another format, each once and in a stable order.

    Blank nodes get their canonical names first. Raises KeyError for a format that holds no single graph.
    """
    graph = ox.Dataset(ox.Quad(item.subject, item.predicate, item.object) for item in _parse(turtle))
    graph.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    triples = sorted((quad.triple for quad in graph), key=str)
    return ox.serialize(triples, format=_FORMATS[result_format], prefixes=dict(prefixes)) or b""


def _parse(turtle: bytes) -> ox.QuadParser:
    return ox.parse(turtle, format=ox.RdfFormat.TURTLE)
