"""The SPARQL 1.1 Service Description: what this endpoint speaks, what it holds, and its limits. No blank node in it."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from rdflib import Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS, RDF, RDFS, VOID

from jakgraph.service.dataset_description import DATASET, WELL_KNOWN
from jakgraph.service.protocol.formats import GRAPH_FORMATS, SOLUTION_FORMATS, Choice, Format
from jakgraph.service.protocol.parameters import MAX_QUERY_BYTES

if TYPE_CHECKING:
    from jakgraph.service.context import ServiceContext
    from jakgraph.service.overview import Counts
    from jakgraph.settings import Settings

    Limit = tuple[str, str, int | Decimal]
    """The name of a limit in our terms, what it means, and its value."""

SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
FORMATS = Namespace("http://www.w3.org/ns/formats/")
LIMITS = Namespace("https://w3id.org/jakgraph/service#")
"""Our own terms for the limits: the W3C vocabulary has none. The description defines them in place."""

DESCRIPTION_FORMATS: tuple[Format, ...] = GRAPH_FORMATS[:4]
_RDFLIB_NAMES = {"turtle": "turtle", "ntriples": "nt", "rdfxml": "pretty-xml", "jsonld": "json-ld"}


def describe_service(context: ServiceContext, counts: Counts | None, endpoint: str) -> Graph:
    """Return the description of the endpoint at this address; ``counts`` is None while they cannot be had."""
    graph = Graph()
    for prefix, namespace in (("sd", SD), ("void", VOID), ("dcterms", DCTERMS), ("limit", LIMITS), ("format", FORMATS)):
        graph.bind(prefix, namespace)
    service = URIRef(f"{endpoint}#service")
    graph.add((service, RDF.type, SD.Service))
    graph.add((service, SD.endpoint, URIRef(endpoint)))
    graph.add((service, SD.supportedLanguage, SD.SPARQL11Query))
    for item in (*SOLUTION_FORMATS, *GRAPH_FORMATS):
        if item.w3c_name:
            graph.add((service, SD.resultFormat, FORMATS[item.w3c_name]))
    if context.settings.default_graph == "union":
        graph.add((service, SD.feature, SD.UnionDefaultGraph))
    _add_services(graph, service, context)
    _add_limits(graph, service, _limits_of(context.settings))
    _add_dataset(graph, service, context, counts)
    return graph


def write_description(context: ServiceContext, counts: Counts | None, endpoint: str, choice: Choice) -> bytes:
    """Return the description of the endpoint at this address in the chosen format, in a stable order."""
    graph = describe_service(context, counts, endpoint)
    data: bytes = graph.serialize(format=_RDFLIB_NAMES[choice.format.name], encoding="utf-8")
    return b"".join(sorted(data.splitlines(keepends=True))) if choice.format.name == "ntriples" else data


def _add_services(graph: Graph, service: URIRef, context: ServiceContext) -> None:
    if not context.settings.allow_service:
        return
    graph.add((service, SD.feature, SD.BasicFederatedQuery))
    graph.add((LIMITS.mayAsk, RDF.type, RDF.Property))
    graph.add((LIMITS.mayAsk, RDFS.label, Literal("endpoint that a query may ask by SERVICE", lang="en")))
    for url in context.settings.allow_service:
        graph.add((service, LIMITS.mayAsk, URIRef(url)))
    limit = (
        "serviceMebibytes",
        "largest answer that is taken from such an endpoint, in MiB",
        context.settings.service_mb,
    )
    _add_limits(graph, service, (limit,))


def _limits_of(settings: Settings) -> tuple[Limit, ...]:
    return (
        ("timeoutSeconds", "time limit of a query, in seconds", Decimal(str(settings.timeout))),
        ("maxRows", "most rows or triples in one result", settings.max_rows),
        ("maxResultMebibytes", "largest result, in MiB", settings.max_result_mb),
        ("memoryMebibytes", "memory that one query may add, in MiB", settings.memory_mb),
        ("maxQueryBytes", "longest query text, in bytes of UTF-8", MAX_QUERY_BYTES),
    )


def _add_limits(graph: Graph, service: URIRef, limits: tuple[Limit, ...]) -> None:
    for name, label, value in limits:
        graph.add((service, LIMITS[name], Literal(value)))
        graph.add((LIMITS[name], RDF.type, RDF.Property))
        graph.add((LIMITS[name], RDFS.label, Literal(label, lang="en")))


def _add_dataset(graph: Graph, service: URIRef, context: ServiceContext, counts: Counts | None) -> None:
    base = str(service).removesuffix("#service")
    dataset, default = URIRef(f"{base}#dataset"), URIRef(f"{base}#default-graph")
    graph.add((service, SD.defaultDataset, dataset))
    graph.add((dataset, RDF.type, SD.Dataset))
    graph.add((dataset, DCTERMS.title, Literal(context.facts.title)))
    graph.add((dataset, DCTERMS.identifier, Literal(counts.revision if counts else context.facts.revision)))
    if context.facts.built_on:
        graph.add((dataset, DCTERMS.issued, Literal(context.facts.built_on)))
    graph.add((dataset, RDFS.seeAlso, URIRef(f"{base.removesuffix('/sparql')}{WELL_KNOWN}")))
    if context.release:
        graph.add((dataset, DCTERMS.isFormatOf, DATASET))
    graph.add((dataset, SD.defaultGraph, default))
    graph.add((default, RDF.type, SD.Graph))
    if counts is None:
        return
    # A dataset of very many graphs would be listed in part, so none of them is.
    listed = counts.named_graphs if len(counts.named_graphs) == counts.graphs else ()
    graph.add((default, VOID.triples, Literal(counts.default_triples)))
    for number, (name, triples) in enumerate(listed, start=1):
        entry, content = URIRef(f"{base}#named-graph-{number}"), URIRef(f"{base}#content-{number}")
        graph.add((dataset, SD.namedGraph, entry))
        graph.add((entry, RDF.type, SD.NamedGraph))
        graph.add((entry, SD.name, URIRef(name)))
        graph.add((entry, SD.graph, content))
        graph.add((content, RDF.type, SD.Graph))
        graph.add((content, VOID.triples, Literal(triples)))
