"""The filter of the graph browser: what expansions bring, what is counted beside it, and what things have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import pytest
from tests.service.conftest import running_engine, written

from jakgraph.namespaces import JG, JGR
from jakgraph.service.app import create_app
from jakgraph.service.context import DatasetFacts, ServiceContext
from jakgraph.service.explore.edges import Edge
from jakgraph.service.explore.filtering import Choice, EdgeFilter
from jakgraph.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask.testing import FlaskClient

GRAPH = """
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX jg: <https://w3id.org/jakgraph/ontology#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
BASE <https://w3id.org/jakgraph/>

GRAPH <graph/entities> {
  <drug/a> a jg:Entity ; rdfs:label "A" . <drug/b> a jg:Entity ; rdfs:label "B" .
  <protein/k> a jg:Entity ; rdfs:label "K" . <protein/l> a jg:Entity ; rdfs:label "L" .
  <disease/d> a jg:Entity ; rdfs:label "D" .
  <source/old> dcterms:issued "1999-05" . <source/new> dcterms:issued "2020" .
}
GRAPH <graph/source/s> {
  <potency/1> a jg:Potency ; jg:drug <drug/a> ; jg:target <protein/k> ; jg:evidenceType <evidence-type/in-vitro> ;
    jg:verification <verification/seen> ; prov:hadPrimarySource <source/old> .
  <potency/2> a jg:Potency ; jg:drug <drug/a> ; jg:target <protein/l> ; jg:evidenceType <evidence-type/review> ;
    jg:verification <verification/unverified> ; prov:hadPrimarySource <source/new> .
  <potency/3> a jg:Potency ; jg:drug <drug/b> ; jg:target <protein/k> .
}
GRAPH <graph/inferred> {
  <potency/1> a jg:Claim . <potency/2> a jg:Claim . <potency/3> a jg:Claim .
  <drug/a> jg:inhibits <protein/k> . <drug/b> jg:inhibits <protein/k> , <protein/l> .
  <drug/a> jg:testedFor <disease/d> .
}
"""
EDGE = Edge(
    f"{JGR}drug/a",
    f"{JG}Potency",
    f"{JGR}protein/k",
    claim=f"{JGR}potency/1",
    evidence=f"{JGR}evidence-type/in-vitro",
    document=f"{JGR}source/old",
    year=1999,
)
BARE = Edge(f"{JGR}drug/a", f"{JG}inhibits", f"{JGR}protein/k")


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """A client over two drugs and what is claimed of them."""
    with running_engine(written(tmp_path_factory, "graph.trig", GRAPH)) as engine:
        yield create_app(ServiceContext(engine, Settings(), DatasetFacts("Graph", engine.revision))).test_client()


def ask(client: FlaskClient, path: str, *pairs: tuple[str, str]) -> Any:
    response = client.get(f"/graph/{path}?{urlencode(pairs)}")
    assert response.status_code == 200
    return response.json


@pytest.mark.parametrize(
    ("facet", "value", "admits"),
    [
        ("kind", "protein", (False, False)),
        ("relation", "Potency", (False, True)),
        ("evidence", "in-vitro", (False, True)),
        ("evidence", "none", (True, False)),
        ("verification", "none", (False, False)),
        ("source", "old", (False, True)),
        ("date", "none", (True, False)),
    ],
)
def test_a_value_that_is_hidden_hides_and_alone_shows(facet: str, value: str, admits: tuple[bool, bool]) -> None:
    """What has nothing by a facet has the value ``none``; of a date nothing else is a value."""
    hidden = EdgeFilter({facet: Choice(is_only=False, values=frozenset({value}))})
    assert tuple(hidden.admits(edge, edge.target) for edge in (EDGE, BARE)) == admits
    only = EdgeFilter({facet: Choice(is_only=True, values=frozenset({value}))})
    if facet != "date":
        assert tuple(not only.admits(edge, edge.target) for edge in (EDGE, BARE)) == admits


@pytest.mark.parametrize(
    ("since", "until", "admits"), [(0, 0, True), (1999, 1999, True), (2000, 0, False), (0, 1998, False)]
)
def test_years_bound_what_has_one(since: int, until: int, admits: bool) -> None:
    """Both ends are included; what has no year is bound by none."""
    years = EdgeFilter({}, since, until)
    assert years.admits(EDGE, EDGE.target) == admits
    assert years.admits(BARE, BARE.target)


def test_an_expansion_never_brings_what_the_filter_hides(browser: FlaskClient) -> None:
    """Neighbours and edges that are hidden do not come, and the counts say how many there are of both."""
    asked = (("iri", "drug/a"), ("relation", "Potency"), ("direction", "claim"))
    assert [node["label"] for node in ask(browser, "neighbours", *asked)["nodes"]] == ["K", "L"]
    found = ask(browser, "neighbours", *asked, ("hide", "evidence/in-vitro"))
    assert ([node["label"] for node in found["nodes"]], len(found["edges"]), found["total"]) == (["L"], 1, 1)
    assert ask(browser, "neighbours", *asked, ("since", "2021"))["nodes"] == []
    counts = ask(browser, "relations", ("iri", "drug/a"), ("only", "source/new"))["relations"]
    assert {item["relation"].removeprefix(JG): (item["neighbours"], item["hidden"]) for item in counts} == {
        "Potency": (1, 1),
        "inhibits": (0, 1),
        "testedFor": (0, 1),
    }


def test_edges_say_by_which_words_the_filter_knows_them(browser: FlaskClient) -> None:
    """Keys and year come with each claim, wherever it is read."""
    for path, pairs in (
        ("edges", (("iri", "drug/a"), ("iri", "protein/k"))),
        ("neighbours", (("iri", "drug/a"), ("relation", "Potency"), ("direction", "claim"))),
        ("paths", (("from", "drug/a"), ("to", "protein/k"), ("without", "inhibits"))),
        ("examples", (("source", "drug"), ("relation", "Potency"), ("target", "protein"), ("direction", "claim"))),
    ):
        edges = {edge.get("claim"): edge for edge in ask(browser, path, *pairs)["edges"]}
        claim = edges[f"{JGR}potency/1"]
        assert claim["keys"] == {"evidence": "in-vitro", "verification": "seen", "source": "old"}, path
        assert claim["year"] == 1999, path


def test_what_things_have_in_common_is_what_two_of_them_are_connected_with(browser: FlaskClient) -> None:
    """Their shared neighbours come with the edges from each; what the filter hides is not shared."""
    both = (("iri", "drug/b"), ("iri", "drug/a"))
    found = ask(browser, "common", *both)
    assert [node["label"] for node in found["nodes"]] == ["A", "B", "K", "L"]
    assert found["total"] == 2
    assert {edge["label"] for edge in found["edges"]} == {"jg:Potency", "jg:inhibits"}
    hidden = ask(browser, "common", *both, ("hide", "relation/inhibits"))
    assert [node["label"] for node in hidden["nodes"]] == ["A", "B", "K"]


@pytest.mark.parametrize(
    "address",
    [
        "relations?iri=drug/a&hide=protein",
        "relations?iri=drug/a&only=colour/red",
        "relations?iri=drug/a&since=soon",
        "relations?iri=drug/a" + "&hide=kind/x" * 201,
        "common",
        "common?iri=" + "&iri=".join(f"drug/d{number}" for number in range(21)),
    ],
)
def test_a_filter_that_is_none_is_400_and_says_what_is_wrong(browser: FlaskClient, address: str) -> None:
    """A facet nobody knows is no filter that lets everything through."""
    response = browser.get(f"/graph/{address}")
    assert response.status_code == 400
    assert response.json is not None
    assert response.json["detail"]
