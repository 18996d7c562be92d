"""The service description: SPARQL 1.1 Service Description, negotiated."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from rdflib import BNode, Graph, Literal, Namespace, URIRef
from rdflib.namespace import RDF, VOID

if TYPE_CHECKING:
    from flask.testing import FlaskClient

SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
LIMIT = Namespace("https://w3id.org/jakgraph/service#")
SERVICE = URIRef("http://localhost/sparql#service")
ENTITIES = URIRef("https://w3id.org/jakgraph/graph/entities")


@pytest.fixture
def described(client: FlaskClient) -> Graph:
    return Graph().parse(data=client.get("/sparql").data, format="turtle")


def test_a_bare_get_is_answered_with_the_description(client: FlaskClient) -> None:
    """2: dereferencing the endpoint gives RDF, Turtle unless another format is asked for."""
    response = client.get("/sparql")
    assert (response.status_code, response.content_type) == (200, "text/turtle; charset=utf-8")
    assert response.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("media_type", ["application/n-triples", "application/rdf+xml", "application/ld+json"])
def test_the_description_is_negotiated(client: FlaskClient, media_type: str) -> None:
    """2: the same description in each format."""
    response = client.get("/sparql", headers={"Accept": media_type})
    turtle = client.get("/sparql").data
    assert response.mimetype == media_type
    parsed = set(ox.parse(response.data, format=ox.RdfFormat.from_media_type(media_type)))
    assert parsed == set(ox.parse(turtle, format=ox.RdfFormat.TURTLE))


def test_the_description_is_had_by_a_link(client: FlaskClient) -> None:
    """format=turtle also works in a browser, which would be sent to the query page otherwise."""
    response = client.get("/sparql?format=turtle", headers={"Accept": "text/html"})
    assert response.mimetype == "text/turtle"


def test_an_impossible_format_is_406(client: FlaskClient) -> None:
    """RFC 9110, 15.5.7: also for the description."""
    assert client.get("/sparql", headers={"Accept": "image/png"}).status_code == 406
    assert client.get("/sparql?format=csv").status_code == 406


def test_it_names_endpoint_language_and_formats(described: Graph) -> None:
    """3.2: sd:endpoint, sd:supportedLanguage, sd:resultFormat, and that the default graph is the union."""
    assert described.value(SERVICE, RDF.type) == SD.Service
    assert described.value(SERVICE, SD.endpoint) == URIRef("http://localhost/sparql")
    assert described.value(SERVICE, SD.supportedLanguage) == SD.SPARQL11Query
    assert described.value(SERVICE, SD.feature) == SD.UnionDefaultGraph
    formats = set(described.objects(SERVICE, SD.resultFormat))
    assert URIRef("http://www.w3.org/ns/formats/SPARQL_Results_JSON") in formats
    assert URIRef("http://www.w3.org/ns/formats/Turtle") in formats


def test_it_lists_the_graphs_with_their_sizes(described: Graph) -> None:
    """3.2.12: the default dataset with its named graphs; sizes as VoID has them."""
    dataset = described.value(SERVICE, SD.defaultDataset)
    default = described.value(dataset, SD.defaultGraph)
    assert described.value(default, VOID.triples) == Literal(17)
    names = {described.value(graph, SD.name): graph for graph in described.objects(dataset, SD.namedGraph)}
    assert len(names) == 2
    content = described.value(names[ENTITIES], SD.graph)
    assert described.value(content, VOID.triples) == Literal(12)


def test_it_publishes_the_limits_and_says_what_they_are(described: Graph) -> None:
    """Limits are machine-readable, and their terms are defined in place."""
    for name, value in (("maxRows", 1_000_000), ("maxResultMebibytes", 256), ("maxQueryBytes", 2**20)):
        assert described.value(SERVICE, LIMIT[name]) == Literal(value)
        assert (LIMIT[name], RDF.type, RDF.Property) in described


def test_it_has_no_blank_node(described: Graph) -> None:
    """Two descriptions of one service are the same text, and every part of it can be linked to."""
    assert not any(isinstance(term, BNode) for triple in described for term in triple)
