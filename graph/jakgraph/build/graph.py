"""All tables to quads: which triple lies in which named graph. Pure and deterministic."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rdflib import Literal, URIRef
from rdflib.namespace import DCTERMS, OWL, PROV, RDF, RDFS, SKOS, XSD

from jakgraph.build.rows import row_triples
from jakgraph.build.statements import statement_of
from jakgraph.build.terms import (
    ENTITIES_GRAPH,
    MAPPINGS_GRAPH,
    UNVERIFIED_GRAPH,
    concept_iri,
    integer_literal,
    label_literal,
    row_iri,
    scheme_iri,
    source_graph,
    text_literal,
)
from jakgraph.model import (
    ROW_TYPES,
    Case,
    Claim,
    Concept,
    CrossReference,
    Prefix,
    RetiredIdentifier,
    Source,
    Trial,
    TrialPublication,
)
from jakgraph.namespaces import JG, JGR

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jakgraph.build.terms import Quad, Triple
    from jakgraph.tables import Tables

DATA_LICENCE = URIRef("https://creativecommons.org/licenses/by/4.0/")
UNVERIFIED = "unverified"


def table_quads(tables: Tables) -> Iterator[Quad]:
    """Yield every quad that the tables state, nothing inferred. Raises KeyError on tables that were not checked."""
    expansions = {prefix.prefix: prefix.expansion for prefix in tables.rows(Prefix)}
    for concept in tables.rows(Concept):
        yield from _in(ENTITIES_GRAPH, _concept_triples(concept))
    for scheme in sorted({concept.scheme for concept in tables.rows(Concept)}):
        yield from _in(ENTITIES_GRAPH, _scheme_triples(scheme))
    for retired in tables.rows(RetiredIdentifier):
        yield from _in(ENTITIES_GRAPH, _retired_triples(retired))
    for row_type in ROW_TYPES:
        if issubclass(row_type, (Concept, RetiredIdentifier)):
            continue
        for row in tables.rows(row_type):
            triples = row_triples(row, expansions)
            if isinstance(row, Claim):
                yield from _in(graph_of(row), _claim_triples(row, triples, tables))
            elif isinstance(row, TrialPublication):
                yield from _in(ENTITIES_GRAPH, (*triples, *_publication_triples(row, tables)))
            elif isinstance(row, CrossReference):
                yield from _in(MAPPINGS_GRAPH, (*triples, *_match_triples(row, expansions)))
            else:
                yield from _in(ENTITIES_GRAPH, triples)
    yield from _graph_descriptions(tables)


def graph_of(claim: Claim) -> URIRef:
    """Return the one named graph a claim lies in: that of its source, or of what no document was seen for."""
    return source_graph(claim.source) if claim.source else UNVERIFIED_GRAPH


def _in(graph: URIRef, triples: Iterator[Triple] | tuple[Triple, ...]) -> Iterator[Quad]:
    for subject, predicate, object_ in triples:
        yield subject, predicate, object_, graph


def _claim_triples(claim: Claim, triples: Iterator[Triple], tables: Tables) -> Iterator[Triple]:
    for triple in triples:
        if not (isinstance(claim, Case) and triple[1] == RDFS.label):
            yield triple
    subject = row_iri(type(claim), claim.key)
    yield subject, RDFS.label, label_literal(statement_of(claim, tables))


def _concept_triples(concept: Concept) -> Iterator[Triple]:
    word = concept.key.partition(".")[2]
    subject = concept_iri(concept.scheme, word)
    yield subject, RDF.type, SKOS.Concept
    yield subject, SKOS.inScheme, scheme_iri(concept.scheme)
    yield subject, RDFS.label, label_literal(concept.label)
    yield subject, SKOS.notation, text_literal(word)
    yield subject, SKOS.definition, label_literal(concept.definition)
    if concept.rank:
        yield subject, JG.rankNumber, integer_literal(int(concept.rank))
    if concept.broader:
        scheme, _, broader = concept.broader.partition(".")
        yield subject, SKOS.broader, concept_iri(scheme, broader)


def _scheme_triples(scheme: str) -> Iterator[Triple]:
    yield scheme_iri(scheme), RDF.type, SKOS.ConceptScheme
    yield scheme_iri(scheme), RDFS.label, label_literal(scheme.replace("-", " "))


def _retired_triples(retired: RetiredIdentifier) -> Iterator[Triple]:
    table, _, key = retired.key.partition(".")
    kind = next(row_type.iri_kind for row_type in ROW_TYPES if row_type.table == table)
    subject = JGR[f"{kind}/{key}"]
    yield subject, OWL.deprecated, Literal("true", datatype=XSD.boolean)
    yield subject, SKOS.changeNote, text_literal(f"retired on {retired.retired_on}: {retired.reason}")
    if retired.replaced_by:
        yield subject, DCTERMS.isReplacedBy, JGR[retired.replaced_by]


def _match_triples(reference: CrossReference, expansions: dict[str, str]) -> Iterator[Triple]:
    """Yield the mapping itself; one that nobody saw in a source stays apart as a candidate."""
    prefix, _, local = reference.object.partition(":")
    relation = SKOS.exactMatch if reference.match == "exact-match" else SKOS.closeMatch
    predicate = JG.candidateMatch if reference.verification == UNVERIFIED else relation
    external = URIRef(expansions[prefix] + local)
    subject = row_iri(CrossReference, reference.key)
    yield JGR[reference.subject], predicate, external
    yield subject, JG.curie, text_literal(reference.object)
    yield subject, RDFS.label, label_literal(f"{reference.subject.partition('/')[2]} is {reference.object}")


def _publication_triples(publication: TrialPublication, tables: Tables) -> Iterator[Triple]:
    trial, document = tables.get(Trial, publication.trial), tables.get(Source, publication.document)
    role = tables.concept("publication-role", publication.publication_role).label
    subject = row_iri(TrialPublication, publication.key)
    yield subject, RDFS.label, label_literal(f"{role} of {trial.label}: {document.label}")
    yield row_iri(Trial, trial.key), JG.publication, row_iri(Source, document.key)


def _graph_descriptions(tables: Tables) -> Iterator[Quad]:
    """Yield, inside each source's graph, its licence and what it was taken from."""
    used = {claim.source for row_type in ROW_TYPES if issubclass(row_type, Claim) for claim in tables.rows(row_type)}
    for source in tables.rows(Source):
        if source.key in used:
            graph = source_graph(source.key)
            licence = URIRef(source.licence) if source.licence else DATA_LICENCE
            yield graph, RDF.type, JG.SourceGraph, graph
            yield graph, RDFS.label, label_literal(f"claims taken from {source.label}"), graph
            yield graph, PROV.wasDerivedFrom, row_iri(Source, source.key), graph
            yield graph, DCTERMS.license, licence, graph
