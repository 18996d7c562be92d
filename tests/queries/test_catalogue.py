"""Reading competency queries, and putting other values into them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jakgraph.errors import DatasetError, ParameterError
from jakgraph.queries import CompetencyQuery, Parameter, load_competency_queries, values_in, with_parameters

if TYPE_CHECKING:
    from pathlib import Path

HEADER = """# Title: Things
# Question: What is it?
# Group: Mechanism
# Asked by: the tests
# Keywords: one, two
"""
QUERY = """PREFIX drug: <https://w3id.org/jakgraph/drug/>
SELECT * WHERE {
  VALUES ?drug { drug:baricitinib }
  VALUES ?word { "two words" }
  VALUES ?week { 52 }
}
"""
PARAMETERS = """# Parameter: drug drug baricitinib Drug
# Parameter: word text "two words" Part of a name
# Parameter: week number 52 Week of the endpoint
"""
BARICITINIB = "https://w3id.org/jakgraph/drug/baricitinib"


def loaded(folder: Path, text: str) -> CompetencyQuery:
    """Return the query that this text is when it lies in a file."""
    (folder / "things.rq").write_text(text, encoding="utf-8")
    (query,) = load_competency_queries(folder)
    return query


@pytest.fixture
def query(tmp_path: Path) -> CompetencyQuery:
    """A query with a parameter of each type."""
    return loaded(tmp_path, HEADER + PARAMETERS + QUERY)


def answer(text: str) -> dict[str, str]:
    """Return the one row that a query of VALUES gives."""
    solutions = ox.Store().query(text)
    assert isinstance(solutions, ox.QuerySolutions)
    (row,) = list(solutions)
    return {variable.value: row[variable.value].value for variable in solutions.variables}


def test_a_header_is_read(query: CompetencyQuery) -> None:
    """Title, question, group, who asks, keywords, parameters and the place of the expected rows come from the file."""
    assert (query.name, query.title, query.question, query.group) == ("things", "Things", "What is it?", "Mechanism")
    assert (query.asked_by, query.keywords, query.expected.name) == ("the tests", ("one", "two"), "things.csv")
    assert query.parameters == (
        Parameter("drug", "drug", "baricitinib", "Drug"),
        Parameter("word", "text", "two words", "Part of a name"),
        Parameter("week", "number", "52", "Week of the endpoint"),
    )


def test_a_query_without_its_header_is_refused_by_name(tmp_path: Path) -> None:
    """A file that does not say what it asks is reported with what is missing."""
    with pytest.raises(DatasetError, match=r"things\.rq: the header lacks Question, Group, Asked by, Keywords"):
        loaded(tmp_path, "# Title: x\nASK {}\n")


def test_a_query_that_is_no_text_is_refused_by_name(tmp_path: Path) -> None:
    """Bytes that are not UTF-8 are placed by file and line."""
    (tmp_path / "things.rq").write_bytes(b"# Title: x\n# \xff\n")
    with pytest.raises(DatasetError, match=r"things\.rq:2: it is not UTF-8\. Save it as UTF-8"):
        load_competency_queries(tmp_path)


def test_a_group_that_is_none_is_refused(tmp_path: Path) -> None:
    """A query cannot be filed under a heading that no page shows."""
    with pytest.raises(DatasetError, match=r"there is no group 'Mechanics'\. The groups are: Trials and results, "):
        loaded(tmp_path, HEADER.replace("Mechanism", "Mechanics") + "ASK {}\n")


@pytest.mark.parametrize(
    ("declared", "message"),
    [
        ("drug", "the parameter 'drug' cannot be read"),
        ("drug drug tofacitinib Drug", r"does not hold the default of the parameter drug\. Write 'VALUES \?drug \{ "),
        ("dose number 4 Dose", "does not hold the default of the parameter dose"),
        ("week number soon Week", r"the default of the parameter week: 'soon' is not a number\. Write digits"),
        ("drug drug Drug/x Drug", "the default of the parameter drug: 'Drug/x' is not the IRI of a thing of kind drug"),
    ],
)
def test_a_parameter_that_does_not_fit_its_query_is_refused(tmp_path: Path, declared: str, message: str) -> None:
    """A default of the wrong kind, or one that the query does not hold, stops the loading and is named."""
    with pytest.raises(DatasetError, match=message):
        loaded(tmp_path, f"{HEADER}# Parameter: {declared}\n{QUERY}")


def test_a_default_must_stand_in_the_query_once(tmp_path: Path) -> None:
    """Two places of one parameter would be two values."""
    with pytest.raises(DatasetError, match="does not hold the default of the parameter week"):
        loaded(tmp_path, HEADER + PARAMETERS + QUERY + "VALUES ?week { 52 }")


def test_the_defaults_leave_the_text_as_it_is(query: CompetencyQuery) -> None:
    """Nothing given, or what is there already, gives the very text of the file."""
    assert with_parameters(query, {}) == query.text
    defaults = {parameter.name: parameter.default for parameter in query.parameters}
    assert with_parameters(query, defaults) == query.text


def test_values_take_the_place_of_the_defaults(query: CompetencyQuery) -> None:
    """Each value stands where its default stood, and nothing else changes."""
    text = with_parameters(query, {"drug": "tofacitinib", "word": "SRI", "week": "24.5"})
    expected = {"drug": BARICITINIB.replace("baricitinib", "tofacitinib"), "word": "SRI", "week": "24.5"}
    assert answer(text) == expected
    assert text.count("\n") == query.text.count("\n")


@pytest.mark.parametrize("value", ["baricitinib", "drug/baricitinib", BARICITINIB])
def test_a_thing_is_given_by_key_by_kind_and_key_or_by_iri(query: CompetencyQuery, value: str) -> None:
    """People copy an IRI from a page or type a key; both are the same thing."""
    assert with_parameters(query, {"drug": value}) == query.text


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("dose", "4", r"dose: the query things has no such parameter\. It has: drug, word, week\."),
        (
            "drug",
            "protein/jak1",
            r"drug: 'protein/jak1' is not the IRI of a thing of kind drug\. Write its key, such as",
        ),
        ("drug", "https://w3id.org/jakgraph/protein/jak1", "is not the IRI of a thing of kind drug"),
        ("drug", "https://example.org/drug/x", "is not the IRI of a thing of kind drug"),
        ("drug", "x> . ?s ?p <y", "does not end in the key of a thing"),
        ("drug", "", "'' does not end in the key of a thing"),
        ("drug", "Baricitinib", "'Baricitinib' does not end in the key of a thing"),
        ("week", "fifty", r"week: 'fifty' is not a number\. Write digits, such as 52\."),
        ("week", "1 } UNION { 2", "is not a number"),
        ("week", "1e9", "is not a number"),
        ("week", "٣", "is not a number"),
        ("word", "x" * 201, r"word: the text has 201 characters\. At most 200 are taken\."),
        ("word", "a\0b", "control character"),
        ("word", "\ud800", "half of a character"),
    ],
)
def test_a_value_that_cannot_be_used_is_refused_with_what_is_wrong(
    query: CompetencyQuery, name: str, value: str, message: str
) -> None:
    """An unknown name and a value of the wrong kind are errors that say what would be right."""
    with pytest.raises(ParameterError, match=message) as caught:
        with_parameters(query, {name: value})
    assert caught.value.parameter == name


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from('"\\\n\r\t{}<>#'), max_size=60))
def test_any_text_comes_out_as_it_went_in(value: str) -> None:
    """Whatever a text holds, it stays one string: quotes, braces, escapes and comment signs do nothing."""
    assert answer(f"SELECT * {{ VALUES ?word {{ {Parameter('word', 'text', 'x', 'Word').term(value)} }} }}") == {
        "word": value
    }


def test_a_value_that_looks_like_a_place_of_another_is_only_a_value(tmp_path: Path) -> None:
    """Every place is found in the text of the file: a value is never searched for further places."""
    both = '# Parameter: a text "one" A\n# Parameter: b text "two" B\n'
    query = loaded(tmp_path, HEADER + both + 'SELECT * { VALUES ?a { "one" } VALUES ?b { "two" } }')
    hostile = {"a": "VALUES ?b { y }", "b": "VALUES ?a { z }"}
    assert answer(with_parameters(query, hostile)) == hostile


@pytest.mark.parametrize("value", ["arm/a-4", "https://w3id.org/jakgraph/arm/a-4"])
def test_a_thing_of_any_kind_is_given_by_kind_and_key_or_by_iri(tmp_path: Path, value: str) -> None:
    """A question about any statement takes the statement as the pages and the tables name it."""
    text = "# Parameter: x thing drug/baricitinib Thing\n"
    query = loaded(tmp_path, f"{HEADER}{text}SELECT * {{ VALUES ?x {{ <{BARICITINIB}> }} }}")
    assert answer(with_parameters(query, {"x": value})) == {"x": "https://w3id.org/jakgraph/arm/a-4"}
    for wrong in ("a-4", "https://example.org/arm/a-4", "Arm/a-4", "arm/a/4", "arm/"):
        with pytest.raises(ParameterError, match="Write its kind and key, such as drug/baricitinib"):
            with_parameters(query, {"x": wrong})


def test_a_text_is_known_as_the_question_that_it_asks_with_other_values(query: CompetencyQuery) -> None:
    """Who changes a value in the text, or comes back to it by a link, is still asking the same question."""
    defaults = {"drug": "baricitinib", "word": "two words", "week": "52"}
    assert values_in(query, query.text) == defaults
    changed = {"drug": "tofacitinib", "word": 'a "quoted" \\ back\nslash', "week": "24.5"}
    assert values_in(query, with_parameters(query, changed)) == changed
    assert values_in(query, query.text.removeprefix(HEADER)) == defaults
    assert values_in(query, query.text.replace("drug:baricitinib", "drug:tofacitinib")) == defaults | {
        "drug": "tofacitinib"
    }


@pytest.mark.parametrize(
    "change", [("SELECT *", "SELECT ?drug"), ("drug:baricitinib", "drug:a drug:b"), ("52", "?week")]
)
def test_a_text_that_asks_something_else_is_not_taken_for_the_question(
    query: CompetencyQuery, change: tuple[str, str]
) -> None:
    """Only the values of the parameters may differ."""
    assert values_in(query, query.text.removeprefix(HEADER + PARAMETERS).replace(*change)) is None


def test_a_thing_of_any_kind_comes_back_as_kind_and_key(tmp_path: Path) -> None:
    """A statement is shown in the form as it is written there."""
    text = f"# Parameter: x thing drug/baricitinib Thing\nSELECT * {{ VALUES ?x {{ <{BARICITINIB}> }} }}"
    query = loaded(tmp_path, HEADER + text)
    assert values_in(query, with_parameters(query, {"x": "arm/a-4"})) == {"x": "arm/a-4"}


def test_a_term_of_the_ontology_is_given_by_its_name_or_by_its_iri(tmp_path: Path) -> None:
    """A question about any class takes the class as queries and the ontology write it."""
    text = "# Parameter: class term Drug Class\nPREFIX jg: <https://w3id.org/jakgraph/ontology#>\n"
    query = loaded(tmp_path, f"{HEADER}{text}SELECT * {{ VALUES ?class {{ jg:Drug }} }}")
    for value in ("Trial", "jg:Trial", "https://w3id.org/jakgraph/ontology#Trial"):
        changed = with_parameters(query, {"class": value})
        assert answer(changed) == {"class": "https://w3id.org/jakgraph/ontology#Trial"}
        assert values_in(query, changed) == {"class": "Trial"}
    assert values_in(query, query.text) == {"class": "Drug"}
    for wrong in ("drug/x", "Drug } UNION {", "", "https://example.org/Drug"):
        with pytest.raises(ParameterError, match="is not the name of a term of the ontology"):
            with_parameters(query, {"class": wrong})
