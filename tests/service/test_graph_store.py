"""``/store`` in process: what is ours beyond the rules of the Graph Store HTTP Protocol (see ``conformance``)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import quote

import pyoxigraph as ox
import pytest

from jakgraph.service.answering import CANCELLATION
from jakgraph.service.app import create_app
from jakgraph.service.watch import QueryWatch
from jakgraph.store.cancellation import Cancellation

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from jakgraph.service.context import ServiceContext

ENTITIES = "https://w3id.org/jakgraph/graph/entities"
PAPER = "https://w3id.org/jakgraph/graph/source/pmid36848918"


def triples(data: bytes) -> int:
    return len(list(ox.parse(data, format=ox.RdfFormat.TURTLE)))


def test_the_default_graph_of_the_built_in_dataset_is_the_union(client: FlaskClient) -> None:
    """``?default`` is what a query without FROM sees."""
    assert triples(client.get("/store?default").data) == 17


def test_a_default_graph_of_its_own_is_given_alone(own_context: ServiceContext) -> None:
    """With ``--default-graph own`` no named graph shows through ``?default``."""
    client = create_app(own_context).test_client()
    assert triples(client.get("/store?default").data) == 1


def test_an_empty_default_graph_is_there(empty_context: ServiceContext) -> None:
    """The default graph always exists, also where it is empty."""
    response = create_app(empty_context).test_client().get("/store?default")
    assert (response.status_code, triples(response.data)) == (200, 0)


def test_a_path_names_a_graph_of_ours(client: FlaskClient) -> None:
    """``/store/<path>`` is ``jgr:graph/<path>``, and Content-Location says so."""
    response = client.get("/store/source/pmid36848918")
    assert triples(response.data) == 5
    assert response.headers["Content-Location"] == f"/store?graph={quote(PAPER, safe=':/')}"


def test_the_addresses_own_graph_goes_first(own_context: ServiceContext) -> None:
    """A graph that is named by the request's own address, under ``public_url``, is found there."""
    settings = replace(own_context.settings, public_url="http://example.org")
    client = create_app(replace(own_context, settings=settings)).test_client()
    assert client.get("/store/g").json["graph"] == "https://w3id.org/jakgraph/graph/g"
    query = {"query": "ASK { GRAPH <http://example.org/g> {?s ?p ?o} }"}
    assert client.get("/sparql", query_string=query).json["boolean"] is True


def test_a_graph_is_not_fetched(client: FlaskClient) -> None:
    """Nothing outward: the IRI of somebody's server or of a file is a graph that is not here, and nothing more."""
    for graph in ("http://127.0.0.1:9/x.ttl", "file:///etc/hostname"):
        response = client.get("/store", query_string={"graph": graph})
        assert (response.status_code, response.json["graph"]) == (404, graph)
        assert response.json["type"].endswith("#no-such-graph")


@pytest.mark.parametrize("graph", ["urn:x> } #", "urn:x\\u003E", "urn:a b", 'urn:"', "urn:{}", "urn:\r\nX: y"])
def test_an_iri_is_never_query_text(client: FlaskClient, graph: str) -> None:
    """Whatever could end an IRI in SPARQL makes it no IRI."""
    response = client.get("/store", query_string={"graph": graph})
    assert (response.status_code, response.json["parameter"]) == (400, "graph")


@pytest.mark.parametrize("path", ["a%20b", "x%3E%20%7D", "%0D%0AX:%20y", "..%2F..%2Fetc", "%C3%A9", "a//b", "%22"])
def test_a_path_of_odd_characters_is_a_graph_that_is_not_there(client: FlaskClient, path: str) -> None:
    """No path makes the service stumble: the characters that no IRI can have are percent-encoded."""
    assert client.get(f"/store/{path}").status_code == 404


def test_a_known_graph_is_304(client: FlaskClient) -> None:
    """An unchanged graph costs no evaluation, under each of its addresses."""
    for address in (f"/store?graph={ENTITIES}", "/store/entities", "/store?default"):
        etag = client.get(address).headers["ETag"]
        again = client.get(address, headers={"If-None-Match": etag})
        assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", etag)


def test_a_format_can_be_asked_for_by_link(client: FlaskClient) -> None:
    """``format=`` goes before Accept, as at ``/sparql``."""
    assert client.get("/store/entities?format=jsonld").mimetype == "application/ld+json"
    assert client.get("/store/entities?format=csv").status_code == 406
    assert client.get("/store/entities?format=nothing").status_code == 400


def test_scripts_of_other_origins_may_read(client: FlaskClient) -> None:
    """CORS is on for graphs, for errors and for preflights; only reading is offered."""
    for response in (client.get("/store?default"), client.get("/store"), client.put("/store/x")):
        assert response.headers["Access-Control-Allow-Origin"] == "*"
    for address in ("/store", "/store/entities"):
        preflight = client.options(address)
        assert (preflight.status_code, preflight.headers["Access-Control-Allow-Methods"]) == (204, "GET, HEAD, OPTIONS")


def test_a_dead_engine_is_503(dead_context: ServiceContext) -> None:
    """Where no query can run, no graph can be had; it is not said to be absent."""
    response = create_app(dead_context).test_client().get("/store/entities")
    assert (response.status_code, response.headers["Retry-After"]) == (503, "1")


def test_a_graph_is_kept_and_watched(context: ServiceContext) -> None:
    """A graph is a query like any other: kept ready, logged under an id, and stopped when its client has left."""
    watch = QueryWatch.of(context.settings)
    client = create_app(replace(context, watched_by=watch)).test_client()
    ids = {client.get("/store/entities").headers["Query-Id"] for _ in range(2)}
    seen = watch.slow.slowest(60, None)
    assert {slow.record.id for slow in seen} == ids
    assert sorted(slow.record.kept for slow in seen) == [False, True]
    gone = Cancellation()
    gone.cancel()
    response = client.get("/store?default", environ_overrides={CANCELLATION: gone})
    assert response.json["type"].endswith("#query-cancelled")
