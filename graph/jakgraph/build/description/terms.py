"""Names used in the description of a release: vocabularies, IRIs of datasets, and how triples are collected."""

from __future__ import annotations

import pyoxigraph as ox
from rdflib import Namespace, URIRef
from rdflib.namespace import XSD

from jakgraph.namespaces import JGR, PREFIXES

DCTYPES = Namespace("http://purl.org/dc/dcmitype/")
FORMATS = Namespace("http://www.w3.org/ns/formats/")
IDOT = Namespace("http://identifiers.org/idot/")
PAV = Namespace("http://purl.org/pav/")
SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
SPDX = Namespace("http://spdx.org/rdf/terms#")

DESCRIPTION_PREFIXES = {
    **{name: PREFIXES[name] for name in ("jg", "dcat", "dcterms", "foaf", "owl", "rdf", "rdfs", "skos", "void", "xsd")},
    "dctypes": str(DCTYPES),
    "formats": str(FORMATS),
    "idot": str(IDOT),
    "pav": str(PAV),
    "sd": str(SD),
    "spdx": str(SPDX),
}

SUMMARY = JGR["dataset"]
"""The dataset whatever its version: HCLS's summary level."""

ENGLISH = "http://lexvo.org/id/iso639-3/eng"


def version_iri(version: str) -> URIRef:
    """Return the dataset at one version: HCLS's version level."""
    return URIRef(f"{SUMMARY}/{version}")


def file_iri(version: str, name: str) -> URIRef:
    """Return one file of a version as a dataset: HCLS's distribution level."""
    return URIRef(f"{SUMMARY}/{version}/{name}")


def download_iri(version: str, name: str) -> URIRef:
    """Return the address of one file of a version."""
    return JGR[f"release/{version}/{name}"]


class Statements:
    """Triples in the order in which they are to be read."""

    def __init__(self) -> None:
        self.triples: list[ox.Triple] = []

    def say(self, subject: URIRef, *pairs: tuple[URIRef, ox.NamedNode | ox.Literal]) -> None:
        """Add what is said of one subject."""
        node = ox.NamedNode(str(subject))
        self.triples += [ox.Triple(node, ox.NamedNode(str(predicate)), value) for predicate, value in pairs]

    def to_turtle(self, **prefixes: str) -> bytes:
        """Return everything said, as Turtle; ``prefixes`` go beside those of the vocabularies."""
        shortening = {**DESCRIPTION_PREFIXES, **prefixes}
        return ox.serialize(self.triples, format=ox.RdfFormat.TURTLE, prefixes=shortening) or b""


def link(iri: str) -> ox.NamedNode:
    """Return an IRI as an object."""
    return ox.NamedNode(str(iri))


def words(text: str) -> ox.Literal:
    """Return a string in English."""
    return ox.Literal(text, language="en")


def plain(text: str) -> ox.Literal:
    """Return a plain string."""
    return ox.Literal(text)


def number(value: int) -> ox.Literal:
    """Return an xsd:integer."""
    return ox.Literal(value)


def typed(text: str, datatype: str) -> ox.Literal:
    """Return a literal of a datatype of XML Schema, by the datatype's name."""
    return ox.Literal(text, datatype=ox.NamedNode(str(XSD[datatype])))


def word_of(iri: str) -> str:
    """Return an IRI as one path segment of ours: its prefix and local name, or its end.

    >>> word_of("https://w3id.org/jakgraph/ontology#Drug"), word_of("http://www.w3.org/ns/prov#Entity")
    ('jg-Drug', 'prov-Entity')
    """
    for prefix, namespace in PREFIXES.items():
        rest = iri.removeprefix(namespace)
        if rest != iri and "/" not in rest and "#" not in rest:
            return f"{prefix}-{rest}"
    return "-".join(part for part in iri.rsplit("://", maxsplit=1)[-1].replace("#", "/").split("/") if part)
