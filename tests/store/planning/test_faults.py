"""What was once planned wrongly: the smallest query of each fault, with data on which it shows."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import RdfFormat, Store

from jakgraph.store.planning import writing
from jakgraph.store.planning.plans import Plans
from jakgraph.store.planning.statistics import statistics_of

if TYPE_CHECKING:
    from pyoxigraph import QuerySolutions

PREFIX = "PREFIX ex: <https://example.org/>\n"


@pytest.fixture(autouse=True)
def _looks_everything_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "_PREFERENCE", 1e12)


def _solutions(store: Store, text: str) -> Counter[str]:
    found: QuerySolutions = store.query(text)  # type: ignore[assignment]
    return Counter(map(str, found))


def _plan(data: str, query: str) -> str:
    """Return the plan of a query after comparing its solutions with the query's."""
    store = Store()
    store.load((PREFIX + data).encode(), format=RdfFormat.TURTLE)
    plan = Plans(statistics_of(store, reads_union=False)).of(PREFIX + query).text
    assert _solutions(store, plan) == _solutions(store, PREFIX + query)
    return plan


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { {} ?u ex:r ?x . VALUES ?u { ex:f } }",
        "SELECT * { BIND(1 AS ?w) ?u ex:r ?x . VALUES ?u { ex:f } }",
        "SELECT (COUNT(*) AS ?n) { {} VALUES ?u { ex:f } OPTIONAL { ?x ex:q ?u . ?y ex:r ?x } }",
    ],
)
def test_a_table_is_a_filter_only_of_what_has_a_value(query: str) -> None:
    """Something before a table does not mean that its variable has a value."""
    _plan("ex:f ex:r ex:e .", query)


def test_bind_in_exists_is_joined_with_the_value_outside() -> None:
    """A name that has a value outside of EXISTS is compared, not given anew."""
    data = "ex:a ex:p ex:a ; ex:s ex:e . ex:e ex:s ex:a ."
    _plan(data, "SELECT * { ?z ex:s ?x . ?y ex:s ?z FILTER EXISTS { BIND(ex:d AS ?z) ?y ex:p ?y } }")


def test_a_negated_path_counts_every_triple() -> None:
    """The engine counts it once where both ends are given: so it is not looked up."""
    data = "ex:b ex:r ex:f . ex:f ex:q ex:b ; ex:r ex:b ."
    _plan(data, "SELECT * { ?u ex:r ?y { { SELECT * { ?y !a ?u } } } }")


def test_a_subselect_asks_its_filters_of_values_that_it_has() -> None:
    """A variable that only MINUS holds beside it has no value in it."""
    subselects = "{ SELECT * { FILTER(!BOUND(?v)) ?z ex:q ?x . ?u ex:r ?v } } { SELECT * { BIND(1 AS ?y) ?u a ex:D } }"
    _plan("ex:d a ex:D ; ex:q 1 ; ex:r ex:d .", f"SELECT * {{ {subselects} MINUS {{ ?x a ex:D FILTER(?z != ?v) }} }}")


def test_a_repeated_value_is_not_made_a_filter() -> None:
    """A table with one value twice gives each solution twice, also where only the constants say so."""
    store = Store()
    store.load((PREFIX + "ex:a ex:p ex:b . ex:c ex:p ex:b .").encode(), format=RdfFormat.TURTLE)
    plans = Plans(statistics_of(store, reads_union=False))
    for second in ("c", "a"):
        cells = f"<https://example.org/a> <https://example.org/{second}>"
        text = f"{PREFIX}SELECT * {{ ?x ex:p ?y . ?z ex:p ?y VALUES ?x {{ {cells} }} }}"
        assert _solutions(store, plans.of(text).text) == _solutions(store, text)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { ?v ex:p ?y { VALUES ?y { ex:d ex:d } } }",
        "SELECT * { ?v ex:p ?y { ?v ex:p ?z BIND(ex:b AS ?y) } }",
        "SELECT * { OPTIONAL { ?a ex:p ?z FILTER(?y) ?a ex:q ?v } ?a ex:p ?b }",
        "SELECT * { OPTIONAL { ex:b ex:r ?z } { SELECT * { VALUES ?z { } } } ex:e ex:p ex:f }",
        "SELECT * { { ex:a ex:q ?v } UNION { } VALUES ?v { ex:b } ?v ex:q+ ex:b }",
        "SELECT * { OPTIONAL { ?u ex:p ?v } { SELECT ?v (COUNT(*) AS ?u) { ?u ex:s ?x . ?x a ex:C } GROUP BY ?v } }",
        "SELECT * { BIND(1 AS ?w) { SELECT * { BIND(2 AS ?w) ?x ex:r ?u } } ?x a ex:C }",
        "SELECT * { ?y ex:p ?x FILTER NOT EXISTS { ?x ex:p ?y . { VALUES ?x { } } } }",
    ],
)
def test_the_engine_takes_every_plan(query: str) -> None:
    """No LATERAL gives a value to what has one, and patterns that stood apart keep their full stop."""
    _plan("ex:a ex:p ex:b . ex:b ex:p ex:a .", query)


@pytest.mark.parametrize("limit", ["+2", "?x", "x", ")", ""])
def test_what_is_no_query_has_no_plan(limit: str) -> None:
    """The engine says what is wrong with it; planning raises nothing."""
    text = f"{PREFIX}SELECT * {{ ?a ex:p ?b {{ SELECT ?a {{ ?a ex:q ?b }} LIMIT {limit} }} }}"
    plan = Plans(statistics_of(Store(), reads_union=False)).of(text).text
    with pytest.raises(SyntaxError):
        Store().query(plan)


@pytest.mark.parametrize(("opening", "closing"), [("{", "}"), ("OPTIONAL {", "}"), ("{ SELECT * {", "} }")])
def test_deep_groups_are_written_a_few_times_at_most(
    opening: str, closing: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not twice for each level that they stand in: the work would be exponential."""
    calls: list[object] = []
    write = writing.Writer.group

    def counted(self: writing.Writer, *arguments: object) -> object:
        calls.append(arguments)
        return write(self, *arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(writing.Writer, "group", counted)
    text = f"SELECT * {{ ?a ex:p ?b {f'{opening} ?a ex:p ?b . ?b ex:q ?c ' * 12}{closing * 12} }}"
    Plans(statistics_of(Store(), reads_union=False)).of(PREFIX + text)
    assert len(calls) < 500


def test_a_table_after_the_query_leaves_its_exists_alone() -> None:
    """The engine joins the table before it asks, so the values in EXISTS are more than its group shows."""
    text = f"{PREFIX}SELECT * {{ ?u ex:p ?v FILTER NOT EXISTS {{ ?v ex:q ?x . ?x ex:p ?y }} }} VALUES ?x {{ ex:a }}"
    assert Plans(statistics_of(Store(), reads_union=False)).of(text).form is None


def test_what_looks_like_a_mark_in_a_query_is_the_querys_own() -> None:
    """Where constants are not told apart, nothing of the text is filled in."""
    text = f'{PREFIX}SELECT * {{ ?a ex:p ?b . ?b ex:q "\x015\x02" }}'
    plan = Plans(statistics_of(Store(), reads_union=False)).of(text)
    assert plan.form is not None
    assert "\x015\x02" in plan.text
