"""Words for syntax errors: a table of real mistakes, and that no mistake is left without words and a place."""

# ruff: noqa: E501 - the table below is read across

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jakgraph.store.sparql import complaint_about
from jakgraph.store.syntax import explain
from jakgraph.store.tokens import tokenize

if TYPE_CHECKING:
    import random

    from jakgraph.errors import QuerySyntaxError

PREFIXES = {"rdfs": "http://www.w3.org/2000/01/rdf-schema#", "jg": "https://w3id.org/jakgraph/ontology#"}
JG = "PREFIX jg: <https://w3id.org/jakgraph/ontology#>\n"


def error_in(text: str) -> QuerySyntaxError:
    """Return the error for a text that pyoxigraph refuses."""
    complaint = complaint_about(text)
    assert complaint is not None, "pyoxigraph takes this text"
    return explain(text, complaint, complaint_about, PREFIXES)


@dataclass(frozen=True)
class Slip:
    """A query with one slip: what it is, where it is, the token there, and words of message and hint."""

    name: str
    text: str
    place: str
    token: str
    message: str
    hint: str


SLIPS = [
    Slip("known prefix undeclared", "SELECT ?x {\n  ?x rdfs:label ?l }", "2:6", "rdfs:label", "rdfs: is not declared",
         "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>"),
    Slip("unknown prefix undeclared", "SELECT ?x { ?x foo:p ?l }", "1:16", "foo:p", "foo: is not declared", "PREFIX foo:"),
    Slip("prefix misspelt", JG + "SELECT ?x { ?x a jgg:Drug }", "2:18", "jgg:Drug", "jgg: is not declared", "mean jg:"),
    Slip("prefix of a function undeclared", 'SELECT ?x { ?x ?p ?y FILTER(fn:contains(?y, "a")) }', "1:29", "fn:contains",
         "fn: is not declared", "PREFIX fn:"),
    Slip("prefix of a datatype undeclared", 'SELECT ?x { ?x ?p "1"^^xsd:int }', "1:24", "xsd:int", "xsd: is not declared",
         "PREFIX xsd:"),
    Slip("prefix as in Turtle", "@prefix jg: <http://a/> .\nSELECT * {}", "1:1", "@prefix", "is Turtle", "without @"),
    Slip("dot after a prefix", "PREFIX jg: <http://a/> .\nSELECT * {}", "1:24", ".", "no dot", "Delete the dot"),
    Slip("prefix without colon", "PREFIX jg <http://a/>\nSELECT * {}", "1:8", "jg", "with a colon", "PREFIX jg: <...>"),
    Slip("prefix without angle brackets", "PREFIX jg: http://a/\nSELECT * {}", "1:12", "http://a/", "angle brackets",
         "<http://a/>"),
    Slip("IRI without angle brackets", "SELECT ?x { ?x ?p http://a/b }", "1:19", "http://a/b", "angle brackets",
         "<http://a/b>"),
    Slip("blank in an IRI", "SELECT ?x { ?x ?p <http://a/b c> }", "1:19", "<http://a/b c>", "blank inside", "%20"),
    Slip("relative IRI", "SELECT ?x { ?x ?p <b> }", "1:19", "<b>", "relative IRI", "whole IRI"),
    Slip("slash in a name", "PREFIX jgr: <http://a/>\nSELECT * { jgr:drug/x ?p ?y }", "2:12", "jgr:drug", "before a slash",
         "angle brackets"),
    Slip("closing brace missing", "SELECT ?x WHERE {\n  ?x ?p ?o .\n", "2:13", "", "closing } is missing", "line 1, column 17"),
    Slip("closing brace too many", "SELECT ?x WHERE { ?x ?p ?o } }", "1:30", "}", "closes nothing", "Delete it"),
    Slip("opening brace missing", "SELECT ?x WHERE ?x ?p ?o }", "1:17", "?x", "in braces", "WHERE { ... }"),
    Slip("closing parenthesis missing", "SELECT ?x { ?x ?p ?y FILTER(?y > 3 }", "1:36", "}", "parenthesis is missing",
         "FILTER"),
    Slip("parenthesis missing in SELECT", "SELECT (COUNT(?x AS ?n) { ?x ?p ?y }", "1:18", "AS", "missing before AS",
         "(COUNT(?x) AS ?n)"),
    Slip("dot missing", "SELECT ?x {\n\t?x ?p ?o\n\t?y ?q ?r }", "3:2", "?y", "dot is missing before ?y", "separated by dots"),
    Slip("new subject after a semicolon", "SELECT ?x {\n ?x ?p ?o ;\n ?y ?q ?r . }", "3:8", "?r", "one too many",
         "end it with a dot"),
    Slip("object missing", "SELECT ?x {\n ?x ?p .\n ?y ?q ?z }", "2:8", ".", "not complete", "subject, a property"),
    Slip("literal as property", 'SELECT ?x { ?x "a" ?y }', "1:16", '"a"', "where a property should", "Only an IRI"),
    Slip("comparison among triples", "SELECT ?x { ?x = ?y }", "1:16", "=", "comparison stands in FILTER", "FILTER (?x = ?y)"),
    Slip("variable without question mark", "SELECT x { ?x ?p ?y }", "1:8", "x", "not a variable", "?x"),
    Slip("word among triples", "SELECT ?x { drug ?p ?y }", "1:13", "drug", "neither a keyword nor a name", "?drug"),
    Slip("SELECT without variables", "SELECT WHERE { ?x ?p ?y }", "1:8", "WHERE", "names no variables", "SELECT *"),
    Slip("comma in SELECT", "SELECT ?a, ?b { ?a ?p ?b }", "1:10", ",", "separated by blanks", "comma"),
    Slip("DISTINCT too late", "SELECT ?x DISTINCT { ?x ?p ?y }", "1:11", "DISTINCT", "right after SELECT", "SELECT DISTINCT"),
    Slip("COUNT without parentheses", "SELECT COUNT(?x) { ?x ?p ?y }", "1:8", "COUNT", "stands in parentheses",
         "(COUNT(?x) AS ?count)"),
    Slip("AS without parentheses", "SELECT ?x COUNT(?y) AS ?n { ?x ?p ?y }", "1:11", "COUNT", "stands in parentheses",
         "(COUNT(?y) AS ?count)"),
    Slip("aggregate without a name", "SELECT (COUNT(?x)) { ?x ?p ?y }", "1:18", ")", "has no name", "AS ?name"),
    Slip("BIND without a name", "SELECT ?x { ?x ?p ?y BIND(?y + 1) }", "1:33", ")", "has no name", "AS ?name"),
    Slip("ungrouped variable", "SELECT ?x (COUNT(?y) AS ?n) { ?x ?p ?y }", "1:8", "?x", "?x is selected beside",
         "GROUP BY ?x"),
    Slip("one of two not grouped", "SELECT ?x ?z (COUNT(?y) AS ?n) { ?x ?z ?y } GROUP BY ?x", "1:11", "?z",
         "?z is selected beside", "SAMPLE(?z)"),
    Slip("ungrouped in a subselect", "SELECT * {\n { SELECT ?x (COUNT(?y) AS ?n) { ?x ?p ?y } } }", "2:11", "?x",
         "?x is selected beside", "GROUP BY ?x"),
    Slip("expression grouped without a name", "SELECT (LANG(?y) AS ?l) (COUNT(*) AS ?n) { ?x ?p ?y } GROUP BY (LANG(?y))",
         "1:14", "?y", "?y in the expression of ?l is not grouped", "GROUP BY (LANG(?y) AS ?l), and select ?l"),
    Slip("call grouped without a name", "SELECT (lang(?y) AS ?l) (COUNT(*) AS ?n) { ?x ?p ?y } GROUP BY LANG(?y)",
         "1:14", "?y", "?y in the expression of ?l is not grouped", "GROUP BY (lang(?y) AS ?l), and select ?l"),
    Slip("variable grouped within an expression", "SELECT ?y (COUNT(*) AS ?n) { ?x ?p ?y } GROUP BY (LANG(?y))",
         "1:8", "?y", "?y is selected beside", "GROUP BY ?y"),
    Slip("ungrouped within an expression", "SELECT ?x (STR(?y) AS ?s) { ?x ?p ?y } GROUP BY ?x", "1:16", "?y",
         "?y in the expression of ?s is not grouped", "SAMPLE(?y)"),
    Slip("ungrouped beside an aggregate", "SELECT (CONCAT(STR(COUNT(?x)), ?y) AS ?s) { ?x ?p ?y } GROUP BY ?x", "1:32",
         "?y", "?y in the expression of ?s is not grouped", "GROUP BY ?y"),
    Slip("name of SELECT in GROUP BY", "SELECT (LANG(?y) AS ?l) (COUNT(*) AS ?n) { ?x ?p ?y } GROUP BY ?l", "1:21", "?l",
         "SELECT comes after it", "GROUP BY (LANG(?y) AS ?l), and select ?l"),
    Slip("name of the pattern in GROUP BY", "SELECT (1 AS ?x) { ?x ?p ?y } GROUP BY ?x", "1:14", "?x", "has a value already",
         "new name"),
    Slip("HAVING without GROUP BY", "SELECT ?x { ?x ?p ?y } HAVING (COUNT(?y) > 3)", "1:8", "?x", "not grouped",
         "GROUP BY ?x"),
    Slip("HAVING without parentheses", "SELECT ?x (COUNT(?y) AS ?n) { ?x ?p ?y } GROUP BY ?x HAVING ?n > 3", "1:61", "?n",
         "HAVING stands in parentheses", "HAVING (?n ...)"),
    Slip("aggregate in FILTER", "SELECT ?x { ?x ?p ?y FILTER(COUNT(?y) > 1) }", "1:29", "COUNT", "cannot stand in FILTER",
         "HAVING"),
    Slip("aggregate in GROUP BY", "SELECT ?x { ?x ?p ?y } GROUP BY COUNT(?x)", "1:33", "COUNT", "cannot stand in GROUP BY",
         "into SELECT"),
    Slip("SELECT * with GROUP BY", "SELECT * { ?x ?p ?y } GROUP BY ?x", "1:8", "*", "cannot be used with GROUP BY", "Name"),
    Slip("name taken in SELECT", "SELECT (1 AS ?x) { ?x ?p ?y }", "1:14", "?x", "has a value already", "new name"),
    Slip("name taken in BIND", "SELECT ?x { ?x ?p ?y BIND(1 AS ?y) }", "1:32", "?y", "has a value already", "new name"),
    Slip("LIMIT twice", "SELECT ?x { ?x ?p ?y } LIMIT 1 LIMIT 2", "1:32", "LIMIT", "LIMIT twice", "Keep one"),
    Slip("LIMIT without a number", "SELECT ?x { ?x ?p ?y } LIMIT", "1:29", "", "whole number", "LIMIT 10"),
    Slip("LIMIT inside the braces", "SELECT ?x { ?x ?p ?y LIMIT 3 }", "1:22", "LIMIT", "after the closing brace", "behind"),
    Slip("ORDER BY after LIMIT", "SELECT ?x { ?x ?p ?y } LIMIT 3 ORDER BY ?x", "1:32", "ORDER", "too late", "The order is"),
    Slip("ORDER without BY", "SELECT ?x { ?x ?p ?y } ORDER ?x", "1:30", "?x", "After ORDER comes BY", "ORDER BY ?x"),
    Slip("DESC without parentheses", "SELECT ?x { ?x ?p ?y } ORDER BY DESC ?y", "1:38", "?y", "DESC needs parentheses",
         "DESC(?y)"),
    Slip("WHERE twice", "SELECT ?x { ?x ?p ?y } WHERE { ?x ?p ?z }", "1:24", "WHERE", "stands before the pattern", "WHERE"),
    Slip("FILTER without parentheses", "SELECT ?x { ?x ?p ?y FILTER ?y > 3 }", "1:29", "?y", "FILTER stands in parentheses",
         "FILTER (?y ...)"),
    Slip("OPTIONAL without braces", "SELECT ?x { ?x ?p ?y OPTIONAL ?x ?q ?z }", "1:31", "?x", "in braces", "OPTIONAL { ... }"),
    Slip("UNION without braces", "SELECT ?x { ?x ?p ?y UNION ?x ?q ?z }", "1:22", "UNION", "Both sides", "UNION"),
    Slip("keyword misspelt", "SELECT ?x { ?x ?p ?y FLITER(?y > 1) }", "1:22", "FLITER", "not a keyword", "FILTER"),
    Slip("== for =", "SELECT ?x { ?x ?p ?y FILTER(?y == 3) }", "1:32", "=", "== is not an operator", "single ="),
    Slip("<> for !=", "SELECT ?x { ?x ?p ?y FILTER(?y <> 3) }", "1:32", "<>", "<> is not an operator", "!="),
    Slip("AND for &&", "SELECT ?x { ?x ?p ?y FILTER(?y = 3 AND ?x = 2) }", "1:36", "AND", "AND is not an operator", "&&"),
    Slip("& for &&", "SELECT ?x { ?x ?p ?y FILTER(?y = 3 & ?x = 2) }", "1:36", "&", "& alone", "&&"),
    Slip("NOT for !", "SELECT ?x { ?x ?p ?y FILTER(NOT ?y = 3) }", "1:29", "NOT", "only before IN and EXISTS", "!(?y"),
    Slip("LIKE", 'SELECT ?x { ?x ?p ?y FILTER(?y LIKE "a%") }', "1:32", "LIKE", "LIKE is not an operator", "REGEX"),
    Slip("unknown function", "SELECT ?x { ?x ?p ?y FILTER(SUBSTRING(?y, 1) = 'a') }", "1:29", "SUBSTRING",
         "not a function", "SUBSTR"),
    Slip("too few arguments", "SELECT ?x { ?x ?p ?y FILTER(REGEX(?y)) }", "1:37", ")", "more arguments", "comma"),
    Slip("comma missing between arguments", 'SELECT (CONCAT("a" "b") AS ?c) {}', "1:20", '"b"', "side by side", "comma"),
    Slip("curly quotes", "SELECT ?x { ?x ?p \u201cabc\u201d }", "1:19", "\u201c", "typographic", "plain one"),
    Slip("string not closed", 'SELECT ?x { ?x ?p "abc }', "1:19", '"abc }', "not closed on its line", "Close it with"),
    Slip("string over two lines", 'SELECT ?x { ?x ?p "abc\ndef" }', "1:19", '"abc', "not closed on its line", '"""'),
    Slip("one caret", 'SELECT ?x { ?x ?p "1"^<http://a> }', "1:22", "^", "two carets", "^^"),
    Slip("no-break space", "SELECT ?x {\u00a0?x ?p ?y }", "1:12", "\u00a0", "invisible character", "plain space"),
    Slip("code fence", "```sparql\nSELECT * {}\n```", "1:1", "`", "not part of SPARQL", "```"),
    Slip("comment as in C", "SELECT ?x { ?x ?p ?y // note\n }", "1:22", "/", "does not begin a comment", "#"),
    Slip("SQL with columns", "SELECT name FROM drugs WHERE dose > 3", "1:8", "name", "not a variable", "?name"),
    Slip("SQL with a table", "SELECT * FROM drugs", "1:15", "drugs", "IRI of a graph", "SQL"),
    Slip("row of VALUES too short", "SELECT * { VALUES (?x ?y) { (1 2) (1) } }", "1:35", "(", "1 term(s) for 2", "UNDEF"),
    Slip("blank node in two groups", "SELECT * { _:a ?p ?y . OPTIONAL { _:a ?q ?z } }", "1:35", "_:a", "in two groups", "?a"),
    Slip("DESCRIBE of nothing", "DESCRIBE WHERE { ?x ?p ?y }", "1:10", "WHERE", "names nothing", "DESCRIBE ?x"),
    Slip("CONSTRUCT of a variable", "CONSTRUCT ?x WHERE { ?x ?p ?y }", "1:11", "?x", "template in braces", "CONSTRUCT {"),
    Slip("text after wide characters", 'SELECT * { ?s ?p "\U0001f600\u00e9" .\n ?x "\U0001f600" ?z }', "2:5",
         '"\U0001f600"', "where a property should", "IRI"),
    Slip("Windows line ends", "SELECT * {\r\n ?s ?p ?o\r\n ?x ?q ?z }", "3:2", "?x", "dot is missing", "dots"),
]  # fmt: skip


@pytest.mark.parametrize("slip", SLIPS, ids=lambda slip: slip.name)
def test_a_common_mistake_has_its_own_words(slip: Slip) -> None:
    """Line, column and token are those of the slip itself; the message names it and the hint mends it."""
    error = error_in(slip.text)
    assert (f"{error.line}:{error.column}", error.token) == (slip.place, slip.token), error
    assert slip.message in error.message
    assert slip.hint in error.hint


VALID = (
    JG
    + """PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?drug (COUNT(DISTINCT ?trial) AS ?n) (CONCAT("a", "b") AS ?c) FROM <http://a/g> WHERE {
  ?drug a jg:Drug ; rdfs:label ?label , "x"@en .
  OPTIONAL { ?trial jg:drug/jg:arm* ?drug . FILTER(?n > 3 && !(?label = 'y')) }
  { ?a ?b ?c1 } UNION { BIND(1 + 2 AS ?d) } MINUS { VALUES (?x ?y) { (1 UNDEF) } }
} GROUP BY ?drug HAVING (COUNT(?trial) > 1) ORDER BY DESC(?n) LIMIT 10 OFFSET 5"""
)
PIECES = [token.text for token in tokenize(VALID)]


def test_the_valid_query_is_valid() -> None:
    """The query that the tests below break is taken as it stands."""
    assert complaint_about(VALID) is None


@settings(max_examples=150, deadline=None)
@given(st.integers(0, len(PIECES) - 1), st.sampled_from(["drop", "double", "swap", "word"]), st.randoms())
def test_every_slip_has_words_and_a_place_in_the_text(index: int, kind: str, chance: random.Random) -> None:
    """Dropping, doubling, swapping or replacing any token gives a query or an error inside the text, with a hint."""
    pieces = PIECES.copy()
    if kind == "drop":
        del pieces[index]
    elif kind == "double":
        pieces.insert(index, pieces[index])
    elif kind == "swap":
        other = chance.randrange(len(pieces))
        pieces[index], pieces[other] = pieces[other], pieces[index]
    else:
        pieces[index] = "wrong"
    text = "\n".join(pieces)
    if complaint_about(text) is None:
        return
    error = error_in(text)
    assert error.message
    assert error.hint
    assert 1 <= (error.line or 0) <= text.count("\n") + 1
    assert error.token in text


@settings(max_examples=100, deadline=None)
@given(st.integers(0, len(VALID) - 1))
def test_a_text_cut_anywhere_has_words(end: int) -> None:
    """Any beginning of a query is a query or an error with words."""
    if complaint_about(VALID[:end]) is not None:
        assert error_in(VALID[:end]).message


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=50))
def test_any_text_at_all_has_words(text: str) -> None:
    """Whatever is sent, an error has a message; nothing else is ever raised."""
    if complaint_about(text) is not None:
        assert error_in(text).message
