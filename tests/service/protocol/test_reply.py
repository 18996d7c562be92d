"""Validators and preflights: RFC 9110, 8.8.3 and 13.1.2, and the Fetch standard."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from jakgraph.service.protocol.reply import entity_tag, is_fresh, preflight
from jakgraph.store.jobs import QueryJob

JOB = QueryJob("ASK {}", "json")
TAG = entity_tag("r1", JOB, JOB.text, "application/json")


def test_the_tag_is_strong_and_quoted() -> None:
    """8.8.3: an opaque quoted string without W/."""
    assert TAG.startswith('"')
    assert TAG.endswith('"')
    assert entity_tag("r1", JOB, JOB.text, "application/json") == TAG


def test_whatever_changes_the_bytes_changes_the_tag() -> None:
    """8.8.1: a strong validator is unique across revisions, queries, formats, labels and datasets."""
    others = {
        entity_tag("r2", JOB, JOB.text, "application/json"),
        entity_tag("r1", JOB, JOB.text, "application/sparql-results+json"),
        entity_tag("r1", JOB, "ASK { }", "application/json"),
        entity_tag("r1", replace(JOB, result_format="xml"), JOB.text, "application/json"),
        entity_tag("r1", replace(JOB, default_graphs=("urn:g",)), JOB.text, "application/json"),
        entity_tag("r1", replace(JOB, named_graphs=("urn:g",)), JOB.text, "application/json"),
    }
    assert len(others | {TAG}) == 7


def test_the_time_limit_does_not_change_the_tag() -> None:
    """A complete answer is the same under any limit."""
    assert entity_tag("r1", replace(JOB, timeout_seconds=1.0), JOB.text, "application/json") == TAG


def test_a_list_of_tags_is_searched_weakly() -> None:
    """13.1.2: If-None-Match compares weakly and takes a list."""
    assert is_fresh(f'"other", {TAG}', TAG)
    assert is_fresh(f"W/{TAG}", TAG)
    assert not is_fresh('"other"', TAG)
    assert not is_fresh(None, TAG)


def test_a_star_is_not_fresh_before_evaluation() -> None:
    """13.1.2: * means that any representation exists, which only an evaluation can tell."""
    assert not is_fresh("*", TAG)


@settings(deadline=None)
@given(st.text())
def test_any_if_none_match_can_be_read(header: str) -> None:
    """No header is a mistake of ours."""
    assert isinstance(is_fresh(header, TAG), bool)


def test_a_preflight_allows_what_reading_needs() -> None:
    """Fetch, 3.2: a cross-origin POST of application/sparql-query asks first."""
    headers = dict(preflight(("GET", "POST")).headers)
    assert headers["Access-Control-Allow-Origin"] == "*"
    assert headers["Access-Control-Allow-Methods"] == headers["Allow"] == "GET, POST"
    assert "Content-Type" in headers["Access-Control-Allow-Headers"]
