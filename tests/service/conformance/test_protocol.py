"""SPARQL 1.1 Protocol, query operation: each MUST of the specification as a test, by section."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from rdflib import Graph

if TYPE_CHECKING:
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

DRUG = "https://w3id.org/jakgraph/ontology#Drug"
ENTITIES = "https://w3id.org/jakgraph/graph/entities"
PAPER = "https://w3id.org/jakgraph/graph/source/pmid36848918"
COUNT = f"SELECT (COUNT(*) AS ?n) {{ ?drug a <{DRUG}> }}"
COPY = "CONSTRUCT WHERE { ?s ?p ?o }"
QUERY_TYPE = "application/sparql-query"
FORM_TYPE = "application/x-www-form-urlencoded"


def count_in(response: TestResponse) -> int:
    assert response.status_code == 200, response.text
    return int(json.loads(response.data)["results"]["bindings"][0]["n"]["value"])


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_2_1_the_query_operation_is_invoked_with_get_or_post(client: FlaskClient, method: str) -> None:
    """2.1: the query operation MUST be invoked with GET or POST."""
    response = client.open("/sparql", method=method, query_string={"query": "ASK {}"})
    assert (response.status_code, "POST" in response.headers["Allow"]) == (405, True)


@pytest.mark.parametrize("queries", [0, 2])
def test_2_1_there_is_exactly_one_query(client: FlaskClient, queries: int) -> None:
    """2.1: requests MUST include exactly one query, in the body too; a bare GET asks for the description."""
    body = "&".join(["query=ASK%20%7B%7D"] * queries)
    assert client.post("/sparql", data=body, content_type=FORM_TYPE).status_code == 400
    if queries:
        assert client.get(f"/sparql?{body}").status_code == 400


def test_2_1_a_query_in_url_and_body_is_two(client: FlaskClient) -> None:
    """2.1: exactly one query, wherever it stands."""
    assert client.post("/sparql?query=ASK+%7B%7D", data={"query": "ASK {}"}).status_code == 400
    assert client.post("/sparql?query=ASK+%7B%7D", data="ASK {}", content_type=QUERY_TYPE).status_code == 400


def test_2_1_1_by_get_parameters_are_percent_encoded(client: FlaskClient) -> None:
    """2.1.1: parameters are percent-encoded: ``+`` is a blank, ``%2B`` a plus, ``%25`` a percent sign."""
    query = 'SELECT (STRLEN("1 + 1 = 100%") AS ?n) {}'
    for encoded in (quote(query, safe=""), quote(query, safe=" ").replace(" ", "+")):
        assert count_in(client.get(f"/sparql?query={encoded}")) == 12


def test_2_1_1_by_get_parameters_are_separated_with_ampersands_in_any_order(client: FlaskClient) -> None:
    """2.1.1: parameters MUST be separated by ``&``, and may come in any order; ``;`` separates nothing."""
    query, graph = quote(COUNT, safe=""), quote(PAPER, safe="")
    assert count_in(client.get(f"/sparql?query={query}&default-graph-uri={graph}")) == 0
    assert count_in(client.get(f"/sparql?default-graph-uri={graph}&query={query}")) == 0
    assert count_in(client.get(f"/sparql?query={query}%20%23;default-graph-uri={graph}")) == 2


def test_2_1_1_by_get_there_is_no_body(client: FlaskClient) -> None:
    """2.1.1: a GET MUST NOT include a body; one that is there is not read as parameters."""
    response = client.get("/sparql", data={"query": "ASK {}"})
    assert response.mimetype == "text/turtle"


def test_2_1_2_by_post_parameters_are_in_the_form(client: FlaskClient) -> None:
    """2.1.2: parameters MUST be percent-encoded in a body of type application/x-www-form-urlencoded."""
    body = f"default-graph-uri={quote(ENTITIES, safe='')}&query={quote(COUNT, safe='')}"
    assert count_in(client.post("/sparql", data=body, content_type=FORM_TYPE)) == 2
    assert count_in(client.post("/sparql", data=body, content_type=f"{FORM_TYPE}; charset=UTF-8")) == 2
    assert client.post("/sparql", data=body, content_type="text/plain").status_code == 415
    assert client.post("/sparql", data=body, content_type="").status_code == 415


def test_2_1_3_the_body_is_the_query_unencoded(client: FlaskClient) -> None:
    """2.1.3: the body MUST be the query, unencoded, and nothing else, of type application/sparql-query."""
    assert count_in(client.post("/sparql", data=COUNT, content_type=QUERY_TYPE)) == 2
    assert client.post("/sparql", data=f"query={quote(COUNT)}", content_type=QUERY_TYPE).status_code == 400


def test_2_1_3_graphs_are_in_the_query_string(client: FlaskClient) -> None:
    """2.1.3: beside a direct query, the dataset may be given in the request's URI."""
    parameters = {"default-graph-uri": PAPER}
    assert count_in(client.post("/sparql", data=COUNT, content_type=QUERY_TYPE, query_string=parameters)) == 0


def test_2_1_3_utf_8_is_the_only_charset(client: FlaskClient) -> None:
    """2.1.3: UTF-8 is the only valid charset."""
    query = 'SELECT (STRLEN("é€") AS ?n) {}'
    assert count_in(client.post("/sparql", data=query.encode(), content_type=QUERY_TYPE)) == 2
    latin = {"data": query.replace("€", "").encode("latin-1"), "content_type": QUERY_TYPE}
    assert client.post("/sparql", **latin).status_code == 400
    assert client.post("/sparql", data=query, content_type=f"{QUERY_TYPE}; charset=latin-1").status_code == 415


def test_2_1_4_the_dataset_of_the_protocol_goes_before_that_of_the_query(client: FlaskClient) -> None:
    """2.1.4: where both name one, the service MUST use the dataset given in the protocol."""
    query = COUNT.replace("{", f"FROM <{PAPER}> {{", 1)
    assert count_in(client.get("/sparql", query_string={"query": query})) == 0
    assert count_in(client.get("/sparql", query_string={"query": query, "default-graph-uri": ENTITIES})) == 2


def test_2_1_4_named_graphs_alone_leave_the_default_graph_empty(client: FlaskClient) -> None:
    """2.1.4 with SPARQL 1.1, 13.2: a dataset of named graphs only has an empty default graph."""
    assert count_in(client.get("/sparql", query_string={"query": COUNT, "named-graph-uri": ENTITIES})) == 0


def test_2_1_4_several_default_graphs_are_merged(client: FlaskClient) -> None:
    """2.1.4 with SPARQL 1.1, 13.2.1: default-graph-uri may be given any number of times; the graphs are merged."""
    parameters = [("query", "SELECT (COUNT(*) AS ?n) {?s ?p ?o}")]
    both = [("default-graph-uri", graph) for graph in (ENTITIES, PAPER, ENTITIES)]
    address = "/sparql?" + "&".join(f"{name}={quote(value)}" for name, value in [*parameters, *both])
    assert count_in(client.get(address)) == 17


@pytest.mark.parametrize(
    ("query", "accept", "media_type"),
    [
        ("SELECT * {}", "application/sparql-results+xml", "application/sparql-results+xml"),
        ("ASK {}", "application/sparql-results+json", "application/sparql-results+json"),
        ("SELECT * {}", "text/csv", "text/csv"),
        ("SELECT * {}", "text/tab-separated-values", "text/tab-separated-values"),
        ("SELECT * {}", "text/turtle, application/sparql-results+xml;q=0.1", "application/sparql-results+xml"),
        ("CONSTRUCT WHERE {?s ?p ?o}", "application/rdf+xml", "application/rdf+xml"),
        ("DESCRIBE <urn:x>", "text/csv, text/turtle;q=0.1", "text/turtle"),
        ("SELECT * {}", "", "application/sparql-results+json"),
        ("DESCRIBE <urn:x>", "", "text/turtle"),
    ],
)
def test_2_1_the_format_fits_form_and_negotiation(
    client: FlaskClient, query: str, accept: str, media_type: str
) -> None:
    """2.1, 2.1.5, 2.1.6: SELECT and ASK give SPARQL results, the others RDF, in a format the client accepts."""
    headers = {"Accept": accept} if accept else {}
    assert client.get("/sparql", query_string={"query": query}, headers=headers).mimetype == media_type


def test_2_1_6_the_content_type_is_that_of_the_body(client: FlaskClient) -> None:
    """2.1.6: the content type of a success MUST be the media type of the body's format."""
    names = {"text/turtle": "turtle", "application/rdf+xml": "xml", "text/n3": "n3", "application/n-triples": "nt"}
    for media_type, name in names.items():
        body = client.get("/sparql", query_string={"query": COPY}, headers={"Accept": media_type}).data
        assert len(Graph().parse(data=body, format=name)) == 17


@pytest.mark.parametrize("query", ["", "SELECT", "SELECT * {", "SELECT ?x {} GROUP BY ?y", "ASK { ?s :p ?o }", "\x00"])
def test_2_1_7_what_is_not_in_the_language_is_400(client: FlaskClient, query: str) -> None:
    """2.1.7: 400 for a query that is not a legal sequence of characters in the language."""
    assert client.get("/sparql", query_string={"query": query}).status_code == 400
    assert client.post("/sparql", data=query, content_type=QUERY_TYPE).status_code == 400


def test_2_2_an_update_is_no_query(client: FlaskClient) -> None:
    """2.2: updates are an operation of their own, by POST; this service has none and says so."""
    update = "INSERT DATA { <urn:a> <urn:b> <urn:c> }"
    assert client.get("/sparql", query_string={"update": update}).status_code == 400
    assert client.post("/sparql", data={"update": update}).status_code == 400
    assert client.post("/sparql", data=update, content_type="application/sparql-update").status_code == 415
    assert client.get("/sparql", query_string={"query": update}).status_code == 400


def test_2_3_the_query_may_bring_its_own_base(client: FlaskClient) -> None:
    """2.3: BASE resolves relative IRIs."""
    query = f"BASE <{DRUG}> SELECT (COUNT(*) AS ?n) {{ ?drug a <#Drug> }}"
    assert count_in(client.get("/sparql", query_string={"query": query})) == 2


def test_2_3_the_service_has_a_base(client: FlaskClient) -> None:
    """2.3: services MUST define their own base IRI."""
    query = "SELECT ?s { BIND (<drug/baricitinib> AS ?s) }"
    rows = client.get("/sparql", query_string={"query": query}).json["results"]["bindings"]
    assert rows[0]["s"]["value"] == "https://w3id.org/jakgraph/drug/baricitinib"


def test_2_3_constructed_triples_are_resolved_too(client: FlaskClient) -> None:
    """2.3: the base holds for every IRI of the query, also in a template and a prefix."""
    query = "PREFIX : <ontology#> CONSTRUCT { <x> :p <../y> } {}"
    answer = client.get("/sparql", query_string={"query": query, "format": "ntriples"})
    base = "https://w3id.org/jakgraph"
    assert answer.text == f"<{base}/x> <{base}/ontology#p> <https://w3id.org/y> .\n"


def test_2_3_graphs_are_resolved_too(client: FlaskClient) -> None:
    """2.3: FROM <relative> means the graph under the service's base."""
    answer = client.get("/sparql", query_string={"query": "ASK FROM <graph/none> {}"})
    assert answer.status_code == 403
    assert "<https://w3id.org/jakgraph/graph/none>" in answer.json["detail"]
