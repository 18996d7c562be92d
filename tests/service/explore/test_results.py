"""Results of queries as pictures: which of their terms are things, what ties them, and what is left out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import unquote_plus

import pytest
from tests.service.conftest import running_engine, written
from tests.service.pages import Page

from jakgraph.namespaces import JG, JGR
from jakgraph.service.app import create_app
from jakgraph.service.context import DatasetFacts, ServiceContext
from jakgraph.service.explore.results import MOST_THINGS
from jakgraph.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask.testing import FlaskClient

GRAPH = """
PREFIX jg: <https://w3id.org/jakgraph/ontology#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
BASE <https://w3id.org/jakgraph/>

GRAPH <graph/entities> {
  <drug/a> a jg:Drug , jg:Entity ; rdfs:label "A" .
  <drug/b> a jg:Drug , jg:Entity ; rdfs:label "B" .
  <protein/k> a jg:Protein , jg:Entity ; rdfs:label "K" .
  <trial/t> a jg:Trial , jg:Entity ; rdfs:label "T" ; jg:drug <drug/a> .
  <source/s> a jg:Source ; rdfs:label "S" .
  jg:Potency rdfs:label "potency" . jg:inhibits rdfs:label "inhibits" .
}
GRAPH <graph/source/s> {
  <potency/1> a jg:Potency ; rdfs:label "A on K: 5 nM" ; jg:drug <drug/a> ; jg:target <protein/k> ; jg:valueNm 5 ;
    prov:hadPrimarySource <source/s> .
  <potency/2> a jg:Potency ; rdfs:label "A on K: 900 nM" ; jg:drug <drug/a> ; jg:target <protein/k> ; jg:valueNm 900 .
  <trial-status/t> a jg:TrialStatus ; rdfs:label "T: stopped" ; jg:trial <trial/t> .
}
GRAPH <graph/inferred> {
  <potency/1> a jg:Claim ; jg:disagreesWith <potency/2> . <potency/2> a jg:Claim . <trial-status/t> a jg:Claim .
  <drug/a> jg:inhibits <protein/k> . <drug/b> jg:inhibits <protein/k> .
}
GRAPH <graph/explanations> {
  <inference/i> rdf:subject <drug/a> ; rdf:predicate jg:inhibits ; rdf:object <protein/k> .
}
"""
FOREIGN = """
PREFIX ex: <http://example.org/vocab#>
PREFIX foaf: <http://xmlns.com/foaf/0.1/>
<http://example.org/people/ann> a foaf:Person ; foaf:knows <http://example.org/people/bob> ;
  <http://www.w3.org/2000/01/rdf-schema#label> "Ann" .
<http://example.org/people/bob> foaf:knows [ foaf:name "nobody" ] .
<urn:isbn:0451450523> ex:author <http://example.org/people/ann> .
"""
PREFIX = "PREFIX jg: <https://w3id.org/jakgraph/ontology#> "


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """A client over two drugs, a kinase, a trial, claims and inferences."""
    with running_engine(written(tmp_path_factory, "graph.trig", GRAPH)) as engine:
        yield create_app(ServiceContext(engine, Settings(), DatasetFacts("Graph", engine.revision))).test_client()


@pytest.fixture(scope="module", params=["union", "own"])
def foreign(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[FlaskClient]:
    """A client over somebody else's data, in either way of keeping graphs."""
    file = written(tmp_path_factory, "people.ttl", FOREIGN)
    with running_engine(file, request.param) as engine:
        context = ServiceContext(
            engine,
            Settings(default_graph=request.param),
            DatasetFacts("People", engine.revision),
            is_builtin=False,
        )
        yield create_app(context).test_client()


def draw(client: FlaskClient, query: str) -> Any:
    response = client.get("/graph/result", query_string={"query": PREFIX + query})
    assert response.status_code == 200, response.text
    return response.json


def labels(drawing: Any) -> list[str]:
    return [node["label"] for node in drawing["nodes"]]


def lines(drawing: Any) -> list[tuple[str, str, str]]:
    """Return the lines as from, what they say, and to."""
    named = {node["iri"]: node["label"] for node in drawing["nodes"]}
    return sorted((named[edge["source"]], edge["label"], named[edge["target"]]) for edge in drawing["edges"])


def test_triples_between_things_are_lines(browser: FlaskClient) -> None:
    """Values and classes are none; a triple that the graph holds is told as the graph does."""
    drawing = draw(browser, "CONSTRUCT { ?d a jg:Drug ; jg:inhibits ?k ; jg:n 1 } WHERE { ?d jg:inhibits ?k }")
    assert sorted(labels(drawing)) == ["A", "B", "K"]
    assert lines(drawing) == [("A", "inhibits", "K"), ("B", "inhibits", "K")]
    first = next(edge for edge in drawing["edges"] if edge["source"] == f"{JGR}drug/a")
    assert (first["inferred"], first["inference"]) == (True, f"{JGR}inference/i")
    assert "made" not in first


def test_what_the_query_made_says_so(browser: FlaskClient) -> None:
    """A triple that is not in the graph is no statement of it."""
    (edge,) = draw(browser, "CONSTRUCT { ?k jg:inhibitedBy ?d } WHERE { ?d jg:inhibits ?k } LIMIT 1")["edges"]
    assert edge["made"]
    assert (edge["relation"], edge["label"]) == (f"{JG}inhibitedBy", "jg:inhibitedBy")


def test_claims_are_lines_with_their_evidence(browser: FlaskClient) -> None:
    """All that a CONSTRUCT says of a claim is one line between its things."""
    drawing = draw(browser, "CONSTRUCT { ?c ?p ?o } WHERE { ?c a jg:Potency ; ?p ?o }")
    assert lines(drawing) == [("A", "potency", "K"), ("A", "potency", "K")]
    first = next(edge for edge in drawing["edges"] if edge["claim"] == f"{JGR}potency/1")
    assert (first["document"], first["disagrees"], first["statement"]) == ("S", True, "A on K: 5 nM")
    assert not {f"{JGR}potency/1", f"{JGR}potency/2"} & {node["iri"] for node in drawing["nodes"]}


def test_a_claim_alone_brings_its_things(browser: FlaskClient) -> None:
    """A column of claims is a picture, too, of these claims alone; one about one thing is no line."""
    drawing = draw(browser, "SELECT ?c WHERE { ?c a jg:Claim }")
    assert sorted(labels(drawing)) == ["A", "K", "T: stopped"]
    assert lines(drawing) == [("A", "potency", "K"), ("A", "potency", "K")]


def test_only_the_claims_of_the_result_are_lines(browser: FlaskClient) -> None:
    """Where rows name claims, the others between the same things are not meant; statements are shown."""
    drawing = draw(browser, "SELECT ?d ?k ?c WHERE { ?c jg:drug ?d ; jg:target ?k ; jg:valueNm ?v FILTER(?v < 10) }")
    assert [edge.get("claim") for edge in drawing["edges"]] == [f"{JGR}potency/1", None]


def test_rows_are_tied_by_the_statements_of_the_graph(browser: FlaskClient) -> None:
    """The things of a SELECT get the edges among them, claims and inferences."""
    drawing = draw(browser, "SELECT ?k ?d WHERE { ?d jg:inhibits ?k }")
    assert sorted(labels(drawing)) == ["A", "B", "K"]
    assert lines(drawing) == [
        ("A", "inhibits", "K"),
        ("A", "potency", "K"),
        ("A", "potency", "K"),
        ("B", "inhibits", "K"),
    ]


def test_what_nothing_ties_hangs_on_the_first_of_its_row(browser: FlaskClient) -> None:
    """A plain line, named by its columns, and no more of them than are needed."""
    drawing = draw(
        browser,
        "SELECT ?trial ?kinase ?drug ?other WHERE { VALUES (?trial ?kinase ?drug ?other) "
        f"{{ (<{JGR}trial/t> <{JGR}protein/k> <{JGR}drug/b> <{JGR}source/s>) }} }}",
    )
    made = [edge for edge in drawing["edges"] if edge.get("made")]
    assert [edge["label"] for edge in made] == ["trial and kinase, in one row", "trial and other, in one row"]
    assert {edge["relation"] for edge in made} == {""}
    assert ("B", "inhibits", "K") in lines(drawing)


def test_a_column_of_relations_is_no_column_of_things(browser: FlaskClient) -> None:
    """It says how the others go together; alone it is what was asked for."""
    everything = draw(browser, f"SELECT * WHERE {{ <{JGR}drug/a> ?relation ?thing . ?thing a jg:Entity }}")
    assert labels(everything) == ["K"]
    alone = draw(browser, "SELECT DISTINCT ?relation WHERE { ?s ?relation ?o FILTER(?relation = jg:inhibits) }")
    assert labels(alone) == ["inhibits"]


def test_an_answer_of_names_is_drawn_as_what_they_are_of(browser: FlaskClient) -> None:
    """The query is asked for every variable, without its groups; what is no node of the graph stays out."""
    labels_of = "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> SELECT ?name (COUNT(?c) AS ?n) "
    pattern = "{ ?c jg:drug ?d ; a ?class . ?d rdfs:label ?name . OPTIONAL { ?c jg:valueNm ?v } } GROUP BY ?name"
    drawing = draw(browser, labels_of + pattern)
    assert drawing["widened"]
    assert sorted(labels(drawing)) == ["A", "K", "T"]
    assert ("A", "potency", "K") in lines(drawing)


def test_order_by_a_count_keeps_a_query_as_it_is(browser: FlaskClient) -> None:
    """What cannot be asked otherwise is not; the number of rows is told all the same."""
    drawing = draw(browser, "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o } ORDER BY COUNT(*)")
    assert (drawing["nodes"], drawing["edges"], drawing["count"], drawing["widened"]) == ([], [], 1, False)


def test_what_is_too_much_is_counted(browser: FlaskClient) -> None:
    """The first things are shown; how many rows there are, were read, and how many things are left out is said."""
    values = " ".join(f"<http://example.org/{number}>" for number in range(MOST_THINGS + 7))
    drawing = draw(browser, f"SELECT ?x WHERE {{ VALUES ?x {{ {values} }} }}")
    assert len(drawing["nodes"]) == MOST_THINGS
    assert (drawing["count"], drawing["read"]) == (MOST_THINGS + 7, MOST_THINGS + 7)
    assert drawing["left_out"] == {"things": 7, "edges": 0}


def test_other_data_is_drawn_with_short_names(foreign: FlaskClient) -> None:
    """No IRI is a name, whatever its scheme; a node without a name is called so; kinds are the names of classes."""
    drawing = draw(foreign, "CONSTRUCT WHERE { ?s ?p ?o }")
    assert sorted(labels(drawing)) == ["Ann", "bob", "isbn 0451450523", "unnamed"]
    assert {node["label"]: node["kind"] for node in drawing["nodes"]}["Ann"] == "Person"
    assert {node["label"]: node["kind"] for node in drawing["nodes"]}["bob"] == "other"
    assert ("Ann", "foaf:knows", "bob") in lines(drawing)
    assert ("bob", "foaf:knows", "unnamed") in lines(drawing)
    assert not any(edge.get("made") for edge in drawing["edges"])


def test_rows_of_other_data_are_tied_by_its_statements(foreign: FlaskClient) -> None:
    """A SELECT over any data is a picture of what it holds."""
    drawing = draw(
        foreign,
        "SELECT ?book ?person ?friend { ?book ?by ?person . ?person ?r ?friend . ?friend ?q ?b FILTER(isIRI(?friend))}",
    )
    assert lines(drawing) == [("Ann", "foaf:knows", "bob"), ("isbn 0451450523", "author", "Ann")]


def test_other_data_has_the_page_for_results_only(foreign: FlaskClient) -> None:
    """The page offers nothing that knows our kinds of things, and no page leads to it but an answer."""
    page = Page(foreign.get("/graph").text)
    assert page.problems() == []
    assert "Views to start from" not in page.text
    assert ("Graph", "/graph") not in Page(foreign.get("/").text).links
    assert foreign.get("/graph/relations?iri=drug/a").status_code == 404


@pytest.mark.parametrize(("query", "word"), [("", "query="), ("ASK {}", "ASK"), ("SELECT", "too early")])
def test_what_cannot_be_drawn_is_a_problem(browser: FlaskClient, query: str, word: str) -> None:
    """Nothing asked, a yes or no, a slip in the query: said like everywhere else."""
    response = browser.get("/graph/result", query_string={"query": query})
    assert (response.status_code, response.content_type) == (400, "application/problem+json")
    assert response.json is not None
    assert word in response.json["detail"]


def test_drawing_is_a_query_like_any_other(browser: FlaskClient) -> None:
    """Its outward parts are refused, it is listed as itself, and the same question costs a 304."""
    refused = browser.get("/graph/result?query=SELECT * { SERVICE <http://example.org/> { ?s ?p ?o } }")
    assert refused.status_code == 403
    address = "/graph/result?query=DESCRIBE <https://w3id.org/jakgraph/drug/a>"
    tag = browser.get(address).headers["ETag"]
    assert browser.get(address, headers={"If-None-Match": tag}).status_code == 304
    assert 'form="DESCRIBE"' in browser.get("/metrics").text


def test_an_answer_leads_to_its_picture(browser: FlaskClient) -> None:
    """Where a result names things there is a link; where it names none, or lies in chosen graphs, there is not."""

    def pictures(**asked: str) -> list[str]:
        page = Page(browser.get("/query", query_string=asked, headers={"Accept": "text/html"}).text)
        return [address for text, address in page.links if text == "Show as picture"]

    assert pictures(query="SELECT ?s {?s a ?c}") == ["/graph#1;q:SELECT+?s+%7B?s+a+?c%7D;l:force"]
    assert pictures(query="SELECT (1 AS ?n) {}") == []
    assert pictures(query="SELECT (COUNT(*) AS ?n) { ?s ?p ?o }") != []
    assert pictures(query="ASK {}") == []
    graph = f"{JGR}graph/inferred"
    assert pictures(query="SELECT ?s {?s ?p ?o}", **{"default-graph-uri": graph}) == []


@pytest.mark.parametrize(
    ("address", "things", "number"),
    [
        ("/page/potency/1", {"A", "K"}, 1),
        ("/page/source/s", {"A", "K"}, 1),
        ("/page/potency", {"A", "K"}, 2),
    ],
)
def test_pages_lead_to_their_pictures(browser: FlaskClient, address: str, things: set[str], number: int) -> None:
    """A claim with its things, all that a source says, all claims of a kind: the link holds the query for it."""
    page = Page(browser.get(address, headers={"Accept": "text/html"}).text)
    (link,) = (found for text, found in page.links if text in {"Open in the graph browser", "as a picture"})
    query = unquote_plus(link.removeprefix("/graph#1;q:").removesuffix(";l:force"))
    drawing = browser.get("/graph/result", query_string={"query": query}).json
    assert drawing is not None
    assert set(labels(drawing)) == things
    assert len(drawing["edges"]) == number


def test_the_page_of_a_thing_leads_to_it_in_the_graph_browser(browser: FlaskClient) -> None:
    """From there it is expanded; what is neither thing, claim nor source has no picture."""
    page = Page(browser.get("/page/drug/a", headers={"Accept": "text/html"}).text)
    assert ("Open in the graph browser", "/graph?focus=drug/a") in page.links
    assert "as a picture" not in {text for text, _ in Page(browser.get("/page/drug").text).links}  # a heap of dots
    other = Page(browser.get("/page/inference/i", headers={"Accept": "text/html"}).text)
    assert "Open in the graph browser" not in {text for text, _ in other.links}
