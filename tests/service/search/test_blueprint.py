"""``/search`` and ``/search.json``."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.service.conftest import running_engine
from tests.service.pages import Page

from jakgraph.service.app import create_app
from jakgraph.service.context import DatasetFacts, ServiceContext
from jakgraph.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from flask.testing import FlaskClient

NAMES = """
PREFIX jg: <https://w3id.org/jakgraph/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
BASE <https://w3id.org/jakgraph/>

<drug/baricitinib> a jg:Drug ; rdfs:label "baricitinib"@en ; skos:altLabel "Olumiant <b>" .
<trial/sle-brave-i> a jg:Trial ; rdfs:label "SLE-BRAVE-I"@en ; jg:title "Baricitinib in lupus" .
<arm/sle-brave-i-4mg> a jg:Arm ; rdfs:label "baricitinib 4 mg"@en ; jg:trial <trial/sle-brave-i> .
<cross-reference/one> rdfs:label "baricitinib is CHEBI:95341" ; jg:curie "CHEBI:95341" ; jg:subject <drug/baricitinib> .
<derivation/one> rdfs:label "why baricitinib" .
""" + "".join(
    f'<potency/baricitinib-{number}> a jg:Potency ; rdfs:label "baricitinib, JAK1: {number} nM" .\n'
    for number in range(60)
)


@pytest.fixture(scope="module")
def names_context(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServiceContext]:
    """The context of a graph with names of all sorts, as if it were the built-in one."""
    file = tmp_path_factory.mktemp("names") / "names.ttl"
    file.write_text(NAMES, encoding="utf-8")
    with running_engine(file) as engine:
        yield ServiceContext(engine, Settings(), DatasetFacts("Names", engine.revision))


@pytest.fixture(scope="module")
def searching(names_context: ServiceContext) -> FlaskClient:
    """A client of the app over the graph with names."""
    return create_app(names_context).test_client()


@pytest.fixture
def find(searching: FlaskClient) -> Callable[..., Page]:
    """Give the page that answers a search."""

    def page(text: str, **more: str) -> Page:
        response = searching.get("/search", query_string={"q": text, **more})
        assert response.status_code == 200
        return Page(response.text)

    return page


def test_hits_stand_under_their_kinds_and_claims_come_last(find: Callable[..., Page]) -> None:
    """Things by kind with their numbers, claims of all kinds together at the end; what is no thing is not found."""
    page = find("baricitinib")
    assert page.headings == ["63 things found for “baricitinib”", "Drugs 1", "Trials 1", "Arms 1", "Claims 60"]
    assert ("baricitinib", "/page/drug/baricitinib") in page.links
    assert "in SLE-BRAVE-I" in page.text
    assert not page.problems()


def test_reason_of_a_hit_is_said(find: Callable[..., Page]) -> None:
    """A thing found by another name than its label says by which, and how it goes by it; markup in it is text."""
    assert "baricitinib synonym Olumiant <b>" in find("olumiant").text
    assert "baricitinib identifier CHEBI:95341" in find("chebi:95341").text
    assert "baricitinib 4 mg in SLE-BRAVE-I by its IRI" in find("jgr:arm/sle-brave-i-4mg").text


def test_all_hits_of_a_kind_are_paged(find: Callable[..., Page]) -> None:
    """What is not shown at once is one link away: 50 to a page, and back to all kinds."""
    first, second = find("baricitinib", kind="potency"), find("baricitinib", kind="potency", page="2")
    assert sum(address.startswith("/page/potency/") for _, address in first.links) == 50
    assert sum(address.startswith("/page/potency/") for _, address in second.links) == 10
    assert ("next", "/search?q=baricitinib&kind=potency&page=2") in first.links
    assert ("All kinds", "/search?q=baricitinib") in second.links
    assert not second.problems()


def test_empty_answer_says_so_and_names_what_comes_near(find: Callable[..., Page]) -> None:
    """Nothing found is an answer: it says so, offers near names, and says what search does not look at."""
    page = find("baricitinib unicorn")
    assert page.headings[0] == "Nothing found for “baricitinib unicorn”"
    assert ("baricitinib", "/page/drug/baricitinib") in page.links
    assert "not at what is said about things" in page.text
    assert not page.problems()


def test_every_page_has_the_box_and_it_keeps_what_was_asked(find: Callable[..., Page], searching: FlaskClient) -> None:
    """The box is a GET form with a label, on every page; it holds what was looked for."""
    assert find('SLE "brave" 1').inputs["search-box"]["value"] == 'SLE "brave" 1'
    for address in ("/", "/query", "/problem", "/search"):
        page = Page(searching.get(address).text)
        assert page.inputs["search-box"]["type"] == "search", address
        assert not page.problems(), address


def test_unknown_thing_leads_to_a_search(searching: FlaskClient) -> None:
    """A page that is not there offers to look for the end of its address."""
    response = searching.get("/page/drug/baricitinb", headers={"Accept": "text/html"})
    assert response.status_code == 404
    assert ("search for “baricitinb”", "/search?q=baricitinb") in Page(response.text).links


def test_json_says_the_same(searching: FlaskClient) -> None:
    """Programs and the box get the best hits with kind, address and reason, and how many there are in all."""
    answer = searching.get("/search.json?q=olumiant").json
    assert answer == {
        "q": "olumiant",
        "count": 1,
        "countIsWhole": True,
        "results": [
            {
                "label": "baricitinib",
                "iri": "https://w3id.org/jakgraph/drug/baricitinib",
                "href": "/page/drug/baricitinib",
                "kind": "drug",
                "kindName": "drug",
                "within": "",
                "match": {
                    "way": "synonym",
                    "parts": [{"text": "Olumiant", "matched": True}, {"text": " <b>", "matched": False}],
                },
            }
        ],
        "near": [],
        "more": "/search?q=olumiant",
    }
    assert len(searching.get("/search.json?q=baricitinib&limit=3").json["results"]) == 3


def test_what_was_found_is_a_picture(find: Callable[..., Page]) -> None:
    """Several things lead to the graph browser with all of them; one alone would be a dot."""
    (link,) = (address for text, address in find("baricitinib").links if text == "As a picture")
    assert link.startswith("/graph#1;q:SELECT+?thing")
    assert link.count("/drug/baricitinib") == link.count("/trial/sle-brave-i") == 1
    assert "As a picture" not in {text for text, _ in find("olumiant").links}


def test_the_graph_browser_finds_nodes_only(searching: FlaskClient) -> None:
    """Claims, terms and documents can be no part of its picture; the kept answers are told apart."""
    whole, nodes = (searching.get(f"/search.json?q=baricitinib&limit=50{more}") for more in ("", "&among=nodes"))
    assert {item["kind"] for item in nodes.json["results"]} == {"drug", "arm", "trial"}
    assert nodes.json["count"] == 3
    assert whole.json["count"] > 60
    assert whole.headers["ETag"] != nodes.headers["ETag"]
    assert searching.get("/search.json?q=baricitinib&among=claims").status_code == 400


def test_json_is_kept_by_revision(searching: FlaskClient) -> None:
    """The same search of the same data costs a 304; every origin may ask."""
    first = searching.get("/search.json?q=bari")
    assert first.headers["Cache-Control"] == "public, no-cache"
    assert first.headers["Access-Control-Allow-Origin"] == "*"
    again = searching.get("/search.json?q=bari", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert searching.get("/search.json?q=baric").headers["ETag"] != first.headers["ETag"]


@pytest.mark.parametrize(
    "query", ["q=a&q=b", "q=%FF", f"q={'a' * 201}", "q=a&page=0", "q=a&page=x", "q=a&page=99999999999", "q=a&limit=-1"]
)
def test_what_cannot_be_a_search_is_refused(searching: FlaskClient, query: str) -> None:
    """Twice the same, bytes that are no text, a whole essay, no page number: 400, with the parameter named."""
    for address in ("/search", "/search.json"):
        assert searching.get(f"{address}?{query}").status_code == 400


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=50)
@given(text=st.text(max_size=60), kind=st.sampled_from(["", "drug", "potency", "term", "other", "nonsense"]))
def test_no_text_breaks_the_page(searching: FlaskClient, text: str, kind: str) -> None:
    """Whatever is typed is answered with a page that keeps the rules of accessible HTML."""
    response = searching.get("/search", query_string={"q": text, "kind": kind})
    assert response.status_code == 200
    assert not Page(response.text).problems()


def test_other_peoples_data_are_searched_by_their_labels(own_context: ServiceContext) -> None:
    """With FILEs to serve: labels of any vocabulary of names, in named graphs too; hits lead to a description."""
    page = Page(create_app(own_context).test_client().get("/search?q=named").text)
    assert page.headings == ["1 thing found for “named”", "Things 1"]
    assert ("named", "/query?query=DESCRIBE+%3Chttp://example.org/in-named%3E") in [
        (text, address.replace("%3A", ":").replace("%2F", "/")) for text, address in page.links
    ]
    assert not page.problems()


def test_empty_dataset_has_no_box(empty_context: ServiceContext) -> None:
    """Where nothing can be found, nothing asks what to look for."""
    assert "search-box" not in create_app(empty_context).test_client().get("/").text


def test_without_an_engine_the_answer_is_503(names_context: ServiceContext, dead_context: ServiceContext) -> None:
    """An index that cannot be made yet is made the next time: until then 503 with when to come back."""
    client = create_app(replace(names_context, engine=dead_context.engine)).test_client()
    response = client.get("/search.json?q=a")
    assert response.status_code == 503
    assert response.mimetype == "application/problem+json"
