"""What is counted, compared or found absent: selectivity, case reports alone, harms, disagreements."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from tests.curation import write_tables

from jakgraph import paths
from jakgraph.build.contradictions import contradictions
from jakgraph.build.disagreements import DISAGREEMENT_RULE, disagreement_triples
from jakgraph.build.infer import conclude
from jakgraph.build.ontology import ontology_quads
from jakgraph.model import Contrast, Endpoint, OutcomeMeasure, Threshold, Trial
from jakgraph.namespaces import JG, JGR
from jakgraph.tables import read_tables

KINDS = (
    "assay-kind", "potency-measure", "kinase-domain", "verification", "protein", "drug", "disease", "potency", "source",
    "case", "case-design", "trial", "trial-kind", "cytokine", "kinase-usage", "receptor", "harm-mechanism", "arm",
    "adverse-event", "adverse-event-count", "safety-warning", "threshold",
)  # fmt: skip
PREFIXES = f"""PREFIX jg: <{JG}> PREFIX prov: <http://www.w3.org/ns/prov#>
    PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> """
PREFIXES += " ".join(f"PREFIX {kind}: <{JGR}{kind}/>" for kind in KINDS)
NAMES = """drug:x rdfs:label "X"@en . protein:jak1 jg:geneSymbol "JAK1" . protein:jak2 jg:geneSymbol "JAK2" .
    protein:jak3 jg:geneSymbol "JAK3" . protein:tyk2 jg:geneSymbol "TYK2" ."""


@pytest.fixture(scope="module")
def conclude_from():
    """Give a function from facts in Turtle to what the rules conclude, as names, with the real thresholds."""
    known = ontology_quads(paths.ontology_dir())
    for row in read_tables(paths.tables_dir()).rows(Threshold):
        limit = ox.Literal(row.limit.text, datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#integer"))
        node = ox.NamedNode(f"{JGR}threshold/{row.key}")
        known.append(ox.Quad(node, ox.NamedNode(str(JG.limit)), limit, ox.DefaultGraph()))

    def _conclude(facts: str) -> set[tuple[str, str, str]]:
        graph = ox.NamedNode("https://example.org/facts")
        parsed = ox.parse(f"{PREFIXES}\n{NAMES}\n{facts}", format=ox.RdfFormat.TURTLE)
        quads = [ox.Quad(*quad.triple, graph) for quad in parsed]
        found = conclude([*known, *quads], paths.ontology_dir()).inferred
        return {tuple(_name(node) for node in quad.triple) for quad in found}

    return _conclude


def _name(node: ox.NamedNode | ox.Literal) -> str:
    value = node.value
    for namespace in (str(JG), str(JGR)):
        value = value.removeprefix(namespace)
    return value


def potency(key: str, kinase: str, value: str, **changes: str) -> str:
    """Return a potency of drug x in one assay of one document, with these lines changed."""
    lines = {
        "drug": "jg:drug drug:x", "assay": "jg:assayKind assay-kind:biochemical", "note": 'jg:assayNote "a panel"',
        "measure": "jg:measure potency-measure:ic50", "seen": "jg:verification verification:seen-abstract",
        "domain": "jg:domain kinase-domain:jh1", "source": "prov:hadPrimarySource source:paper",
    } | changes  # fmt: skip
    told = " ; ".join(filter(None, lines.values()))
    return f"potency:{key} a jg:Potency ; jg:target protein:{kinase} ; {value} ; {told} ."


def _of(found, predicate: str) -> set[tuple[str, str]]:
    return {(subject, value) for subject, name, value in found if name == predicate}


@pytest.mark.parametrize(
    ("low", "high", "fold", "band"),
    [
        ("10", "29.9", "2.99", "not-told-apart"),
        ("10", "30", "3", "slight"),
        ("10", "99.99", "10", "slight"),
        ("10", "100", "10", "clear"),
        ("5.9", "400", "67.8", "clear"),
        ("4", "400", "100", "high"),
        ("0.036", "3.4", "94.4", "clear"),
        ("7", "7", "1", "not-told-apart"),
    ],
)
def test_a_ratio_is_computed_and_put_in_its_band(conclude_from, low, high, fold, band):
    """The spared kinase's potency by the favoured one's, to three figures; the band is that of the exact ratio."""
    found = conclude_from(potency("a", "jak1", f"jg:valueNm {low}") + potency("b", "jak2", f"jg:valueNm {high}"))
    ratio = "selectivity-ratio/a-over-b"
    assert _of(found, "fold") == {(ratio, fold)}
    assert _of(found, "selectivityBand") == {(ratio, f"selectivity-band/{band}")}
    assert {(ratio, "protein/jak1")} == _of(found, "favouredKinase")
    assert (ratio, "http://www.w3.org/1999/02/22-rdf-syntax-ns#type", "Inference") in found


@pytest.mark.parametrize(
    ("low", "high", "above", "band"),
    [
        ("jg:valueNm 5.9", "jg:valueNmAbove 400", "67.8", "clear"),
        ("jg:valueNmBelow 5", "jg:valueNmAbove 100", "20", "clear"),
        ("jg:valueNmAtMost 5", "jg:valueNm 600", "120", "high"),
        ("jg:valueNm 100", "jg:valueNmAbove 400", "4", "slight"),
    ],
)
def test_a_bound_gives_a_bound(conclude_from, low, high, above, band):
    """Where one potency is a bound, so is the ratio, with the band that it reaches at least."""
    found = conclude_from(potency("a", "jak1", low) + potency("b", "jak2", high))
    assert _of(found, "foldAbove") == {("selectivity-ratio/a-over-b", above)}
    assert _of(found, "selectivityBandAtLeast") == {("selectivity-ratio/a-over-b", f"selectivity-band/{band}")}
    assert not _of(found, "fold")


@pytest.mark.parametrize(
    "changes",
    [
        {"source": "prov:hadPrimarySource source:other"},
        {"note": 'jg:assayNote "another panel"'},
        {"note": ""},
        {"measure": "jg:measure potency-measure:ki"},
        {"assay": "jg:assayKind assay-kind:binding"},
        {"domain": "jg:domain kinase-domain:jh2"},
        {"source": "prov:hadPrimarySource source:paper ; jg:citedDocument source:cited"},
        {"seen": "jg:verification verification:unverified"},
        {"drug": "jg:drug drug:y"},
    ],
)
def test_what_was_not_measured_side_by_side_is_not_compared(conclude_from, changes):
    """No ratio across documents, assays, measures, domains or drugs, nor with what nobody saw."""
    found = conclude_from(potency("a", "jak1", "jg:valueNm 1") + potency("b", "jak2", "jg:valueNm 90", **changes))
    assert not _of(found, "favouredKinase")


@pytest.mark.parametrize(
    "bounds",
    [
        ("jg:valueNm 100", "jg:valueNmAbove 200"),
        ("jg:valueNmAbove 1", "jg:valueNmAbove 9"),
        ("jg:valueNmBelow 5", "jg:valueNmBelow 500"),
    ],
)
def test_bounds_that_leave_all_open_say_nothing(conclude_from, bounds):
    """Two bounds on the same side, or a bound too near, show no difference."""
    found = conclude_from(potency("a", "jak1", bounds[0]) + potency("b", "jak2", bounds[1]))
    assert not _of(found, "favouredKinase")


def panel(**values: str) -> str:
    return " ".join(potency(kinase, kinase, f"jg:valueNm {value}") for kinase, value in values.items())


@pytest.mark.parametrize(
    ("values", "selective"),
    [
        ({"jak1": "1", "jak2": "10", "jak3": "50"}, {"protein/jak1"}),
        ({"jak1": "1", "jak2": "10", "jak3": "50", "tyk2": "11"}, {"protein/jak1"}),
        ({"jak1": "1", "jak2": "9", "jak3": "50", "tyk2": "11"}, set()),
        ({"jak1": "1", "jak2": "100"}, set()),
        ({"jak1": "1", "jak2": "1", "jak3": "50", "tyk2": "50"}, set()),
    ],
)
def test_selective_is_clear_of_every_kinase_measured(conclude_from, values, selective):
    """Ten times at least from each of two or more others; one other is too few, one that is near too many."""
    assert {value for _, value in _of(conclude_from(panel(**values)), "selectiveFor")} == selective


CASE = """case:c a jg:Case ; jg:caseDesign case-design:case-report ; jg:drug drug:x ; jg:disease disease:dle ;
    jg:verification verification:seen-abstract . disease:dle jg:broaderDisease disease:lupus ."""


@pytest.mark.parametrize(
    ("more", "alone"),
    [
        ("", True),
        ("trial:t a jg:Trial ; jg:trialKind trial-kind:trial ; jg:drug drug:x ; jg:condition disease:dle .", False),
        ("trial:t a jg:Trial ; jg:trialKind trial-kind:trial ; jg:drug drug:x ; jg:condition disease:form .", False),
        ("trial:t a jg:Trial ; jg:trialKind trial-kind:trial ; jg:drug drug:x ; jg:condition disease:lupus .", True),
        ("trial:t a jg:Trial ; jg:trialKind trial-kind:trial ; jg:drug drug:y ; jg:condition disease:dle .", True),
        ("case:d jg:caseDesign case-design:open-label-study ; jg:drug drug:x ; jg:disease disease:dle .", False),
        ("case:d jg:caseDesign case-design:case-series ; jg:drug drug:x ; jg:disease disease:dle .", True),
        ("drug:x jg:approvedFor disease:form .", False),
    ],
)
def test_known_from_cases_only(conclude_from, more, alone):
    """A trial, a study of a group or an approval in the disease or a form of it is more than cases."""
    found = conclude_from(f"{CASE} disease:form jg:broaderDisease disease:dle . {more}")
    assert (("drug/x", "disease/dle") in _of(found, "knownFromCasesOnly")) is alone


HARMS = """harm-mechanism:m a jg:HarmMechanism ; jg:cytokine cytokine:epo ; jg:adverseEvent adverse-event:anaemia ;
    jg:widerTerm adverse-event:counts ; jg:verification verification:seen-abstract .
    drug:x jg:attenuatesCytokine cytokine:epo .
    safety-warning:w a jg:SafetyWarning ; jg:drug drug:x ; jg:adverseEvent adverse-event:zoster ;
    jg:verification verification:seen-label . """
COUNT = """adverse-event-count:n a jg:AdverseEventCount ; jg:arm arm:a ; jg:adverseEvent adverse-event:anaemia ;
    jg:verification verification:seen-abstract ; jg:affected {} . arm:a jg:drug drug:x ."""
WARNING = """safety-warning:v a jg:SafetyWarning ; jg:drug drug:x ; jg:adverseEvent adverse-event:{} ;
    jg:verification verification:seen-label ."""


@pytest.mark.parametrize(
    ("more", "silent"),
    [
        ("", True),
        (COUNT.format(0), True),
        (COUNT.format(2), False),
        (WARNING.format("anaemia"), False),
        (WARNING.format("counts"), False),
        (WARNING.format("rash"), True),
    ],
)
def test_expected_harm_is_held_against_what_is_reported(conclude_from, more, silent):
    """A count above zero or a warning, of the harm or a wider kind, breaks the silence."""
    found = conclude_from(HARMS + more)
    assert _of(found, "expectedHarm") == {("drug/x", "adverse-event/anaemia")}
    assert bool(_of(found, "expectedHarmNotReported")) is silent


def test_where_no_harm_is_reported_at_all_nothing_is_missed(conclude_from):
    """Of a drug without any count or warning, silence on one harm says nothing."""
    assert not _of(conclude_from(HARMS.partition("safety-warning:w")[0]), "expectedHarmNotReported")


def test_an_unseen_mechanism_leads_to_no_harm(conclude_from):
    """Nothing is expected by a claim that nobody saw in a source."""
    assert not _of(conclude_from(HARMS.replace("seen-abstract", "unverified")), "expectedHarm")


def contrast(key: str, **cells: str) -> dict[str, str]:
    row = {"contrast_id": key, "endpoint": "t-sri-4", "rank": "primary", "effect_measure": "odds-ratio", "notes": key}
    return row | cells


@pytest.mark.parametrize(
    ("one", "other", "columns"),
    [
        ({"estimate": "1.57"}, {"estimate": "1.75"}, ("estimate",)),
        ({"estimate": "1.57"}, {"estimate": "1.6"}, ()),
        ({"estimate": "1.57"}, {"estimate": "1.5"}, ("estimate",)),
        ({"estimate": "40.6"}, {"estimate": "40.7"}, ("estimate",)),
        ({"estimate": "1.5"}, {"estimate": "1.50"}, ()),
        ({"estimate": "1.5"}, {"estimate": "not reported"}, ()),
        ({"estimate": "1.5"}, {"verdict": "significant"}, ()),
        ({"estimate": "1.5", "verdict": "significant"}, {"estimate": "1.9", "verdict": "not-significant"},
         ("estimate", "significance")),
    ],
)  # fmt: skip
def test_claims_disagree_when_rounding_does_not_explain_it(tmp_path, one, other, columns):
    """Two claims on one quantity disagree in what both state; what one rounds or leaves out is no disagreement."""
    rows = {
        Trial: [{"trial_id": "t", "label": "T", "trial_kind": "trial"}],
        OutcomeMeasure: [{"outcome_measure_id": "sri-4", "label": "SRI-4", "measure_kind": "composite-responder"}],
        Endpoint: [{"endpoint_id": "t-sri-4", "trial": "t", "label": "SRI-4", "outcome_measure": "sri-4",
                    "rank": "primary"}],
        Contrast: [contrast("a", **one), contrast("b", **other)],
    }  # fmt: skip
    tables = read_tables(write_tables(tmp_path, rows))
    assert bool(list(contradictions(tables))) is bool(columns)
    found = conclude([], paths.ontology_dir(), [(DISAGREEMENT_RULE, disagreement_triples(tables))])
    pairs = {("contrast/a", "contrast/b"), ("contrast/b", "contrast/a")} if columns else set()
    assert {(_name(quad.subject), _name(quad.object)) for quad in found.inferred} == pairs
    differs = {_name(quad.object) for quad in found.explanations if quad.predicate.value == str(JG.differsIn)}
    assert differs == set(columns)
