"""``/.well-known/void`` and ``/release/``: the dataset described and handed out."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.namespace import DCAT, DCTERMS, FOAF, RDF, RDFS, VOID

from jakgraph.namespaces import JGR
from jakgraph.service.app import create_app

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from jakgraph.service.context import ServiceContext

VOID_PATH = "/.well-known/void"
DATASET = JGR["dataset"]


@pytest.fixture
def released(release_context: ServiceContext) -> FlaskClient:
    """A client of the app over a release."""
    return create_app(release_context).test_client()


def read(client: FlaskClient) -> Graph:
    return Graph().parse(data=client.get(VOID_PATH).data, format="turtle")


def test_the_releases_own_description_is_served(released: FlaskClient, release_context: ServiceContext) -> None:
    """Everything that void.ttl says is said, of this very revision."""
    assert release_context.release
    own = Graph().parse(release_context.release.folder / "void.ttl", format="turtle")
    served = read(released)
    assert not set(own) - set(served)
    version = served.value(predicate=DCTERMS.isVersionOf, object=DATASET)
    assert str(served.value(version, DCTERMS.identifier)).endswith(release_context.release.revision)


def test_it_says_where_this_service_answers_and_has_the_files(released: FlaskClient) -> None:
    """The endpoint and every file at this address; each of those addresses works, and gives the bytes promised."""
    graph = read(released)
    assert URIRef("http://localhost/sparql") in set(graph.objects(DATASET, VOID.sparqlEndpoint))
    local = [str(address) for address in graph.objects(None, DCAT.downloadURL) if "//localhost/" in address]
    assert len(local) > 40
    for address in local:
        with released.head(address) as response:
            assert response.status_code == 200


def test_it_follows_the_public_address(release_context: ServiceContext) -> None:
    """Behind a proxy, the addresses are those that clients see."""
    settings = replace(release_context.settings, public_url="https://kg.example/jak/")
    client = create_app(replace(release_context, settings=settings)).test_client()
    assert URIRef("https://kg.example/jak/sparql") in set(read(client).objects(DATASET, VOID.sparqlEndpoint))


@pytest.mark.parametrize(
    "media_type", ["text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json"]
)
def test_it_is_negotiated(released: FlaskClient, media_type: str) -> None:
    """The same triples in each format; a browser gets Turtle, which it can show."""
    response = released.get(VOID_PATH, headers={"Accept": media_type})
    assert response.mimetype == media_type
    parsed = set(ox.parse(response.data, format=ox.RdfFormat.from_media_type(media_type)))
    assert parsed == set(ox.parse(released.get(VOID_PATH).data, format=ox.RdfFormat.TURTLE))
    assert released.get(VOID_PATH, headers={"Accept": "text/html,*/*;q=0.8"}).mimetype == "text/turtle"
    assert released.get(VOID_PATH, headers={"Accept": "image/png"}).status_code == 406


def test_head_options_and_validators(released: FlaskClient) -> None:
    """HEAD has the headers of GET, OPTIONS names the methods, an unchanged description costs a 304; others are 405."""
    full, head = released.get(VOID_PATH), released.head(VOID_PATH)
    assert (head.status_code, head.headers["Content-Length"], head.data) == (200, str(len(full.data)), b"")
    again = released.get(VOID_PATH, headers={"If-None-Match": full.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert released.options(VOID_PATH).headers["Allow"] == "GET, HEAD, OPTIONS"
    assert released.post(VOID_PATH).status_code == 405
    assert full.headers["Access-Control-Allow-Origin"] == "*"


def test_other_peoples_files_get_a_plain_description(own_context: ServiceContext) -> None:
    """Title, endpoint, revision, and what can be counted; nothing of JAKgraph."""
    graph = read(create_app(own_context).test_client())
    dataset = graph.value(predicate=RDF.type, object=VOID.Dataset)
    assert dataset == URIRef("http://localhost/.well-known/void#dataset")
    assert graph.value(predicate=FOAF.primaryTopic, object=dataset) == URIRef("http://localhost/.well-known/void")
    assert graph.value(dataset, DCTERMS.title) == Literal("Own graphs")
    assert graph.value(dataset, VOID.sparqlEndpoint) == URIRef("http://localhost/sparql")
    (partition,) = graph.objects(dataset, VOID.classPartition)
    assert graph.value(partition, VOID["class"]) == URIRef("http://example.org/Thing")
    assert not any(isinstance(term, BNode) for triple in graph for term in triple)
    assert "jakgraph" not in graph.serialize(format="nt")


def test_a_dead_engine_costs_the_counts_only(dead_context: ServiceContext) -> None:
    """While nothing can be counted, the description says the rest, and says the counts once they can be had."""
    response = create_app(replace(dead_context, is_builtin=False)).test_client().get(VOID_PATH)
    assert response.status_code == 200
    assert b"void:triples" not in response.data


def test_service_description_and_pages_lead_to_it(released: FlaskClient) -> None:
    """rdfs:seeAlso in the service description, a link on the home page, a link element on every page."""
    described = Graph().parse(data=released.get("/sparql").data, format="turtle")
    assert URIRef("http://localhost/.well-known/void") in set(described.objects(None, RDFS.seeAlso))
    home = released.get("/", headers={"Accept": "text/html"}).text
    assert f'href="{VOID_PATH}"' in home
    assert f'<link rel="describedby" href="{VOID_PATH}"' in released.get("/query").text


def test_files_of_the_release_are_handed_out(released: FlaskClient, release_context: ServiceContext) -> None:
    """Each file of the manifest with its bytes, its type and its digest as ETag, in ranges too."""
    assert release_context.release
    for name, digest in release_context.release.files.items():
        with released.get(f"/release/0.1.0/{name}") as response:
            assert f"sha256:{hashlib.sha256(response.data).hexdigest()}" == digest
            assert response.headers["ETag"] == f'"{digest.removeprefix("sha256:")}"'
    with released.get("/release/0.1.0/layers/ontology.trig", headers={"Range": "bytes=0-9"}) as response:
        assert (response.status_code, response.mimetype, len(response.data)) == (206, "application/trig", 10)


@pytest.mark.parametrize("name", ["../tables/drugs.csv", ".built-from", "nothing.csv", "%2e%2e/tables/drugs.csv"])
def test_nothing_else_is_handed_out(released: FlaskClient, name: str) -> None:
    """Only what the manifest lists has an address."""
    assert released.get(f"/release/0.1.0/{name}").status_code == 404


def test_files_of_another_build_are_not_passed_off_as_these(release_context: ServiceContext) -> None:
    """Where another release was built into the folder since, its files are refused: they are not what is served."""
    assert release_context.release
    other = replace(release_context.release, revision="0000000000000000")
    client = create_app(replace(release_context, release=other)).test_client()
    assert client.get("/release/0.1.0/jakgraph.nq").status_code == 503
