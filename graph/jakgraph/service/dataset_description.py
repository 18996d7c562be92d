"""What ``/.well-known/void`` says: the release's own description with this service's addresses, or a plain VoID."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rdflib import Graph, Literal, URIRef
from rdflib.namespace import DCAT, DCTERMS, FOAF, RDF, VOID

from jakgraph.namespaces import JGR
from jakgraph.service.context import DESCRIPTION_NAME

if TYPE_CHECKING:
    from jakgraph.service.context import ServedRelease, ServiceContext
    from jakgraph.service.overview import Counts

WELL_KNOWN = "/.well-known/void"
DATASET = JGR["dataset"]
"""The built-in dataset, whatever its version; the build's description is about it."""


def describe_release(release: ServedRelease, address: str) -> bytes:
    """Return void.ttl of the release, and after it where this service answers and has the files, as Turtle."""
    here = _graph()
    here.add((DATASET, VOID.sparqlEndpoint, URIRef(f"{address}/sparql")))
    for name in release.files:
        if name.endswith((".nq", ".trig", ".csv", ".json")):
            file = JGR[f"dataset/{release.version}/{name}"]
            here.add((file, DCAT.downloadURL, URIRef(f"{address}/release/{release.version}/{name}")))
    return release.document(DESCRIPTION_NAME) + here.serialize(format="turtle", encoding="utf-8")


def describe_dataset(context: ServiceContext, counts: Counts | None, address: str) -> bytes:
    """Return what VoID can say of a dataset of other people's making, as Turtle; without counts where there are none.

    Classes are partitions of it, 1,000 at most: as many as are counted.
    """
    graph = _graph()
    document, dataset = URIRef(f"{address}{WELL_KNOWN}"), URIRef(f"{address}{WELL_KNOWN}#dataset")
    graph.add((document, RDF.type, VOID.DatasetDescription))
    graph.add((document, FOAF.primaryTopic, dataset))
    graph.add((dataset, RDF.type, VOID.Dataset))
    graph.add((dataset, DCTERMS.title, Literal(context.facts.title)))
    graph.add((dataset, VOID.sparqlEndpoint, URIRef(f"{address}/sparql")))
    if counts:
        _add_counts(graph, dataset, counts)
    return graph.serialize(format="turtle", encoding="utf-8")


def _add_counts(graph: Graph, dataset: URIRef, counts: Counts) -> None:
    graph.add((dataset, DCTERMS.identifier, Literal(counts.revision)))
    graph.add((dataset, VOID.triples, Literal(counts.default_triples)))
    graph.add((dataset, VOID.classes, Literal(counts.classes)))
    named = [(iri, count) for iri, count in counts.largest_classes if iri]
    for number, (iri, count) in enumerate(named, start=1):
        partition = URIRef(f"{dataset}-class-{number}")
        graph.add((dataset, VOID.classPartition, partition))
        graph.add((partition, VOID["class"], URIRef(iri)))
        graph.add((partition, VOID.entities, Literal(count)))


def _graph() -> Graph:
    graph = Graph(bind_namespaces="none")
    for prefix, namespace in (("dcat", DCAT), ("dcterms", DCTERMS), ("foaf", FOAF), ("void", VOID)):
        graph.bind(prefix, namespace)
    return graph
