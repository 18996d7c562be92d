"""Complete answers in every format, counted, and refused beyond their limits."""

from __future__ import annotations

import gc
import json
from typing import TYPE_CHECKING

import pyoxigraph
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jakgraph.errors import QueryRefused, ResultTooLarge
from jakgraph.store.jobs import SOLUTION_FORMATS, SolutionFormat
from jakgraph.store.results import ResultLimits, WrittenResult, count_rows, write_result

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LIMITS = ResultLimits(max_rows=1000, max_bytes=2**20)
PREFIXES = {"ex": "http://ex/", "unused": "http://unused/"}
TEXTS = st.text(alphabet="a\"\\{}[],:<>'\n\r\t é\u2028", max_size=8) | st.sampled_from(
    ["}},{", "},{}", '}},{"', "<result>"]
)
LIKE_JSON = st.lists(st.sampled_from(["}},{", "}", "{}", '"', '"x":{', ",", "\\", "\n"]), max_size=5).map("".join)
"""Literals that begin, end or are what stands between solutions in JSON."""


@pytest.fixture(autouse=True)
def _results_end_in_this_thread() -> Iterator[None]:
    """Free what a failed query leaves in tracebacks: pyoxigraph's results must not be freed by another thread."""
    yield
    gc.collect()


def store_of(turtle: str) -> pyoxigraph.Store:
    store = pyoxigraph.Store()
    store.load(f"PREFIX ex: <http://ex/> {turtle}".encode(), format=pyoxigraph.RdfFormat.TURTLE)
    return store


def written(turtle: str, query: str, result_format: str, limits: ResultLimits = LIMITS) -> WrittenResult:
    results = store_of(turtle).query("PREFIX ex: <http://ex/> " + query)
    return write_result(results, result_format, limits, PREFIXES)


def values(rows: Sequence[tuple[str | None, str | None]]) -> str:
    """Return a query whose solutions are these rows, in order; None is unbound."""
    terms = [" ".join("UNDEF" if term is None else json.dumps(term) for term in row) for row in rows]
    return f"SELECT ?x ?y {{ VALUES (?x ?y) {{ {' '.join(f'({row})' for row in terms)} }} }}"


@pytest.mark.parametrize("result_format", SOLUTION_FORMATS)
@settings(max_examples=60, deadline=None)
@given(rows=st.lists(st.tuples(st.none() | TEXTS, st.none() | TEXTS), max_size=6))
def test_rows_are_counted_exactly(result_format: SolutionFormat, rows: list[tuple[str | None, str | None]]) -> None:
    """Literals full of brackets, quotes and line ends, and unbound variables, do not confuse the count."""
    assert written("", values(rows), result_format).count == len(rows)


@settings(max_examples=400, deadline=None)
@given(
    rows=st.integers(1, 3).flatmap(
        lambda width: st.lists(
            st.tuples(*[st.none() | st.tuples(LIKE_JSON, st.sampled_from(["", "@en", "^^<http://ex/t>"]))] * width),
            min_size=1,
            max_size=5,
        )
    )
)
def test_literals_like_json_are_no_rows(rows: list[tuple[tuple[str, str] | None, ...]]) -> None:
    """The count is what a parser finds, whatever literals end with, and where nothing or not the first is bound."""
    terms = [" ".join("UNDEF" if term is None else json.dumps(term[0]) + term[1] for term in row) for row in rows]
    names = " ".join(f"?v{number}" for number in range(len(rows[0])))
    result = written("", f"SELECT {names} {{ VALUES ({names}) {{ {' '.join(f'({row})' for row in terms)} }} }}", "json")
    assert result.count == len(json.loads(result.body)["results"]["bindings"]) == len(rows)


@pytest.mark.parametrize("result_format", SOLUTION_FORMATS)
def test_rows_without_variables_are_counted(result_format: SolutionFormat) -> None:
    """Solutions that bind nothing are rows too."""
    assert written("", "SELECT * { VALUES () { () () () } }", result_format).count == 3
    assert written("", "SELECT ?z { VALUES ?x { 1 2 } }", result_format).count == 2


@pytest.mark.parametrize("result_format", SOLUTION_FORMATS)
def test_ask_counts_as_one(result_format: SolutionFormat) -> None:
    """ASK has one answer in each format of solutions."""
    result = written("", "ASK {}", result_format)
    assert result.count == 1
    assert b"true" in result.body


def test_a_count_may_stop_inside_a_row() -> None:
    """Of a body that is still being written, the rows begun are counted."""
    body = bytes(written("", values([("a", "b"), ("c", "d"), ("e", "f")]), "json").body)
    assert count_rows(body[: body.index(b'"e"')], "json", ["x", "y"]) == 3


@pytest.mark.parametrize("result_format", SOLUTION_FORMATS)
def test_exactly_as_many_rows_as_the_limit_pass(result_format: SolutionFormat) -> None:
    """The limit itself is allowed, one row more is an error that names the limit."""
    rows = [("a", None)] * 5
    assert written("", values(rows), result_format, ResultLimits(5, 10_000)).count == 5
    with pytest.raises(ResultTooLarge) as caught:
        written("", values(rows), result_format, ResultLimits(4, 10_000))
    assert (caught.value.limit, caught.value.value) == ("max-rows", 4)


def test_exactly_as_many_bytes_as_the_limit_pass() -> None:
    """A body as large as the limit is whole; one byte less of a limit is an error."""
    size = len(written("", values([("a", "b")]), "json").body)
    assert written("", values([("a", "b")]), "json", ResultLimits(10, size)).count == 1
    with pytest.raises(ResultTooLarge) as caught:
        written("", values([("a", "b")]), "json", ResultLimits(10, size - 1))
    assert caught.value.limit == "max-result-mb"


def test_far_too_many_rows_end_before_all_are_written() -> None:
    """The number of rows is looked at while they are written, not only at the end."""
    numbers = " ".join(map(str, range(400)))
    query = f"SELECT * {{ VALUES ?a {{ {numbers} }} VALUES ?b {{ {numbers} }} VALUES ?c {{ {numbers} }} }}"
    with pytest.raises(ResultTooLarge) as caught:
        written("", query, "tsv", ResultLimits(1000, 2**40))
    assert caught.value.limit == "max-rows"


GRAPH = """ex:a ex:p 1 , "two" ; ex:q ex:b . ex:b ex:p "three"@en ."""


def test_triples_are_given_once_and_in_order() -> None:
    """CONSTRUCT gives a set: repeated triples count once, and lines are sorted."""
    query = "CONSTRUCT { ?s ?p ?o . ?s a ex:T } WHERE { { ?s ?p ?o } UNION { ?s ?p ?o } }"
    result = written(GRAPH, query, "ntriples")
    lines = bytes(result.body).splitlines()
    assert lines == sorted(set(lines))
    assert result.count == len(lines) == 6


@pytest.mark.parametrize("result_format", ["turtle", "ntriples", "rdfxml", "jsonld", "nquads", "trig"])
def test_graphs_read_back_the_same(result_format: str) -> None:
    """In each format of graphs, a parser finds the triples that were constructed."""
    formats = pyoxigraph.RdfFormat
    parsers = {
        "turtle": formats.TURTLE,
        "ntriples": formats.N_TRIPLES,
        "rdfxml": formats.RDF_XML,
        "jsonld": formats.JSON_LD,
        "nquads": formats.N_QUADS,
        "trig": formats.TRIG,
    }
    result = written(GRAPH, "CONSTRUCT WHERE { ?s ?p ?o }", result_format)
    read = pyoxigraph.parse(bytes(result.body), format=parsers[result_format])
    assert {quad.triple for quad in read} == {quad.triple for quad in store_of(GRAPH)}
    assert result.count == 4


def test_turtle_declares_the_prefixes_it_uses() -> None:
    """A prefix of which no IRI occurs is left out."""
    body = bytes(written(GRAPH, "DESCRIBE ex:a", "turtle").body)
    assert b"@prefix ex: <http://ex/>" in body
    assert b"unused" not in body
    assert b"ex:a ex:p" in body


@pytest.mark.parametrize(
    "predicate", ["<http://ex/123>", "<http://ex/x#>", "<http://www.w3.org/1999/02/22-rdf-syntax-ns#li>"]
)
def test_rdf_xml_is_refused_rather_than_broken(predicate: str) -> None:
    """Properties that no XML element can be named after are an error that names a way out."""
    with pytest.raises(QueryRefused, match="Turtle") as caught:
        written(f"ex:a {predicate} 1 .", "CONSTRUCT WHERE { ?s ?p ?o }", "rdfxml")
    assert caught.value.feature == "RDF/XML"


def test_graphs_keep_to_the_limits_too() -> None:
    """Triples count against max-rows and written bytes against max-result-mb."""
    with pytest.raises(ResultTooLarge) as caught:
        written(GRAPH, "CONSTRUCT WHERE { ?s ?p ?o }", "turtle", ResultLimits(3, 10_000))
    assert caught.value.limit == "max-rows"
    for result_format in ("ntriples", "turtle"):
        with pytest.raises(ResultTooLarge) as caught:
            written(GRAPH, "CONSTRUCT WHERE { ?s ?p ?o }", result_format, ResultLimits(10, 50))
        assert caught.value.limit == "max-result-mb"
