"""The graph browser's page and what it reads from the server."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import pytest
from tests.service.conftest import running_engine, written
from tests.service.pages import Page

from jakgraph.namespaces import JG, JGR
from jakgraph.service.app import create_app
from jakgraph.service.context import DatasetFacts, ServiceContext
from jakgraph.service.explore import edges as edges_module
from jakgraph.service.explore.documents import NEIGHBOURS_SHOWN
from jakgraph.service.explore.lenses import LENSES, relation_iri
from jakgraph.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask.testing import FlaskClient

CYTOKINES = " ".join(f'<cytokine/c{number}> a jg:Entity ; rdfs:label "C{number:03}" .' for number in range(60))
REACHED = " ".join(f"<drug/a> jg:attenuatesCytokine <cytokine/c{number}> ." for number in range(60))
GRAPH = f"""
PREFIX jg: <https://w3id.org/jakgraph/ontology#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
BASE <https://w3id.org/jakgraph/>

GRAPH <graph/entities> {{
  <drug/a> a jg:Drug , jg:Entity ; rdfs:label "A" ; jg:seenIn <drug/b> .
  <drug/b> a jg:Drug , jg:Entity ; rdfs:label "B" .
  <protein/k> a jg:Protein , jg:Entity ; rdfs:label "K" .
  <trial/t> a jg:Trial , jg:Entity ; rdfs:label "T" ; jg:drug <drug/a> .
  <source/s> a jg:Source ; rdfs:label "S" .
  jg:Potency rdfs:label "potency" .
  {CYTOKINES}
}}
GRAPH <graph/source/s> {{
  <potency/1> a jg:Potency ; rdfs:label "A on K: 5 nM" ; jg:drug <drug/a> ; jg:target <protein/k> ;
    prov:hadPrimarySource <source/s> .
  <potency/2> a jg:Potency ; rdfs:label "A on K: 900 nM" ; jg:drug <drug/a> ; jg:target <protein/k> .
}}
GRAPH <graph/inferred> {{
  <potency/1> a jg:Claim ; jg:disagreesWith <potency/2> . <potency/2> a jg:Claim .
  <drug/a> jg:inhibits <protein/k> . <protein/k> jg:kinaseOf <drug/b> .
  {REACHED}
}}
GRAPH <graph/explanations> {{
  <inference/i> rdf:subject <drug/a> ; rdf:predicate jg:inhibits ; rdf:object <protein/k> .
}}
"""


@pytest.fixture(scope="module")
def graph_context(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServiceContext]:
    """The context of a drug with claims, statements and inferences around it."""
    with running_engine(written(tmp_path_factory, "graph.trig", GRAPH)) as engine:
        yield ServiceContext(engine, Settings(), DatasetFacts("Graph", engine.revision))


@pytest.fixture
def browser(graph_context: ServiceContext) -> FlaskClient:
    """A client over that graph."""
    return create_app(graph_context).test_client()


def ask(client: FlaskClient, path: str, **arguments: str) -> Any:
    response = client.get(f"/graph/{path}?{urlencode(arguments)}")
    assert response.status_code == 200
    return response.json


def test_relations_are_counted_by_direction(browser: FlaskClient) -> None:
    """A thing tells how many neighbours it has by each relation; bookkeeping and repeated inverses are no edges."""
    document = ask(browser, "relations", iri="drug/a")
    counts = {(item["relation"].removeprefix(JG), item["direction"]): item for item in document["relations"]}
    assert document["label"] == "A"
    assert set(counts) == {("attenuatesCytokine", "out"), ("inhibits", "out"), ("drug", "in"), ("Potency", "claim")}
    assert (counts["Potency", "claim"]["neighbours"], counts["Potency", "claim"]["edges"]) == (1, 2)
    assert counts["inhibits", "out"]["inferred"]
    assert not counts["drug", "in"]["inferred"]


def test_claims_are_edges_with_their_evidence(browser: FlaskClient) -> None:
    """Each claim is an edge of its own: its statement in words, its source, and whether others disagree."""
    document = ask(browser, "neighbours", iri="drug/a", relation=f"{JG}Potency", direction="claim")
    first, second = sorted(document["edges"], key=lambda edge: edge["claim"])
    assert [node["label"] for node in document["nodes"]] == ["K"]
    assert (first["statement"], first["document"], first["label"]) == ("A on K: 5 nM", "S", "potency")
    assert first["disagrees"]
    assert second["disagrees"]
    assert "document" not in second


def test_inferred_edges_say_so_and_lead_to_why(browser: FlaskClient) -> None:
    """An inferred edge names its explanation."""
    (edge,) = ask(browser, "neighbours", iri="drug/a", relation=f"{JG}inhibits", direction="out")["edges"]
    assert edge["inferred"]
    assert edge["inference"] == f"{JGR}inference/i"


def test_neighbours_come_fifty_at_a_time_by_name(browser: FlaskClient) -> None:
    """The first page says where the next begins, the last that there is none."""
    asked = {"iri": "drug/a", "relation": f"{JG}attenuatesCytokine", "direction": "out"}
    first = ask(browser, "neighbours", **asked)
    last = ask(browser, "neighbours", **asked, offset=str(first["next"]))
    names = [node["label"] for node in first["nodes"] + last["nodes"]]
    assert len(first["nodes"]) == first["next"] == NEIGHBOURS_SHOWN
    assert (first["total"], last["next"]) == (60, None)
    assert names == sorted(names)


def test_a_relation_is_named_or_given_whole(browser: FlaskClient) -> None:
    """The name of a term is as good as its IRI."""
    asked = {"iri": "drug/a", "direction": "out"}
    assert ask(browser, "neighbours", **asked, relation="inhibits") == ask(
        browser, "neighbours", **asked, relation=f"{JG}inhibits"
    )


def test_edges_among_things_are_found_once(browser: FlaskClient) -> None:
    """A claim is one edge, from whichever end it is asked for; things outside are left out."""
    found = browser.get("/graph/edges?iri=protein/k&iri=drug/a&iri=drug/none").json
    assert found is not None
    assert sorted(node["label"] for node in found["nodes"]) == ["A", "K"]
    assert len(found["edges"]) == 3
    backwards = browser.get("/graph/edges?iri=drug/a&iri=protein/k").json
    assert backwards is not None
    assert {edge["id"] for edge in backwards["edges"]} == {edge["id"] for edge in found["edges"]}


@pytest.mark.parametrize(
    "address",
    [
        "relations",
        "relations?iri=nothing",
        "relations?iri=https://example.org/x",
        "relations?iri=drug/a%3E%20%3Fp%20%3Fo",
        "neighbours?iri=drug/a",
        "neighbours?iri=drug/a&direction=out",
        "neighbours?iri=drug/a&direction=out&relation=a%3Eb",
        "neighbours?iri=drug/a&direction=out&relation=inhibits&offset=-1",
        "neighbours?iri=drug/a&direction=out&relation=inhibits&offset=²",
        "edges",
        "edges?" + "&".join(["iri=drug/a"] * 101),
    ],
)
def test_what_cannot_be_read_is_400_and_says_what_is_wrong(browser: FlaskClient, address: str) -> None:
    """Nothing but kind and key of a thing gets into a query."""
    response = browser.get(f"/graph/{address}")
    assert response.status_code == 400
    assert response.json is not None
    assert response.json["detail"]


def test_a_thing_nobody_knows_is_404(browser: FlaskClient) -> None:
    """A thing without label and neighbours is not there."""
    assert browser.get("/graph/relations?iri=drug/none").status_code == 404


def test_answers_are_kept_by_their_tag(browser: FlaskClient) -> None:
    """The same question costs a 304."""
    tag = browser.get("/graph/relations?iri=drug/a").headers["ETag"]
    assert browser.get("/graph/relations?iri=drug/a", headers={"If-None-Match": tag}).status_code == 304


def test_the_page_reads_without_scripts(browser: FlaskClient) -> None:
    """What a thing is connected with stands on the page as lists; views to start from are links."""
    page = Page(browser.get("/graph?focus=drug/a", headers={"Accept": "text/html"}).text)
    assert page.problems() == []
    assert ("K", "/page/protein/k") in page.links
    assert {lens.title for lens in LENSES} <= {text for text, _ in page.links}
    assert Page(browser.get("/graph?focus=%3Cx%3E").text).problems() == []


def test_a_lens_is_an_address() -> None:
    """A view is nothing but the log of operations that leads to it."""
    assert LENSES[0].fragment.startswith("1;a:receptor/ifnar1-ifnar2;e:receptor/ifnar1-ifnar2:binds:in:0;")
    assert relation_iri("binds") == f"{JG}binds"


def test_half_of_the_edges_is_no_answer(browser: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """Numbers and pages of neighbours that were made of a part of them would be wrong: 422, which names the bound."""
    monkeypatch.setattr(edges_module, "MOST_EDGES", 10)
    for address in ("relations?iri=drug/a", "neighbours?iri=drug/a&relation=x&direction=out", "edges?iri=drug/a"):
        response = browser.get(f"/graph/{address}")
        assert response.status_code == 422
        assert response.json["limit"] == {"name": "rows of a page", "value": 10, "unit": "row"}
