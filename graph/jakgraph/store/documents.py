"""Rewrites a document of our own from one RDF format into another. Never for what a client sends."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import pyoxigraph as ox

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jakgraph.store.jobs import ResultFormat

WrittenIn = Literal["turtle", "nquads"]

_READ: dict[WrittenIn, ox.RdfFormat] = {"turtle": ox.RdfFormat.TURTLE, "nquads": ox.RdfFormat.N_QUADS}
_WRITTEN: dict[ResultFormat, ox.RdfFormat] = {
    "turtle": ox.RdfFormat.TURTLE,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "rdfxml": ox.RdfFormat.RDF_XML,
    "jsonld": ox.RdfFormat.JSON_LD,
}


def rewrite(
    document: bytes, written_in: WrittenIn, result_format: ResultFormat, prefixes: Mapping[str, str] | None = None
) -> bytes:
    """Return the triples of a document, whatever graph they stand in, in another format, in a stable order.

    Blank nodes get their canonical names first. Raises KeyError for a format that holds no single graph.
    """
    parsed = ox.parse(document, format=_READ[written_in])
    graph = ox.Dataset(ox.Quad(item.subject, item.predicate, item.object) for item in parsed)
    graph.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    triples = sorted((quad.triple for quad in graph), key=str)
    return ox.serialize(triples, format=_WRITTEN[result_format], prefixes=dict(prefixes or {})) or b""
