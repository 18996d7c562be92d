"""The answer of a query as a picture, and the picture as a query: both give the same triples."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import quote, quote_plus

import httpx
import pytest
from playwright.sync_api import expect
from rdflib import Graph, URIRef
from rdflib.namespace import PROV, RDF
from tests.browser.picture import POTENCIES, choose, said, shows, table

from jakgraph.namespaces import JG, JGR

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page
    from tests.browser.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.server, pytest.mark.xdist_group("browser-graph")]

INHIBITORS = f"PREFIX jg: <{JG}> SELECT ?drug ?kinase {{ ?drug jg:inhibits ?kinase }} ORDER BY ?drug ?kinase LIMIT 5"


def result_log(query: str) -> str:
    """Return the log of a picture that is the result of a query."""
    return f"1;q:{quote(query, safe='')}"


def picture_query(page: Page) -> str:
    """Return the SPARQL for the picture."""
    return page.locator("#sparql").input_value()


def test_an_answer_is_shown_as_a_picture(visit: Callable[..., Visitor]) -> None:
    """From the answer on the query page to the picture; the query is a step that is undone, and stands in the link."""
    visitor = visit(f"/query?query={quote_plus(INHIBITORS)}")
    page = visitor.page
    page.get_by_role("link", name="Show as picture").click()
    expect(page.locator("#said")).to_contain_text("are shown")
    assert table(page, "Statements").filter(has_text="inhibits").count() >= 5
    assert visitor.accessibility_violations() == []
    whole = said(page)
    page.reload()
    expect(page.locator("#said")).to_have_text(whole)
    for _ in range(2):  # the layout is a step, too
        page.get_by_role("button", name="Undo").click()
    expect(page.locator("#said")).to_contain_text("kinds of things")


def test_rows_without_a_statement_are_tied_by_a_plain_line(visit: Callable[..., Visitor]) -> None:
    """The line says its columns, and that nobody stated it."""
    query = f"SELECT ?drug ?trial {{ VALUES (?drug ?trial) {{ (<{JGR}drug/tofacitinib> <{JGR}trial/nct03616912>) }} }}"
    page = visit(f"/graph#{result_log(query)}").page
    shows(page, 2, 1)
    table(page, "Statements").get_by_role("button").click()
    expect(page.locator("#detail")).to_contain_text("drug and trial, in one row")
    expect(page.locator("#detail")).to_contain_text("not stated in the graph")


def test_what_is_no_thing_of_the_graph_has_a_short_name(visit: Callable[..., Visitor]) -> None:
    """Its IRI is told where it is selected, and what the data says of it is a query."""
    page = visit(f"/graph#{result_log('SELECT ?x { VALUES ?x { <http://example.org/things/rash> } }')}").page
    shows(page, 1, 0)
    choose(page, "rash")
    expect(page.locator("#detail code")).to_have_text("http://example.org/things/rash")
    page.get_by_role("button", name="Take out").click()
    expect(page.locator("#said")).to_contain_text("kinds of things")


def test_what_is_left_out_is_said(visit: Callable[..., Visitor]) -> None:
    """A picture of more than three hundred things cannot be read."""
    page = visit(f"/graph#{result_log(f'SELECT ?x {{ ?x a <{JG}Entity> }}')}").page
    expect(page.locator("#said")).to_contain_text("things of the answer are left out")
    shows(page, 300)


def test_a_slip_in_the_query_is_said(visit: Callable[..., Visitor]) -> None:
    """As everywhere else, in words."""
    visitor = visit("/graph")
    visitor.refusals.add(HTTPStatus.BAD_REQUEST)
    visitor.page.goto(f"/graph#{result_log('SELECT ?x { ?x a }')}")
    expect(visitor.page.locator("#said")).to_have_text("The triple before this is not complete.")


def test_the_query_for_a_picture_gives_what_is_shown_and_nothing_else(visit: Callable[..., Visitor]) -> None:
    """Things, inferences and claims of the answer are those of the tables; each claim comes with its sources."""
    inhibits = "e:drug/baricitinib:inhibits:out:0"
    page = visit(f"/graph#{POTENCIES};{inhibits};t:k:cytokine").page
    expect(page.locator("#said")).to_contain_text("are shown")
    answer = httpx.post(
        page.url.split("/graph")[0] + "/sparql",
        data={"query": picture_query(page)},
        headers={"Accept": "text/turtle"},
    )
    graph = Graph().parse(data=answer.text, format="turtle")
    things = set(graph.subjects(RDF.type, JG.Entity))
    claims = set(graph.subjects(RDF.type, JG.Claim))
    statements = table(page, "Statements").all_inner_texts()
    assert len(things) == table(page, "Things").count()
    assert len(claims) == sum("potency" in row for row in statements)
    inferred = [(s, o) for s, o in graph.subject_objects(JG.inhibits) if URIRef(f"{JGR}drug/baricitinib") == s]
    assert len(inferred) == sum("inhibits" in row for row in statements)
    sources = {source for claim in claims for source in graph.objects(claim, PROV.hadPrimarySource)}
    assert sources
    assert all((source, RDF.type, JG.Source) in graph for source in sources)


def test_a_picture_made_by_a_query_is_a_query_again(visit: Callable[..., Visitor]) -> None:
    """Triples that a CONSTRUCT made come back from the query for its picture."""
    made = f"CONSTRUCT {{ <{JGR}drug/a> <{JG}like> <{JGR}drug/b> }} WHERE {{}}"
    page = visit(f"/graph#{result_log(made)}").page
    shows(page, 2, 1)
    answer = httpx.get(
        page.url.split("/graph")[0] + "/sparql", params={"query": picture_query(page), "format": "ntriples"}
    )
    assert f"<{JGR}drug/a> <{JG}like> <{JGR}drug/b> ." in answer.text


def test_the_triples_of_a_picture_are_its_turtle(visit: Callable[..., Visitor], tmp_path: Path) -> None:
    """Claims, inferences and what a query made, some of it hidden: the file is the endpoint's answer."""
    made = f"CONSTRUCT {{ <{JGR}drug/baricitinib> <{JG}like> <{JGR}drug/tofacitinib> }} WHERE {{}}"
    inhibits = "e:drug/baricitinib:inhibits:out:0"
    page = visit(f"/graph#{POTENCIES};{inhibits};q:{quote(made, safe='')};t:k:cytokine").page
    expect(page.locator("#said")).to_contain_text("are shown")
    query = picture_query(page)
    page.locator("details.menu", has_text="Export").locator("summary").click()
    with page.expect_download() as started:
        page.get_by_role("button", name="Turtle", exact=True).click()
    started.value.save_as(tmp_path / "picture.ttl")
    answer = httpx.post(page.url.split("/graph")[0] + "/sparql?format=ntriples", data={"query": query})
    from_endpoint = Graph().parse(data=answer.text, format="ntriples")
    from_file = Graph().parse(tmp_path / "picture.ttl", format="turtle")
    assert (URIRef(f"{JGR}drug/baricitinib"), JG.like, URIRef(f"{JGR}drug/tofacitinib")) in from_file
    assert set(from_endpoint) == set(from_file)
    assert not [thing for thing in from_file.subjects(RDF.type, JG.Entity) if "/cytokine/" in str(thing)]
