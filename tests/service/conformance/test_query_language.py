"""SPARQL 1.1 Query Language through the endpoint: small cases by section, and where the engine is known to deviate.

A deviation is a strict expected failure: the day the engine is mended, its line fails and goes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

PREFIXES = "PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> "
NORMALISED = "oxigraph/oxigraph#526: literals are kept by value, in one written form per value"
ERROR = None
"""What an expression with an error binds: nothing."""


def ask(client: FlaskClient, query: str) -> TestResponse:
    return client.post("/sparql", data=PREFIXES + query, content_type="application/sparql-query")


def value_of(client: FlaskClient, expression: str) -> str | None:
    """Return the text of an expression's value, None where it is an error."""
    response = ask(client, f"SELECT ({expression} AS ?x) {{}}")
    assert response.status_code == 200, response.text
    (row,) = response.json["results"]["bindings"]
    return row["x"]["value"] if "x" in row else None


def rows_of(client: FlaskClient, query: str) -> list[list[str]]:
    response = ask(client, query)
    assert response.status_code == 200, response.text
    return [[term["value"] for term in row.values()] for row in response.json["results"]["bindings"]]


VALUES = [
    ("17.2", "true || (1/0 = 1)", "true"),
    ("17.2", "false && (1/0 = 1)", "false"),
    ("17.2.2", "!''", "true"),
    ("17.3", "1/2", "0.5"),
    ("17.3", "1/0", ERROR),
    ("17.3", "1e0/0", "INF"),
    ("17.3", "0.1 + 0.2", "0.3"),
    ("17.3", '"2005-01-01T00:00:00Z"^^xsd:dateTime < "2006-01-01T00:00:00Z"^^xsd:dateTime', "true"),
    ("17.3", "<urn:a> < <urn:b>", ERROR),
    ("17.4.1.2", "IF(1/0, 1, 2)", ERROR),
    ("17.4.1.3", "COALESCE(1/0, 2)", "2"),
    ("17.4.1.7", '"x"^^<urn:t> = "y"^^<urn:t>', ERROR),
    ("17.4.1.9", "2 IN (1/0, 2)", "true"),
    ("17.4.1.9", "2 IN (3, 1/0)", ERROR),
    ("17.4.1.10", "2 NOT IN ()", "true"),
    ("17.4.2.4", 'isNumeric("1200"^^xsd:byte)', "true"),
    ("17.4.2.4", 'isNumeric("12")', "false"),
    ("17.4.3.2", 'STRLEN("食べ物"@en)', "3"),
    ("17.4.3.3", 'SUBSTR("foobar", 4, 1)', "b"),
    ("17.4.3.9", 'STRBEFORE("abc", "xyz")', ""),
    ("17.4.3.10", 'STRAFTER("abc"@en, "b"@cy)', ERROR),
    ("17.4.3.11", 'ENCODE_FOR_URI("Los Angeles")', "Los%20Angeles"),
    ("17.4.3.13", 'LANGMATCHES("", "*")', "false"),
    ("17.4.3.15", 'REPLACE("abab", "B", "Z", "i")', "aZaZ"),
    ("17.4.4.2", "ROUND(-2.5)", "-2"),
    ("17.4.5.8", 'TIMEZONE("2011-01-10T14:45:13.815Z"^^xsd:dateTime)', "PT0S"),
    ("17.4.5.8", 'TIMEZONE("2011-01-10T14:45:13.815"^^xsd:dateTime)', ERROR),
    ("17.4.6.1", 'MD5("abc")', "900150983cd24fb0d6963f7d28e17f72"),
    ("17.5", 'xsd:integer("1.5")', ERROR),
    ("17.5", "xsd:integer(1.9)", "1"),
]

ROWS = [
    ("11.2", "SELECT (SUM(?x) AS ?s) { VALUES ?x {} }", [["0"]]),
    ("11.2", "SELECT (MIN(?x) AS ?s) { VALUES ?x {} }", [[]]),
    ("11.2", "SELECT (AVG(?x) AS ?s) { VALUES ?x {1 2 3 4} }", [["2.5"]]),
    ("11.5", 'SELECT (SUM(?x) AS ?s) { VALUES ?x {1 "a"} }', [[]]),
    ("8.3.2", "SELECT ?x { VALUES ?x {1} MINUS { VALUES ?y {1} } }", [["1"]]),
    ("8.3.3", "SELECT ?x { VALUES ?x {1} FILTER NOT EXISTS { FILTER(?x = 1) } }", []),
    ("12", "SELECT ?x { VALUES ?x {1 2} { SELECT ?x { VALUES ?x {1 3} } } }", [["1"]]),
    ("10.1", "SELECT ?b { BIND(1 AS ?a) { BIND(?a + 1 AS ?b) } }", [[]]),
    ("15.1", 'SELECT ?x { VALUES ?x {"a" <urn:x> 1 UNDEF} } ORDER BY ?x', [[], ["urn:x"], ["1"], ["a"]]),
]

NOT_IN_THE_LANGUAGE = [
    ("11.4", "SELECT ?s ?o { ?s ?p ?o } GROUP BY ?s"),
    ("18.2.4.4", "SELECT (1 AS ?x) (2 AS ?x) {}"),
    ("18.2.1", "SELECT ?x { BIND(1 AS ?x) BIND(2 AS ?x) }"),
    ("19.8", "SELECT * { ?s ?p ?o } GROUP BY ?s"),
    ("19.6", "SELECT ?s { _:a ?p ?s OPTIONAL { _:a ?q ?s } }"),
]

VALUES_DEVIATING = [
    ("17.4.2.5", 'STR("01"^^xsd:integer)', "01", NORMALISED),
    ("17.4.2.5", "STR(1.0)", "1.0", NORMALISED),
    ("17.4.2.6", 'LANG("x"@EN)', "EN", NORMALISED),
    ("17.4.2.7", 'DATATYPE("5"^^xsd:byte)', "http://www.w3.org/2001/XMLSchema#byte", NORMALISED),
    ("17.4.1.8", 'sameTerm("01"^^xsd:integer, 1)', "false", NORMALISED),
    ("17.4.5.9", 'TZ("2005-01-01T00:00:00+00:00"^^xsd:dateTime)', "+00:00", NORMALISED),
    ("17.3", "true > false", "true", "booleans are not ordered by the engine"),
    ("17.5", "xsd:string(1e7)", "1.0E7", "a double is cast to the digits of a decimal, not as XPath writes it"),
    (
        "17.4.3.15",
        'REPLACE("abracadabra", ".*?", "$1")',
        ERROR,
        "oxigraph/oxigraph#1471: REPLACE follows another regex library, also where the pattern matches nothing",
    ),
]

ROWS_DEVIATING = [
    (
        "18.4",
        "SELECT ?x { <urn:not-here> <urn:p>* ?x }",
        [["urn:not-here"]],
        "oxigraph/oxigraph#1815: a zero-length path from a term that is not in the graph",
    ),
]


@pytest.mark.parametrize(("section", "expression", "value"), VALUES)
def test_expressions_have_the_value_of_the_specification(
    client: FlaskClient, section: str, expression: str, value: str | None
) -> None:
    """17: operators, functions, casts and their errors."""
    assert value_of(client, expression) == value, section


@pytest.mark.parametrize(("section", "query", "rows"), ROWS)
def test_queries_have_the_rows_of_the_specification(
    client: FlaskClient, section: str, query: str, rows: list[list[str]]
) -> None:
    """8 to 15: aggregates, negation, subqueries, scope and order."""
    assert rows_of(client, query) == rows, section


@pytest.mark.parametrize(("section", "query"), NOT_IN_THE_LANGUAGE)
def test_what_the_notes_of_the_grammar_forbid_is_refused(client: FlaskClient, section: str, query: str) -> None:
    """11, 18, 19: scope of variables and blank nodes, beyond what the grammar says."""
    assert ask(client, query).status_code == 400, section


@pytest.mark.parametrize(
    ("section", "expression", "value"),
    [pytest.param(*case, marks=pytest.mark.xfail(strict=True, reason=why)) for *case, why in VALUES_DEVIATING],
)
def test_expressions_in_which_the_engine_deviates(
    client: FlaskClient, section: str, expression: str, value: str | None
) -> None:
    """17: what the specification says, and the engine does not do."""
    assert value_of(client, expression) == value, section


@pytest.mark.parametrize(
    ("section", "query", "rows"),
    [pytest.param(*case, marks=pytest.mark.xfail(strict=True, reason=why)) for *case, why in ROWS_DEVIATING],
)
def test_queries_in_which_the_engine_deviates(
    client: FlaskClient, section: str, query: str, rows: list[list[str]]
) -> None:
    """18: what the specification says, and the engine does not do."""
    assert rows_of(client, query) == rows, section
