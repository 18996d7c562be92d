"""The graph as a whole: kinds of things with their numbers, how they connect, lists of a kind, examples."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import pyoxigraph as ox
import pytest
from tests.service.conftest import running_engine, written
from tests.service.pages import Page

from jakgraph.namespaces import JG
from jakgraph.service.app import create_app
from jakgraph.service.context import DatasetFacts, ServiceContext
from jakgraph.service.explore.edges import edges_query, kind_of
from jakgraph.service.explore.schema import CLAIMED, KINDS, STATED
from jakgraph.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask.testing import FlaskClient

PROTEINS = " ".join(f'<protein/k{number}> a jg:Entity ; rdfs:label "K{number:02}" .' for number in range(60))
GRAPH = f"""
PREFIX jg: <https://w3id.org/jakgraph/ontology#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
BASE <https://w3id.org/jakgraph/>

GRAPH <graph/entities> {{
  <drug/a> a jg:Entity ; rdfs:label "A" ; skos:altLabel "Brand \\"X\\"" ; jg:seenIn <drug/b> .
  <drug/b> a jg:Entity ; rdfs:label "b" .
  jg:inhibits rdfs:label "inhibits" . <evidence/e> rdfs:label "in vitro" .
  {PROTEINS}
}}
GRAPH <graph/source/s> {{
  <potency/1> a jg:Potency ; rdfs:label "A on K00: 5 nM" ; jg:drug <drug/a> ; jg:target <protein/k0> ;
    jg:evidenceType <evidence/e> .
  <potency/2> a jg:Potency ; jg:drug <drug/a> ; jg:target <protein/k0> .
}}
GRAPH <graph/inferred> {{
  <potency/1> a jg:Claim . <potency/2> a jg:Claim .
  <drug/a> jg:inhibits <protein/k0> . <drug/b> jg:inhibits <protein/k0> .
}}
"""


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """A client over two drugs and sixty proteins."""
    with running_engine(written(tmp_path_factory, "graph.trig", GRAPH)) as engine:
        yield create_app(ServiceContext(engine, Settings(), DatasetFacts("Graph", engine.revision))).test_client()


def ask(client: FlaskClient, path: str, **arguments: str) -> Any:
    response = client.get(f"/graph/{path}?{urlencode(arguments)}")
    assert response.status_code == 200
    return response.json


def test_kinds_come_by_their_numbers_and_relations_by_theirs(browser: FlaskClient) -> None:
    """Each edge counts once, a claim once for each pair of things in it; bookkeeping is no relation."""
    schema = ask(browser, "schema")
    assert schema["kinds"] == [
        {"kind": "protein", "label": "proteins", "things": 60},
        {"kind": "drug", "label": "drugs", "things": 2},
    ]
    counted = {
        (item["source"], item["label"], item["target"]): (item["direction"], item["edges"], item["inferred"])
        for item in schema["relations"]
    }
    assert counted == {
        ("drug", "jg:Potency", "protein"): ("claim", 2, False),
        ("drug", "inhibits", "protein"): ("out", 2, True),
    }


def test_things_of_a_kind_come_fifty_at_a_time_by_name(browser: FlaskClient) -> None:
    """The first page says how many there are and where the next begins, the last that there is none."""
    first = ask(browser, "things", kind="protein")
    last = ask(browser, "things", kind="protein", offset=str(first["next"]))
    names = [node["label"] for node in first["nodes"] + last["nodes"]]
    assert (first["total"], len(first["nodes"]), first["next"], last["next"]) == (60, 50, 50, None)
    assert names == sorted(names)
    assert ask(browser, "things", kind="unicorn") == {"nodes": [], "total": 0, "next": None}


@pytest.mark.parametrize(
    ("text", "found"), [("B", ["A", "b"]), ("brand", ["A"]), ('"x"', ["A"]), ('") } #', []), ("\\", [])]
)
def test_things_are_found_by_any_of_their_names(browser: FlaskClient, text: str, found: list[str]) -> None:
    """What is sought is text, whatever characters it has, and matches within names in capitals or not."""
    assert [node["label"] for node in ask(browser, "things", kind="drug", q=text)["nodes"]] == found


def test_examples_are_edges_with_what_is_said_for_them(browser: FlaskClient) -> None:
    """Examples of a claim have its words and evidence, those of an inference say that it is one."""
    claims = ask(browser, "examples", source="drug", relation="Potency", target="protein", direction="claim")
    assert [edge.get("evidence") for edge in claims["edges"]] == ["in vitro", None]
    assert {node["label"] for node in claims["nodes"]} == {"A", "K00"}
    inferred = ask(browser, "examples", source="drug", relation="inhibits", target="protein", direction="out")
    assert [edge["inferred"] for edge in inferred["edges"]] == [True, True]
    assert (
        ask(browser, "examples", source="protein", relation="inhibits", target="drug", direction="out")["edges"] == []
    )


def test_the_page_says_it_without_scripts(browser: FlaskClient) -> None:
    """Kinds lead to their lists; how they connect is a table; a page about one thing has neither."""
    page = Page(browser.get("/graph").text)
    assert page.problems() == []
    assert ("60 proteins", "/page/protein") in page.links
    assert "inhibits" in page.text
    assert ("60 proteins", "/page/protein") not in Page(browser.get("/graph?focus=drug/a").text).links


def test_the_schema_counts_the_edges_that_are_drawn(built_graph: ox.Store) -> None:
    """What stands between two kinds is what the things of one of them have to the other, added up."""

    def rows(text: str) -> list[dict[str, str]]:
        found = built_graph.query(text, use_default_graph_as_union=True)
        assert isinstance(found, ox.QuerySolutions)
        names = [variable.value for variable in found.variables]
        return [{name: str(row[name].value) for name in names if row[name] is not None} for row in found]

    kinds = {row["kind"]: int(row["things"]) for row in rows(KINDS)}
    drugs = rows("PREFIX jg: <https://w3id.org/jakgraph/ontology#> SELECT ?d { ?d a jg:Drug , jg:Entity }")
    assert kinds["drug"] == len(drugs)
    drawn = [edge | {"from": row["d"]} for row in drugs for edge in rows(edges_query(row["d"]))]
    stated = {(row["relation"], row["to"]): int(row["edges"]) for row in rows(STATED) if row["from"] == "drug"}
    for relation, kind in ((f"{JG}inhibits", "protein"), (f"{JG}testedIn", "trial")):
        ends = {
            (edge["from"], edge["other"])
            for edge in drawn
            if (edge["relation"], edge["direction"], kind_of(edge["other"])) == (relation, "out", kind)
        }
        assert stated[relation, kind] == len(ends)
    claims = {
        (edge["claim"], edge["other"])
        for edge in drawn
        if edge["relation"] == f"{JG}Potency" and kind_of(edge["other"]) == "protein"
    }
    claimed = {(row["from"], row["relation"], row["to"]): int(row["edges"]) for row in rows(CLAIMED)}
    assert claimed["drug", f"{JG}Potency", "protein"] == len(claims)
