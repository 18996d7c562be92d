"""Reads the ontology's graph and the table of columns into the reference. Knows no web."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from rdflib import Graph, URIRef
from rdflib.namespace import DCTERMS, OWL, RDF, RDFS, SKOS

from jakgraph.namespaces import JG
from jakgraph.service.ontology.expressions import chain_of, expression, links_to
from jakgraph.service.ontology.sections import arrange
from jakgraph.service.ontology.terms import (
    ANNOTATION,
    CLASS,
    DATATYPE,
    OBJECT,
    Bridge,
    ColumnUse,
    Link,
    Reference,
    Term,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

KINDS = (
    (OWL.Class, CLASS),
    (OWL.ObjectProperty, OBJECT),
    (OWL.DatatypeProperty, DATATYPE),
    (OWL.AnnotationProperty, ANNOTATION),
)
ONTOLOGY = URIRef(str(JG).rstrip("#"))
_BRIDGES = (
    (SKOS.exactMatch, "the same as"),
    (SKOS.closeMatch, "close to"),
    (SKOS.broadMatch, "narrower than"),
    (SKOS.relatedMatch, "related to"),
)
_CONCLUDED = ("Inferred by", "Computed by", "Concluded by")


def read_reference(ntriples: bytes, columns: Sequence[dict[str, Any]]) -> Reference:
    """Return the reference of the ontology in these N-Triples; ``columns`` is the content of columns.json."""
    graph = Graph(bind_namespaces="none")
    graph.parse(data=ntriples, format="nt")
    uses = _uses(columns)
    tables: dict[str, set[str]] = defaultdict(set)
    for row in columns:
        tables[row["class"]].add(row["table"])
    terms = [
        _term(graph, iri, kind, uses.get(str(iri), ()), sorted(tables.get(str(iri), ())))
        for owl_kind, kind in KINDS
        for iri in sorted(node for node in graph.subjects(RDF.type, owl_kind) if isinstance(node, URIRef))
        if iri.startswith(str(JG))
    ]

    def text(predicate: URIRef) -> str:
        return str(graph.value(ONTOLOGY, predicate) or "")

    return Reference(
        str(ONTOLOGY),
        text(OWL.versionInfo),
        text(DCTERMS.title),
        text(DCTERMS.description),
        text(DCTERMS.abstract),
        text(DCTERMS.license),
        arrange(terms),
    )


def _uses(columns: Iterable[dict[str, Any]]) -> dict[str, tuple[ColumnUse, ...]]:
    """Return the columns that fill each property; a figure's column fills the property of its digits too."""
    found: dict[str, list[ColumnUse]] = defaultdict(list)
    for row in columns:
        use = ColumnUse(row["table"], row["column"], row["meaning"])
        found[row["property"]].append(use)
        if row["figure"]:
            found[f"{row['property']}Text"].append(use)
    return {name: tuple(uses) for name, uses in found.items()}


def _term(graph: Graph, iri: URIRef, kind: str, columns: Sequence[ColumnUse], tables: Sequence[str]) -> Term:
    over = RDFS.subClassOf if kind == CLASS else RDFS.subPropertyOf
    parents = links_to(graph, graph.objects(iri, over))
    notes = tuple(sorted(str(note) for note in graph.objects(iri, SKOS.scopeNote)))
    equivalents = [*graph.objects(iri, OWL.equivalentClass), *graph.subjects(OWL.equivalentClass, iri)]
    bridged = [(f"{'kind' if kind == CLASS else 'case'} of", tuple(link for link in parents if link.is_outward))]
    bridged += [(words, links_to(graph, graph.objects(iri, predicate))) for predicate, words in _BRIDGES]
    return Term(
        iri=str(iri),
        name=iri.removeprefix(str(JG)),
        kind=kind,
        label=str(graph.value(iri, RDFS.label) or iri.removeprefix(str(JG))),
        definition=str(graph.value(iri, SKOS.definition) or ""),
        example=str(graph.value(iri, SKOS.example) or ""),
        notes=notes,
        parents=tuple(link for link in parents if not link.is_outward),
        children=_ours(links_to(graph, graph.subjects(over, iri))),
        definitions=tuple(sorted((expression(graph, node) for node in equivalents), key=str)),
        chains=tuple(chain_of(graph, head) for head in graph.objects(iri, OWL.propertyChainAxiom)),
        domains=links_to(graph, graph.objects(iri, RDFS.domain)),
        ranges=links_to(graph, graph.objects(iri, RDFS.range)),
        used_on=_ours(links_to(graph, graph.subjects(RDFS.domain, iri))),
        bridges=tuple(Bridge(words, targets) for words, targets in bridged if targets),
        sources=links_to(graph, graph.objects(iri, DCTERMS.source)),
        tables=tuple(tables),
        columns=tuple(columns),
        is_concluded=any(note.startswith(_CONCLUDED) for note in notes),
    )


def _ours(links: Iterable[Link]) -> tuple[Link, ...]:
    return tuple(link for link in links if link.href.startswith("#"))
