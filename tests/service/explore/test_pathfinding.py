"""Paths between two things, each hop with its evidence; and that paths go over the edges that are drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import pyoxigraph as ox
import pytest
from tests.service.conftest import running_engine, written

from jakgraph.namespaces import JG, JGR, PREFIXES
from jakgraph.service.app import create_app
from jakgraph.service.context import DatasetFacts, ServiceContext
from jakgraph.service.explore.edges import edges_query, kind_of
from jakgraph.settings import Settings
from jakgraph.store.adjacency import build_adjacency
from jakgraph.store.drawing import EdgeWords

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask.testing import FlaskClient

    from jakgraph.store.adjacency import Adjacency

GRAPH = """
PREFIX jg: <https://w3id.org/jakgraph/ontology#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
BASE <https://w3id.org/jakgraph/>

GRAPH <graph/entities> {
  <drug/a> a jg:Entity ; rdfs:label "A" . <drug/b> a jg:Entity ; rdfs:label "B" .
  <drug/alone> a jg:Entity ; rdfs:label "Alone" .
  <protein/k> a jg:Entity ; rdfs:label "K" . <cytokine/c> a jg:Entity ; rdfs:label "C" ; jg:uses <protein/k> .
  <source/s> rdfs:label "S" . <evidence/e> rdfs:label "in vitro" . jg:Potency rdfs:label "potency" .
}
GRAPH <graph/source/s> {
  <potency/1> a jg:Potency ; rdfs:label "A on K: 5 nM" ; jg:drug <drug/a> ; jg:target <protein/k> ;
    jg:evidenceType <evidence/e> ; prov:hadPrimarySource <source/s> .
  <potency/2> a jg:Potency ; jg:drug <drug/a> ; jg:target <protein/k> .
}
GRAPH <graph/inferred> {
  <potency/1> a jg:Claim ; jg:disagreesWith <potency/2> . <potency/2> a jg:Claim .
  <drug/a> jg:inhibits <protein/k> . <drug/b> jg:inhibits <protein/k> .
}
GRAPH <graph/explanations> {
  <inference/i> rdf:subject <drug/b> ; rdf:predicate jg:inhibits ; rdf:object <protein/k> .
}
"""


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """A client over two drugs of one kinase."""
    with running_engine(written(tmp_path_factory, "graph.trig", GRAPH)) as engine:
        yield create_app(ServiceContext(engine, Settings(), DatasetFacts("Graph", engine.revision))).test_client()


def ask(client: FlaskClient, *arguments: tuple[str, str]) -> Any:
    response = client.get(f"/graph/paths?{urlencode(arguments)}")
    assert response.status_code == 200
    return response.json


def test_a_path_is_the_ids_of_its_edges_in_order(browser: FlaskClient) -> None:
    """Nodes and edges have the form that the other documents have."""
    found = ask(browser, ("from", "drug/a"), ("to", "drug/b"))
    edges = {edge["id"]: edge for edge in found["edges"]}
    assert [node["label"] for node in found["nodes"]] == ["A", "B", "K"]
    assert [[edges[name]["source"] for name in path] for path in found["paths"]] == [[f"{JGR}drug/a", f"{JGR}drug/b"]]


def test_each_hop_has_its_evidence(browser: FlaskClient) -> None:
    """One edge, the best founded, stands for all between two things; inferences lead to their reasons."""
    first, second = ask(browser, ("from", "drug/a"), ("to", "drug/b"))["edges"]
    assert (first["label"], first["statement"], first["evidence"]) == ("potency", "A on K: 5 nM", "in vitro")
    assert (first["document"], first["disagrees"], first["others"]) == ("S", True, 2)
    assert (second["inferred"], second["inference"]) == (True, f"{JGR}inference/i")
    assert "others" not in second


def test_relations_are_left_out_by_name_or_iri(browser: FlaskClient) -> None:
    """Without either, there is no way."""
    ends = [("from", "drug/a"), ("to", "cytokine/c")]
    (first, _) = ask(browser, *ends, ("without", "Potency"))["edges"]
    assert (first["relation"], "others" in first) == (f"{JG}inhibits", False)
    none = ask(browser, *ends, ("without", "Potency"), ("without", f"{JG}inhibits"))
    assert (none["paths"], none["edges"]) == ([], [])
    assert [node["label"] for node in none["nodes"]] == ["A", "C"]


def test_hops_are_limited(browser: FlaskClient) -> None:
    """What lies further away is not found."""
    assert ask(browser, ("from", "drug/a"), ("to", "drug/b"), ("hops", "1"))["paths"] == []
    assert ask(browser, ("from", "drug/a"), ("to", "drug/alone"))["paths"] == []


@pytest.mark.parametrize(
    "query",
    [
        "from=drug/a",
        "from=drug/a&to=https://example.org/x",
        "from=drug/a&to=drug/b&k=0",
        "from=drug/a&to=drug/b&k=11",
        "from=drug/a&to=drug/b&k=two",
        "from=drug/a&to=drug/b&hops=7",
        "from=drug/a&to=drug/b&hops=²",
        "from=drug/a&to=drug/b&without=a%3Eb",
        "from=drug/a&to=drug/b&" + "&".join(["without=Potency"] * 51),
    ],
)
def test_what_cannot_be_read_is_a_problem(browser: FlaskClient, query: str) -> None:
    """The answer says what is wrong."""
    response = browser.get(f"/graph/paths?{query}")
    assert (response.status_code, response.content_type) == (400, "application/problem+json")
    assert response.json
    assert response.json["detail"]


def test_no_path_leads_back_to_its_thing(browser: FlaskClient) -> None:
    """Paths visit no thing twice, so there is none from a thing to itself; that is an answer."""
    found = ask(browser, ("from", "drug/a"), ("to", "drug/a"))
    assert (found["paths"], found["edges"]) == ([], [])
    assert [node["label"] for node in found["nodes"]] == ["A"]


def test_a_thing_nobody_knows_is_404(browser: FlaskClient) -> None:
    """No path to it is not the same as no such thing."""
    assert browser.get("/graph/paths?from=drug/a&to=drug/none").status_code == 404
    assert browser.get("/graph/paths?from=drug/none&to=drug/none").status_code == 404


def test_a_relation_no_edge_has_is_404(browser: FlaskClient) -> None:
    """A misspelt relation to go without is not passed over in silence."""
    response = browser.get("/graph/paths?from=drug/a&to=drug/b&without=nothing")
    assert response.status_code == 404
    assert response.json
    assert f"{JG}nothing" in response.json["detail"]


def test_paths_are_kept_by_their_tag_and_counted(browser: FlaskClient) -> None:
    """The same question costs a 304; the journal knows paths as a form of their own."""
    address = "/graph/paths?from=drug/a&to=drug/b"
    tag = browser.get(address).headers["ETag"]
    assert browser.get(address, headers={"If-None-Match": tag}).status_code == 304
    assert 'form="PATHS"' in browser.get("/metrics").text


def test_paths_go_over_the_edges_that_are_drawn(built_graph: ox.Store) -> None:
    """The index and the query of the graph browser agree about a thing of every kind of the built-in graph."""
    adjacency = build_adjacency(built_graph, EdgeWords.of(PREFIXES))
    things = {kind_of(adjacency.things[number]): number for number in range(len(adjacency.things))}
    assert len(things) > 10
    for number in things.values():
        iri = adjacency.things[number]
        rows = built_graph.query(edges_query(iri), use_default_graph_as_union=True)
        assert isinstance(rows, ox.QuerySolutions)
        drawn = {
            (str(row["relation"].value), str(row["other"].value), str(row["claim"].value) if row["claim"] else "")
            for row in rows
        }
        assert _indexed(adjacency, number) == {edge for edge in drawn if edge[1] != iri}, iri


def _indexed(adjacency: Adjacency, number: int) -> set[tuple[str, str, str]]:
    edges = adjacency.edges
    return {
        (
            adjacency.relations[edges.relations[edge]],
            adjacency.things[other],
            adjacency.claims[edges.claims[edge] - 1] if edges.claims[edge] else "",
        )
        for other in adjacency.beside(number)
        for edge in adjacency.between(number, other)
    }
