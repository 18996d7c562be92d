"""The layers of the graph: which named graphs are published together in one file. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jakgraph.namespaces import GRAPH

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pyoxigraph as ox

CLAIMS = "claims"

LAYER_TITLES = {
    "ontology": "Ontology: classes, properties and their links to other ontologies",
    "entities": "Entities: drugs, proteins, diseases, trials and everything else that claims are about",
    CLAIMS: "Claims: what sources state, one named graph per source, and what no source was seen for",
    "mappings": "Mappings: identifiers of our things in other databases and vocabularies",
    "inferred": "Inferred: what the rules conclude, rebuilt with each release",
    "explanations": "Explanations: what each inferred statement rests on",
}
"""Layer -> its title, in the order in which a reader meets them."""


def layer_of(graph: str) -> str:
    """Return the layer of a named graph; a graph that is not of claims is a layer of its own name.

    >>> layer_of("https://w3id.org/jakgraph/graph/source/pmid-36848918"), layer_of(str(GRAPH["inferred"]))
    ('claims', 'inferred')
    """
    name = graph.removeprefix(str(GRAPH)).partition("/")[0]
    return CLAIMS if name in ("source", "unverified") else name


def split_into_layers(quads: Iterable[ox.Quad]) -> dict[str, list[ox.Quad]]:
    """Return the quads by layer, each in its given order; layers that hold nothing are left out."""
    layers: dict[str, list[ox.Quad]] = {name: [] for name in LAYER_TITLES}
    by_graph: dict[object, list[ox.Quad]] = {}
    for quad in quads:
        graph = quad.graph_name
        if graph not in by_graph:
            by_graph[graph] = layers.setdefault(layer_of(str(graph).strip("<>")), [])
        by_graph[graph].append(quad)
    return {name: content for name, content in layers.items() if content}
