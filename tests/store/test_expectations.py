"""What is expected of a query before it runs."""

from __future__ import annotations

import time

import pytest

from jakgraph.store.expectations import LONG_SECONDS, MOST_SHAPES, Expectation, Expectations, resemblance_of

SHAPE = resemblance_of("ASK {}")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("SELECT ?n1 { ?n1 ?p 1 }", "SELECT ?n27 { ?n27 ?p 2.5 }"),
        ('ASK { ?s ?p "a" }', 'ASK { ?s ?p "b { c" }'),
        ('ASK { ?s ?p "\\"" }', 'ASK { ?s ?p "b \\" c" }'),
        ("ASK { ?s ?p 'a' }", "ASK { ?s ?p '' }"),
        ("SELECT * {} LIMIT 10 OFFSET 10", "SELECT * {} LIMIT 10 OFFSET 20"),
    ],
)
def test_values_are_not_of_the_shape(one: str, other: str) -> None:
    """Queries that differ in strings, numbers and digits of variables have one shape."""
    assert resemblance_of(one) == resemblance_of(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ASK { <http://e/1> ?p ?o }", "ASK { <http://e/2> ?p ?o }"),
        ("ASK { <http://e/a> ?p ?o }", "ASK { <http://e/b> ?p ?o }"),
        ("ASK { wd:Q1 ?p ?o }", "ASK { wd:Q2 ?p ?o }"),
        ("ASK { db:12 ?p ?o }", "ASK { db:13 ?p ?o }"),
        ("ASK { ?s ?p ?o }", "ASK { ?s ?p ?o . ?a ?b ?c }"),
    ],
)
def test_names_and_patterns_are_of_the_shape(one: str, other: str) -> None:
    """One thing's long query says nothing about another's: nobody can have a page's queries taken for long."""
    assert resemblance_of(one) != resemblance_of(other)


def test_long_is_forgotten_after_a_while() -> None:
    """A shape that was long may try again after a minute; one that was short stays so until it is not."""
    now = 0.0
    expectations = Expectations(lambda: now)
    assert expectations.of(SHAPE) is Expectation.UNKNOWN
    expectations.note(SHAPE, Expectation.LONG)
    assert expectations.of(SHAPE) is Expectation.LONG
    now = LONG_SECONDS + 1
    assert expectations.of(SHAPE) is Expectation.UNKNOWN
    expectations.note(SHAPE, Expectation.SHORT)
    now *= 10
    assert expectations.of(SHAPE) is Expectation.SHORT


def test_so_many_shapes_are_remembered() -> None:
    """The shape that was seen longest ago goes first."""
    expectations = Expectations()
    for number in range(MOST_SHAPES + 1):
        expectations.note(number, Expectation.SHORT)
    assert expectations.of(0) is Expectation.UNKNOWN
    assert expectations.of(1) is Expectation.SHORT


@pytest.mark.parametrize("quote", ["'", '"'])
def test_a_text_full_of_quotes_takes_no_time(quote: str) -> None:
    """No quote is looked after to the end of the text: this is done where all other requests wait for it."""
    started = time.process_time()
    resemblance_of(f"ASK {{}} # {quote}" + f"\\{quote}" * 50_000)
    assert time.process_time() - started < 2
