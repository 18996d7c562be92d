"""Pages about things, cards of claims, and what the IRIs of things answer."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from tests.service.conftest import running_engine, written
from tests.service.pages import Page

from jakgraph import paths
from jakgraph.namespaces import JGR
from jakgraph.queries import Parameter
from jakgraph.queries.panels import Panel, load_panels
from jakgraph.service.app import create_app
from jakgraph.service.context import DatasetFacts, ServiceContext
from jakgraph.service.entities import claims, lists, panels, reading
from jakgraph.service.entities.claims import SUBJECTS
from jakgraph.service.entities.reading import solutions
from jakgraph.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask.testing import FlaskClient

CLAIMS = """
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX foaf: <http://xmlns.com/foaf/0.1/>
PREFIX jg: <https://w3id.org/jakgraph/ontology#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
BASE <https://w3id.org/jakgraph/>

GRAPH <graph/entities> {
  <drug/baricitinib> a jg:Drug ; rdfs:label "Baricitinib"@en .
  <protein/jak1> a jg:Protein ; rdfs:label "JAK1"@en .
  <source/paper> a jg:Source ; rdfs:label "A paper"@en ; foaf:page <https://doi.org/10.1000/1> .
  jg:valueNm rdfs:label "value in nM"@en .
  jg:valueNmText rdfs:label "value in nM, as printed"@en .
}
GRAPH <graph/source/paper> {
  <graph/source/paper> dcterms:license <https://creativecommons.org/licenses/by/4.0/> .
  <potency/one> a jg:Potency ; rdfs:label "Baricitinib on JAK1: IC50 5.9 nM"@en ; jg:drug <drug/baricitinib> ;
    jg:target <protein/jak1> ; jg:valueNm 5.9 ; jg:valueNmText "5.90" ; jg:notReported jg:domain ;
    jg:locator "table 2" ; prov:hadPrimarySource <source/paper> .
  <potency/two> a jg:Potency ; rdfs:label "Baricitinib on JAK1: IC50 700 nM"@en ; jg:drug <drug/baricitinib> ;
    jg:target <protein/jak1> ; prov:hadPrimarySource <source/paper> .
}
GRAPH <graph/source/none> {
  <potency/three> a jg:Potency ; rdfs:label "Baricitinib in cells: IC50 44 nM"@en ; jg:drug <drug/baricitinib> ;
    jg:verification <verification/unverified> .
}
GRAPH <graph/inferred> {
  <potency/three> a jg:Claim .
  <potency/one> a jg:Claim ; jg:disagreesWith <potency/two> .
  <potency/two> a jg:Claim .
  <drug/baricitinib> jg:inhibits <protein/jak1> .
}
GRAPH <graph/explanations> {
  <inference/i> rdfs:label "Baricitinib inhibits JAK1"@en ; jg:derivation <derivation/d> .
  <derivation/d> jg:premise <potency/one> .
}
"""


@pytest.fixture(scope="module")
def claims_context(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServiceContext]:
    """The context of a drug, a kinase and two claims that disagree, with the real panels."""
    with running_engine(written(tmp_path_factory, "claims.trig", CLAIMS)) as engine:
        real = load_panels(paths.queries_dir() / "pages")
        yield ServiceContext(engine, Settings(), DatasetFacts("Claims", engine.revision), panels=real)


@pytest.fixture
def browser(claims_context: ServiceContext) -> FlaskClient:
    """A client over those claims."""
    return create_app(claims_context).test_client()


def read(client: FlaskClient, address: str) -> Page:
    response = client.get(address, headers={"Accept": "text/html"})
    assert response.status_code == 200
    return Page(response.text)


def test_the_page_of_a_thing_is_sound_and_names_everything(browser: FlaskClient) -> None:
    """Its label is the heading; statements and what refers to it have names, not IRIs; what is inferred says so."""
    page = read(browser, "/page/drug/baricitinib")
    assert page.problems() == []
    assert page.headings[0] == "Baricitinib"
    assert ("JAK1", "/page/protein/jak1") in page.links
    assert "inferred" in page.text


def test_panels_without_rows_are_said_in_one_paragraph(browser: FlaskClient) -> None:
    """An empty panel has no heading of its own; its sentence stands with the others."""
    page = read(browser, "/page/drug/baricitinib")
    assert "No trial of it is in the graph." in page.text
    assert "Trials" not in page.headings


def test_what_refers_to_a_thing_is_counted_and_listed(browser: FlaskClient) -> None:
    """Each relation has its number; opened, it lists the things, by name."""
    page = read(browser, "/page/drug/baricitinib")
    address = next(address for text, address in page.links if text == "3" and "in=" in address)
    opened = read(browser, address)
    assert ("Baricitinib on JAK1: IC50 700 nM", "/page/potency/two") in opened.links


def test_a_thing_nobody_knows_is_404(browser: FlaskClient) -> None:
    """Neither the page nor the IRI of an unknown thing answers, and no page number is taken for one."""
    for address in ("/page/drug/none", "/drug/none", "/card/drug/none", "/drug/none.ttl"):
        assert browser.get(address).status_code == 404
    assert browser.get("/page/drug/baricitinib?in=nothing&page=x").status_code == 200


def test_the_card_of_a_claim_says_where_a_figure_comes_from(browser: FlaskClient) -> None:
    """Figure as printed, place, source, licence, what is not reported, what disagrees, what follows; and a report."""
    page = read(browser, "/page/potency/one")
    assert page.problems() == []
    assert page.headings[0] == "Baricitinib on JAK1: IC50 5.9 nM"
    for words in ("5.90", "table 2", "A paper", "Not reported by the source", "disagrees", "Claim: " + JGR):
        assert words in page.text
    assert "5.9 " not in page.text.split("What is stated")[1].split("Where it comes from")[0]
    links = dict(page.links)
    assert links["doi.org/10.1000/1"] == "https://doi.org/10.1000/1"
    assert links["Baricitinib inhibits JAK1"] == "/page/inference/i"
    assert links["Baricitinib on JAK1: IC50 700 nM"] == "/page/potency/two"
    assert "creativecommons.org/licenses/by/4.0" in page.text


def test_disagreement_is_seen_from_both_sides(browser: FlaskClient) -> None:
    """The graph states it once; either claim shows it."""
    assert "disagrees" in read(browser, "/page/potency/two").text


@pytest.mark.parametrize(
    ("view", "words"),
    [
        ("table", "The first 2 of 3 rows. All of them are on"),
        ("facts", "Made of the first 2 of 3 rows; what is in the others is not shown. All of them are on"),
        ("list", "Made of the first 2 of 3 rows; what is in the others is not shown. All of them are on"),
    ],
)
def test_a_panel_made_of_a_part_of_its_rows_says_so(
    claims_context: ServiceContext, monkeypatch: pytest.MonkeyPatch, view: str, words: str
) -> None:
    """However it shows them: how many there are, how many it was made of, and where all of them are."""
    text = "SELECT ?claim { VALUES ?this { <https://w3id.org/jakgraph/drug/baricitinib> } ?claim ?about ?this }"
    parameters = (Parameter("this", "drug", "baricitinib", "Drug"),)
    panel = Panel("claims", ("drug",), "Claims", "Which?", 1, view, "None", text, parameters)
    browser = create_app(replace(claims_context, panels=(panel,))).test_client()
    assert "All of them" not in read(browser, "/page/drug/baricitinib").text
    monkeypatch.setattr(panels, "MOST_ROWS", 2)
    page = read(browser, "/page/drug/baricitinib")
    assert page.problems() == []
    assert words in page.text
    assert "3 rows" in read(browser, next(address for text, address in page.links if text == "All of them")).text


def test_a_card_says_how_much_it_leaves_out(browser: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """Other claims and conclusions beyond a bound are counted, with the query for all of them."""
    assert "more. All of them" not in read(browser, "/page/potency/two").text
    monkeypatch.setattr(claims, "MOST_NEIGHBOURS", 0)
    monkeypatch.setattr(claims, "solutions", lambda reader, text, _most, part: solutions(reader, text, 100, part))
    page = read(browser, "/page/potency/one")
    assert page.text.count("And 1 more. All of them are on the query page.") == 2
    address = next(address for text, address in page.links if text == "All of them")
    assert "1 row" in read(browser, address).text


def test_statements_beyond_a_bound_are_counted(browser: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """Which of them are shown is said, and where the others are."""
    monkeypatch.setattr(reading, "MOST_STATEMENTS", 2)
    page = read(browser, "/page/potency/one")
    assert "The first 2 of 11 statements about" in page.text
    address = next(address for text, address in page.links if text == "All of them")
    assert "11 rows" in read(browser, address).text


def test_what_cannot_be_shown_whole_is_an_error(browser: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a part would be taken for the whole there is no page: 422, which names the bound."""
    monkeypatch.setattr(lists, "MOST_THINGS", 0)
    response = browser.get("/page/drug")
    assert response.status_code == 422
    assert response.json["limit"] == {"name": "rows of a page", "value": 0, "unit": "row"}


def test_a_card_stands_alone_for_scripts(browser: FlaskClient) -> None:
    """The card is a page of its own; a thing that is no claim has none."""
    page = read(browser, "/card/potency/one")
    assert page.problems() == []
    assert "5.90" in page.text
    assert browser.get("/card/drug/baricitinib").status_code == 404


def test_a_report_goes_to_the_form_that_the_operator_names(claims_context: ServiceContext) -> None:
    """Claim, source and revision are filled in, each character that means something in an address escaped."""
    settings = Settings(report_url="https://tracker.example/new?title={title}&body={text}")
    page = read(create_app(replace(claims_context, settings=settings)).test_client(), "/page/potency/one")
    address = dict(page.links)["Report an error in this figure"]
    assert address.startswith("https://tracker.example/new?title=Error%20in%20potency%2Fone&body=Claim%3A%20https")
    assert claims_context.engine.revision[:12] in address


@pytest.mark.parametrize(
    ("accept", "status", "wanted"),
    [
        ("text/html,application/xhtml+xml,*/*;q=0.8", 303, "text/html"),
        ("text/turtle", 200, "text/turtle"),
        ("application/ld+json", 200, "application/ld+json"),
        ("*/*", 200, "text/turtle"),
        ("image/png", 406, "application/problem+json"),
    ],
)
def test_the_iri_of_a_thing_answers_what_is_asked_for(
    browser: FlaskClient, accept: str, status: int, wanted: str
) -> None:
    """A browser is sent to the page, a program gets RDF; the answer varies by Accept and scripts may read it."""
    response = browser.get("/drug/baricitinib", headers={"Accept": accept})
    assert response.status_code == status
    assert response.content_type.startswith(wanted)
    if status != 406:
        assert "Accept" in response.headers["Vary"]
        assert response.headers["Access-Control-Allow-Origin"] == "*"
    if status == 303:
        assert response.headers["Location"] == "/page/drug/baricitinib"


@pytest.mark.parametrize(
    ("ending", "media_type"),
    [
        ("ttl", "text/turtle"),
        ("nt", "application/n-triples"),
        ("jsonld", "application/ld+json"),
        ("rdf", "application/rdf+xml"),
    ],
)
def test_an_ending_names_the_format(browser: FlaskClient, ending: str, media_type: str) -> None:
    """Endings work for people and for tools that cannot set headers; HEAD says the same as GET; a repeat is a 304."""
    response = browser.get(f"/drug/baricitinib.{ending}", headers={"Accept": "text/html"})
    assert response.content_type.startswith(media_type)
    assert "Baricitinib" in response.text
    head = browser.head(f"/drug/baricitinib.{ending}")
    assert head.headers["Content-Length"] == response.headers["Content-Length"]
    again = browser.get(f"/drug/baricitinib.{ending}", headers={"If-None-Match": response.headers["ETag"]})
    assert again.status_code == 304


def test_the_ending_html_leads_to_the_page(browser: FlaskClient) -> None:
    """.html is the page whatever Accept says."""
    response = browser.get("/drug/baricitinib.html", headers={"Accept": "text/turtle"})
    assert (response.status_code, response.headers["Location"]) == (303, "/page/drug/baricitinib")


def test_named_graphs_have_pages_too(browser: FlaskClient) -> None:
    """The IRI of a graph answers like that of any thing."""
    assert "licenses/by/4.0" in browser.get("/graph/source/paper", headers={"Accept": "text/turtle"}).text
    assert read(browser, "/page/graph/source/paper").problems() == []


def test_other_datasets_have_no_pages_of_ours(own_context: ServiceContext) -> None:
    """Where somebody else's files are served, our kinds of things mean nothing."""
    assert create_app(own_context).test_client().get("/page/drug/baricitinib").status_code == 404


def test_a_kind_has_a_page_of_all_its_things(browser: FlaskClient) -> None:
    """By name, with the number of them, which is the number of rows of the query that it links to."""
    page = read(browser, "/page/drug")
    assert page.problems() == []
    assert page.headings[0] == "Drugs"
    assert ("Baricitinib", "/page/drug/baricitinib") in page.links
    assert "1 row" in read(browser, dict(page.links)["as a query"]).text
    assert ("Drugs", "/page/drug") in read(browser, "/page/drug/baricitinib").links


def test_a_kind_nobody_knows_and_a_page_past_the_end_are_404(browser: FlaskClient) -> None:
    """Neither is an empty list."""
    for address in ("/page/spaceship", "/page/drug?page=2"):
        assert browser.get(address).status_code == 404


def test_a_page_describes_its_thing_for_search_engines(browser: FlaskClient) -> None:
    """As data, by its own IRI: a script block that no policy has to allow, since nothing runs it."""
    (data,) = read(browser, "/page/drug/baricitinib").data
    assert json.loads(data)["@id"] == f"{JGR}drug/baricitinib"


def test_a_claim_is_found_under_its_source(browser: FlaskClient) -> None:
    """The way to it leads by the document that states it."""
    assert ("A paper", "/page/source/paper") in read(browser, "/page/potency/one").links[:12]


def test_a_report_of_a_claim_without_a_source_names_none(browser: FlaskClient) -> None:
    """Nothing else that the card says of its evidence passes for the document."""
    assert "Source: A paper" in read(browser, "/page/potency/one").text
    assert "Source: none is named" in read(browser, "/page/potency/three").text


def test_claims_about_the_same_leave_the_same_open(browser: FlaskClient) -> None:
    """A potency in cells, on no target, says nothing about the same as one on a kinase."""
    neighbours = read(browser, "/page/potency/one").text.split("Other statements about the same")[1]
    assert "in cells" not in neighbours
    assert "Other statements about the same" not in read(browser, "/page/potency/three").text


def test_what_claims_share_are_properties_of_the_ontology() -> None:
    """A renamed property would silently widen what counts as the same."""
    ontology = (paths.ontology_dir() / "jakgraph.ttl").read_text("utf-8")
    for class_name, properties in SUBJECTS.items():
        for name in (class_name, *properties):
            assert f"\njg:{name} a owl:" in ontology, name


def test_a_page_can_be_reported_too(browser: FlaskClient) -> None:
    """What is no claim names itself and the state of the data; figures are reported on their cards."""
    text = read(browser, "/page/drug/baricitinib").text
    assert f"Thing: {JGR}drug/baricitinib" in text
    assert "Report an error on this page" in text
    assert "Source:" not in text.split(f"Thing: {JGR}")[1]
