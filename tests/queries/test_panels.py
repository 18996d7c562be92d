"""The panels of the pages: what a file must say, and that each answers on the built-in graph."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from jakgraph import paths
from jakgraph.errors import DatasetError
from jakgraph.namespaces import JGR
from jakgraph.queries.panels import CLAIM_SUFFIX, LINK_SUFFIX, Panel, load_panels

if TYPE_CHECKING:
    from pathlib import Path

FOLDER = paths.queries_dir() / "pages"
PANELS = load_panels(FOLDER)
LIMIT_SECONDS = 0.05
MOST_THINGS = 8

PANEL = """# Title: Names
# Question: What is it called?
# Order: 10
# Shown as: facts
# Empty: It has no name
# Parameter: this drug baricitinib Drug
# Column: name Called
PREFIX drug: <https://w3id.org/jakgraph/drug/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>

SELECT ?name WHERE {
  VALUES ?this { drug:baricitinib }
  ?this rdfs:label ?name
}
"""

each_panel = pytest.mark.parametrize("panel", PANELS, ids=lambda panel: f"{panel.kinds[0]}-{panel.name}")


def load(folder: Path, text: str, kind: str = "drug") -> Panel:
    (folder / kind).mkdir()
    (folder / kind / "names.rq").write_text(text, encoding="utf-8")
    (panel,) = load_panels(folder)
    return panel


def things(graph: ox.Store, kind: str) -> list[str]:
    """Return the keys of all things of a kind."""
    found = graph.query(
        f"SELECT DISTINCT ?thing WHERE {{ GRAPH ?graph {{ ?thing a ?class }} "
        f"FILTER(STRSTARTS(STR(?thing), '{JGR}{kind}/')) }} ORDER BY ?thing"
    )
    assert isinstance(found, ox.QuerySolutions)
    return [str(row["thing"].value).removeprefix(f"{JGR}{kind}/") for row in found]


def from_all_over(keys: list[str]) -> list[str]:
    """Return some of the keys, from all over the alphabet."""
    return keys[:: max(len(keys) // MOST_THINGS, 1)]


def ask(graph: ox.Store, panel: Panel, kind: str, key: str) -> ox.QuerySolutions:
    solutions = graph.query(panel.query_about(kind, key), use_default_graph_as_union=True)
    assert isinstance(solutions, ox.QuerySolutions)
    return solutions


@each_panel
def test_a_panel_answers_quickly_on_things_of_its_kinds(graph: ox.Store, panel: Panel) -> None:
    """Each is a query that runs within the 50 ms of a competency query."""
    for kind in panel.kinds:
        for key in from_all_over(things(graph, kind)):
            started = time.process_time()
            list(ask(graph, panel, kind, key))
            assert time.process_time() - started < LIMIT_SECONDS, (kind, key)


@each_panel
def test_a_panel_has_rows_for_something(graph: ox.Store, panel: Panel) -> None:
    """A panel that is empty on every page asks for what is not in the graph."""
    assert any(any(ask(graph, panel, kind, key)) for kind in panel.kinds for key in things(graph, kind))


@each_panel
def test_a_panel_gives_the_same_rows_in_the_same_order(panel: Panel) -> None:
    """Rows are sorted by the query, so that a page is the same every time."""
    assert "ORDER BY" in panel.text
    assert panel.empty[0].isupper()
    assert panel.question.endswith("?")


@each_panel
def test_a_column_of_claims_or_links_belongs_to_another(graph: ox.Store, panel: Panel) -> None:
    """``?xClaim`` and ``?xLink`` name where ``?x`` leads to; headings are given to columns that there are."""
    names = [variable.value for variable in ask(graph, panel, panel.kinds[0], "none-such").variables]
    for name in names:
        for suffix in (CLAIM_SUFFIX, LINK_SUFFIX):
            if name.endswith(suffix):
                assert name.removesuffix(suffix) in names
    assert set(panel.headings) <= set(names)


def test_a_panel_asks_about_the_thing_it_is_given(tmp_path: Path) -> None:
    """The key replaces the default; the header is left out."""
    panel = load(tmp_path, PANEL)
    query = panel.query_about("drug", "tofacitinib")
    assert "VALUES ?this { <https://w3id.org/jakgraph/drug/tofacitinib> }" in query
    assert "Title" not in query
    assert (panel.heading("name"), panel.heading("atRisk")) == ("Called", "At risk")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("# Empty: It has no name\n", ""), "lacks Empty"),
        (("facts", "cake"), "'cake' is no way to show rows"),
        (("Order: 10", "Order: first"), "'first' is not a whole number"),
        (("this drug baricitinib", "thing drug baricitinib"), "does not hold the default"),
        (("# Parameter: this drug baricitinib Drug\n", ""), "is not 'this'"),
        (("name Called", "name"), "'name' cannot be read"),
        (("# Order", "# When empty: hidden\n# Order"), "'When empty' is 'hidden'"),
    ],
)
def test_a_slip_in_a_header_is_named(tmp_path: Path, change: tuple[str, str], message: str) -> None:
    """Each slip is an error that names the file and says what is wrong."""
    with pytest.raises(DatasetError, match=message) as caught:
        load(tmp_path, PANEL.replace(*change))
    assert "names.rq" in str(caught.value)


def test_a_panel_of_several_kinds_names_them(tmp_path: Path) -> None:
    """In the folder of things, a file says which kinds it is for."""
    shared = PANEL.replace("this drug baricitinib Drug", "this thing drug/baricitinib Thing").replace(
        "drug:baricitinib", "<https://w3id.org/jakgraph/drug/baricitinib>"
    )
    with pytest.raises(DatasetError, match="lacks Kinds"):
        load(tmp_path, shared, "thing")
    (tmp_path / "thing" / "names.rq").unlink()
    (tmp_path / "thing").rmdir()
    panel = load(tmp_path, shared.replace("# Order", "# Kinds: drug, disease\n# Order"), "thing")
    assert panel.kinds == ("drug", "disease")
    assert "jakgraph/disease/sle>" in panel.query_about("disease", "sle")


def test_that_there_are_no_rows_may_be_an_answer(tmp_path: Path) -> None:
    """A panel may say in its header that its sentence stands where the rows would."""
    assert not load(tmp_path, PANEL).empty_in_place
    (tmp_path / "drug" / "names.rq").unlink()
    (tmp_path / "drug").rmdir()
    text = PANEL.replace("# Order", "# When empty: shown in its place\n# Order")
    assert load(tmp_path, text).empty_in_place
