"""Licences: the parts of the graph by the licence that their content is under, named graph by named graph."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import pyoxigraph as ox
from rdflib import URIRef
from rdflib.namespace import DCTERMS, RDF, VOID

from jakgraph.build.description.terms import link, number, word_of, words
from jakgraph.build.graph import DATA_LICENCE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from jakgraph.build.census import Census
    from jakgraph.build.description.terms import Statements

RIGHTS = (
    "CC BY 4.0, except named graphs that state another licence: content derived from share-alike sources stays under "
    "CC BY-SA, registry records are public domain. The subsets by licence list every such graph."
)

__all__ = ["DATA_LICENCE", "RIGHTS", "graphs_by_licence", "state_licences"]


def graphs_by_licence(quads: Iterable[ox.Quad]) -> dict[str, list[str]]:
    """Return the named graphs under each licence that they state of themselves, both sorted."""
    found: dict[str, list[str]] = defaultdict(list)
    licence_of = ox.NamedNode(str(DCTERMS.license))
    for quad in quads:
        if quad.predicate == licence_of and quad.subject == quad.graph_name and isinstance(quad.object, ox.NamedNode):
            found[quad.object.value].append(str(quad.graph_name).strip("<>"))
    return {licence: sorted(found[licence]) for licence in sorted(found)}


def state_licences(statements: Statements, dataset: URIRef, quads: Sequence[ox.Quad], census: Census) -> None:
    """State a subset per licence with its size and its graphs, and each graph with its licence and size."""
    for licence, graphs in graphs_by_licence(quads).items():
        subset = URIRef(f"{dataset}#licence-{word_of(licence)}")
        statements.say(dataset, (VOID.subset, link(subset)))
        statements.say(
            subset,
            (RDF.type, link(VOID.Dataset)),
            (DCTERMS.title, words(f"Claims under {licence}")),
            (DCTERMS.license, link(licence)),
            (VOID.triples, number(sum(census.graphs[graph] for graph in graphs))),
            *((VOID.subset, link(graph)) for graph in graphs),
        )
        for graph in graphs:
            statements.say(
                URIRef(graph),
                (RDF.type, link(VOID.Dataset)),
                (DCTERMS.license, link(licence)),
                (VOID.triples, number(census.graphs[graph])),
            )
