"""``/ontology``: the reference as a page, and the ontology in every format."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree as ET

import pyoxigraph as ox
import pytest
from tests.service.pages import Page

from jakgraph import paths
from jakgraph.namespaces import JG
from jakgraph.service.app import create_app

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from jakgraph.service.context import ServiceContext

HTML = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def client(release_context: ServiceContext) -> FlaskClient:
    """A client of the app over a release with the real ontology."""
    return create_app(release_context).test_client()


@pytest.fixture(scope="module")
def text(client: FlaskClient) -> str:
    """The page's HTML."""
    return client.get("/ontology", headers=HTML).text


@pytest.fixture(scope="module")
def terms() -> set[str]:
    """Every class and property of ours that the hand-written files declare."""
    declared = ("Class", "ObjectProperty", "DatatypeProperty", "AnnotationProperty")
    return {
        triple.subject.value
        for file in ("jakgraph.ttl", "reasoning.ttl")
        if (paths.ontology_dir() / file).is_file()
        for triple in ox.parse(path=paths.ontology_dir() / file)
        if str(triple.object) in {f"<http://www.w3.org/2002/07/owl#{name}>" for name in declared}
        and triple.subject.value.startswith(str(JG))
    }


def test_every_term_has_its_anchor(text: str, terms: set[str]) -> None:
    """https://w3id.org/jakgraph/ontology#X leads to #X on the page, for each X there is."""
    missing = {term.removeprefix(str(JG)) for term in terms} - set(Page(text).ids)
    assert len(terms) > 250
    assert not missing


def test_every_link_within_the_page_arrives(text: str) -> None:
    """No link to a term that the page has not, and nothing that an accessible page must not have."""
    page = Page(text)
    assert not {href for _, href in page.links if href.startswith("#")} - {f"#{name}" for name in page.ids}
    assert not page.problems()


def test_the_page_asks_for_nothing_elsewhere(text: str) -> None:
    """Images and styles come from the origin; there is no script and no inline style."""
    sources = re.findall(r'<(?:img|link|script)[^>]*?(?:src|href)="([^"]*)"', text)
    assert sources
    assert all(source.startswith("/") for source in sources)
    assert "<style" not in text
    assert "<svg" not in text


def test_counts_lead_to_queries_that_give_them(client: FlaskClient, text: str) -> None:
    """The number of drugs links to a query with as many rows."""
    article = text.partition('id="Drug"')[2].partition("</article>")[0]
    ((words, address),) = [(words, href) for words, href in Page(article).links if href.startswith("/query")]
    assert words == "1 thing"
    query = parse_qs(urlsplit(address).query)["query"][0]
    rows = client.get("/sparql", query_string={"query": query}, headers={"Accept": "text/csv"}).text.splitlines()
    assert len(rows) - 1 == 1


def test_a_term_says_what_it_is(text: str) -> None:
    """Label, definition, example, parent, table, column and bridge of a term are there."""
    page = Page(text.partition('id="Contrast"')[2].partition("</article>")[0])
    for words in ("contrast jg:Contrast", "Example", "Kind of claim", "contrasts.csv"):
        assert words in page.text
    estimate = Page(text.partition('id="estimate"')[2].partition("</article>")[0]).text
    assert "contrasts.estimate" in estimate
    chain = Page(text.partition('id="attenuatesCytokine"')[2].partition("</article>")[0]).text
    assert "Follows from attenuates receptor, then bound by" in chain
    assert "assertion" in Page(text.partition('id="Claim"')[2].partition("</article>")[0]).text


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        (None, "text/turtle"),
        ("*/*", "text/turtle"),
        ("text/turtle", "text/turtle"),
        ("application/n-triples", "application/n-triples"),
        ("application/rdf+xml", "application/rdf+xml"),
        ("application/ld+json", "application/ld+json"),
    ],
)
def test_the_ontology_is_negotiated(client: FlaskClient, accept: str | None, media_type: str) -> None:
    """Programs get RDF, the same triples in each format, with every term in it."""
    response = client.get("/ontology", headers={"Accept": accept} if accept else {})
    assert (response.status_code, response.mimetype) == (200, media_type)
    graphs = [
        ox.Dataset(ox.Quad(*item.triple) if isinstance(item, ox.Quad) else ox.Quad(*item) for item in parsed)
        for parsed in (
            ox.parse(response.data, format=ox.RdfFormat.from_media_type(media_type)),
            ox.parse(client.get("/ontology?format=ntriples").data, format=ox.RdfFormat.N_TRIPLES),
        )
    ]
    for graph in graphs:
        graph.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    assert graphs[0] == graphs[1]
    assert len(graphs[0]) > 1_500


def test_what_cannot_be_had_is_406(client: FlaskClient) -> None:
    """Also by the format parameter, which works in a browser as well."""
    assert client.get("/ontology", headers={"Accept": "image/png"}).status_code == 406
    assert client.get("/ontology?format=csv").status_code == 406
    assert client.get("/ontology?format=turtle", headers=HTML).mimetype == "text/turtle"


def test_the_version_has_an_address_of_its_own(client: FlaskClient) -> None:
    """owl:versionIRI can be asked for; a version that is not served is 404."""
    assert client.get("/ontology/0.1.0", headers=HTML).text == client.get("/ontology", headers=HTML).text
    assert client.get("/ontology/0.1.0").data == client.get("/ontology").data
    assert client.get("/ontology/0.0.1").status_code == 404


def test_nothing_unchanged_is_sent_twice(client: FlaskClient) -> None:
    """Page, picture and RDF have validators; HEAD has GET's headers."""
    for address, headers in (("/ontology", HTML), ("/ontology", {}), ("/ontology/classes.svg", {})):
        full = client.get(address, headers=headers)
        again = client.get(address, headers={**headers, "If-None-Match": full.headers["ETag"]})
        assert again.status_code == 304
        assert client.head(address, headers=headers).headers["ETag"] == full.headers["ETag"]
    assert "Accept" in client.get("/ontology", headers=HTML).headers["Vary"]


def test_the_picture_shows_every_class_and_carries_nothing_foreign(client: FlaskClient, terms: set[str]) -> None:
    """SVG with a title, a label for each class, no script, no link and no address."""
    response = client.get("/ontology/classes.svg")
    assert response.mimetype == "image/svg+xml"
    assert "script-src" not in response.headers["Content-Security-Policy"]
    root = ET.fromstring(response.data)
    assert root.findtext(f"{SVG}title") == "Classes of the JAKgraph ontology"
    classes = sum(term.removeprefix(str(JG))[0].isupper() for term in terms)
    assert len(root.findall(f"{SVG}text")) == classes
    tags = {element.tag.removeprefix(SVG) for element in root.iter()}
    assert tags == {"svg", "title", "style", "rect", "path", "text"}
    assert "url(" not in response.text


def test_a_slow_engine_costs_the_numbers_only(release_context: ServiceContext, dead_context: ServiceContext) -> None:
    """The page stands without its counts, and says so."""
    page = create_app(replace(release_context, engine=dead_context.engine)).test_client().get("/ontology", headers=HTML)
    assert page.status_code == 200
    assert "not counted at the moment" in page.text


def test_other_peoples_files_have_no_ontology_of_ours(own_context: ServiceContext) -> None:
    """Where other files are served there is no such page, and no link to one."""
    client = create_app(own_context).test_client()
    assert client.get("/ontology").status_code == 404
    assert "/ontology" not in client.get("/", headers=HTML).text
