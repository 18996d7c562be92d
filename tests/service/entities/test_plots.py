"""The pictures of panels: where marks stand, what they lead to, and what cannot be drawn."""

from __future__ import annotations

from jakgraph.queries import Panel
from jakgraph.service.entities.panels import Asked, ShownPanel, show_panel
from jakgraph.service.entities.plots import plots_of
from jakgraph.service.names import Names
from jakgraph.service.terms import Rows, Term

XSD = "http://www.w3.org/2001/XMLSchema#"


def number(text: str) -> Term:
    return Term("literal", text, f"{XSD}decimal")


def shown(view: str, rows: list[dict[str, Term]]) -> ShownPanel:
    columns = tuple(dict.fromkeys(name for row in rows for name in row))
    panel = Panel("p", ("drug",), "Title", "Question?", 1, view, "None", "", ())
    return show_panel(Asked(panel, "", Rows(columns, tuple(rows))), Names({}), lambda iri: f"/page?{iri}")


def potency(kinase: str, printed: str, value: str | None, assay: str = "biochemical") -> dict[str, Term]:
    row = {
        "kinase": Term("literal", kinase),
        "domain": Term("literal", "JH1"),
        "measure": Term("literal", "IC50"),
        "nm": Term("literal", printed),
        "nmClaim": Term("iri", f"https://w3id.org/jakgraph/potency/{kinase}-{printed}"),
        "assay": Term("literal", assay),
        "source": Term("literal", "A paper"),
    }
    return row if value is None else {**row, "nmNumber": number(value)}


def contrast(estimate: str, low: str, high: str, effect: str = "odds ratio") -> dict[str, Term]:
    return {
        "endpoint": Term("literal", "SRI-4"),
        "arm": Term("literal", "4 mg"),
        "effect": Term("literal", effect),
        "estimate": Term("literal", estimate),
        "interval": Term("literal", f"{low} to {high}"),
        "estimateNumber": number(estimate),
        "low": number(low),
        "high": number(high),
    }


def test_potencies_of_a_kinase_share_a_line_on_a_logarithmic_scale() -> None:
    """A tenfold value is as far from the first everywhere; the line spans the spread; every mark leads to its claim."""
    (plot,) = plots_of(shown("potencies", [potency("a (JAK1)", text, text) for text in ("1", "10", "100")]))
    (line,) = plot.lines
    first, second, third = (mark.x for mark in line.marks)
    assert line.label == "JAK1 JH1"
    assert second - first == third - second > 0
    assert line.span == (first, third)
    assert line.marks[0].href == "/page?https://w3id.org/jakgraph/potency/a (JAK1)-1"
    assert plot.left_out == 0


def test_kinds_of_assay_have_shapes_of_their_own_and_a_key() -> None:
    """Colour alone never tells: each kind of assay has a shape, and the key names only those that are drawn."""
    rows = [potency("JAK1", "1", "1"), potency("JAK1", "2", "2", "in cells"), potency("JAK2", ">9", None, "binding")]
    (plot,) = plots_of(shown("potencies", rows))
    assert plot.shapes == (("disc", "biochemical"), ("square", "in cells"))
    assert plot.left_out == 1


def test_comparisons_have_intervals_and_a_line_of_no_difference() -> None:
    """Ratios stand on a logarithmic scale around 1, differences around 0, each in a picture of its own."""
    ratios, differences = plots_of(
        shown("contrasts", [contrast("2", "0.5", "8"), contrast("-1", "-3", "1", "mean difference")])
    )
    (mark,) = ratios.lines[0].marks
    assert mark.low is not None
    assert mark.high is not None
    assert ratios.reference is not None
    assert abs((mark.x - mark.low) - (mark.high - mark.x)) < 0.3
    assert mark.low < ratios.reference < mark.x
    assert differences.reference is not None
    assert differences.lines[0].marks[0].x < differences.reference


def test_every_mark_and_tick_is_inside_the_picture() -> None:
    """Ends of intervals too, whatever the values are."""
    rows = [contrast("0.013", "0.0002", "712"), contrast("1", "1", "1"), contrast("5", "0", "6", "mean difference")]
    for plot in plots_of(shown("contrasts", rows)):
        places = [mark for line in plot.lines for item in line.marks for mark in (item.low, item.x, item.high)]
        assert all(place is not None and plot.label_width <= place <= plot.width for place in places)
        assert all(plot.label_width <= place <= plot.width for place, _ in plot.ticks)


def test_what_is_said_in_words_is_not_drawn() -> None:
    """A table of verdicts without figures has no picture; one that is no picture has none either."""
    row = {
        name: term for name, term in contrast("2", "1", "3").items() if name not in ("estimateNumber", "low", "high")
    }
    assert plots_of(shown("contrasts", [row])) == ()
    assert plots_of(shown("table", [contrast("2", "1", "3")])) == ()


def test_numbers_for_pictures_are_no_columns_of_the_table() -> None:
    """The table shows figures as printed, once."""
    panel = shown("contrasts", [contrast("2", "1", "3")])
    assert [panel.names[place] for place in panel.shown_columns] == [
        "endpoint",
        "arm",
        "effect",
        "estimate",
        "interval",
    ]
