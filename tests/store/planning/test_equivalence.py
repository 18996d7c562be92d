"""A plan has the solutions of its query, as many times, and the same variables: on random stores, by random queries."""

from __future__ import annotations

from collections import Counter
from itertools import islice
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import QueryBoolean, QuerySolutions, Store
from tests.store.planning.generated import Maker, some_store
from tests.store.planning.specified import NoOpinionError, Specified, named
from tests.store.planning.styled import Generated

from jakgraph.store.planning import writing
from jakgraph.store.planning.estimates import Estimate, Estimates
from jakgraph.store.planning.plans import Plans
from jakgraph.store.planning.statistics import Statistics, statistics_of

MOST_ROWS = 4_000
"""Of a query with more solutions nothing is told."""
QUERIES_PER_STORE = 20


class _TooManyError(Exception):
    pass


def _answer(store: Store, text: str, *, reads_union: bool) -> Any:
    """Return a truth, the set of triples, or the variables and the multiset of solutions."""
    found = store.query(text, use_default_graph_as_union=reads_union)
    if isinstance(found, QueryBoolean):
        return bool(found)
    rows = list(islice(found, MOST_ROWS + 1))
    if len(rows) > MOST_ROWS:
        raise _TooManyError
    if isinstance(found, QuerySolutions):
        variables = tuple(variable.value for variable in found.variables)
        return variables, Counter(tuple(map(str, row)) for row in rows)
    return {str(row) for row in rows}


def _solutions(answer: Any) -> Any:
    """Return an answer as `Specified` gives it."""
    if isinstance(answer, bool):
        return answer
    if isinstance(answer, set):
        raise NoOpinionError("graphs")
    variables, rows = answer
    bound: Counter[tuple[tuple[str, str], ...]] = Counter()
    for row, times in rows.items():
        pairs = zip(variables, row, strict=True)
        bound[tuple(sorted((name, value) for name, value in pairs if value != "None"))] += times
    return bound


def _is_the_engines_fault(store: Store, query: Generated, plan: str, *, reads_union: bool) -> bool:
    """Tell whether the plan has the solutions that the specification says, and the query as the engine reads it not."""
    store = named(store)
    try:
        specified = Specified(store, reads_union=reads_union).answer(query.tree)
        return bool(_solutions(_answer(store, plan, reads_union=reads_union)) == specified)
    except NoOpinionError:
        return False


def _check(store: Store, statistics: Statistics, query: Generated) -> bool:
    """Prove the rule for one query; tell whether it has a plan, and a solution."""
    reads_union = statistics.reads_union
    plan = Plans(statistics).of(query.text).text
    if plan == query.text:
        return False
    try:
        expected = _answer(store, query.text, reads_union=reads_union)
    except (SyntaxError, _TooManyError):
        return False
    found = _answer(store, plan, reads_union=reads_union)
    if found != expected:
        assert _is_the_engines_fault(store, query, plan, reads_union=reads_union), f"{query.text}\nis not\n{plan}"
    return bool(expected if isinstance(expected, bool | set) else expected[1])


def _check_seeds(seeds: range) -> int:
    """Prove the rule for a query of each seed; return how many had a plan and a solution."""
    number = 0
    for seed in seeds:
        if seed == seeds.start or seed % QUERIES_PER_STORE == 0:
            store, reads_union = some_store(Random(seed))
            statistics = statistics_of(store, reads_union=reads_union)
        dice = Random(seed)
        number += _check(store, statistics, Generated(Maker(dice, store).query(), dice.randrange(1_000)))
    return number


@given(st.integers(0, 2**31), st.integers(0, 2**31))
@settings(max_examples=600, deadline=None, derandomize=True)
def test_a_plan_has_the_solutions_of_its_query(store_seed: int, query_seed: int) -> None:
    """Whatever the query and the data."""
    store, reads_union = some_store(Random(store_seed))
    dice = Random(query_seed)
    query = Generated(Maker(dice, store).query(), dice.randrange(1_000))
    _check(store, statistics_of(store, reads_union=reads_union), query)


def test_enough_of_the_queries_are_planned_and_have_solutions() -> None:
    """Otherwise these tests would prove nothing: at least a tenth."""
    assert _check_seeds(range(1_000)) >= 100


@pytest.fixture
def wild_estimates(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let estimates be anything, so that everything which may be looked up is, in any order."""
    dice = Random(0)

    def anything(*_args: object) -> Estimate:
        return Estimate(dice.choice((0.001, 1.0, 10.0, 1000.0)), dice.choice((1.0, 10.0, 100.0)))

    monkeypatch.setattr(Estimates, "of", anything)
    monkeypatch.setattr(writing, "_PREFERENCE", 1e12)


@pytest.mark.usefixtures("wild_estimates")
def test_a_plan_has_the_solutions_of_its_query_whatever_is_expected() -> None:
    """Estimates decide which way is taken, never what it leads to."""
    _check_seeds(range(2_000))


@pytest.mark.slow
def test_many_plans_have_the_solutions_of_their_queries() -> None:
    """As above, for 100 000 queries."""
    _check_seeds(range(10_000, 110_000))


@pytest.mark.slow
@pytest.mark.usefixtures("wild_estimates")
def test_many_plans_have_the_solutions_of_their_queries_whatever_is_expected() -> None:
    """As above, for 100 000 queries."""
    _check_seeds(range(200_000, 300_000))
