"""The description as a whole: the dataset, this version of it, and each file, the HCLS profile's three levels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rdflib import URIRef
from rdflib.namespace import DCAT, DCTERMS, FOAF, RDF, VOID

from jakgraph.build.description.files import state_files
from jakgraph.build.description.licences import DATA_LICENCE, RIGHTS, state_licences
from jakgraph.build.description.linksets import count_links, state_linksets
from jakgraph.build.description.statistics import state_class_partitions, state_property_partitions, state_totals
from jakgraph.build.description.terms import (
    DCTYPES,
    ENGLISH,
    IDOT,
    PAV,
    SUMMARY,
    Statements,
    file_iri,
    link,
    plain,
    typed,
    version_iri,
    words,
)
from jakgraph.namespaces import GRAPH, JG, JGR, PREFIXES

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyoxigraph as ox

    from jakgraph.build.census import Census
    from jakgraph.build.description.files import Product
    from jakgraph.model import Prefix

TITLE = "JAKgraph: JAK inhibitors in systemic lupus erythematosus"
DESCRIPTION = (
    "A curated knowledge graph of Janus kinase inhibitors in systemic lupus erythematosus: drugs, JAK isoforms, "
    "cytokine pathways, trials with results per dose, arm, endpoint and timepoint, harms, regulatory decisions and "
    "case reports. Every figure is a claim of its own with its source; sources that disagree stand side by side. "
    "Not medical advice."
)
KEYWORDS = ("systemic lupus erythematosus", "Janus kinase inhibitors", "clinical trials", "knowledge graph")
EXAMPLES = ("drug/baricitinib", "protein/tyk2", "disease/sle", "trial/nct03616912", "receptor/ifnar")
DEVELOPERS = URIRef(f"{SUMMARY}#developers")
DOCUMENT = JGR[".well-known/void"]
ENDPOINT = JGR["sparql"]


@dataclass(frozen=True)
class Release:
    """What is described: version and date of the data, its files, and everything that is counted in it."""

    version: str
    date: str
    revision: str
    products: Sequence[Product]
    quads: Sequence[ox.Quad]
    census: Census
    prefixes: Sequence[Prefix]


def describe_release(release: Release, whole_file: str) -> bytes:
    """Return void.ttl. ``whole_file`` is the product that holds the whole graph: the statistics are stated of it."""
    statements = Statements()
    _state_document(statements)
    _state_summary(statements, release)
    _state_version(statements, release)
    state_files(statements, release.products, release.version, DEVELOPERS, release.date)
    whole = file_iri(release.version, whole_file)
    state_totals(statements, whole, release.census)
    for prefix in _vocabularies(release.census):
        statements.say(whole, (VOID.vocabulary, link(PREFIXES[prefix])))
    for example in _examples(release.quads):
        statements.say(whole, (VOID.exampleResource, link(example)))
    state_licences(statements, whole, release.quads, release.census)
    state_linksets(statements, whole, count_links(release.quads, release.prefixes), release.prefixes)
    state_class_partitions(statements, whole, release.census)
    state_property_partitions(statements, whole, release.census)
    return statements.to_turtle(part=f"{whole}#", graph=str(GRAPH["source/"]), prefix=str(JGR["prefix/"]))


def _state_document(statements: Statements) -> None:
    statements.say(
        DOCUMENT,
        (RDF.type, link(VOID.DatasetDescription)),
        (DCTERMS.title, words("Description of the JAKgraph dataset")),
        (DCTERMS.creator, link(DEVELOPERS)),
        (FOAF.primaryTopic, link(SUMMARY)),
    )
    statements.say(DEVELOPERS, (RDF.type, link(FOAF.Group)), (FOAF.name, plain("The JAKgraph developers")))


def _state_summary(statements: Statements, release: Release) -> None:
    service = URIRef(f"{SUMMARY}#sparql")
    statements.say(
        SUMMARY,
        (RDF.type, link(DCTYPES.Dataset)),
        (RDF.type, link(DCAT.Dataset)),
        (DCTERMS.title, words(TITLE)),
        (DCTERMS.alternative, words("JAKgraph")),
        (DCTERMS.description, words(DESCRIPTION)),
        (DCTERMS.publisher, link(DEVELOPERS)),
        (DCTERMS.license, link(DATA_LICENCE)),
        (DCTERMS.rights, words(RIGHTS)),
        *((DCAT.keyword, words(keyword)) for keyword in KEYWORDS),
        (FOAF.page, link(JGR[""])),
        (IDOT.preferredPrefix, plain("jgr")),
        (VOID.uriSpace, plain(str(JGR))),
        (VOID.uriRegexPattern, plain("^https://w3id\\.org/jakgraph/[a-z-]+/[^/]+$")),
        (VOID.sparqlEndpoint, link(ENDPOINT)),
        (PAV.hasCurrentVersion, link(version_iri(release.version))),
    )
    statements.say(
        service,
        (RDF.type, link(DCAT.DataService)),
        (DCTERMS.title, words("SPARQL endpoint")),
        (DCTERMS.conformsTo, link("https://www.w3.org/TR/sparql11-protocol/")),
        (DCAT.endpointURL, link(ENDPOINT)),
        (DCAT.servesDataset, link(SUMMARY)),
    )


def _state_version(statements: Statements, release: Release) -> None:
    statements.say(
        version_iri(release.version),
        (RDF.type, link(DCTYPES.Dataset)),
        (RDF.type, link(DCAT.Dataset)),
        (DCTERMS.title, words(f"{TITLE}, version {release.version}")),
        (DCTERMS.description, words(DESCRIPTION)),
        (DCTERMS.isVersionOf, link(SUMMARY)),
        (PAV.version, plain(release.version)),
        (DCTERMS.identifier, plain(f"{release.version}+{release.revision}")),
        *(((DCTERMS.created, typed(release.date, "date")),) if release.date else ()),
        *(((DCTERMS.issued, typed(release.date, "date")),) if release.date else ()),
        (DCTERMS.creator, link(DEVELOPERS)),
        (DCTERMS.publisher, link(DEVELOPERS)),
        (DCTERMS.license, link(DATA_LICENCE)),
        (DCTERMS.rights, words(RIGHTS)),
        (DCTERMS.language, link(ENGLISH)),
        (DCTERMS.conformsTo, link(str(JG).rstrip("#"))),
        *((DCAT.distribution, link(file_iri(release.version, product.name))) for product in release.products),
    )


def _vocabularies(census: Census) -> list[str]:
    terms = [*census.properties, *census.class_members]
    return [prefix for prefix, space in PREFIXES.items() if prefix != "jgr" and any(t.startswith(space) for t in terms)]


def _examples(quads: Sequence[ox.Quad]) -> list[str]:
    wanted = {f"<{JGR[path]}>" for path in EXAMPLES}
    return sorted({text.strip("<>") for quad in quads if (text := str(quad.subject)) in wanted})
