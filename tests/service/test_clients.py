"""Programs that people already have, against a server that really listens."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx
import pytest
from rdflib import RDF, RDFS, Graph, Literal, URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import CSV, JSON, JSONLD, POST, POSTDIRECTLY, RDFXML, TSV, TURTLE, XML, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import QueryBadFormed
from tests.conftest import serving

from jakgraph.namespaces import JG, JGR

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.server

DRUGS = "PREFIX jg: <https://w3id.org/jakgraph/ontology#> SELECT ?drug { ?drug a jg:Drug } ORDER BY ?drug"
BARICITINIB = URIRef(JGR["drug/baricitinib"])


@pytest.fixture(scope="module")
def endpoint(trials_file: Path) -> Iterator[str]:
    """Give the address of an endpoint served by granian, as ``jakgraph serve`` sets it up."""
    with serving(str(trials_file)) as service:
        yield f"{service.url}/sparql"


@pytest.fixture
def wrapper(endpoint: str) -> SPARQLWrapper:
    return SPARQLWrapper(endpoint)


@pytest.mark.parametrize(("method", "how"), [("GET", None), (POST, None), (POST, POSTDIRECTLY)])
def test_sparqlwrapper_reads_rows_by_each_way_of_asking(wrapper: SPARQLWrapper, method: str, how: str | None) -> None:
    """SPARQLWrapper by GET, form POST and direct POST."""
    wrapper.setMethod(method)
    if how:
        wrapper.setRequestMethod(how)
    wrapper.setReturnFormat(JSON)
    wrapper.setQuery(DRUGS)
    rows = wrapper.queryAndConvert()["results"]["bindings"]
    assert [row["drug"]["value"] for row in rows] == [str(BARICITINIB), str(JGR["drug/tofacitinib"])]


@pytest.mark.parametrize("name", [XML, CSV, TSV])
def test_sparqlwrapper_gets_the_other_result_formats(wrapper: SPARQLWrapper, name: str) -> None:
    """SPARQLWrapper asks by Accept and by format= at once."""
    wrapper.setReturnFormat(name)
    wrapper.setQuery(DRUGS)
    answer = wrapper.queryAndConvert()
    text = answer.toxml() if name == XML else answer.decode()
    assert str(BARICITINIB) in text


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning")  # SPARQLWrapper makes one
@pytest.mark.parametrize("name", [TURTLE, XML, RDFXML])
def test_sparqlwrapper_gets_graphs(wrapper: SPARQLWrapper, name: str) -> None:
    """SPARQLWrapper turns a CONSTRUCT into a graph; its word xml means RDF/XML there."""
    wrapper.setReturnFormat(name)
    wrapper.setQuery(f"CONSTRUCT WHERE {{ <{BARICITINIB}> a ?class }}")
    answer = wrapper.queryAndConvert()
    graph = answer if isinstance(answer, Graph) else Graph().parse(data=answer, format="turtle")
    assert (BARICITINIB, RDF.type, JG.Drug) in graph


def test_sparqlwrapper_gets_json_ld(wrapper: SPARQLWrapper) -> None:
    """SPARQLWrapper's word json-ld is understood."""
    wrapper.setReturnFormat(JSONLD)
    wrapper.setQuery(f"DESCRIBE <{BARICITINIB}>")
    response = wrapper.query()
    assert response.info()["content-type"] == "application/ld+json"
    response.response.close()


def test_sparqlwrapper_knows_a_malformed_query(wrapper: SPARQLWrapper) -> None:
    """400 becomes QueryBadFormed, with our words in it."""
    wrapper.setQuery("SELECT ?x WHERE {")
    with pytest.raises(QueryBadFormed, match="query-syntax"):
        wrapper.query()


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
@pytest.mark.parametrize("name", ["xml", "json"])
def test_rdflib_reads_the_endpoint_as_a_graph(endpoint: str, method: str, name: str) -> None:
    """Rdflib's SPARQLStore: triples, labels and a query, by each method and format it knows."""
    graph = Graph(SPARQLStore(endpoint, method=method, returnFormat=name))
    assert (BARICITINIB, RDF.type, JG.Drug) in graph
    assert {str(label) for label in graph.objects(BARICITINIB, RDFS.label)} == {"baricitinib", "Baricitinib (de)"}
    assert [row[0] for row in graph.query(DRUGS)] == [BARICITINIB, URIRef(JGR["drug/tofacitinib"])]


def test_rdflib_keeps_languages_and_datatypes(endpoint: str) -> None:
    """Terms arrive as they are in the graph."""
    graph = Graph(SPARQLStore(endpoint, returnFormat="json"))
    assert Literal("baricitinib", lang="en") in set(graph.objects(BARICITINIB, RDFS.label))
    assert graph.value(URIRef(JGR["arm-result/sle-brave-i-4mg-sri4"]), JG.events) == Literal(142)


def test_head_over_the_wire_has_the_length_and_no_body(endpoint: str) -> None:
    """RFC 9110, 9.3.2: through a real server too, HEAD tells the length of what GET sends."""
    got = httpx.get(endpoint, params={"query": DRUGS})
    head = httpx.head(endpoint, params={"query": DRUGS})
    assert int(head.headers["Content-Length"]) == len(got.content) > 0
    assert head.content == b""


def test_304_over_the_wire_has_no_body(endpoint: str) -> None:
    """RFC 9110, 15.4.5: through a real server too, 304 ends after its headers."""
    with httpx.Client() as client:
        tag = client.get(endpoint, params={"query": DRUGS}).headers["ETag"]
        for _ in range(2):  # a stray body would spoil the next response on the connection
            response = client.get(endpoint, params={"query": DRUGS}, headers={"If-None-Match": tag})
            assert (response.status_code, response.content) == (304, b"")


def test_a_body_in_chunks_is_read(endpoint: str) -> None:
    """RFC 9112, 7.1: a body need not announce its length."""
    pieces = iter([DRUGS[:20].encode(), DRUGS[20:].encode()])
    response = httpx.post(endpoint, content=pieces, headers={"Content-Type": "application/sparql-query"})
    assert len(response.json()["results"]["bindings"]) == 2


def test_a_body_in_chunks_is_bounded_too(endpoint: str) -> None:
    """RFC 9110, 15.5.14: the limit holds for bodies of unannounced length."""
    pieces = (b"#" * 2**16 for _ in range(64))
    response = httpx.post(endpoint, content=pieces, headers={"Content-Type": "application/sparql-query"})
    assert response.status_code == 413


def test_a_query_too_long_for_a_url_is_posted(endpoint: str) -> None:
    """A query of 500 kB is answered by POST, which is what the documentation says."""
    query = f"{DRUGS} # {'x' * 500_000}"
    assert len(httpx.post(endpoint, data={"query": query}).json()["results"]["bindings"]) == 2


def test_a_browser_reads_the_pages(endpoint: str) -> None:
    """The pages come through the same server."""
    html = {"Accept": "text/html"}
    assert "trials.trig" in httpx.get(endpoint.removesuffix("sparql"), headers=html).text
    page = httpx.get(endpoint, params={"query": DRUGS}, headers=html, follow_redirects=True)
    assert page.url.path == "/query"
    assert ">baricitinib</a>" in page.text
