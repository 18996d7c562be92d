"""What is seen of a query before anything parses it, and what is refused."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

import pyoxigraph
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jakgraph.errors import QueryError, QueryRefused, QuerySyntaxError
from jakgraph.store.inspection import MAX_CHARACTERS, MAX_NESTING, MAX_REPEATS, MAX_TOKENS, MAX_TRIPLES, inspect_query

if TYPE_CHECKING:
    from tests.store.conftest import LoopbackTrap

PROLOGUE = "BASE <http://example.org/> PREFIX ex: <http://example.org/ns#> # SELECT\n"


@pytest.mark.parametrize("form", ["SELECT", "ASK", "CONSTRUCT", "DESCRIBE"])
def test_the_form_is_the_first_keyword_after_the_prologue(form: str) -> None:
    """Keywords in comments, IRIs, strings and the pattern do not count, and case does not matter."""
    text = f"{PROLOGUE}{form.lower()} ?x WHERE {{ ?x <http://a/ASK> 'SELECT' {{ SELECT * {{}} }} }}"
    assert inspect_query(text).form == form


@pytest.mark.parametrize(
    ("text", "message", "line", "column"),
    [
        ("", "empty", 1, 1),
        (" \n# only a remark", "empty", 1, 1),
        ("PREFIX ex: <http://e/>\nINSERT DATA { ex:a ex:b 1 }", "INSERT changes data", 2, 1),
        ("with <http://g> delete { ?s ?p ?o } where { ?s ?p ?o }", "WITH changes data", 1, 1),
        ("LOAD <file:///etc/passwd>", "LOAD changes data", 1, 1),
        ("MATCH (n) RETURN n", "There is no SELECT", 1, 1),
        ("PREFIX ex: <http://e/>\n  SELCT ?x {}", "There is no SELECT", 2, 3),
        ("\ufeffSELECT * {}", "byte order mark", 1, 1),
        ("SELECT * { ?s ?p '\ud800' }", "lone surrogate", 1, 19),
    ],
)
def test_text_without_a_query_is_a_syntax_error_with_a_place(text: str, message: str, line: int, column: int) -> None:
    """Empty texts, updates and other languages are told apart, each with line and column."""
    with pytest.raises(QuerySyntaxError, match=message) as caught:
        inspect_query(text)
    assert (caught.value.line, caught.value.column) == (line, column)


def test_a_misspelt_form_is_guessed() -> None:
    """A slip in SELECT is answered with SELECT."""
    with pytest.raises(QuerySyntaxError) as caught:
        inspect_query("SELETC ?x {}")
    assert "SELECT" in caught.value.hint


def test_dataset_clauses_are_absolute_iris() -> None:
    """FROM and FROM NAMED are resolved by BASE and PREFIX, escapes decoded, each graph once."""
    text = (
        PROLOGUE + "SELECT * FROM <g1> FROM ex:g\\,2 FROM <http://x/\\u0061> from named ex:n FROM <g1>"
        "{ ?s ?p 'FROM <http://no>' }"
    )
    inspection = inspect_query(text)
    assert inspection.from_graphs == ("http://example.org/g1", "http://example.org/ns#g,2", "http://x/a")
    assert inspection.from_named == ("http://example.org/ns#n",)


@pytest.mark.parametrize("function", ["NOW()", "rand()", "UUID()", "STRUUID()", "BNODE()"])
def test_queries_that_change_by_themselves_are_not_cacheable(function: str) -> None:
    """A function that gives another value each time forbids caching; its name in a string does not."""
    assert not inspect_query(f"SELECT ({function} AS ?x) {{}}").cacheable
    assert inspect_query(f"SELECT ('{function}' AS ?x) {{}}").cacheable


def test_a_call_in_what_may_be_an_iri_is_not_overlooked() -> None:
    """Where pyoxigraph reads an operator and the specification an IRI, a function may stand in it."""
    assert not inspect_query("ASK { FILTER(1<2&&RAND()>0.5) }").cacheable
    assert inspect_query("ASK { <http://example.org/RAND()> ?p <a> }").cacheable


@pytest.mark.parametrize(
    ("template", "is_cacheable"),
    [
        ("{ [] ?p ?o } WHERE { ?s ?p ?o }", False),
        ("{ ?s ?p [ ?p ?o ] } { ?s ?p ?o }", False),
        ("FROM <http://g> { _:x ?p ?o } WHERE { ?s ?p ?o }", False),
        ("{ ?s ?p (?o) } WHERE { ?s ?p ?o }", False),
        ("WHERE { ?s ?p _:x }", False),
        ("{ ?s ?p '[] _:x (' } WHERE { ?s ?p [] FILTER(isIRI(?s)) }", True),
        ("WHERE { ?s ?p ?o }", True),
    ],
)
def test_a_template_that_makes_blank_nodes_is_not_cacheable(template: str, is_cacheable: bool) -> None:
    """CONSTRUCT gives its blank nodes new labels each time; those of the pattern alone never come out."""
    assert inspect_query(f"CONSTRUCT {template}").cacheable == is_cacheable


@pytest.mark.parametrize(
    ("text", "feature"),
    [
        ("ASK { FILTER" + "(" * (MAX_NESTING + 1) + "1" + ")" * (MAX_NESTING + 1) + "}", "nesting"),
        ("ASK " + "{" * 10_000 + "}" * 10_000, "nesting"),
        ("ASK { ?s <a:p>" + "/<a:p>" * (MAX_REPEATS + 1) + " ?o }", "repetition"),
        ("ASK { FILTER(!" + "!" * MAX_REPEATS + "true) }", "repetition"),
        ("ASK { {}" + " union {}" * (MAX_REPEATS + 1) + " }", "repetition"),
        ("ASK { ?s ?p ?o" + " OPTIONAL { ?s ?p ?o }" * (MAX_REPEATS + 1) + " }", "repetition"),
        ("ASK { ?s ?p (" + "1 " * 5_000 + ") }", "repetition"),
        ("ASK { ?s ?p (" + "'a'@en true _:x <http://a/b> " * 500 + ") }", "repetition"),
        ("ASK { (" + "[] () " * 600 + ") ?p ?o }", "repetition"),
        ("ASK { " + "?s ?p (1) . " * 700 + "}", "repetition"),
        ("ASK { ?s a " + "(1), " * 700 + "1 }", "repetition"),
        ("ASK { ?s ?p ( " + "(1) " * 600 + ") }", "repetition"),
        ("ASK { ?s <a:p> 1" + ", 1" * (MAX_TRIPLES + 1) + " }", "repetition"),
        ("ASK { [ <a:p> 1" + "; <a:p> 1" * (MAX_TRIPLES + 1) + " ] }", "repetition"),
        ("ASK {} #" + " " * MAX_CHARACTERS, "length"),
        ("ASK { VALUES ?x {" + " 1" * MAX_TOKENS + "} }", "length"),
    ],
)
def test_texts_that_could_overflow_a_parser_are_refused(text: str, feature: str) -> None:
    """Nesting, repetition and length have limits, and the error names the feature."""
    with pytest.raises(QueryRefused) as caught:
        inspect_query(text)
    assert caught.value.feature == feature


def test_large_tables_of_values_are_allowed() -> None:
    """Thousands of IRIs in VALUES, which linkers send, pass."""
    assert inspect_query("ASK { VALUES ?x {" + " <http://a/1>" * 20_000 + "} }").form == "ASK"


@pytest.mark.parametrize(
    "text",
    [
        "ASK { VALUES (?x ?y) {" + " (<http://a/1> 2)" * 10_000 + "} }",
        "ASK { ?s ?p ?o FILTER(?o IN (1" + ", 1" * 20_000 + ")) }",
        "ASK { ?s ?p (" + "1 " * 900 + ") }",
    ],
)
def test_tables_lists_and_short_collections_are_no_mass_of_triples(text: str) -> None:
    """Rows of VALUES, lists of IN and collections of some hundred items pass."""
    assert inspect_query(text).form == "ASK"


def test_too_long_a_collection_is_told_with_its_place() -> None:
    """Line and column are those of the first item too many."""
    with pytest.raises(QueryRefused, match="2,000 triples") as caught:
        inspect_query("ASK { ?s ?p (\n" + "1 " * 5_000 + ") }")
    assert (caught.value.line, caught.value.column) == (2, 1_999)


SERVICE_CALLS = [
    "SELECT * { SERVICE <TRAP> { ?s ?p ?o } }",
    "SELECT * { service silent <TRAP> { ?s ?p ?o } }",
    "SELECT * { VALUES ?e { <TRAP> } SERVICE?e{ ?s ?p ?o } }",
    "PREFIX e: <TRAP> SELECT * { SERVICEe:x{ ?s ?p ?o } }",
    "PREFIX e: <TRAP> SELECT * { SERVICESILENTe:x{ ?s ?p ?o } }",
    "SELECT * { SERVICE # ?\n <TRAP>\n{ ?s ?p ?o } }",
    "SELECT * { ?s ?p trueSERVICE<TRAP>{ ?s ?p ?o } }",
    'SELECT * { BIND(1 AS ?a) FILTER(?a<?b#>"""\n) SERVICE <TRAP> { ?s ?p ?o } #"""\n}',
    "SELECT * { VALUES (?a ?e) { (1 <TRAP>) } FILTER(?a<2)SERVICE?e#>\n{ ?s ?p ?o } }",
    r"SELECT * { \u0053ERVICE <TRAP> { ?s ?p ?o } }",
    "SELECT * { { SELECT * { SERVICE <TRAP> { ?s ?p ?o } } } }",
    "SELECT * { ?x ?y ?z FILTER EXISTS { SERVICE <TRAP> { ?s ?p ?o } } }",
]


@pytest.mark.parametrize("text", SERVICE_CALLS)
def test_service_is_refused_however_it_is_written(text: str) -> None:
    """No spelling, spacing, comment or lookalike of an IRI gets a SERVICE clause through, and the place is told."""
    with pytest.raises(QueryRefused) as caught:
        inspect_query(text)
    assert caught.value.feature == "SERVICE"
    assert caught.value.line is not None


@pytest.mark.parametrize(
    "text",
    [
        "PREFIX sd: <http://www.w3.org/ns/sparql-service-description#> SELECT * { ?s a sd:Service }",
        "PREFIX service: <http://example.org/service/> SELECT * { service:x ?p ?o . GRAPH service:g { ?s ?p ?o } }",
        "PREFIX ex: <http://example.org/> SELECT * { GRAPH ex:service { ?s ex:service ?service } }",
        "SELECT * { ?s ?p 'SERVICE <http://a/> { }' } # SERVICE <http://a/> { }",
        "SELECT * { <http://example.org/service> ?service { ?s ?p ?o } }",
    ],
)
def test_the_word_service_alone_is_no_offence(text: str) -> None:
    """Names, variables, strings, IRIs and comments may hold the word."""
    assert inspect_query(text).form == "SELECT"


CALLS = st.sampled_from(
    [
        *("SERVICE <TRAP> { ?s ?p ?o }", "SERVICE<TRAP>{}", "SERVICEe:x{}", "service silent e:x { }", "SERVICE:x{}"),
        *("SERVICESILENT<TRAP>{}", "SERVICE#{\n<TRAP>#\n{ }", "sErViCeSiLeNt:x{}", "SERVICE <TRAP#> { ?s ?p ?o }"),
    ]
)
JUNK = st.lists(
    st.sampled_from(
        [
            *(
                "?s ?p ?o ",
                "?s ?p ?o . ",
                "?s ?p true",
                "?s ?p 1.",
                "?s ?p e:a.b.",
                "?s ?p 'x'@en",
                "?s e:a/e:b ?o",
                ".",
            ),
            *(
                "FILTER(?x<2)",
                "FILTER(?x<?x||?x>0)",
                'FILTER(?x<?x#>"""\n)',
                "FILTER(?x<3#>\n)",
                "FILTER(?x<-1#>'''\n)",
            ),
            *(
                "BIND(?x<?x AS ?k)",
                "BIND(?x<2#>'''\nAS ?j)",
                "FILTER(?x<'a'||?x<\"b>\")",
                "VALUES ?q { 1 }",
                ";",
                ",",
                "<",
            ),
            *("#\n", "# '\n", '# """\n', "'''", '"""', '"', "'", " ", "\n", ">", "(", ")", "{", "}", "UNION", "[]"),
            *(
                "OPTIONAL{",
                "GRAPH ?g {",
                "MINUS{",
                "FILTER EXISTS{",
                "LATERAL {",
                "\u00a0",
                "\\u0020",
                "?s ?p <http://e#>",
            ),
        ]
    ),
    max_size=4,
).map("".join)


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(JUNK, CALLS, JUNK, st.integers(0, 3))
def test_nothing_that_pyoxigraph_would_send_passes(
    trap: LoopbackTrap, before: str, call: str, after: str, closing: int
) -> None:
    """If pyoxigraph asks an endpoint for a text, whatever hides the call in it, inspection refuses the text."""
    text = f"PREFIX e: <TRAP> PREFIX : <TRAP> SELECT * {{ VALUES ?x {{ 1 }} {before}{call}{after} {'}' * closing} }}"
    text = text.replace("TRAP", trap.url)
    if _reaches_out(text, trap):
        with pytest.raises(QueryRefused):
            inspect_query(text)


@pytest.mark.parametrize("text", [text for text in SERVICE_CALLS if "u0053" not in text and "?e" not in text])
def test_the_judge_of_the_soup_sees_calls(trap: LoopbackTrap, text: str) -> None:
    """The judge of the test above recognises the calls that it is there for."""
    assert _reaches_out(text.replace("TRAP", trap.url), trap)


def _reaches_out(text: str, trap: LoopbackTrap) -> bool:
    """Tell whether pyoxigraph, without any of our walls, connects somewhere to evaluate a text."""
    store = pyoxigraph.Store()
    node = pyoxigraph.NamedNode("http://example.org/x")
    store.add(pyoxigraph.Quad(node, node, pyoxigraph.Literal(value=True)))
    before = trap.hits
    with contextlib.suppress(SyntaxError, RuntimeError, OSError):
        results = store.query(text)
        if isinstance(results, pyoxigraph.QuerySolutions):
            for _ in results:
                break
    return trap.hits > before


@given(st.text(max_size=60))
def test_any_text_is_inspected_or_refused(text: str) -> None:
    """No text makes inspection fail in another way than by a query error."""
    with contextlib.suppress(QueryError):
        inspect_query(text)
