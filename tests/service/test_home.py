"""``/`` and ``/problem``."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from jakgraph.service.app import create_app
from jakgraph.service.protocol.kinds import KINDS

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.testing import FlaskClient
    from tests.service.pages import Page

    from jakgraph.service.context import ServiceContext


def test_it_says_what_this_is_and_of_what_date(read_page: Callable[[str], Page]) -> None:
    """A reader learns what is here, how old it is, and that it is not medical advice."""
    page = read_page("/")
    assert page.headings[0] == "JAK inhibitors in systemic lupus erythematosus"
    assert "24 November 2026" in page.text
    assert "Not medical advice" in page.text


def test_its_numbers_are_the_answers_of_the_queries_they_link_to(read_page: Callable[[str], Page]) -> None:
    """No number is written down anywhere: each link gives the rows that its number counts."""
    page = read_page("/")
    counted = {text.split()[1]: (int(text.split()[0]), address) for text, address in page.links if text[0].isdigit()}
    assert {"drugs", "trial", "arm", "source", "result", "triples", "named", "classes"} <= set(counted)
    for name in ("drugs", "trial", "source", "named", "classes"):
        count, address = counted[name]
        assert f"{count} row" in read_page(address).text, name
    assert counted["drugs"][0] == 2


def test_it_links_to_every_competency_query_by_its_question(read_page: Callable[[str], Page]) -> None:
    """A visitor starts from a question."""
    assert ("Which drugs are in the graph?", "/query?name=drugs") in read_page("/").links


def test_it_can_be_revalidated(client: FlaskClient) -> None:
    """RFC 9110, 13.1.2: an unchanged home page costs a 304."""
    first = client.get("/")
    assert client.get("/", headers={"If-None-Match": first.headers["ETag"]}).status_code == 304


def test_another_dataset_is_presented_as_what_it_is(context: ServiceContext) -> None:
    """With FILEs to serve: the dataset's own title and classes, nothing about lupus."""
    facts = replace(context.facts, title="Yeast proteins", built_on=None)
    other = replace(context, facts=facts, is_builtin=False, queries=())
    text = create_app(other).test_client().get("/").text
    assert "Yeast proteins" in text
    assert "jg:Drug" in text
    for word in ("lupus", "medical", "Questions"):
        assert word not in text


def test_an_empty_dataset_says_so(empty_context: ServiceContext) -> None:
    """With --empty: the page works and says that there is nothing yet to count."""
    text = create_app(empty_context).test_client().get("/").text
    assert "empty dataset" in text
    assert ">0</b> triples" in text


def test_without_an_engine_the_page_stays(dead_context: ServiceContext) -> None:
    """A restarting engine costs the numbers, not the page; health says 503."""
    client = create_app(dead_context).test_client()
    assert "cannot be counted" in client.get("/").text
    response = client.get("/health")
    assert (response.status_code, response.json["status"]) == (503, "unavailable")


def test_a_query_without_an_engine_is_503(dead_context: ServiceContext) -> None:
    """RFC 9110, 15.6.4: 503 with Retry-After, on the endpoint and on the page."""
    client = create_app(dead_context).test_client()
    for path in ("/sparql", "/query"):
        response = client.get(path, query_string={"query": "ASK {}"})
        assert response.status_code == 503
        assert int(response.headers["Retry-After"]) >= 1


def test_every_kind_of_problem_is_explained(read_page: Callable[[str], Page]) -> None:
    """The type of a problem leads to its explanation."""
    page = read_page("/problem")
    for kind in KINDS.values():
        assert kind.slug in page.ids
        assert kind.title in page.text


@pytest.mark.parametrize("path", ["/", "/query", "/query?name=drugs", "/query?query=SELECT+%7B", "/problem", "/nope"])
def test_pages_keep_the_rules_of_accessible_html(read_page: Callable[[str], Page], path: str) -> None:
    """One h1, landmarks, a skip link, labelled controls, headed tables, unique ids, no script, no style attribute."""
    page = read_page(path)
    assert page.count("h1") == page.count("main") == page.count("header") == page.count("footer") == 1
    assert page.links[0] == ("Skip to the content", "#main")
    assert page.problems() == []


def test_every_link_on_the_pages_leads_somewhere(read_page: Callable[[str], Page]) -> None:
    """No link of ours is dead; fragments exist, but for those that are the log of a picture."""
    for path in ("/", "/query", "/query?name=drugs", "/problem"):
        page = read_page(path)
        for _, address in page.links:
            parts = urlsplit(address)
            if parts.scheme:
                continue
            target = page if not parts.path else read_page(address.split("#")[0])
            is_log = parts.path == "/graph" and parts.fragment.startswith("1;")
            assert not parts.fragment or is_log or parts.fragment in target.ids, address


def test_the_style_sheet_is_kept_for_good_under_its_digest(client: FlaskClient) -> None:
    """The address changes with the content, so it never needs to be asked for again."""
    address = client.get("/").text.split('rel="stylesheet" href="')[1].split('"')[0]
    with client.get(address) as response:
        response.get_data()
    assert response.mimetype == "text/css"
    assert "max-age=31536000" in response.headers["Cache-Control"]
    assert "v=" in address
