"""Every prefix JAKgraph uses, once. Knows no file and no table."""

from __future__ import annotations

from rdflib import Namespace
from rdflib.namespace import DCAT, DCTERMS, OWL, PROV, RDF, RDFS, SH, SKOS, VOID, XSD

JG = Namespace("https://w3id.org/jakgraph/ontology#")
"""Terms: classes and properties."""

JGR = Namespace("https://w3id.org/jakgraph/")
"""Things: ``jgr:drug/baricitinib``."""

GRAPH = Namespace("https://w3id.org/jakgraph/graph/")
"""Named graphs."""

PREFIXES: dict[str, str] = {
    "jg": str(JG),
    "jgr": str(JGR),
    "dcat": str(DCAT),
    "dcterms": str(DCTERMS),
    "owl": str(OWL),
    "prov": str(PROV),
    "rdf": str(RDF),
    "rdfs": str(RDFS),
    "sh": str(SH),
    "skos": str(SKOS),
    "void": str(VOID),
    "xsd": str(XSD),
    "foaf": "http://xmlns.com/foaf/0.1/",
    "schema": "https://schema.org/",
    "vann": "http://purl.org/vocab/vann/",
}
"""Prefix -> namespace IRI, for serialising and hints; external vocabularies are in ``graph/tables/prefixes.csv``."""
