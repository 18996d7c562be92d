"""A result as a table for readers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jakgraph.namespaces import JG, JGR, PREFIXES
from jakgraph.service.names import Names
from jakgraph.service.result_table import Cell, result_table
from jakgraph.service.terms import Rows, Term

if TYPE_CHECKING:
    from jakgraph.service.result_table import ResultTable

DECIMAL = PREFIXES["xsd"] + "decimal"
DATE = PREFIXES["xsd"] + "date"
DRUG = f"{JGR}drug/baricitinib"


def table_of(*terms: Term | None, show_iris: bool = False) -> ResultTable:
    rows = Rows(("x",), tuple({"x": term} if term else {} for term in terms))
    names = Names({DRUG: "baricitinib"})
    return result_table(rows, names, lambda iri: f"/about?{iri}", show_iris=show_iris)


def cell_of(term: Term | None, *, show_iris: bool = False) -> Cell:
    return table_of(term, show_iris=show_iris).rows[0][0]


def test_a_thing_of_the_graph_is_shown_by_its_label_with_its_kind() -> None:
    """Labels, not IRIs: the IRI stands in the title, the link leads to what the graph says about it."""
    assert cell_of(Term("iri", DRUG)) == Cell("baricitinib", "iri", DRUG, f"/about?{DRUG}", kind="drug")


def test_iris_are_shown_on_demand() -> None:
    """The switch shows the IRI in place of the label."""
    assert cell_of(Term("iri", DRUG), show_iris=True).text == DRUG


def test_a_term_without_label_is_a_curie() -> None:
    """No label: the CURIE under a known prefix."""
    assert cell_of(Term("iri", str(JG.Drug))).text == "jg:Drug"


def test_an_iri_from_elsewhere_is_a_link_outward() -> None:
    """What the graph knows nothing about is looked up where it is."""
    cell = cell_of(Term("iri", "https://example.org/v#weight"))
    assert (cell.text, cell.href, cell.is_outward) == ("weight", "https://example.org/v#weight", True)


def test_only_web_addresses_become_links() -> None:
    """javascript: and data: are IRIs too."""
    for iri in ("javascript:alert(1)", "data:text/html,x", "urn:x:y", "JavaScript:x"):
        assert cell_of(Term("iri", iri)) == Cell(iri, "iri", iri)


def test_a_column_of_numbers_is_numeric_gaps_included() -> None:
    """Numbers stand to the right; an unbound cell does not change that, any other value does."""
    number = Term("literal", "1.57", DECIMAL)
    assert table_of(number, None).columns[0].is_numeric
    assert not table_of(number, Term("literal", "x")).columns[0].is_numeric
    assert not table_of(None).columns[0].is_numeric


def test_an_unbound_cell_is_said_to_be_empty() -> None:
    """Unbound is not the empty string."""
    assert cell_of(None).role == "none"
    assert cell_of(Term("literal", "")).role == "text"


def test_a_datatype_that_is_not_obvious_is_in_the_title() -> None:
    """A date says so; a plain string needs no word."""
    assert cell_of(Term("literal", "2026-11-24", DATE)).title == "xsd:date"
    assert cell_of(Term("literal", "x", language="de")) == Cell("x", "text", language="de")


def test_blank_nodes_and_unknown_terms_are_shown_as_they_are() -> None:
    """Nothing in a result is hidden."""
    assert cell_of(Term("blank", "b0")).text == "_:b0"
    assert cell_of(Term("other", "<<( )>>")).text == "<<( )>>"


def test_figures_as_printed_stand_like_numbers() -> None:
    """A figure kept as its source prints it, and "not reported", do not make a column of numbers one of text."""
    printed = [Term("literal", text) for text in ("57", "<0.001", "1,234", "≥ 4.5", "-2.0", "12.5%", "not reported")]
    assert table_of(*printed).columns[0].is_numeric
    assert not table_of(Term("literal", "not reported")).columns[0].is_numeric
    assert cell_of(Term("literal", "not reported")) == Cell("not reported", "not-reported")
    for text in ("JAK1", "SRI-4", "1.2.3", ""):
        assert cell_of(Term("literal", text)).role == "text"
