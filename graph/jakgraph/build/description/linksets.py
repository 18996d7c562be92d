"""Linksets: how many links of which kind lead from our graph to which external vocabulary or database."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pyoxigraph as ox
from rdflib import URIRef
from rdflib.namespace import DCTERMS, FOAF, RDF, RDFS, SKOS, VOID

from jakgraph.build.description.terms import link, number, plain, word_of, words
from jakgraph.build.terms import row_iri
from jakgraph.model import Prefix

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from jakgraph.build.description.terms import Statements

LINKING = tuple(
    str(term)
    for term in (
        SKOS.exactMatch,
        SKOS.closeMatch,
        SKOS.broadMatch,
        SKOS.relatedMatch,
        RDFS.subClassOf,
        RDFS.subPropertyOf,
        RDFS.seeAlso,
    )
)
"""Properties that lead out of the graph. A candidate match is not among them: nobody has seen it in a source."""


def count_links(quads: Iterable[ox.Quad], prefixes: Sequence[Prefix]) -> dict[tuple[str, str], int]:
    """Return the number of links by property and key of the external prefix, sorted."""
    counts: Counter[tuple[str, str]] = Counter()
    longest_first = sorted(prefixes, key=lambda prefix: len(prefix.expansion), reverse=True)
    for quad in quads:
        predicate = quad.predicate.value
        if predicate not in LINKING or not isinstance(quad.object, ox.NamedNode):
            continue
        target = quad.object.value
        prefix = next((prefix for prefix in longest_first if target.startswith(prefix.expansion)), None)
        if prefix:
            counts[predicate, prefix.key] += 1
    return dict(sorted(counts.items(), key=lambda item: (item[0][1], item[0][0])))


def state_linksets(
    statements: Statements, dataset: URIRef, links: dict[tuple[str, str], int], prefixes: Sequence[Prefix]
) -> None:
    """State one linkset per external vocabulary and property, and what is known of each of those vocabularies."""
    by_key = {prefix.key: prefix for prefix in prefixes}
    for (predicate, key), count in links.items():
        linkset = URIRef(f"{dataset}#links-{key}-{word_of(predicate)}")
        statements.say(dataset, (VOID.subset, link(linkset)))
        statements.say(
            linkset,
            (RDF.type, link(VOID.Linkset)),
            (DCTERMS.title, words(f"Links to {by_key[key].name} by {word_of(predicate).replace('-', ':', 1)}")),
            (VOID.linkPredicate, link(predicate)),
            (VOID.subjectsTarget, link(dataset)),
            (VOID.objectsTarget, link(row_iri(Prefix, key))),
            (VOID.triples, number(count)),
        )
    for key in dict.fromkeys(key for _, key in links):
        _state_target(statements, by_key[key])


def _state_target(statements: Statements, prefix: Prefix) -> None:
    target = row_iri(Prefix, prefix.key)
    statements.say(
        target,
        (RDF.type, link(VOID.Dataset)),
        (DCTERMS.title, words(prefix.name)),
        (VOID.uriSpace, plain(prefix.expansion)),
    )
    if prefix.homepage:
        statements.say(target, (FOAF.homepage, link(prefix.homepage)))
    if prefix.sparql_endpoint:
        statements.say(target, (VOID.sparqlEndpoint, link(prefix.sparql_endpoint)))
    if prefix.licence:
        statements.say(target, (DCTERMS.rights, words(prefix.licence)))
