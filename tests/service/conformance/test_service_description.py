"""SPARQL 1.1 Service Description: each MUST of the specification as a test, by section."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from rdflib import RDF, Graph, Namespace, URIRef

if TYPE_CHECKING:
    from flask.testing import FlaskClient

SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
FORMATS = {"text/turtle": "turtle", "application/rdf+xml": "xml", "application/n-triples": "nt"}


@pytest.fixture
def described(client: FlaskClient) -> Graph:
    return Graph().parse(client.get("/sparql").data, format="turtle")


@pytest.mark.parametrize("media_type", FORMATS)
def test_2_the_endpoint_describes_itself_in_rdf(client: FlaskClient, media_type: str) -> None:
    """2: GET of the endpoint without query gives the description, which MUST be in RDF, by content negotiation."""
    response = client.get("/sparql", headers={"Accept": media_type})
    graph = Graph().parse(response.data, format=FORMATS[media_type])
    assert (response.mimetype, list(graph.subjects(RDF.type, SD.Service))) == (
        media_type,
        [URIRef("http://localhost/sparql#service")],
    )


def test_4_there_is_a_service(described: Graph) -> None:
    """4: the description MUST hold at least one sd:Service."""
    assert len(list(described.subjects(RDF.type, SD.Service))) == 1


def test_3_4_1_its_endpoint_answers(client: FlaskClient, described: Graph) -> None:
    """3.4.1: sd:endpoint is the address at which the service implements the Protocol."""
    (endpoint,) = described.objects(None, SD.endpoint)
    assert client.get(str(endpoint), query_string={"query": "ASK {}"}).json["boolean"] is True


def test_3_4_every_format_that_is_named_can_be_had(client: FlaskClient, described: Graph) -> None:
    """3.4: each sd:resultFormat is one that the service writes."""
    words = {
        **{f"SPARQL_Results_{name}": (name.lower(), "ASK {}") for name in ("JSON", "XML", "CSV", "TSV")},
        **{
            name: (word, "CONSTRUCT WHERE {?s ?p ?o}")
            for name, word in {
                "Turtle": "turtle",
                "N-Triples": "ntriples",
                "RDF_XML": "rdfxml",
                "JSON-LD": "jsonld",
                "N-Quads": "nquads",
                "TriG": "trig",
            }.items()
        },
    }
    named = {str(iri).rpartition("/")[2] for iri in described.objects(None, SD.resultFormat)}
    assert named == set(words)
    for word, query in words.values():
        assert client.get("/sparql", query_string={"query": query, "format": word}).status_code == 200


def test_3_4_every_named_graph_is_one(client: FlaskClient, described: Graph) -> None:
    """3.4: sd:name of each sd:namedGraph is the name of a graph in the dataset."""
    names = [str(name) for name in described.objects(None, SD.name)]
    assert len(names) == 2
    assert all(client.head("/store", query_string={"graph": name}).status_code == 200 for name in names)


def test_3_3_the_union_default_graph_is_what_is_said(client: FlaskClient, described: Graph) -> None:
    """3.3: sd:UnionDefaultGraph says that the default graph holds what all named graphs hold."""
    assert SD.UnionDefaultGraph in set(described.objects(None, SD.feature))
    query = "ASK { GRAPH ?g { ?s ?p ?o } FILTER NOT EXISTS { ?s ?p ?o } }"
    assert client.get("/sparql", query_string={"query": query}).json["boolean"] is False
