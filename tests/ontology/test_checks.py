from __future__ import annotations

import pyoxigraph as ox
import pytest

from jakgraph import paths
from jakgraph.validate.graph_rules import absence_problems

CHECKS = sorted((paths.ontology_dir() / "checks").glob("*.rq"))
PREFIXES = """PREFIX jg: <https://w3id.org/jakgraph/ontology#> PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>"""
BASE = "https://w3id.org/jakgraph/"

PLANTED = {
    "figure-and-not-reported": "<x> jg:notReported jg:affected ; jg:affected 3 .",
    "figure-without-digits": "jg:percentText rdfs:subPropertyOf jg:reportedText . <x> jg:percent 57 .",
    "claim-in-wrong-graph": "<x> prov:hadPrimarySource <source/pmid-1> .",
    "undeclared-term": "<x> jg:notThere 1 .",
    "link-to-nothing": "<x> jg:drug <drug/nobody> .",
    "kinase-that-is-none": "<x> jg:kinase <p> . <p> jg:proteinKind <protein-kind/stat> .",
    "its-own-ancestor": "<x> jg:broaderDisease <y> . <y> jg:broaderDisease <x> .",
    "pooled-analysis-of-nothing": "<x> jg:trialKind <trial-kind/pooled-analysis> .",
    "case-within-a-trial-arm": """<x> a jg:Case ; prov:hadPrimarySource <s> ; jg:drug <d> .
        <a> a jg:Arm ; <http://purl.org/dc/terms/source> <s> ; jg:drug <d> ; jg:trial <t> .
        <t> jg:trialKind <trial-kind/trial> .""",
    "verdict-on-other-rank": "<x> a jg:PrimaryOutcome ; jg:endpoint <e> . <e> jg:rank <endpoint-rank/secondary> .",
    "thing-without-label": "<x> a jg:Drug .",
    "claim-without-source": "<x> a jg:Claim ; jg:verification <verification/seen-abstract> .",
    "claim-without-evidence-type": "<x> a jg:Claim .",
    "claim-without-verification": "<x> a jg:Claim .",
    "unverified-without-reason": "<x> jg:verification <verification/unverified> .",
}


def _found(turtle: str, graph: str = "graph/source/pmid-2") -> set[str]:
    quads = [ox.Quad(quad.subject, quad.predicate, quad.object, ox.NamedNode(BASE + graph))
             for quad in ox.parse(f"{PREFIXES} {turtle}", format=ox.RdfFormat.TURTLE, base_iri=BASE)]  # fmt: skip
    return {problem.rule for problem in absence_problems(quads, paths.ontology_dir() / "checks")}


def test_each_check_is_tried():
    """There is a planted slip for every check."""
    assert {path.stem for path in CHECKS} == set(PLANTED)


@pytest.mark.parametrize("name", sorted(PLANTED))
def test_a_planted_slip_is_found(name):
    """Each check finds the slip it is for."""
    assert name in _found(PLANTED[name])


def test_patients_of_expanded_access_are_cases():
    """A programme that treats without testing has arms, and its patients are cases all the same."""
    planted = PLANTED["case-within-a-trial-arm"].replace("trial-kind/trial", "trial-kind/expanded-access")
    assert "case-within-a-trial-arm" not in _found(planted)


def test_a_claim_in_the_graph_of_its_source_is_in_place():
    """The check of places leaves a claim alone that lies where its source says."""
    assert "claim-in-wrong-graph" not in _found(PLANTED["claim-in-wrong-graph"], "graph/source/pmid-1")


def test_the_built_graph_passes(built):
    """No check finds anything in the built graph."""
    assert [str(problem) for problem in absence_problems(list(built), paths.ontology_dir() / "checks")] == []


@pytest.mark.parametrize("path", CHECKS, ids=lambda path: path.stem)
def test_each_check_says_what_it_finds_and_how_to_mend_it(path):
    """A check's first two lines are what it finds and the remedy."""
    first, second = path.read_text("utf-8").splitlines()[:2]
    assert first.startswith("# Finds: ")
    assert second.startswith("# Remedy: ")
