"""Paths between two things: which are found, in which order, and what is told of each hop."""

from __future__ import annotations

import json
from itertools import pairwise, permutations
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.store.conftest import TEST_LIMITS

from jakgraph.errors import QueryCancelled, ResultTooLarge
from jakgraph.namespaces import PREFIXES
from jakgraph.store.adjacency import Adjacency, Edges, Rank, Texts
from jakgraph.store.cancellation import Cancellation
from jakgraph.store.dataset import DatasetSource
from jakgraph.store.engine import Engine
from jakgraph.store.jobs import PathsJob
from jakgraph.store.paths import PathsEvaluator, Search
from jakgraph.store.results import ResultLimits
from jakgraph.store.supervisor import Supervisor
from jakgraph.store.wire import PATHS, Request

if TYPE_CHECKING:
    from pathlib import Path

THINGS = 6
PAIRS = st.tuples(st.integers(0, THINGS - 1), st.integers(0, THINGS - 1)).filter(lambda pair: pair[0] != pair[1])
LIMITS = ResultLimits(100, 10_000)


def graph_of(edges: list[tuple[int, str, int]]) -> Adjacency:
    relations = sorted({relation for _, relation, _ in edges})
    rows = Edges()
    for source, relation, target in edges:
        rows.add((source, target), relations.index(relation), Rank.STATED)
    return Adjacency(Texts([f"t{number}" for number in range(THINGS)]), relations, Texts(), rows)


def every_path(pairs: set[frozenset[int]], hops: int) -> list[tuple[int, ...]]:
    """Return every path from thing 0 to thing 1, by trying all orders of all things between."""
    between = range(2, THINGS)
    tried = [(0, *inner, 1) for length in range(hops) for inner in permutations(between, length)]
    return [path for path in tried if all(frozenset(step) in pairs for step in pairwise(path))]


@settings(deadline=None)
@given(st.lists(PAIRS, max_size=15), st.integers(1, 6), st.integers(1, 10))
def test_the_shortest_paths_are_found_in_order(pairs: list[tuple[int, int]], hops: int, count: int) -> None:
    """They are the first of all paths by length and then by the IRIs along them, whichever way the edges point."""
    adjacency = graph_of([(source, "r", target) for source, target in pairs])
    expected = sorted(every_path({frozenset(pair) for pair in pairs}, hops), key=lambda path: (len(path), path))
    assert Search(adjacency, 1, hops).shortest(0, count) == expected[:count]


def ask(adjacency: Adjacency, **options: Any) -> Any:
    asked = {"source": "t0", "target": "t1", "count": 3, "hops": 4, "without": [], **options}
    result = PathsEvaluator(adjacency, LIMITS).evaluate(Request("", "json", 1, kind=PATHS, options=asked))
    document = json.loads(result.body)
    assert result.count == len(document["paths"])
    return document


def test_each_hop_is_told_once_with_the_number_of_other_edges() -> None:
    """Paths share hops; the edge is told as it stands in the data, not as the path goes."""
    adjacency = graph_of([(2, "p", 0), (2, "q", 0), (2, "p", 1), (2, "p", 3), (3, "p", 1)])
    found = ask(adjacency)
    assert found["paths"] == [[0, 1], [0, 2, 3]]
    first = found["hops"][0]
    assert (first["source"], first["relation"], first["target"], first["others"]) == ("t2", "p", "t0", 1)


def test_relations_can_be_left_out() -> None:
    """No path goes over them, they are not counted, and those that no edge has are named."""
    adjacency = graph_of([(0, "p", 1), (0, "q", 1), (0, "q", 2), (2, "q", 1)])
    found = ask(adjacency, without=["p", "nothing"])
    assert [len(path) for path in found["paths"]] == [1, 2]
    assert found["hops"][0]["others"] == 0
    assert found["unknown"] == ["nothing"]
    assert ask(adjacency, without=["p", "q"])["paths"] == []


def test_things_that_are_not_there_have_no_paths() -> None:
    """An unknown IRI is no error of the search."""
    assert ask(graph_of([(0, "p", 1)]), target="t9")["paths"] == []
    assert ask(Adjacency())["paths"] == []


def test_paths_have_the_limits_of_every_result() -> None:
    """More bytes than the limit are no answer."""
    options = {"source": "t0", "target": "t1", "count": 1, "hops": 1, "without": []}
    with pytest.raises(ResultTooLarge):
        PathsEvaluator(graph_of([(0, "p", 1)]), ResultLimits(1, 10)).evaluate(Request("", "json", 1, options=options))


def test_an_engine_finds_paths_in_its_executors(tmp_path: Path) -> None:
    """The index is there in every executor, and a job can be stopped like a query."""
    file = tmp_path / "data.trig"
    things = "<https://w3id.org/jakgraph/a> jg:binds <https://w3id.org/jakgraph/b> ; a jg:Entity ."
    other = "<https://w3id.org/jakgraph/b> a jg:Entity ."
    file.write_text(f"PREFIX jg: <{PREFIXES['jg']}>\nGRAPH jg:g {{ {things} {other} }}", encoding="utf-8")
    job = PathsJob("https://w3id.org/jakgraph/b", "https://w3id.org/jakgraph/a")
    stopped = Cancellation()
    stopped.cancel()
    with (
        Supervisor(DatasetSource((file,)), TEST_LIMITS, PREFIXES) as supervisor,
        Engine(supervisor.socket_path, TEST_LIMITS, "") as engine,
    ):
        assert engine.find_paths(job).count == 1
        with pytest.raises(QueryCancelled):
            engine.find_paths(job, stopped)


def test_a_dataset_of_other_things_has_no_paths(engine: Engine) -> None:
    """It is searched all the same."""
    assert json.loads(engine.find_paths(PathsJob("https://example.org/a", "https://example.org/b")).body)["hops"] == []
