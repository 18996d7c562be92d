"""What one executor does with its requests, and when it asks to be replaced."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from tests.store.conftest import TEST_LIMITS, eventually, running_processes

from jakgraph.store.dataset import DatasetSource
from jakgraph.store.engine import Engine
from jakgraph.store.jobs import QueryJob
from jakgraph.store.sparql import complaint_about
from jakgraph.store.supervisor import Supervisor

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

REPEATED = """
PREFIX e: <http://e/>
e:g1 { e:a e:p 1 , 2 . } e:g2 { e:a e:p 2 , 3 . } e:g3 { e:a e:p 9 . }
"""


@pytest.fixture(scope="module")
def repeating(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Supervisor]:
    """Give a zygote over graphs that share a triple."""
    path = tmp_path_factory.mktemp("repeating") / "data.trig"
    path.write_text(REPEATED, encoding="utf-8")
    with Supervisor(DatasetSource((path,)), TEST_LIMITS) as supervisor:
        yield supervisor


def values(engine: Engine, text: str) -> list[int]:
    answer = json.loads(engine.evaluate(QueryJob(f"PREFIX e: <http://e/> {text}", "json")).body)
    return sorted(int(row["o"]["value"]) for row in answer["results"]["bindings"])


def test_several_from_are_merged(repeating: Supervisor) -> None:
    """A triple in two of the graphs is there once, as RDF merge says; named graphs stay apart."""
    with Engine(repeating.socket_path, TEST_LIMITS, "") as engine:
        assert values(engine, "SELECT ?o FROM e:g1 FROM e:g2 { ?s ?p ?o }") == [1, 2, 3]
        assert values(engine, "SELECT ?o FROM e:g1 FROM e:g2 FROM NAMED e:g2 { GRAPH ?g { ?s ?p ?o } }") == [2, 3]


def test_a_merge_changes_no_later_query(repeating: Supervisor) -> None:
    """The executor that merged is replaced: the next query finds the dataset as it was."""
    with Engine(repeating.socket_path, replace(TEST_LIMITS, warm_executors=0), "") as engine:
        assert values(engine, "SELECT ?o { ?s ?p ?o }") == [1, 2, 3, 9]
        assert values(engine, "SELECT ?o FROM e:g1 FROM e:g2 { ?s ?p ?o }") == [1, 2, 3]
        assert values(engine, "SELECT ?o { ?s ?p ?o }") == [1, 2, 3, 9]
        assert values(engine, "SELECT ?o { GRAPH ?g { ?s ?p ?o } }") == [1, 2, 2, 3, 9]


def test_an_executor_is_reused(supervisor: Supervisor) -> None:
    """Short queries are answered by the same process, one after the other."""
    with Engine(supervisor.socket_path, replace(TEST_LIMITS, warm_executors=0), "") as engine:
        zygote = supervisor.zygote_pid or 0
        before = set(running_processes(zygote))
        for _ in range(5):
            engine.evaluate(QueryJob("ASK {}", "json"))
        assert len(set(running_processes(zygote)) - before) == 1


def test_a_worn_executor_is_replaced(dataset_file: Path) -> None:
    """After its number of queries an executor makes room for a new one."""
    limits = replace(TEST_LIMITS, warm_executors=0, max_executor_queries=2)
    source = DatasetSource((dataset_file,))
    with Supervisor(source, limits) as supervisor, Engine(supervisor.socket_path, limits, "") as engine:
        zygote = supervisor.zygote_pid or 0
        seen: set[int] = set()
        for _ in range(6):
            engine.evaluate(QueryJob("ASK {}", "json"))
            seen |= set(running_processes(zygote))
        assert len(seen) == 3
        assert eventually(lambda: running_processes(zygote) == [])


def test_an_executor_that_once_grew_large_is_replaced(supervisor: Supervisor) -> None:
    """Memory that a query needed may not come back, so its executor goes; the answer is kept."""
    limits = replace(TEST_LIMITS, warm_executors=0, timeout_seconds=20, fast_seconds=20)
    with Engine(supervisor.socket_path, limits, "") as engine:
        zygote = supervisor.zygote_pid or 0
        before = set(running_processes(zygote))
        filler = "0123456789" * 35
        text = f'SELECT (COUNT(DISTINCT CONCAT(STR(?a), STR(?d), "{filler}")) AS ?o) {{ ?a ?b ?c . ?d ?e ?f }}'
        assert engine.evaluate(QueryJob(text, "json")).count == 1
        assert eventually(lambda: not set(running_processes(zygote)) - before)


@pytest.mark.parametrize("text", ["SELECT * { SERVICE <http://127.0.0.1:9/> {} }", "SELECT (<http://f>(1) AS ?x) {}"])
def test_only_complaints_about_the_grammar_are_complaints(text: str) -> None:
    """What fails for another reason than its grammar is no syntax error."""
    assert complaint_about(text) is None
