from __future__ import annotations

import pyoxigraph as ox
import pytest
from tests.curation import write_tables

from jakgraph import paths
from jakgraph.build import build_quads
from jakgraph.model import (
    ROW_TYPES,
    Arm,
    ArmResult,
    Concept,
    Contrast,
    CrossReference,
    Drug,
    Endpoint,
    OutcomeMeasure,
    RetiredIdentifier,
    Trial,
    TrialPublication,
)
from jakgraph.tables import read_tables

PREFIXES = """
PREFIX jg: <https://w3id.org/jakgraph/ontology#> PREFIX jgr: <https://w3id.org/jakgraph/>
PREFIX prov: <http://www.w3.org/ns/prov#> PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""

ROWS = {
    Drug: [{"drug_id": "baricitinib", "label": "Baricitinib", "drug_class": "jak-inhibitor"}],
    OutcomeMeasure: [{"outcome_measure_id": "sri-4", "label": "SRI-4", "measure_kind": "composite-responder"}],
    Trial: [{"trial_id": "nct1", "label": "BRAVE", "trial_kind": "trial", "drugs": "baricitinib"}],
    Arm: [
        {"arm_id": "nct1-bari", "trial": "nct1", "label": "Baricitinib 4 mg", "role": "experimental",
         "drugs": "baricitinib", "doses": "4.0", "dose_units": "mg"},
        {"arm_id": "nct1-pbo", "trial": "nct1", "label": "Placebo", "role": "placebo"},
    ],
    Endpoint: [
        {"endpoint_id": "nct1-sri-4-w52", "trial": "nct1", "label": "SRI-4 at week 52", "outcome_measure": "sri-4",
         "timepoint_weeks": "52", "rank": "primary"},
    ],
    ArmResult: [
        {"arm_result_id": "nct1-bari-sri-4-w52", "endpoint": "nct1-sri-4-w52", "arm": "nct1-bari", "events": "142",
         "analysed": "not reported", "percent": "57.0"},
    ],
    Contrast: [
        {"contrast_id": "nct1-bari-sri-4-w52", "endpoint": "nct1-sri-4-w52", "arm": "nct1-bari",
         "comparator": "nct1-pbo", "rank": "primary", "effect_measure": "odds-ratio", "estimate": "1.57",
         "ci_low": "1.09", "ci_high": "2.270", "p_relation": "below", "p_value": "0.001"},
    ],
}  # fmt: skip


@pytest.fixture
def build(tmp_path):
    """Build these rows with the real ontology; return a store to ask."""

    def _build(rows) -> ox.Store:
        store = ox.Store()
        tables = read_tables(write_tables(tmp_path / "tables", rows))
        store.bulk_extend(build_quads(tables, paths.ontology_dir()))
        return store

    return _build


def ask(store: ox.Store, pattern: str) -> bool:
    return bool(store.query(f"{PREFIXES} ASK {{ {pattern} }}", use_default_graph_as_union=True))


RESULT = "<https://w3id.org/jakgraph/arm-result/nct1-bari-sri-4-w52>"
CONTRAST = "<https://w3id.org/jakgraph/contrast/nct1-bari-sri-4-w52>"


def test_a_figure_is_a_canonical_number_and_its_digits_as_printed(build):
    """57.0 is the decimal 57 for arithmetic and the text "57.0" for the reader."""
    assert ask(build(ROWS), f'{RESULT} jg:percent 57 ; jg:percentText "57.0" ; jg:events 142 .')


def test_a_figure_that_is_not_reported_is_said_to_be_so(build):
    """Not reported is a statement about the property; the property itself has no value."""
    store = build(ROWS)
    assert ask(store, f"{RESULT} jg:notReported jg:analysed .")
    assert not ask(store, f"{RESULT} jg:analysed ?any .")


def test_a_bound_is_not_a_value(build):
    """P < 0.001 is pValueBelow, so that nobody reads it as p = 0.001."""
    store = build(ROWS)
    assert ask(store, f'{CONTRAST} jg:pValueBelow 0.001 ; jg:pValueText "<0.001" .')
    assert not ask(store, f"{CONTRAST} jg:pValue ?any .")


def test_a_claim_lies_in_the_graph_of_its_source_and_nowhere_else(build):
    """A claim's triples are in one named graph, that of the document it is a statement of."""
    quads = list(build(ROWS).quads_for_pattern(ox.NamedNode(RESULT.strip("<>")), None, None))
    stated = {quad.graph_name.value for quad in quads if "inferred" not in quad.graph_name.value}
    assert stated == {"https://w3id.org/jakgraph/graph/source/pmid-1"}


def test_each_source_graph_names_its_source_and_licence(build):
    """A source's graph, taken alone, says where it comes from and under which licence it is."""
    graph = "<https://w3id.org/jakgraph/graph/source/pmid-1>"
    pattern = f"GRAPH {graph} {{ {graph} prov:wasDerivedFrom jgr:source/pmid-1 ; dcterms:license ?licence }}"
    assert ask(build(ROWS), pattern.replace("jgr:source/pmid-1", "<https://w3id.org/jakgraph/source/pmid-1>"))


def test_a_claim_without_a_document_lies_apart(build):
    """What nobody saw in a document is in the graph of unverified claims."""
    row = ROWS[ArmResult][0] | {"source": "", "verification": "unverified", "unverified_reason": "seen in a copy only",
                                "seen_in": "copy"}  # fmt: skip
    store = build(ROWS | {ArmResult: [row]})
    assert ask(store, f"GRAPH <https://w3id.org/jakgraph/graph/unverified> {{ {RESULT} jg:percent 57 }}")


def test_a_claim_is_worded_with_its_figures(build):
    """Each claim's label says what it states, with digits as printed."""
    store = build(ROWS)
    said = {
        node: str(next(store.quads_for_pattern(ox.NamedNode(node.strip("<>")), ox.NamedNode(
            "http://www.w3.org/2000/01/rdf-schema#label"), None)).object.value)
        for node in (RESULT, CONTRAST)
    }  # fmt: skip
    assert said[RESULT] == "BRAVE, SRI-4 at week 52, Baricitinib 4 mg: 142 participants, 57.0 %"
    assert said[CONTRAST].endswith("against Placebo: odds-ratio 1.57 (1.09 to 2.270), p <0.001")


def test_the_level_of_an_interval_is_stated_where_it_was_seen(build):
    """An interval of 90 % says so, as a number and in words; one whose level was not seen claims none."""
    contrast = ROWS[Contrast][0] | {"interval_percent": "90"}
    store = build(ROWS | {Contrast: [contrast]})
    assert ask(
        store, f'{CONTRAST} jg:intervalPercent 90 ; rdfs:label ?words FILTER (CONTAINS(?words, "(90 % CI 1.09 to"))'
    )
    assert not ask(build(ROWS), f"{CONTRAST} jg:intervalPercent ?any .")


def test_an_arm_of_one_drug_carries_its_dose(build):
    """A query for a dose needs no detour in the common case; the treatment node has it too."""
    store = build(ROWS)
    arm = "<https://w3id.org/jakgraph/arm/nct1-bari>"
    assert ask(store, f"{arm} jg:drug ?drug ; jg:dose 4 ; jg:doseUnit 'mg' ; jg:treatment [ jg:dose 4 ] .")


def test_the_doses_of_a_combination_stay_with_their_drugs(build):
    """An arm of two drugs has no dose of its own, each treatment has one."""
    drug = {"drug_id": "elsubrutinib", "label": "Elsubrutinib", "drug_class": "jak-inhibitor"}
    arm = ROWS[Arm][0] | {"drugs": "baricitinib|elsubrutinib", "doses": "30|60", "dose_units": "mg|mg"}
    store = build(ROWS | {Drug: [*ROWS[Drug], drug], Arm: [arm, ROWS[Arm][1]]})
    subject = "<https://w3id.org/jakgraph/arm/nct1-bari>"
    elsubrutinib = "<https://w3id.org/jakgraph/drug/elsubrutinib>"
    assert ask(store, f"{subject} jg:treatment [ jg:drug {elsubrutinib} ; jg:dose 60 ] .")
    assert not ask(store, f"{subject} jg:dose ?any .")


def test_an_unverified_identifier_is_only_a_candidate(build):
    """A mapping that nobody saw in a source is never an exact match."""
    reference = {"cross_reference_id": "x", "subject": "drug/baricitinib", "object": "PMID:5", "match": "exact-match"}
    unverified = {"source": "", "verification": "unverified", "unverified_reason": "from memory"}
    store = build(ROWS | {CrossReference: [reference | unverified]})
    drug = "<https://w3id.org/jakgraph/drug/baricitinib>"
    assert ask(store, f"{drug} jg:candidateMatch <https://pubmed.example/5> .")
    assert not ask(store, f"{drug} skos:exactMatch ?any .")


def test_a_source_is_found_by_its_identifier(build):
    """A source has its identifier as text and links to its page."""
    store = build(ROWS)
    assert ask(store, "?source a jg:Source ; dcterms:identifier 'PMID:1' ; rdfs:seeAlso <https://pubmed.example/1> .")


def test_a_retired_thing_stays_as_deprecated_with_its_reason(build):
    """What was published once never dangles: the old IRI says when and why it was retired, and what replaces it."""
    retired = {"retired_id": "drugs.bari", "reason": "wrong name", "replaced_by": "drug/baricitinib",
               "retired_on": "2026-11-24"}  # fmt: skip
    store = build(ROWS | {RetiredIdentifier: [retired]})
    old, new = "<https://w3id.org/jakgraph/drug/bari>", "<https://w3id.org/jakgraph/drug/baricitinib>"
    note = "'retired on 2026-11-24: wrong name'"
    deprecated = "<http://www.w3.org/2002/07/owl#deprecated> true"
    assert ask(store, f"{old} {deprecated} ; skos:changeNote {note} ; dcterms:isReplacedBy {new} .")


def test_a_publication_says_what_it_is_to_its_trial(build):
    """A trial links to its documents; the role of each is a record of its own."""
    row = {"trial_publication_id": "nct1-pmid-1", "trial": "nct1", "document": "pmid-1",
           "publication_role": "primary-report"}  # fmt: skip
    store = build(ROWS | {TrialPublication: [row]})
    trial, document = "<https://w3id.org/jakgraph/trial/nct1>", "<https://w3id.org/jakgraph/source/pmid-1>"
    role = "<https://w3id.org/jakgraph/publication-role/primary-report>"
    assert ask(store, f"{trial} jg:publication {document} .")
    assert ask(store, f"?link jg:trial {trial} ; jg:document {document} ; jg:publicationRole {role} .")


def test_the_first_part_of_an_iri_tells_words_from_rows():
    """No list of concepts.csv has the name of a kind of row, also one that no column of the model names."""
    schemes = {concept.scheme for concept in read_tables(paths.tables_dir()).rows(Concept)}
    assert not schemes & {row_type.iri_kind for row_type in ROW_TYPES}
