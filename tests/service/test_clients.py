"""Programs that people already have, against a server that really listens."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest
from rdflib import RDF, RDFS, Graph, Literal, URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import CSV, JSON, JSONLD, POST, POSTDIRECTLY, RDFXML, TSV, TURTLE, XML, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import QueryBadFormed
from werkzeug.serving import make_server

from jakgraph.namespaces import JG, JGR
from jakgraph.service.app import create_app

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jakgraph.service.context import ServiceContext

pytestmark = pytest.mark.server

DRUGS = "PREFIX jg: <https://w3id.org/jakgraph/ontology#> SELECT ?drug { ?drug a jg:Drug } ORDER BY ?drug"
BARICITINIB = URIRef(JGR["drug/baricitinib"])


@pytest.fixture(scope="module")
def endpoint(context: ServiceContext) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, create_app(context), threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/sparql"
    server.shutdown()
    thread.join()
    server.server_close()


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
