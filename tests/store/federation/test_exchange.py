"""What is exchanged in a query, and how the broker's reports come back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jakgraph.errors import EndpointFailed, EndpointTimeout
from jakgraph.store.federation.exchange import Errand, Report, exchange_endpoints, reported_failure
from jakgraph.store.inspection import inspect_query

LISTED = ("http://a.example/sparql", "http://b.example/")
ERRAND = Errand("http://127.0.0.1:4000/s3cret", "q1", 2.5)


@given(st.lists(st.sampled_from([*LISTED, "'SERVICE <x> {' ", "# é\n", "?s ?p ?o . "]), max_size=6))
def test_nothing_but_names_of_endpoints_is_exchanged(parts: list[str]) -> None:
    """With each address of the broker put back into the listed one, the text is what it was."""
    body = "".join(f"SERVICE <{part}> {{ }} " if part in LISTED else part for part in parts).replace("'S", "?s ?p 'S")
    text = f"SELECT * {{ {body} }}"
    exchanged = exchange_endpoints(text, inspect_query(text, LISTED).services, ERRAND)
    assert exchanged.count(ERRAND.url) == sum(part in LISTED for part in parts)
    for number, url in enumerate(LISTED):
        exchanged = exchanged.replace(ERRAND.address_of(number), url)
    assert exchanged == text


@pytest.mark.parametrize("error", [EndpointFailed, EndpointTimeout])
def test_a_report_comes_back_as_the_error_that_it_was(error: type[EndpointFailed]) -> None:
    """Through the engine's complaint, with all that the client is told."""
    reason = "timeout" if error is EndpointTimeout else "status"
    sent = error(LISTED[0], reason, "It has\nfailed: é.", remedy="Mend it.")
    complaint = f"Error 502 Bad Gateway returned by {ERRAND.address_of(0)} with payload:\n{Report.of(sent).to_json()}"
    come = reported_failure(complaint)
    assert type(come) is error
    assert vars(come) == vars(sent)


@pytest.mark.parametrize("payload", ["", "<html>", "[]", "{}", '{"endpoint": 1}', "null"])
def test_what_is_no_report_is_none(payload: str) -> None:
    """An answer of somebody else's, or none at all."""
    assert reported_failure(f"Error 413 Too Large returned by http://a/ with payload:\n{payload}") is None
    assert reported_failure(payload) is None
