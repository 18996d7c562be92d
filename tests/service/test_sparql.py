"""``/sparql`` in process, one test per rule of the SPARQL 1.1 Protocol and of HTTP."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pyoxigraph as ox
import pytest
from rdflib import Graph

from jakgraph.service.protocol.formats import GRAPH_FORMATS, SOLUTION_FORMATS

if TYPE_CHECKING:
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

    from jakgraph.service.protocol.formats import Format

DRUGS = """PREFIX jg: <https://w3id.org/jakgraph/ontology#>
SELECT ?drug WHERE { ?drug a jg:Drug } ORDER BY ?drug"""
BUILD = "CONSTRUCT { ?s <urn:called> ?l } WHERE { ?s <http://www.w3.org/2000/01/rdf-schema#label> ?l }"
BARICITINIB = "https://w3id.org/jakgraph/drug/baricitinib"
TOFACITINIB = "https://w3id.org/jakgraph/drug/tofacitinib"
ENTITIES = "https://w3id.org/jakgraph/graph/entities"
FROM_PAPER = "https://w3id.org/jakgraph/graph/source/pmid36848918"
BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}


def ask(client: FlaskClient, query: str, *, accept: str | None = None, **parameters: str) -> TestResponse:
    headers = {"Accept": accept} if accept else {}
    return client.get("/sparql", query_string={"query": query, **parameters}, headers=headers)


def drugs_in(response: TestResponse) -> list[str]:
    assert response.status_code == 200, response.text
    return [row["drug"]["value"] for row in json.loads(response.data)["results"]["bindings"]]


def test_query_by_get(client: FlaskClient) -> None:
    """2.1.1: query via GET."""
    assert drugs_in(ask(client, DRUGS)) == [BARICITINIB, TOFACITINIB]


def test_query_by_form_post(client: FlaskClient) -> None:
    """2.1.2: query via POST with URL-encoded parameters."""
    assert drugs_in(client.post("/sparql", data={"query": DRUGS})) == [BARICITINIB, TOFACITINIB]


def test_query_by_direct_post(client: FlaskClient) -> None:
    """2.1.3: query via POST directly."""
    response = client.post("/sparql", data=DRUGS, content_type="application/sparql-query")
    assert drugs_in(response) == [BARICITINIB, TOFACITINIB]


def test_default_graph_uri_replaces_the_default_graph(client: FlaskClient) -> None:
    """2.1.4: the protocol's dataset goes before the service's own."""
    assert drugs_in(ask(client, DRUGS, **{"default-graph-uri": ENTITIES})) == [BARICITINIB, TOFACITINIB]
    assert drugs_in(ask(client, DRUGS, **{"default-graph-uri": FROM_PAPER})) == []


def test_default_graph_uri_goes_before_from(client: FlaskClient) -> None:
    """2.1.4: where protocol and query name different datasets, the protocol's holds."""
    query = DRUGS.replace("WHERE", f"FROM <{FROM_PAPER}> WHERE")
    assert drugs_in(ask(client, query)) == []
    assert drugs_in(ask(client, query, **{"default-graph-uri": ENTITIES})) == [BARICITINIB, TOFACITINIB]


def test_named_graph_uri_limits_the_named_graphs(client: FlaskClient) -> None:
    """2.1.4: named-graph-uri names what GRAPH ranges over."""
    query = "SELECT DISTINCT ?drug WHERE { GRAPH ?drug { ?s ?p ?o } } ORDER BY ?drug"
    assert drugs_in(ask(client, query, **{"named-graph-uri": FROM_PAPER})) == [FROM_PAPER]
    assert drugs_in(ask(client, query)) == [ENTITIES, FROM_PAPER]


@pytest.mark.parametrize("item", SOLUTION_FORMATS, ids=lambda item: item.name)
def test_select_and_ask_in_each_result_format(client: FlaskClient, item: Format) -> None:
    """SPARQL 1.1 Results: JSON, XML, CSV and TSV, each under its media type and holding the answer."""
    response = ask(client, DRUGS, accept=item.media_types[0])
    assert response.mimetype == item.media_types[0]
    assert response.text.count(BARICITINIB) == 1
    answer = ask(client, "ASK {}", accept=item.media_types[0])
    assert answer.mimetype == item.media_types[0]
    assert "true" in answer.text


@pytest.mark.parametrize("item", GRAPH_FORMATS, ids=lambda item: item.name)
def test_construct_in_each_graph_format(client: FlaskClient, item: Format) -> None:
    """Every RDF format carries the same triples."""
    response = ask(client, BUILD, accept=item.media_types[0])
    assert response.mimetype == item.media_types[0]
    parsed = ox.parse(response.data, format=ox.RdfFormat.from_media_type(item.media_types[0]))
    assert {quad.object.value for quad in parsed} == {
        *("baricitinib", "Baricitinib (de)", "tofacitinib"),
        *("SLE-BRAVE-I", "baricitinib 4 mg", "SLE-BRAVE-I, Lancet 2023"),
    }


def test_describe_gives_what_is_said_about_a_thing(client: FlaskClient) -> None:
    """SPARQL 1.1, 16.4: DESCRIBE answers with a graph."""
    response = ask(client, f"DESCRIBE <{BARICITINIB}>")
    assert response.content_type == "text/turtle; charset=utf-8"
    assert len(Graph().parse(data=response.data, format="turtle")) == 3


def test_accept_decides_by_quality(client: FlaskClient) -> None:
    """RFC 9110, 12.5.1: q-values order what the client takes."""
    assert ask(client, DRUGS, accept="text/csv;q=0.4, application/xml;q=0.6").mimetype == "application/xml"


def test_format_goes_before_accept(client: FlaskClient) -> None:
    """A link can ask for a format: format=csv, whatever the browser accepts."""
    response = ask(client, DRUGS, accept=BROWSER["Accept"], format="csv")
    assert response.content_type == "text/csv; charset=utf-8"
    assert response.text.split() == ["drug", BARICITINIB, TOFACITINIB]


def test_nothing_acceptable_is_406_with_a_list(client: FlaskClient) -> None:
    """RFC 9110, 15.5.7: the answer to an impossible Accept lists what can be had."""
    response = ask(client, DRUGS, accept="image/png")
    assert response.status_code == 406
    assert response.mimetype == "application/problem+json"
    assert "text/csv" in response.json["available"]


def test_a_doubled_query_is_400(client: FlaskClient) -> None:
    """2.1: exactly one query."""
    response = client.get("/sparql?" + urlencode([("query", DRUGS), ("query", DRUGS)]))
    assert (response.status_code, response.json["parameter"]) == (400, "query")


def test_post_without_query_is_400(client: FlaskClient) -> None:
    """2.1: exactly one query."""
    assert client.post("/sparql", data={"other": "x"}).status_code == 400


def test_another_media_type_is_415(client: FlaskClient) -> None:
    """RFC 9110, 15.5.16: and the answer names the types that are read."""
    response = client.post("/sparql", data=DRUGS, content_type="text/plain")
    assert response.status_code == 415
    assert response.headers["Accept-Post"] == "application/x-www-form-urlencoded, application/sparql-query"


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_another_method_is_405_with_allow(client: FlaskClient, method: str) -> None:
    """RFC 9110, 15.5.6: 405 with Allow, as a problem document."""
    response = client.open("/sparql", method=method)
    assert response.status_code == 405
    assert set(response.headers["Allow"].split(", ")) == {"GET", "HEAD", "POST", "QUERY", "OPTIONS"}
    assert response.json["type"].endswith("#method-not-allowed")
    assert set(response.json["allowed"]) == {"GET", "HEAD", "POST", "QUERY", "OPTIONS"}
    assert "GET, POST or QUERY" in response.json["hint"]
    assert "read-only" in response.json["hint"]


@pytest.mark.parametrize(
    ("query_string", "body", "content_type"),
    [(b"query=%FF", None, None), (b"", b"query=%FF", "application/x-www-form-urlencoded")],
)
def test_what_is_not_utf_8_is_400(
    client: FlaskClient, query_string: bytes, body: bytes | None, content_type: str | None
) -> None:
    """2.1: parameters are UTF-8."""
    method = "POST" if body else "GET"
    response = client.open(
        "/sparql", method=method, query_string=query_string.decode(), data=body, content_type=content_type
    )
    assert response.status_code == 400


def test_a_syntax_error_is_400_with_its_place(client: FlaskClient) -> None:
    """2.1.6: 400 for a query that is not in the language, with line, column and token."""
    response = ask(client, "SELECT ?drug WHERE {\n  ?drug a jg:Drug .\n}")
    assert (response.status_code, response.json["type"]) == (400, "https://w3id.org/jakgraph/problem#query-syntax")
    assert response.json["line"] == 2
    assert response.json["column"]
    assert "jg" in response.json["hint"]


def test_an_update_is_400(client: FlaskClient) -> None:
    """2.2: an update is not a query."""
    assert ask(client, "INSERT DATA { <urn:a> <urn:b> <urn:c> }").status_code == 400
    assert client.post("/sparql", data={"update": "CLEAR ALL"}).status_code == 400


def test_service_is_refused(client: FlaskClient) -> None:
    """Nothing outward: SERVICE is refused before evaluation, with its place."""
    response = ask(client, "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }")
    assert (response.status_code, response.json["feature"], response.json["line"]) == (403, "SERVICE", 1)


def test_a_timeout_is_503_with_its_limit(client: FlaskClient) -> None:
    """The parameter timeout lowers the limit; the query is stopped and the answer names the limit."""
    runaway = "SELECT (COUNT(*) AS ?n) { " + " ".join(f"?a{i} ?b{i} ?c{i} ." for i in range(12)) + " }"
    response = ask(client, runaway, timeout="0.2")
    assert response.status_code == 503
    assert response.json["limit"] == {"name": "timeout", "value": 0.2, "unit": "second"}
    assert response.headers["Retry-After"] == "1"


def test_a_query_beyond_the_size_limit_is_413(client: FlaskClient) -> None:
    """RFC 9110, 15.5.14: the longest query is a published number of bytes."""
    response = client.post("/sparql", data="#" * (2**20 + 1), content_type="application/sparql-query")
    assert (response.status_code, response.json["type"]) == (
        413,
        "https://w3id.org/jakgraph/problem#request-too-large",
    )


def test_a_body_beyond_the_size_limit_is_413_unread(client: FlaskClient) -> None:
    """RFC 9110, 15.5.14: a body that is announced too long is not read."""
    response = client.post("/sparql", data="#" * (4 * 2**20), content_type="application/sparql-query")
    assert (response.status_code, response.mimetype) == (413, "application/problem+json")


def test_head_has_the_headers_of_get_and_no_body(client: FlaskClient) -> None:
    """RFC 9110, 9.3.2: HEAD is GET without the content."""
    got = ask(client, DRUGS)
    head = client.head("/sparql", query_string={"query": DRUGS})
    assert head.data == b""
    for name in ("Content-Length", "Content-Type", "ETag", "Vary", "Cache-Control"):
        assert head.headers[name] == got.headers[name]
    assert int(got.headers["Content-Length"]) == len(got.data) > 0


def test_options_answers_a_preflight(client: FlaskClient) -> None:
    """Fetch, 3.2: a script of another origin may POST a query."""
    response = client.options(
        "/sparql", headers={"Origin": "https://example.org", "Access-Control-Request-Method": "POST"}
    )
    assert (response.status_code, response.data) == (204, b"")
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert "POST" in response.headers["Access-Control-Allow-Methods"]


def test_answers_and_errors_can_be_read_from_other_origins(client: FlaskClient) -> None:
    """CORS is on for reading, ETag and Retry-After included."""
    for response in (ask(client, DRUGS), ask(client, "nonsense"), client.put("/sparql")):
        assert response.headers["Access-Control-Allow-Origin"] == "*"
        assert "ETag" in response.headers["Access-Control-Expose-Headers"]


def test_representations_vary_by_accept(client: FlaskClient) -> None:
    """RFC 9110, 12.5.5: caches are told that Accept matters, also where the answer is an error."""
    for response in (ask(client, DRUGS), ask(client, "nonsense"), ask(client, DRUGS, accept="image/png")):
        assert response.headers["Vary"] == "Accept, Accept-Encoding"


def test_a_known_answer_is_304(client: FlaskClient) -> None:
    """RFC 9110, 13.1.2: If-None-Match with the current ETag gives 304 without a body, by GET and HEAD."""
    first = ask(client, DRUGS)
    for method in ("GET", "HEAD"):
        again = client.open(
            "/sparql",
            method=method,
            query_string={"query": DRUGS},
            headers={"If-None-Match": first.headers["ETag"]},
        )
        assert (again.status_code, again.data) == (304, b"")
        assert again.headers["ETag"] == first.headers["ETag"]
        assert again.headers["Vary"] == "Accept, Accept-Encoding"


def test_any_known_answer_is_304_for_a_star(client: FlaskClient) -> None:
    """RFC 9110, 13.1.2: * matches whatever is there, and nothing where there is an error."""
    star = {"If-None-Match": "*"}
    assert client.get("/sparql", query_string={"query": DRUGS}, headers=star).status_code == 304
    assert client.get("/sparql", query_string={"query": "SELECT"}, headers=star).status_code == 400


def test_formats_and_queries_have_their_own_tags(client: FlaskClient) -> None:
    """RFC 9110, 8.8.1: a strong ETag names one sequence of bytes."""
    tags = {
        ask(client, DRUGS).headers["ETag"],
        ask(client, DRUGS, accept="text/csv").headers["ETag"],
        ask(client, DRUGS + " LIMIT 1").headers["ETag"],
        ask(client, DRUGS, **{"default-graph-uri": ENTITIES}).headers["ETag"],
    }
    assert len(tags) == 4
    assert not any(tag.startswith("W/") for tag in tags)


@pytest.mark.parametrize("function", ["NOW()", "RAND()", "UUID()", "STRUUID()", "BNODE()"])
def test_answers_that_change_are_not_kept(client: FlaskClient, function: str) -> None:
    """A query whose answer differs each time has no ETag and stays out of caches."""
    response = ask(client, f"SELECT ({function} AS ?x) {{}}")
    assert response.status_code == 200
    assert "ETag" not in response.headers
    assert response.headers["Cache-Control"] == "no-store"


def test_answers_to_posts_are_not_kept(client: FlaskClient) -> None:
    """RFC 9110, 9.3.3: a POST's answer is kept only when it says so; ours does not."""
    response = client.post("/sparql", data={"query": DRUGS})
    assert "ETag" not in response.headers
    assert response.headers["Cache-Control"] == "no-store"


def test_a_browser_without_query_is_sent_to_the_form(client: FlaskClient) -> None:
    """A person who opens the endpoint's address gets the page to write a query on."""
    response = client.get("/sparql", headers=BROWSER)
    assert (response.status_code, response.headers["Location"]) == (303, "/query")


def test_a_browser_with_query_is_sent_to_the_page_with_all_parameters(client: FlaskClient) -> None:
    """A link to a query opens as a page; nothing of it is lost on the way."""
    response = client.get("/sparql?query=ASK+%7B%7D%23%C3%A9&default-graph-uri=urn:g&timeout=2", headers=BROWSER)
    assert response.status_code == 303
    assert response.headers["Location"] == "/query?query=ASK+%7B%7D%23%C3%A9&default-graph-uri=urn:g&timeout=2"
    assert response.headers["Vary"] == "Accept, Accept-Encoding"


def test_a_browser_reads_errors_as_a_page(client: FlaskClient) -> None:
    """The same problem as HTML, under the same status."""
    response = client.get("/sparql?format=csv&query=SELECT+%3Cscript%3E", headers=BROWSER)
    assert (response.status_code, response.mimetype) == (400, "text/html")
    assert "The query is not SPARQL" in response.text
    assert "<script>" not in response.text


def test_security_headers_are_on_every_response(client: FlaskClient) -> None:
    """Nothing foreign runs, nothing is guessed, no query leaks in a referrer: also on data and errors."""
    for response in (ask(client, DRUGS), ask(client, "x"), client.get("/nowhere"), client.get("/", headers=BROWSER)):
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["Referrer-Policy"] == "same-origin"
        assert response.headers["Content-Security-Policy"].startswith("default-src 'none'; script-src 'self';")


def test_an_unknown_address_is_a_404_problem(client: FlaskClient) -> None:
    """The one error body also serves what the framework finds."""
    response = client.get("/nowhere")
    assert (response.status_code, response.mimetype) == (404, "application/problem+json")
    assert response.json["status"] == 404
