"""The engine over real executors: answers, limits that hold, and a service that goes on after each of them."""

from __future__ import annotations

import json
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from tests.store.conftest import TEST_LIMITS, eventually, running_processes

from jakgraph.errors import (
    EngineBusy,
    EngineUnavailable,
    QueryCancelled,
    QueryCrashed,
    QueryError,
    QueryOutOfMemory,
    QueryRefused,
    QuerySyntaxError,
    QueryTimeout,
    ResultTooLarge,
)
from jakgraph.store import engine as engine_module
from jakgraph.store.cancellation import Cancellation
from jakgraph.store.engine import Engine
from jakgraph.store.inspection import Inspection
from jakgraph.store.jobs import GRAPH_FORMATS, SOLUTION_FORMATS, QueryJob, ResultFormat
from jakgraph.store.limits import MIB

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from jakgraph.store.supervisor import Supervisor

EX = "PREFIX ex: <https://example.org/>\nPREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>\n"
RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
LABELS = "SELECT ?s ?label { ?s rdfs:label ?label } ORDER BY ?s"


def job(text: str, result_format: ResultFormat = "json", **fields: Any) -> QueryJob:
    return QueryJob(EX + text, result_format, **fields)


def column(engine: Engine, text: str, **fields: Any) -> list[str]:
    """Return the values of the first variable of a SELECT."""
    answer = json.loads(engine.evaluate(job(text, **fields)).body)
    name = answer["head"]["vars"][0]
    return [row[name]["value"] for row in answer["results"]["bindings"] if name in row]


@pytest.fixture
def still_answers(engine: Engine) -> Iterator[None]:
    """After the test, the same engine answers as before, whatever happened in between."""
    yield
    assert column(engine, LABELS) == ["https://example.org/a", "https://example.org/b"]


@pytest.mark.parametrize("result_format", SOLUTION_FORMATS)
def test_select_and_ask_come_in_every_format_of_solutions(engine: Engine, result_format: ResultFormat) -> None:
    """The body is whole and in the format asked for, with count, time and revision."""
    result = engine.evaluate(job(LABELS, result_format))
    assert b"example.org/a" in result.body
    assert (result.count, result.revision) == (2, engine.revision)
    assert result.milliseconds > 0
    assert engine.evaluate(job("ASK { ex:a ?p ?o }", result_format)).count == 1


@pytest.mark.parametrize("result_format", GRAPH_FORMATS)
def test_construct_and_describe_come_in_every_format_of_graphs(engine: Engine, result_format: ResultFormat) -> None:
    """Graphs are written too, twice the same bytes."""
    query = job("CONSTRUCT { ?s rdfs:label ?label } { ?s rdfs:label ?label }", result_format)
    first, second = engine.evaluate(query), engine.evaluate(query)
    assert first.count == 2
    assert first.body == second.body
    assert engine.evaluate(job("DESCRIBE ex:a", result_format)).count == 3


@pytest.mark.parametrize(("text", "result_format"), [("SELECT * {}", "turtle"), ("CONSTRUCT WHERE {}", "csv")])
def test_a_format_that_the_form_cannot_have_is_the_callers_mistake(
    engine: Engine, text: str, result_format: ResultFormat
) -> None:
    """Triples are not rows: asking for them as such is an error before anything runs."""
    with pytest.raises(ValueError, match="cannot be answered in"):
        engine.evaluate(job(text, result_format))


def test_a_syntax_error_keeps_its_place_and_hint(engine: Engine) -> None:
    """What the executor found arrives whole, with the zygote's prefixes in the hint."""
    with pytest.raises(QuerySyntaxError) as caught:
        engine.evaluate(QueryJob("SELECT ?x {\n  ?x rdfs:label ?l }", "json"))
    assert (caught.value.line, caught.value.column, caught.value.token) == (2, 6, "rdfs:label")
    assert "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>" in caught.value.hint


class TestDatasets:
    """FROM, FROM NAMED and the protocol's graphs."""

    def test_without_a_clause_a_query_sees_the_merge(self, engine: Engine) -> None:
        """All named graphs together, and each by its name."""
        assert column(engine, "SELECT ?s { ?s rdfs:label ?l } ORDER BY ?s") == [
            "https://example.org/a",
            "https://example.org/b",
        ]
        assert len(column(engine, "SELECT ?g { GRAPH ?g {} }")) == 3

    def test_from_narrows_the_default_graph(self, engine: Engine) -> None:
        """Only the graphs named are seen; with FROM alone there is no named graph."""
        assert column(engine, "SELECT ?s FROM ex:g2 { ?s rdfs:label ?l }") == ["https://example.org/b"]
        assert column(engine, "SELECT ?s FROM ex:g2 { GRAPH ?g { ?s ?p ?o } }") == []

    def test_from_named_narrows_the_named_graphs(self, engine: Engine) -> None:
        """With FROM NAMED alone the default graph is empty."""
        assert column(engine, "SELECT ?g FROM NAMED ex:g1 { GRAPH ?g {} }") == ["https://example.org/g1"]
        assert column(engine, "SELECT ?s FROM NAMED ex:g1 { ?s ?p ?o }") == []

    def test_the_protocols_graphs_win(self, engine: Engine) -> None:
        """Where the protocol names graphs, those of the text do not count, as SPARQL 1.1 Protocol 2.1.4 says."""
        text = "SELECT ?s FROM ex:g2 FROM NAMED ex:g2 { ?s rdfs:label ?l }"
        assert column(engine, text, default_graphs=("https://example.org/g1",)) == ["https://example.org/a"]
        assert column(engine, text, named_graphs=("https://example.org/g1",)) == []

    @pytest.mark.parametrize("clause", ["FROM", "FROM NAMED"])
    @pytest.mark.parametrize("graph", ["http://127.0.0.1:1/x", "file:///etc/hosts", "https://example.org/none", "none"])
    def test_an_unknown_graph_is_refused_by_name(self, engine: Engine, clause: str, graph: str) -> None:
        """A graph that is not in the dataset is an error that names it, never an empty one and never fetched."""
        with pytest.raises(QueryRefused, match=graph) as caught:
            engine.evaluate(job(f"SELECT * {clause} <{graph}> {{ ?s ?p ?o }}"))
        assert caught.value.feature == "FROM"

    def test_an_unknown_graph_of_the_protocol_is_refused_too(self, engine: Engine) -> None:
        """The protocol's parameters are held to the same rule."""
        with pytest.raises(QueryRefused, match="file:///etc/hosts"):
            engine.evaluate(job("SELECT * { ?s ?p ?o }", default_graphs=("file:///etc/hosts",)))


@pytest.mark.usefixtures("still_answers")
class TestLimits:
    """Limits that hold: each ends its own query and nothing else."""

    def test_a_runaway_ends_at_its_time_and_leaves_no_process(self, own_supervisor: Supervisor) -> None:
        """A three-way cross product is a timeout within the limit plus half a second; its process is gone."""
        zygote = own_supervisor.zygote_pid
        assert zygote is not None
        with Engine(own_supervisor.socket_path, replace(TEST_LIMITS, warm_executors=0), "") as engine:
            started = time.monotonic()
            with pytest.raises(QueryTimeout) as caught:
                engine.evaluate(job(RUNAWAY))
            assert time.monotonic() - started < TEST_LIMITS.timeout_seconds + 0.5
            assert caught.value.limit_seconds == TEST_LIMITS.timeout_seconds
            assert eventually(lambda: running_processes(zygote) == [])

    def test_a_client_may_lower_the_limit(self, engine: Engine) -> None:
        """The limit asked for is the one that is kept and named."""
        with pytest.raises(QueryTimeout) as caught:
            engine.evaluate(job(RUNAWAY, timeout_seconds=0.1))
        assert caught.value.limit_seconds == 0.1

    @pytest.mark.skipif("sys.platform != 'linux'", reason="macOS does not cap memory")
    @pytest.mark.parametrize(
        "text",
        [
            "SELECT (GROUP_CONCAT(CONCAT(STR(?a), STR(?d), STR(?g))) AS ?x) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
            "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?c ?f ?i",
        ],
        ids=["GROUP_CONCAT", "ORDER BY"],
    )
    def test_a_query_beyond_the_memory_limit_ends_alone(self, supervisor: Supervisor, text: str) -> None:
        """What needs more memory than the cap is an error of its own that names the limit."""
        with (
            Engine(supervisor.socket_path, replace(TEST_LIMITS, timeout_seconds=20), "") as patient,
            pytest.raises(QueryOutOfMemory) as caught,
        ):
            patient.evaluate(job(text))
        assert caught.value.limit_bytes == TEST_LIMITS.memory_bytes

    def test_more_rows_than_the_limit_are_an_error(self, engine: Engine) -> None:
        """Nothing is cut off: the error names the limit."""
        with pytest.raises(ResultTooLarge) as caught:
            engine.evaluate(job("SELECT ?a ?d { ?a ?b ?c . ?d ?e ?f } LIMIT 1001"))
        assert (caught.value.limit, caught.value.value) == ("max-rows", 1000)
        assert engine.evaluate(job("SELECT ?a ?d { ?a ?b ?c . ?d ?e ?f } LIMIT 1000")).count == 1000

    def test_more_bytes_than_the_limit_are_an_error(self, engine: Engine) -> None:
        """Few rows may be large too."""
        filler = "0123456789" * 4
        text = f'SELECT (GROUP_CONCAT(CONCAT(STR(?a), STR(?d), "{filler}")) AS ?x) {{ ?a ?b ?c . ?d ?e ?f }}'
        with pytest.raises(ResultTooLarge) as caught:
            engine.evaluate(job(text))
        assert (caught.value.limit, caught.value.value) == ("max-result-mb", TEST_LIMITS.max_result_bytes // MIB)

    def test_deep_nesting_is_refused_before_it_is_parsed(self, engine: Engine) -> None:
        """10,000 parentheses never reach the parser."""
        with pytest.raises(QueryRefused) as caught:
            engine.evaluate(job("ASK { FILTER " + "(" * 10_000 + "1" + ")" * 10_000 + " }"))
        assert caught.value.feature == "nesting"

    @pytest.mark.parametrize(
        "pattern", ["?s ?p (" + "1 " * 990 + ")", "?s ?p (1) . " * 660, "[ " + "ex:p 1 ; " * 1_990 + " ]"]
    )
    def test_as_many_triples_as_are_allowed_do_not_overflow_the_stack(self, engine: Engine, pattern: str) -> None:
        """What passes the gate may take too long; it is no crash."""
        with pytest.raises(QueryTimeout):
            engine.evaluate(job(f"ASK {{ {pattern} }}"))

    def test_a_crash_of_the_parser_ends_its_own_query(self, engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
        """If such a text got past the gate, it would be one query's crash."""
        with monkeypatch.context() as patched:
            passed = Inspection("ASK", (), (), cacheable=True, normal_text="")
            patched.setattr(engine_module, "inspect_query", lambda *_: passed)
            with pytest.raises(QueryCrashed) as caught:
                engine.evaluate(job("ASK { FILTER " + "(" * 50_000 + "1" + ")" * 50_000 + " }"))
        assert caught.value.signal == 11

    def test_an_unknown_function_is_refused(self, engine: Engine) -> None:
        """A function that SPARQL does not have is an error of the query."""
        with pytest.raises(QueryRefused, match=r"https://example\.org/f"):
            engine.evaluate(job("SELECT (ex:f(1) AS ?x) {}"))


class TestLanes:
    """Slots: fast ones for everybody, slow ones for long runners, a bounded queue before them."""

    def test_lookups_are_answered_beside_runaways(self, supervisor: Supervisor) -> None:
        """With every slow place and the queue taken by runaways, a lookup still has its answer."""
        limits = replace(TEST_LIMITS, timeout_seconds=2, fast_slots=2, slow_slots=1, slow_queue=1)
        with Engine(supervisor.socket_path, limits, "") as engine, _runaways(engine, 3):
            time.sleep(0.3)
            assert column(engine, LABELS) == ["https://example.org/a", "https://example.org/b"]

    def test_a_full_queue_is_busy_and_tells_when_to_come_back(self, supervisor: Supervisor) -> None:
        """The third long runner finds one place and one in the queue taken: busy at once, and its process killed."""
        limits = replace(TEST_LIMITS, timeout_seconds=3, slow_slots=1, slow_queue=0)
        with Engine(supervisor.socket_path, limits, "") as engine, _runaways(engine, 1):
            time.sleep(0.5)
            started = time.monotonic()
            with pytest.raises(EngineBusy) as caught:
                engine.evaluate(job(RUNAWAY))
            assert time.monotonic() - started < 2
            least = limits.slow_retry_seconds
            assert least <= (caught.value.retry_after_seconds or 0) <= 2 * least

    def test_the_like_of_a_long_query_is_refused_without_being_tried(self, supervisor: Supervisor) -> None:
        """With the slow lane full, a query of a long one's shape is refused at once; any other is tried."""
        limits = replace(TEST_LIMITS, timeout_seconds=3, slow_slots=1, slow_queue=0)
        with Engine(supervisor.socket_path, limits, "") as engine, _runaways(engine, 1):
            assert engine.refusal_of(RUNAWAY) is None
            time.sleep(0.5)
            assert engine.refusal_of(EX + RUNAWAY.replace("?n)", "?n7)")) is not None
            assert engine.refusal_of(EX + LABELS) is None

    def test_who_stands_in_the_way_is_stopped_early(self, supervisor: Supervisor) -> None:
        """With the slow lane full and others waiting, a runaway unlike any before holds its fast place a moment."""
        limits = replace(TEST_LIMITS, timeout_seconds=20, fast_slots=1, slow_slots=1, slow_queue=0, fast_seconds=10)
        engine = Engine(supervisor.socket_path, limits, "")
        with engine, engine._scheduler._slow.place(0), ThreadPoolExecutor(2) as threads:
            runaway = threads.submit(engine.evaluate, job(RUNAWAY))
            time.sleep(0.2)
            lookup = threads.submit(engine.evaluate, job(LABELS))
            assert lookup.result(timeout=5).count == 2
            with pytest.raises(EngineBusy):
                runaway.result(timeout=5)

    def test_the_wait_for_a_slow_place_is_bounded(self, supervisor: Supervisor) -> None:
        """Whoever waits too long in the queue is told that the engine is busy."""
        limits = replace(TEST_LIMITS, timeout_seconds=3, slow_slots=1, slow_queue=5, slow_wait_seconds=0.1)
        with Engine(supervisor.socket_path, limits, "") as engine, _runaways(engine, 1):
            time.sleep(0.5)
            with pytest.raises(EngineBusy, match="none came free"):
                engine.evaluate(job(RUNAWAY))

    def test_a_long_query_that_ends_in_time_has_its_answer(self, supervisor: Supervisor) -> None:
        """Being moved to the slow lane changes nothing about the answer."""
        limits = replace(TEST_LIMITS, timeout_seconds=20, fast_seconds=0.0)
        with Engine(supervisor.socket_path, limits, "") as engine:
            for _ in range(5):
                text = "SELECT (COUNT(*) AS ?n) { ?a ex:number ?c . ?d ex:number ?f }"
                assert column(engine, text) == ["160000"]

    def test_many_threads_share_an_engine(self, engine: Engine) -> None:
        """Answers never get mixed up between threads."""
        wrong: list[object] = []

        def ask(number: int) -> None:
            for _ in range(20):
                found = column(engine, f"SELECT ?o {{ ex:n{number} ex:number ?o }}")
                if found != [str(number)]:
                    wrong.append(found)

        threads = [threading.Thread(target=ask, args=(number,)) for number in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert wrong == []


class _runaways:  # noqa: N801 - reads as a verb where it is used
    """Run so many runaway queries until the block ends."""

    def __init__(self, engine: Engine, count: int) -> None:
        self._threads = [threading.Thread(target=self._run, args=(engine,)) for _ in range(count)]

    @staticmethod
    def _run(engine: Engine) -> None:
        with pytest.raises((QueryError, EngineUnavailable)):
            engine.evaluate(job(RUNAWAY))

    def __enter__(self) -> None:
        for thread in self._threads:
            thread.start()

    def __exit__(self, *_: object) -> None:
        for thread in self._threads:
            thread.join()


@pytest.mark.parametrize("busy", [0, 1], ids=["while it runs", "while it waits for a slow place"])
@pytest.mark.parametrize("seconds", [0.05, 0.6])
def test_a_cancelled_query_stops(supervisor: Supervisor, seconds: float, busy: int) -> None:
    """Cancelled in the fast lane, in the slow one or in the queue before it: its process ends, its place is free."""
    limits = replace(TEST_LIMITS, timeout_seconds=20, slow_slots=1, slow_queue=1, slow_wait_seconds=20)
    with Engine(supervisor.socket_path, limits, "") as engine, _cancelled_at_the_end(engine, busy):
        cancellation = Cancellation()
        timer = threading.Timer(seconds, cancellation.cancel)
        timer.start()
        started = time.monotonic()
        with pytest.raises(QueryCancelled):
            engine.evaluate(job(RUNAWAY), cancellation)
        assert time.monotonic() - started < seconds + 0.5
        assert column(engine, LABELS) == ["https://example.org/a", "https://example.org/b"]


@contextmanager
def _cancelled_at_the_end(engine: Engine, number: int) -> Iterator[None]:
    """Keep so many slow places taken while the block runs."""
    cancellations = [Cancellation() for _ in range(number)]

    def run(cancellation: Cancellation) -> None:
        with suppress(QueryCancelled):
            engine.evaluate(job(RUNAWAY), cancellation)

    threads = [threading.Thread(target=run, args=(cancellation,)) for cancellation in cancellations]
    for thread in threads:
        thread.start()
    time.sleep(0.4 * number)
    yield
    for cancellation, thread in zip(cancellations, threads, strict=True):
        cancellation.cancel()
        thread.join(10)


def test_health_tells_what_is_answered_from(engine: Engine) -> None:
    """Triples and revision are those of the loaded dataset."""
    health = engine.health()
    assert health.ready
    assert health.triples == 404
    assert health.revision == engine.revision != ""


def test_without_a_zygote_the_engine_is_unavailable(tmp_path: Path) -> None:
    """Nobody at the socket: not ready, and an error that says when to try again, within the time for a start."""
    limits = replace(TEST_LIMITS, start_wait_seconds=0.1)
    with Engine(tmp_path / "none", limits, "r0") as engine:
        with pytest.raises(EngineUnavailable) as caught:
            engine.evaluate(job("ASK {}"))
        assert caught.value.retry_after_seconds >= 1
        health = engine.health()
        assert (health.ready, health.revision) == (False, "r0")


def test_a_closed_engine_stops_what_runs_and_takes_nothing(supervisor: Supervisor) -> None:
    """Closing ends queries at work too; later ones are refused."""
    engine = Engine(supervisor.socket_path, replace(TEST_LIMITS, timeout_seconds=30), "")
    errors: list[Exception] = []

    def run() -> None:
        try:
            engine.evaluate(job(RUNAWAY))
        except EngineUnavailable as error:
            errors.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    time.sleep(0.1)
    engine.close()
    thread.join(5)
    assert len(errors) == 1
    with pytest.raises(EngineUnavailable, match="closed"):
        engine.evaluate(job("ASK {}"))
    assert not engine.health().ready


def test_engines_of_one_zygote_have_one_edition(engine: Engine, supervisor: Supervisor) -> None:
    """Within an edition a query gives the same bytes, also where nothing orders its solutions."""
    text = "SELECT ?p (SAMPLE(?o) AS ?one) (GROUP_CONCAT(?s) AS ?all) { ?s ?p ?o } GROUP BY ?p"
    first = engine.evaluate(job(text))
    with Engine(supervisor.socket_path, TEST_LIMITS, engine.revision) as another:
        assert another.edition == ""
        second = another.evaluate(job(text))
        assert (second.body, second.edition, another.edition) == (first.body, engine.edition, engine.edition)
