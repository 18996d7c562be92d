"""Reading the engine's answers back into terms."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pyoxigraph as ox
from hypothesis import given
from hypothesis import strategies as st

from jakgraph.service import terms
from jakgraph.service.terms import Rows, Term, read_solutions, read_triples

if TYPE_CHECKING:
    import pytest

XSD_INTEGER = "http://www.w3.org/2001/XMLSchema#integer"


def solutions(query: str, store: ox.Store | None = None) -> bytes:
    result = (store or ox.Store()).query(query)
    assert isinstance(result, ox.QuerySolutions | ox.QueryBoolean)
    return result.serialize(format=ox.QueryResultsFormat.JSON)


def test_each_kind_of_term_is_read() -> None:
    """IRIs, numbers, strings with a language, blank nodes and unbound variables keep what they are."""
    body = solutions('SELECT ?a ?b ?c ?d ?e { VALUES (?a ?b ?c ?e) { (<urn:x> 1 "x"@en UNDEF) } BIND(BNODE() AS ?d) }')
    rows = read_solutions(body, 10)
    row = rows.rows[0]
    assert rows.columns == ("a", "b", "c", "d", "e")
    assert (row["a"], row["b"]) == (Term("iri", "urn:x"), Term("literal", "1", XSD_INTEGER))
    assert row["c"] == Term("literal", "x", language="en")
    assert row["d"].kind == "blank"
    assert "e" not in row


def test_ask_is_a_boolean() -> None:
    """The answer of ASK is yes or no, without rows."""
    assert read_solutions(solutions("ASK {}"), 10) == Rows((), (), boolean=True)
    assert read_solutions(solutions("ASK { <urn:a> <urn:b> <urn:c> }"), 10).boolean is False


def test_no_more_rows_than_asked_for_are_read() -> None:
    """A page takes the first rows of a long answer."""
    body = solutions("SELECT ?x { VALUES ?x { 1 2 3 } }")
    assert [row["x"].value for row in read_solutions(body, 2).rows] == ["1", "2"]


def test_the_beginning_of_a_large_answer_reads_like_the_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the first bytes of a large answer are decoded; the first rows are the same as if all were."""
    body = solutions('SELECT ?x ?y { VALUES (?x ?y) { ("\\"bindings\\":[é" <urn:é>) (UNDEF 2) (3 UNDEF) } }')
    whole = read_solutions(body, 2)
    monkeypatch.setattr(terms, "_WHOLE_BYTES", len(body) - 3)
    assert read_solutions(body, 2) == whole
    assert len(read_solutions(body, 10).rows) in (2, 3)


def test_a_large_answer_may_be_cut_within_a_character(monkeypatch: pytest.MonkeyPatch) -> None:
    """A cut inside a row, or inside a character of it, gives the rows before it."""
    body = solutions('SELECT ?x { VALUES ?x { "one" "éééééé" } }')
    cut = body.index("éééé".encode()) + 1
    monkeypatch.setattr(terms, "_WHOLE_BYTES", cut)
    assert [row["x"].value for row in read_solutions(body, 10).rows] == ["one"]


def test_triples_are_rows_of_subject_predicate_and_object() -> None:
    """A graph is shown as a table of three columns."""
    body = b'<urn:s> <urn:p> "x\\ty \\u00E9"@en .\n_:b <urn:p> <urn:o> .\n'
    rows = read_triples(body, 10)
    assert rows.columns == ("subject", "predicate", "object")
    assert rows.rows[0]["object"] == Term("literal", "x\ty é", language="en")
    assert rows.rows[1]["subject"] == Term("blank", "b")
    assert rows.iris() == {"urn:s", "urn:p", "urn:o"}


def test_no_more_triples_than_asked_for_are_read() -> None:
    """A page takes the first triples of a long answer; an empty graph has none."""
    body = b"<urn:s> <urn:p> <urn:o> .\n" * 5
    assert len(read_triples(body, 2).rows) == 2
    assert read_triples(b"", 2).rows == ()


def test_a_triple_term_is_kept_as_it_is_written() -> None:
    """RDF 1.2 terms that the page knows nothing of are shown, not dropped and not an error."""
    rows = read_triples(b"<urn:s> <urn:p> <<( <urn:a> <urn:b> <urn:c> )>> .\n", 10)
    assert rows.rows[0]["object"] == Term("other", "<<( <urn:a> <urn:b> <urn:c> )>>")
    answer = {"head": {"vars": ["x"]}, "results": {"bindings": [{"x": {"type": "triple", "value": {"subject": 1}}}]}}
    assert read_solutions(json.dumps(answer).encode(), 1).rows[0]["x"] == Term("other", '{"subject": 1}')


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_any_literal_survives(text: str) -> None:
    """Whatever the engine escapes is read back as it was."""
    triple = ox.Triple(ox.NamedNode("urn:s"), ox.NamedNode("urn:p"), ox.Literal(text))
    body = ox.serialize([triple], format=ox.RdfFormat.N_TRIPLES)
    assert body is not None
    assert read_triples(body, 1).rows[0]["object"].value == text
    store = ox.Store()
    store.add(ox.Quad(triple.subject, triple.predicate, triple.object))
    assert read_solutions(solutions("SELECT ?o { ?s ?p ?o }", store), 1).rows[0]["o"].value == text
