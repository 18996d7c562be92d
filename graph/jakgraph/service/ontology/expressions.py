"""Class expressions and lists of OWL as runs of words and links, the way the Manchester syntax says them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rdflib import BNode, Literal, URIRef
from rdflib.collection import Collection
from rdflib.namespace import OWL, RDF, RDFS, SKOS

from jakgraph.namespaces import JG, JGR
from jakgraph.service.names import Names
from jakgraph.service.ontology.terms import Link

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rdflib import Graph
    from rdflib.term import Node

_NAMES = Names({})


def link_to(graph: Graph, node: Node) -> Link:
    """Return a term as a link: by its label, to its place on the page or to its own address."""
    if not isinstance(node, URIRef):
        return Link(str(node))
    iri = str(node)
    label = graph.value(node, RDFS.label) or graph.value(node, SKOS.prefLabel)
    curie = _NAMES.curie(iri)
    if iri.startswith(str(JG)):
        return Link(str(label or iri.removeprefix(str(JG))), f"#{iri.removeprefix(str(JG))}", curie)
    if iri.startswith(str(JGR)):
        return Link(curie.removeprefix("jgr:") or iri.removeprefix(str(JGR)), "", iri)
    return Link(str(label) if label else curie or iri.split("://", maxsplit=1)[-1].rstrip("/"), iri, iri)


def links_to(graph: Graph, nodes: Iterable[Node]) -> tuple[Link, ...]:
    """Return named terms as links, in the order of their texts; expressions are left out."""
    links = {link_to(graph, node) for node in nodes if isinstance(node, URIRef)}
    return tuple(sorted(links, key=lambda link: (link.text.lower(), link.href)))


def chain_of(graph: Graph, head: Node) -> tuple[Link, ...]:
    """Return a property chain as its properties in order."""
    return tuple(link_to(graph, item) for item in Collection(graph, head))


def expression(graph: Graph, node: Node, *, nested: bool = False) -> tuple[Link, ...]:
    """Return a class expression as a run of words and links: named classes, "and", "some", "value".

    What is none of these is told by its kind only; OWL 2 EL, in which the ontology is written, has little else.
    """
    if not isinstance(node, BNode):
        return (link_to(graph, node),)
    parts = graph.value(node, OWL.intersectionOf)
    if parts is not None:
        run: list[Link] = []
        for item in Collection(graph, parts):
            run += [*([Link(" and ")] if run else []), *expression(graph, item, nested=True)]
        return (Link("("), *run, Link(")")) if nested else tuple(run)
    on = graph.value(node, OWL.onProperty)
    if on is None:
        return (Link(f"an expression ({graph.value(node, RDF.type)})"),)
    for predicate, word in ((OWL.someValuesFrom, " some "), (OWL.hasValue, " value "), (OWL.allValuesFrom, " only ")):
        value = graph.value(node, predicate)
        if value is not None:
            filler = (Link(f"“{value}”"),) if isinstance(value, Literal) else expression(graph, value, nested=True)
            run = [link_to(graph, on), Link(word), *filler]
            return (Link("("), *run, Link(")")) if nested else tuple(run)
    return (link_to(graph, on), Link(" (restricted)"))
