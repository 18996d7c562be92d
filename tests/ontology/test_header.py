from __future__ import annotations

import re

import pytest
from rdflib import URIRef
from rdflib.namespace import DCTERMS, OWL, RDF, RDFS, VANN, XSD

import jakgraph

ONTOLOGY = URIRef("https://w3id.org/jakgraph/ontology")


def test_there_is_one_ontology_at_its_permanent_address(ontology):
    """The ontology IRI is a w3id address, and the only one."""
    assert set(ontology.subjects(RDF.type, OWL.Ontology)) == {ONTOLOGY}


@pytest.mark.parametrize(
    "annotation",
    [
        DCTERMS.title, DCTERMS.description, DCTERMS.abstract, DCTERMS.creator, DCTERMS.contributor, DCTERMS.publisher,
        DCTERMS.created, DCTERMS.issued, DCTERMS.modified, DCTERMS.license, DCTERMS.bibliographicCitation,
        VANN.preferredNamespacePrefix, VANN.preferredNamespaceUri, OWL.versionInfo, OWL.versionIRI, RDFS.label,
    ],
)  # fmt: skip
def test_the_header_says_what_foops_asks_for(ontology, annotation):
    """FOOPS! (https://foops.linkeddata.es) scores these annotations; each is there once."""
    assert len(list(ontology.objects(ONTOLOGY, annotation))) == 1


def test_versions_agree(ontology):
    """Version, version IRI and citation name the version of the package."""
    version = str(ontology.value(ONTOLOGY, OWL.versionInfo))
    assert version == jakgraph.__version__
    assert ontology.value(ONTOLOGY, OWL.versionIRI) == URIRef(f"{ONTOLOGY}/{version}")
    assert f"version {version}" in str(ontology.value(ONTOLOGY, DCTERMS.bibliographicCitation))


def test_dates_are_dates(ontology):
    """Created, issued and modified are xsd:date, in that order."""
    dates = [ontology.value(ONTOLOGY, name) for name in (DCTERMS.created, DCTERMS.issued, DCTERMS.modified)]
    assert {date.datatype for date in dates} == {XSD.date}
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\d", date) for date in dates)
    assert dates == sorted(dates)


def test_the_licence_is_open_and_an_address(ontology):
    """The licence is CC BY 4.0, by its address."""
    licence = ontology.value(ONTOLOGY, DCTERMS.license)
    assert licence == URIRef("https://creativecommons.org/licenses/by/4.0/")
