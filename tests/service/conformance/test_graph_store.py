"""SPARQL 1.1 Graph Store HTTP Protocol, reading: each MUST of the specification as a test, by section."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

import pyoxigraph as ox
import pytest

from jakgraph.service.protocol.formats import GRAPH_FORMATS

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from jakgraph.service.protocol.formats import Format

ENTITIES = "https://w3id.org/jakgraph/graph/entities"
INDIRECT = f"/store?graph={quote(ENTITIES, safe='')}"
ADDRESSES = ("/store?default", INDIRECT, "/store/entities")


def triples(data: bytes) -> set[ox.Quad]:
    return set(ox.parse(data, format=ox.RdfFormat.TURTLE))


@pytest.mark.parametrize(
    ("address", "query"),
    [
        ("/store?default", "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"),
        (INDIRECT, f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{ENTITIES}> {{ ?s ?p ?o }} }}"),
        ("/store/entities", f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{ENTITIES}> {{ ?s ?p ?o }} }}"),
    ],
)
def test_5_5_get_is_the_construct_that_the_specification_names(client: FlaskClient, address: str, query: str) -> None:
    """5.5: GET MUST retrieve a serialisation of the graph; it is equivalent to the CONSTRUCT given there."""
    expected = client.get("/sparql", query_string={"query": query}).data
    assert triples(client.get(address).data) == triples(expected) != set()


def test_4_1_the_request_identifies_the_graph(client: FlaskClient) -> None:
    """4.1: the graph is identified by the request's own address, and no other graph stands in for it."""
    assert triples(client.get("/store/entities").data) == triples(client.get(INDIRECT).data)
    assert client.get("/store/other").status_code == 404


def test_4_2_the_graph_parameter_is_decoded_as_utf_8(client: FlaskClient) -> None:
    """4.2: the IRI is the value of ``graph``, percent-decoded, its octets UTF-8."""
    assert client.get(f"/store?graph={ENTITIES}").data == client.get(INDIRECT).data
    assert client.get("/store?graph=urn:%C3%A9").json["graph"] == "urn:é"
    assert client.get("/store?graph=urn:%E9").status_code == 400


@pytest.mark.parametrize("graph", ["entities", "/graph/entities", "", "//example.org/g", "#g", "?g"])
def test_4_2_the_iri_is_absolute(client: FlaskClient, graph: str) -> None:
    """4.2: the IRI MUST be absolute, and the server MUST respond with 400 if it is not."""
    assert client.get("/store", query_string={"graph": graph}).status_code == 400


@pytest.mark.parametrize("query_string", ["", "other", f"default&graph={ENTITIES}", f"graph={ENTITIES}&graph=urn:b"])
def test_4_2_one_graph_is_named(client: FlaskClient, query_string: str) -> None:
    """4.2: the operation is on the one graph that the query component names."""
    assert client.get(f"/store?{query_string}").status_code == 400


@pytest.mark.parametrize("address", ADDRESSES)
def test_5_without_accept_the_answer_is_rdf(client: FlaskClient, address: str) -> None:
    """5: without Accept, the server MUST respond in an RDF serialisation."""
    response = client.get(address)
    assert (response.status_code, response.content_type) == (200, "text/turtle; charset=utf-8")


@pytest.mark.parametrize("item", GRAPH_FORMATS, ids=lambda item: item.name)
def test_5_5_the_format_is_one_that_is_accepted(client: FlaskClient, item: Format) -> None:
    """5.5: the response is in a format named by Accept."""
    response = client.get(INDIRECT, headers={"Accept": f"image/png, {item.media_types[0]};q=0.5"})
    parsed = ox.parse(response.data, format=ox.RdfFormat.from_media_type(item.media_types[0]))
    assert response.mimetype == item.media_types[0]
    assert {quad.triple for quad in parsed} == {quad.triple for quad in triples(client.get(INDIRECT).data)}


@pytest.mark.parametrize("address", ADDRESSES)
def test_5_5_an_unsupported_format_is_406(client: FlaskClient, address: str) -> None:
    """5.5: 406 where no format fits."""
    assert client.get(address, headers={"Accept": "image/png"}).status_code == 406


@pytest.mark.parametrize("address", ADDRESSES)
def test_5_5_the_answer_can_be_kept(client: FlaskClient, address: str) -> None:
    """5, 5.5: answers are cacheable, and conditional requests are honoured."""
    first = client.get(address)
    assert "no-store" not in first.headers["Cache-Control"]
    assert client.get(address, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304


@pytest.mark.parametrize("address", [*ADDRESSES, "/store"])
@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE", "PATCH"])
def test_5_1_a_verb_that_is_not_supported_is_405(client: FlaskClient, method: str, address: str) -> None:
    """5.1: an unsupported verb MUST receive 405; this store is read-only."""
    response = client.open(address, method=method, data="<urn:a> <urn:b> <urn:c> .", content_type="text/turtle")
    assert (response.status_code, set(response.headers["Allow"].split(", "))) == (405, {"GET", "HEAD", "OPTIONS"})
    assert "read-only" in response.json["hint"]


@pytest.mark.parametrize("address", ["/store?graph=urn:none", "/store/none"])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_5_1_a_graph_that_does_not_exist_is_404(client: FlaskClient, method: str, address: str) -> None:
    """5.1: where the graph does not exist, 404 MUST be provided."""
    assert client.open(address, method=method).status_code == 404


@pytest.mark.parametrize("address", ADDRESSES)
def test_5_6_head_is_get_without_the_body(client: FlaskClient, address: str) -> None:
    """5.6: HEAD is identical to GET except that no body is returned."""
    got, head = client.get(address), client.head(address)
    assert (head.status_code, head.data) == (200, b"")
    assert {name: head.headers[name] for name in ("Content-Type", "Content-Length", "ETag")} == {
        "Content-Type": got.headers["Content-Type"],
        "Content-Length": str(len(got.data)),
        "ETag": got.headers["ETag"],
    }
