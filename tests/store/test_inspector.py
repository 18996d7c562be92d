"""Queries of a shape that was seen are inspected as if they were read."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jakgraph.errors import QueryRefused, QuerySyntaxError
from jakgraph.store.inspection import MAX_CHARACTERS, inspect_query
from jakgraph.store.inspector import MOST_CHARACTERS, Inspector

TEXTS = (
    "PREFIX ex: <http://e/>\nSELECT * { <http://e/%s> ex:p '%s', %d } # %s",
    "SELECT ?s FROM <http://e/%s> { ?s ?p '%s' } LIMIT %d # %s",
    "CONSTRUCT { ?s <http://e/%s> [] } WHERE { ?s ?p '%s', %d } # %s",
    "ASK { ?s ?p ?o FILTER(?s <urn:%s> '%s' && ?o < %d) } # %s",
    "SELECT (NOW() AS ?n) { <http://e/%s> ?p '%s' } OFFSET %d # %s",
    "SELECT  *  {  <http://e/%s>  ?p  '%s'  ,  %d  }  #  %s",
)
WORDS = st.text("abSERVICEfrom#{ }()%.é", max_size=12)


@given(st.lists(st.tuples(st.sampled_from(TEXTS), WORDS, WORDS, st.integers(0, 99), WORDS), max_size=8))
def test_what_is_remembered_is_what_would_be_read(drawn: list[tuple[str, str, str, int, str]]) -> None:
    """Form, dataset, what may be kept and the normal text are those of the very text, whatever was seen before."""
    inspector = Inspector()
    for pattern, iri, string, number, note in drawn:
        text = pattern % (iri.replace(" ", "").replace("{", "").replace("}", ""), string, number, note)
        try:
            expected = inspect_query(text)
        except (QueryRefused, QuerySyntaxError) as error:
            with pytest.raises(type(error)):
                inspector.inspect(text)
            continue
        assert replace(inspector.inspect(text), shape=None) == expected


def test_a_shape_that_was_seen_is_still_refused_for_what_its_constants_are() -> None:
    """Length, half characters and SERVICE are judged text by text."""
    inspector = Inspector()
    inspector.inspect("ASK { ?s ?p 'a' }")
    with pytest.raises(QuerySyntaxError, match="lone surrogate"):
        inspector.inspect("ASK { ?s ?p '\ud800' }")
    with pytest.raises(QueryRefused, match="characters"):
        inspector.inspect(f"ASK {{ ?s ?p '{'a' * MAX_CHARACTERS}' }}")


def test_long_texts_are_not_remembered() -> None:
    """What anybody may send as often as he likes takes no memory that lasts."""
    inspector = Inspector()
    for number in range(20):
        assert inspector.inspect(f"ASK {{ ?s ?p{number} ?o {'. ?a ?b ?c' * (MOST_CHARACTERS // 10)} }}").shape is None


def test_services_are_found_by_their_names() -> None:
    """A query that asks another endpoint is read each time: which one it asks is a constant."""
    inspector = Inspector(("http://e/sparql",))
    text = "SELECT * {{ SERVICE <{}> {{ ?s ?p ?o }} }}"
    assert inspector.inspect(text.format("http://e/sparql")).services
    with pytest.raises(QueryRefused, match="not among"):
        inspector.inspect(text.format("http://other/sparql"))
