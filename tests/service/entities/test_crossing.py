"""Panels turned around: a column for each arm."""

from __future__ import annotations

from jakgraph.queries.panels import Panel
from jakgraph.service.entities.crossing import crossed
from jakgraph.service.entities.panels import Asked, ShownPanel
from jakgraph.service.result_table import Cell, ResultTable
from jakgraph.service.terms import Rows

PANEL = Panel("harms", ("trial",), "Harms", "Who had which?", 10, "arms", "None", "", ())


def panel(*rows: tuple[str, str, str, str]) -> ShownPanel:
    """Return a panel of harm, arm, figure and source; an empty arm is none."""
    cells = tuple(tuple(Cell(text, "text" if text else "none") for text in row) for row in rows)
    return ShownPanel(Asked(PANEL, "", Rows((), ())), ResultTable((), cells), ("harm", "arm", "figure", "source"))


def texts(cells: tuple[Cell, ...]) -> list[str]:
    return [cell.text for cell in cells]


def test_figures_of_one_thing_by_one_source_are_one_line() -> None:
    """Arms are columns, the smaller dose first by number; what another source says is another line."""
    turned = crossed(
        panel(
            ("zoster", "12 mg", "4 of 89", "paper"),
            ("zoster", "2 mg", "1 of 91", "paper"),
            ("zoster", "2 mg", "2", "register"),
            ("acne", "2 mg", "0 of 91", "paper"),
        )
    )
    assert texts(turned.arms) == ["2 mg", "12 mg"]
    assert (turned.headings, turned.headings_beside, turned.count) == (("Harm",), ("Source",), 3)
    lines = [(texts(line.about), [texts(cells) for cells in line.figures], texts(line.beside)) for line in turned.lines]
    assert lines == [
        (["zoster"], [["1 of 91"], ["4 of 89"]], ["paper"]),
        (["zoster"], [["2"], []], ["register"]),
        (["acne"], [["0 of 91"], []], ["paper"]),
    ]


def test_two_figures_of_one_source_stand_in_one_place() -> None:
    """Neither is dropped, and a figure of the whole trial has a column of its own, the last."""
    turned = crossed(panel(("age", "", "41", "paper"), ("age", "2 mg", "40", "paper"), ("age", "2 mg", "42", "paper")))
    assert texts(turned.arms) == ["2 mg", ""]
    assert [texts(cells) for cells in turned.lines[0].figures] == [["40", "42"], ["41"]]
