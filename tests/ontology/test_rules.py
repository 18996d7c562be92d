from __future__ import annotations

import re

import pyoxigraph as ox
import pytest
from rdflib.namespace import OWL, SKOS

from jakgraph import paths
from jakgraph.build.infer import conclude
from jakgraph.build.ontology import ontology_quads
from jakgraph.namespaces import JG, JGR

RULES = sorted(path for folder in ("rules", "computed") for path in (paths.ontology_dir() / folder).glob("*.rq"))
KINDS = (
    "trial-kind", "phase", "allocation", "assay-kind", "potency-measure", "kinase-domain", "verification", "protein",
    "drug", "receptor", "cytokine", "trial", "disease", "potency", "kinase-usage",
)  # fmt: skip
PREFIXES = f"PREFIX jg: <{JG}> " + " ".join(f"PREFIX {kind}: <{JGR}{kind}/>" for kind in KINDS)


THRESHOLDS = [
    ox.Quad(ox.NamedNode(f"{JGR}threshold/{name}"), ox.NamedNode(str(JG.limit)), ox.Literal(1000), ox.DefaultGraph())
    for name in ("inhibition", "pseudokinase-binding")
]


@pytest.fixture(scope="module")
def infer():
    """Give a function from a few facts in Turtle to what the rules add about them, as names."""
    terms = ontology_quads(paths.ontology_dir()) + THRESHOLDS

    def _infer(facts: str) -> set[tuple[str, str, str]]:
        graph = ox.NamedNode("https://example.org/facts")
        parsed = ox.parse(f"{PREFIXES}\n{facts}", format=ox.RdfFormat.TURTLE)
        quads = [ox.Quad(quad.subject, quad.predicate, quad.object, graph) for quad in parsed]
        added = conclude([*terms, *quads], paths.ontology_dir()).inferred
        return {tuple(_name(node) for node in quad.triple) for quad in added}

    return _infer


def _name(node: ox.NamedNode) -> str:
    for namespace in (str(JG), str(JGR), "http://purl.obolibrary.org/obo/"):
        if node.value.startswith(namespace):
            return node.value.removeprefix(namespace)
    return node.value.rpartition("#")[2]


def potency(**changes: str) -> str:
    """Return a potency that shows inhibition, with these lines changed."""
    lines = {
        "drug": "jg:drug drug:x", "target": "jg:target protein:jak1", "assay": "jg:assayKind assay-kind:biochemical",
        "measure": "jg:measure potency-measure:ic50", "seen": "jg:verification verification:seen-abstract",
        "domain": "jg:domain kinase-domain:jh1", "value": "jg:valueNm 1000.0",
    } | changes  # fmt: skip
    return f"potency:x a jg:Potency ; {' ; '.join(line for line in lines.values() if line)} ."


def test_a_claim_is_a_curated_record(infer):
    """A thing is of all superclasses of ours of its class, and of no class of another ontology by that rule."""
    added = infer("potency:x a jg:Potency .")
    assert {("potency/x", "type", "Claim"), ("potency/x", "type", "Curated")} == added


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"domain": ""},
        {"assay": "jg:assayKind assay-kind:binding", "measure": "jg:measure potency-measure:kd"},
        {"value": "jg:valueNmBelow 50"},
        {"value": "jg:valueNmAtMost 1000"},
        {"domain": "jg:domain kinase-domain:jh2", "target": "jg:target protein:tyk2"},
    ],
)
def test_what_shows_inhibition(infer, changes):
    """An IC50, Ki or Kd of at most 1000 nM in a biochemical or binding assay; an upper bound; JH2 of TYK2."""
    assert any(predicate == "inhibits" for _, predicate, _ in infer(potency(**changes)))


@pytest.mark.parametrize(
    "changes",
    [
        {"value": "jg:valueNm 1000.1"},
        {"value": "jg:valueNmAbove 400"},
        {"value": "jg:valueNmAtLeast 400"},
        {"value": "jg:notReported jg:valueNm"},
        {"assay": "jg:assayKind assay-kind:cellular"},
        {"measure": "jg:measure potency-measure:ec50"},
        {"seen": "jg:verification verification:unverified"},
        {"domain": "jg:domain kinase-domain:jh2"},
    ],
)
def test_what_does_not_show_inhibition(infer, changes):
    """Weaker potencies, bounds from below, cells, other measures, the unverified, JH2 binding of JAK1."""
    assert not any(predicate == "inhibits" for _, predicate, _ in infer(potency(**changes)))


USAGE = """kinase-usage:u a jg:KinaseUsage ; jg:cytokine cytokine:ifn ; jg:receptor receptor:ifnar ;
    jg:kinase protein:tyk2 ; jg:verification verification:seen-database ."""


def test_from_drug_to_cytokine(infer):
    """A drug that inhibits a kinase attenuates the receptors that use it and the cytokines that bind those."""
    facts = potency(target="jg:target protein:tyk2") + USAGE
    facts += USAGE.replace(":u ", ":v ").replace("ifnar", "other").replace("tyk2", "jak3").replace(":ifn", ":other")
    added = {triple for triple in infer(facts) if triple[1] != "type"}
    assert {triple for triple in added if triple[0] == "drug/x"} == {
        ("drug/x", "inhibits", "protein/tyk2"),
        ("drug/x", "attenuatesReceptor", "receptor/ifnar"),
        ("drug/x", "attenuatesCytokine", "cytokine/ifn"),
    }
    assert {
        ("receptor/ifnar", "usesKinase", "protein/tyk2"), ("protein/tyk2", "kinaseOf", "receptor/ifnar"),
        ("cytokine/ifn", "binds", "receptor/ifnar"), ("receptor/ifnar", "boundBy", "cytokine/ifn"),
    } <= added  # fmt: skip


def test_an_unverified_usage_says_nothing(infer):
    """Nothing is inferred from a kinase usage that nobody saw in a source."""
    assert {triple[1] for triple in infer(USAGE.replace("seen-database", "unverified"))} == {"type"}


TRIAL = """trial:t a jg:Trial ; jg:trialKind trial-kind:trial ; jg:phase phase:phase-3 ;
    jg:allocation allocation:randomised ; jg:drug drug:x ; jg:condition disease:sle ."""


def test_a_drug_is_tested_in_a_trial_and_for_its_condition(infer):
    """Trials and their extensions test drugs."""
    for kind in ("trial", "extension"):
        added = infer(TRIAL.replace("trial-kind:trial", f"trial-kind:{kind}"))
        assert {("drug/x", "testedIn", "trial/t"), ("drug/x", "testedFor", "disease/sle")} <= added


@pytest.mark.parametrize("kind", ["pooled-analysis", "meta-analysis", "expanded-access"])
def test_what_is_no_trial_tests_nothing(infer, kind):
    """Pooled analyses and expanded access stand among the trials and are not counted as such."""
    added = infer(TRIAL.replace("trial-kind:trial", f"trial-kind:{kind}"))
    assert not {"testedIn", "testedFor"} & {triple[1] for triple in added}
    assert ("trial/t", "type", "OBI_0003699") not in added


def test_trials_are_of_the_classes_of_obi(infer):
    """Kind, phase and allocation put a trial into the classes of OBI that bridge.ttl names."""
    classes = {triple[2] for triple in infer(TRIAL) if triple[:2] == ("trial/t", "type")}
    assert {"OBI_0003699", "OBI_0003702", "OBI_0004001"} <= classes


@pytest.mark.parametrize("path", RULES, ids=lambda path: path.stem)
def test_each_rule_says_what_it_says_and_why(path):
    """A rule's header has its title, what it says, why, and the axioms that say the same in OWL."""
    header = [line for line in path.read_text("utf-8").splitlines() if line.startswith("# ")]
    for part in ("# Title: ", "# Says: ", "# Why: ", "# OWL: "):
        assert sum(line.startswith(part) for line in header) == 1, part


def test_scope_notes_name_the_rule(ontology):
    """Each property that a rule states names its rules."""
    for path in RULES:
        template = re.search(r"CONSTRUCT \{(.*?)\}", path.read_text("utf-8"), re.DOTALL)[1]
        for name in set(re.findall(r"^  \?\w+ jg:(\w+) ", template, re.MULTILINE)):
            notes = [str(note) for note in ontology.objects(JG[name], SKOS.scopeNote)]
            assert any(f"{path.parent.name}/{path.name}" in note for note in notes), (name, path.name)


def test_definitions_carry_their_question(ontology):
    """Each defined class says which question it answers."""
    defined = list(ontology.subjects(OWL.equivalentClass))
    assert len(defined) >= 10
    for term in defined:
        assert str(ontology.value(term, SKOS.scopeNote)).endswith("?"), term
