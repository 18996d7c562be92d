"""What names and relative IRIs of a query stand for."""

from __future__ import annotations

import time

import pytest

from jakgraph.errors import QueryRefused
from jakgraph.store.inspection import MAX_REPEATS, inspect_query
from jakgraph.store.prologue import resolved


@pytest.mark.parametrize(
    ("base", "reference"), [("http://[", "x"), ("http://example.org/", "//[x"), ("http://example.org/", "//]")]
)
def test_what_is_no_iri_is_left_as_it_is(base: str, reference: str) -> None:
    """The engine says what is wrong with it; here it is no reason to fail."""
    assert resolved(reference, base) == reference
    assert inspect_query(f"BASE <{base}> SELECT * FROM <{reference}> {{}}").from_graphs == (reference,)


def test_a_base_that_grows_takes_no_time() -> None:
    """Neither by many declarations, each of which makes it longer, nor by one that is long and used often."""
    started = time.process_time()
    with pytest.raises(QueryRefused, match="more than 1,000 BASE"):
        inspect_query("BASE <http://e/> " + "BASE <a/>" * 20_000 + "SELECT * FROM <x> {}")
    inspect_query("BASE <http://e/> " + "BASE <a/>" * (MAX_REPEATS - 1) + "SELECT * FROM <x> {}")
    inspect_query(f"BASE <http://e/{'a/' * 10_000}> " + "PREFIX a: <../a>" * 10_000 + "SELECT * FROM <x> {}")
    assert time.process_time() - started < 2
