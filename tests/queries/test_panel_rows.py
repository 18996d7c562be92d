"""Rows of some panels, written by hand from the tables."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from jakgraph import paths
from jakgraph.namespaces import JGR
from jakgraph.queries.panels import Panel, load_panels

PANELS = {(panel.kinds[0], panel.name): panel for panel in load_panels(paths.queries_dir() / "pages")}


def rows(graph: ox.Store, panel: Panel, kind: str, key: str, columns: str) -> set[tuple[str, ...]]:
    """Return these columns of every row, IRIs of things without their beginning, a gap as an empty string."""
    solutions = graph.query(panel.query_about(kind, key), use_default_graph_as_union=True)
    names = columns.split()
    return {
        tuple("" if row[name] is None else row[name].value.removeprefix(JGR) for name in names)
        for row in solutions  # type: ignore[union-attr]
    }


@pytest.mark.parametrize(
    ("place", "key", "columns", "expected"),
    [
        (
            "endpoint results",
            "nct03616912-sri-4-w52",
            "arm percent events analysed percentClaim",
            {
                ("arm/nct03616912-bari2", "49.8 %", "not reported", "not reported", "bari2-sri-4-w52"),
                ("arm/nct03616912-bari4", "57 %", "142", "not reported", "bari4-sri-4-w52"),
                ("arm/nct03616912-bari4", "56.7 %", "not reported", "not reported", "bari4-sri-4-w52-eular"),
                ("arm/nct03616912-placebo", "45.9 %", "not reported", "not reported", "placebo-sri-4-w52"),
            },
        ),
        (
            "endpoint contrasts",
            "nct03616912-sri-4-w52",
            "arm estimate interval p significance estimateClaim",
            {
                ("arm/nct03616912-bari2", "in words", "", "", "not significant", "bari2-sri-4-w52"),
                ("arm/nct03616912-bari4", "1.57", "95 %: 1.09 to 2.27", "0.016", "", "bari4-sri-4-w52"),
            },
        ),
        ("endpoint verdicts", "nct03616912-sri-4-w52", "arm verdict verdictClaim", {("", "met", "primary")}),
        (
            "trial contrasts",
            "nct03616912",
            "rank arm significance estimateClaim",
            {
                ("primary", "arm/nct03616912-bari4", "", "bari4-sri-4-w52"),
                ("secondary", "arm/nct03616912-bari2", "not significant", "bari2-sri-4-w52"),
                *(
                    ("key secondary", "arm/nct03616912-bari4", "not significant", f"bari4-{endpoint}-w52")
                    for endpoint in ("glucocorticoid-taper", "time-to-first-severe-flare")
                ),
            },
        ),
        (
            "cytokine receptors",
            "ifn-alpha",
            "receptor kinases stats kinasesClaim",
            {
                (
                    *("receptor/ifnar1-ifnar2", "JAK1, TYK2", "STAT1, STAT2"),
                    "kinase-usage/ifn-alpha-ifnar1-ifnar2",
                )
            },
        ),
        (
            "autoantibody accuracy",
            "anti-sm",
            "detects sensitivity specificity",
            {("SLE", "20.7", "99.4")},
        ),
    ],
    ids=lambda value: value if isinstance(value, str) and " " in value else None,
)
def test_a_panel_shows_what_the_tables_say(
    graph: ox.Store, place: str, key: str, columns: str, expected: set[tuple[str, ...]]
) -> None:
    """Figures stand as the documents print them, each with its claim; what is not reported is said to be.

    A comparison is of the rank that the trial gave it: the lower dose at the primary endpoint was not the primary one.
    """
    kind, name = place.split()
    found = rows(graph, PANELS[kind, name], kind, key, columns)
    assert {(*row[:-1], row[-1].rpartition("nct03616912-")[2]) for row in found} == expected


def test_warnings_and_counts_of_a_harm(graph: ox.Store) -> None:
    """Herpes zoster: the labels that warn of it, and the counts of one trial's arms."""
    warned = rows(graph, PANELS["adverse-event", "warnings"], "adverse-event", "herpes-zoster", "drug agency")
    assert {("drug/deucravacitinib", "agency/fda"), ("drug/upadacitinib", "agency/fda")} <= warned
    columns = "arm affected atRisk percent"
    counted = rows(graph, PANELS["adverse-event", "counts"], "adverse-event", "herpes-zoster", columns)
    assert {
        ("arm/nct03252587-deuc3bid", "3", "91", "3.3"),
        ("arm/nct03252587-placebo", "4", "90", "4.4"),
        ("arm/nct04877691-placebo", "not reported", "not reported", "1.1"),
    } <= counted


def test_no_jak_inhibitor_is_approved_for_lupus(graph: ox.Store) -> None:
    """The emptiest panel of all is an answer, and stands in its place."""
    panel = PANELS["disease", "jak-inhibitors"]
    assert rows(graph, panel, "disease", "sle", "drug") == set()
    assert panel.empty_in_place
    assert ("drug/baricitinib",) in rows(graph, panel, "disease", "alopecia-areata", "drug")


def test_what_an_autoantibody_goes_with_is_said_once_for_each_claim(graph: ox.Store) -> None:
    """The words of a source stand whole beside each thing they were read as: no word is paired with another's thing."""
    columns = "inWordsClaim goesWith inWords"
    found = rows(graph, PANELS["autoantibody", "associations"], "autoantibody", "anti-sm", columns)
    claim = "autoantibody-finding/anti-sm-doi-10.1007-s13317-017-0098-1"
    words = "discoid lupus; lupus nephritis; neuropsychiatric SLE; photosensitivity"
    assert {row for row in found if row[0] == claim} == {
        (claim, "manifestation/nephritis", words),
        (claim, "manifestation/photosensitivity", words),
        *((claim, f"disease/{key}", words) for key in ("dle", "lupus-nephritis", "neuropsychiatric-sle")),
    }


@pytest.mark.parametrize(
    ("place", "key", "columns", "expected"),
    [
        (
            "drug approvals",
            "deucravacitinib",
            "indication decision agency",
            ("disease/plaque-psoriasis", "approved", "agency/fda"),
        ),
        ("drug warnings", "deucravacitinib", "harm agency", ("adverse-event/herpes-zoster", "agency/fda")),
        ("drug harms", "deucravacitinib", "arm affected atRisk", ("arm/nct03252587-deuc3bid", "3", "91")),
        ("disease jak-inhibitors", "alopecia-areata", "drug agency", ("drug/baricitinib", "agency/fda")),
        ("disease medicines", "sle", "drug agency", ("drug/anifrolumab", "agency/fda")),
    ],
    ids=lambda value: value if isinstance(value, str) and " " in value else None,
)
def test_decisions_warnings_and_counts_name_their_source(
    graph: ox.Store, place: str, key: str, columns: str, expected: tuple[str, ...]
) -> None:
    """Who says so stands in each row, as the claim has it: one row for each claim."""
    kind, name = place.split()
    panel = PANELS[kind, name]
    claim = next(str(item)[1:] for item in _variables(graph, panel, kind) if str(item).endswith("Claim"))
    found = rows(graph, panel, kind, key, f"{columns} {claim} source")
    assert expected in {row[:-2] for row in found}
    asked = "SELECT ?source { <%s> <http://www.w3.org/ns/prov#hadPrimarySource> ?source }"
    for row in found:
        sources = graph.query(asked % (JGR + row[-2]), use_default_graph_as_union=True)
        assert row[-1] in {item["source"].value.removeprefix(JGR) for item in sources}  # type: ignore[union-attr]


def _variables(graph: ox.Store, panel: Panel, kind: str) -> list[ox.Variable]:
    solutions = graph.query(panel.query_about(kind, "none"), use_default_graph_as_union=True)
    return list(solutions.variables)  # type: ignore[union-attr]


def test_what_is_not_reported_is_what_the_graph_says_is_not(graph: ox.Store) -> None:
    """That a source does not report a figure is a statement. Where one is merely absent a panel does not make it."""
    silent = ox.Store()
    silent.extend(quad for quad in graph if not quad.predicate.value.endswith("ontology#notReported"))
    panels = [(kind, panel) for panel in PANELS.values() if '"not reported"' in panel.text for kind in panel.kinds]
    found = 0
    for kind, panel in panels:
        keys = [key for key in _keys(graph, kind) if _says_not_reported(graph, panel, kind, key)]
        found += bool(keys)
        assert not [key for key in keys if _says_not_reported(silent, panel, kind, key)], panel.name
    assert found >= 8


def _keys(graph: ox.Store, kind: str) -> list[str]:
    beginning = f"{JGR}{kind}/"
    asked = f"SELECT DISTINCT ?thing {{ ?thing ?p ?o FILTER(STRSTARTS(STR(?thing), '{beginning}')) }}"
    things = graph.query(asked, use_default_graph_as_union=True)
    return [item["thing"].value.removeprefix(beginning) for item in things]  # type: ignore[union-attr]


def _says_not_reported(graph: ox.Store, panel: Panel, kind: str, key: str) -> bool:
    """Tell whether a cell of a panel says so by itself: labels, which have a language, may say so too."""
    answer = graph.query(panel.query_about(kind, key), use_default_graph_as_union=True)
    said = ox.Literal("not reported")
    return any(row[name] == said for row in answer for name in answer.variables)  # type: ignore[union-attr]
