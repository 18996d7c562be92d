"""What is new, disputed or unknown, on the home page."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from tests.service.conftest import DRUGS, running_engine, written
from tests.service.pages import Page

from jakgraph.service.app import create_app
from jakgraph.service.context import DatasetFacts, ServiceContext
from jakgraph.service.standing import StandingOfGraph
from jakgraph.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

CLAIMS = """
PREFIX jg: <https://w3id.org/jakgraph/ontology#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
BASE <https://w3id.org/jakgraph/>

<drug/one> a jg:Drug .
<drug/two> a jg:Drug .
<potency/old> a jg:Claim ; jg:curatedOn "2025-01-01"^^xsd:date .
<potency/new> a jg:Claim ; jg:curatedOn "2026-11-24"^^xsd:date .
<potency/newer> a jg:Claim ; jg:curatedOn "2026-11-24"^^xsd:date .
"""


@pytest.fixture(scope="module")
def claims_context(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServiceContext]:
    """The context of three claims, and of a query that stands for the unverified ones."""
    unverified = replace(DRUGS, name="unverified-claims")
    with running_engine(written(tmp_path_factory, "claims.trig", CLAIMS)) as engine:
        facts = DatasetFacts("Claims", engine.revision)
        yield ServiceContext(engine, Settings(), facts, queries=(DRUGS, unverified))


def test_its_numbers_are_those_of_its_queries(claims_context: ServiceContext) -> None:
    """A number counts the rows of a competency query, which it opens; queries that are not there are left out."""
    page = Page(create_app(claims_context).test_client().get("/").text)
    assert page.problems() == []
    links = dict(page.links)
    assert links["2 claims that nobody has seen in a source"] == "/query?name=unverified-claims"
    assert "query=" in links["0 JAK inhibitors approved for lupus"]
    assert not any("contradict" in text for text in links)


def test_the_newest_claims_are_those_of_the_last_day(claims_context: ServiceContext) -> None:
    """They are counted, and their query lists them."""
    page = Page(create_app(claims_context).test_client().get("/").text)
    address = dict(page.links)["2 claims entered or checked on 24 November 2026, the newest"]
    assert "2 rows" in Page(create_app(claims_context).test_client().get(address).text).text


def test_numbers_are_counted_once_for_a_revision(claims_context: ServiceContext) -> None:
    """A page does not ask again what it knows."""
    standing = StandingOfGraph(claims_context)
    assert standing.now() is standing.now()


def test_without_an_engine_there_are_no_numbers(dead_context: ServiceContext) -> None:
    """The page stays, without this part."""
    assert StandingOfGraph(dead_context).now() is None
