from __future__ import annotations

import pytest
from tests.curation import write_tables

from jakgraph.model import (
    AdverseEventCount,
    AdverseEventTerm,
    Arm,
    ArmResult,
    Autoantibody,
    AutoantibodyFinding,
    Contrast,
    Drug,
    Endpoint,
    ImmuneComplexDeposit,
    OutcomeMeasure,
    ParticipantCount,
    Potency,
    Protein,
    RegulatoryDecision,
    StateDefinition,
    Trial,
    TrialDate,
)
from jakgraph.tables import read_tables
from jakgraph.validate import TABLE_RULES, rule_book

TRIAL = {
    "trial_id": "nct00000001",
    "label": "T",
    "trial_kind": "trial",
    "registry_number": "clinicaltrials:NCT00000001",
}
OTHER = {"trial_id": "nct00000002", "label": "U", "trial_kind": "trial"}
BARI = {"arm_id": "nct00000001-bari", "trial": "nct00000001", "label": "Baricitinib", "role": "experimental",
        "drugs": "baricitinib", "doses": "4", "dose_units": "mg"}  # fmt: skip
PLACEBO = {"arm_id": "nct00000001-pbo", "trial": "nct00000001", "label": "Placebo", "role": "placebo"}
ENDPOINT = {"endpoint_id": "nct00000001-sri-4-w52", "trial": "nct00000001", "label": "SRI-4",
            "outcome_measure": "sri-4", "timepoint_weeks": "52", "rank": "primary"}  # fmt: skip
RESULT = {"arm_result_id": "r1", "endpoint": "nct00000001-sri-4-w52", "arm": "nct00000001-bari", "events": "142",
          "analysed": "252", "percent": "56.3"}  # fmt: skip
CONTRAST = {"contrast_id": "c1", "endpoint": "nct00000001-sri-4-w52", "arm": "nct00000001-bari",
            "comparator": "nct00000001-pbo", "rank": "primary", "effect_measure": "odds-ratio", "estimate": "1.57",
            "ci_low": "1.09", "ci_high": "2.27", "p_relation": "equal", "p_value": "0.016"}  # fmt: skip
COUNT = {"participant_count_id": "n1", "trial": "nct00000001", "arm": "nct00000001-bari", "counted": "randomised",
         "participants": "252"}  # fmt: skip
WHOLE = {"participant_count_id": "n0", "trial": "nct00000001", "counted": "enrolled", "participants": "760"}
HARM = {"adverse_event_count_id": "a1", "arm": "nct00000001-bari", "adverse_event": "death", "reported_term": "death",
        "affected": "1", "at_risk": "252", "percent": "0.4"}  # fmt: skip
DECISION = {"regulatory_decision_id": "d1", "drug": "baricitinib", "agency": "fda", "decision": "approved",
            "indication_text": "RA", "specialty": "rheumatology", "decided_on": "2018-05-31"}  # fmt: skip
POTENCY = {"potency_id": "p1", "drug": "baricitinib", "target": "jak1", "assay_kind": "biochemical", "measure": "ic50",
           "relation": "equal", "value_nm": "5.9"}  # fmt: skip
FINDING = {"autoantibody_finding_id": "f1", "autoantibody": "anti-sm", "population": "SLE", "positive": "24",
           "tested": "130", "percent": "18.5"}  # fmt: skip
DEPOSIT = {"immune_complex_deposit_id": "i1", "deposit_kind": "tissue", "site": "mesangium", "organ_system": "renal",
           "components": "IgG"}  # fmt: skip
DEFINITION = {"state_definition_id": "s1", "outcome_measure": "sri-4", "variant": "V", "state_kind": "remission",
              "criteria": "activity-index: 0|activity-index: falls"}  # fmt: skip
START = {"trial_date_id": "s1", "trial": "nct00000001", "milestone": "start", "date": "2018-08"}
END = {"trial_date_id": "s2", "trial": "nct00000001", "milestone": "completion", "date": "2020"}

GOOD = {
    Drug: [{"drug_id": "baricitinib", "label": "Baricitinib", "drug_class": "jak-inhibitor"}],
    Protein: [{"protein_id": "jak1", "label": "JAK1", "gene_symbol": "JAK1", "protein_kind": "kinase"}],
    OutcomeMeasure: [{"outcome_measure_id": "sri-4", "label": "SRI-4", "measure_kind": "composite-responder"}],
    AdverseEventTerm: [{"adverse_event_term_id": "death", "label": "death"}],
    Trial: [TRIAL, OTHER],
    Arm: [BARI, PLACEBO],
    Endpoint: [ENDPOINT],
    ArmResult: [RESULT],
    Contrast: [CONTRAST],
    ParticipantCount: [COUNT, WHOLE],
    AdverseEventCount: [HARM],
    RegulatoryDecision: [DECISION],
    Potency: [POTENCY],
    TrialDate: [START, END],
    Autoantibody: [{"autoantibody_id": "anti-sm", "label": "anti-Sm", "antigen": "Sm", "antigen_kind": "nuclear"}],
    AutoantibodyFinding: [FINDING],
    ImmuneComplexDeposit: [DEPOSIT],
    StateDefinition: [DEFINITION],
}

FOREIGN = {"arm_id": "nct00000002-x", "trial": "nct00000002", "label": "X", "role": "experimental"}

SLIPS = {
    "missing-source": {ArmResult: [RESULT | {"source": ""}]},
    "missing-reason": {ArmResult: [RESULT | {"source": "", "verification": "unverified"}]},
    "channel-as-source": {ArmResult: [RESULT | {"source": "copy"}]},
    "repeated-source": {ArmResult: [RESULT | {"also_stated_in": "pmid-1"}]},
    "date-after-publication": {RegulatoryDecision: [DECISION | {"decided_on": "2024"}]},
    "date-in-future": {RegulatoryDecision: [DECISION | {"decided_on": "2027-01", "source": "", "seen_in": "copy",
                       "verification": "unverified", "unverified_reason": "planted"}]},
    "dates-out-of-order": {TrialDate: [START, END | {"date": "2018-07-31"}]},
    "wrong-registry-number": {Trial: [TRIAL | {"registry_number": "clinicaltrials:NCT00000003"}, OTHER]},
    "wrong-trial": {Arm: [BARI, PLACEBO, FOREIGN], ArmResult: [RESULT | {"arm": "nct00000002-x"}]},
    "swapped-arms": {Contrast: [CONTRAST | {"arm": "nct00000001-pbo", "comparator": "nct00000001-bari"}]},
    "several-comparators": {
        Arm: [BARI, PLACEBO, PLACEBO | {"arm_id": "nct00000001-pbo2", "label": "Placebo 2"}],
        Contrast: [CONTRAST, CONTRAST | {"contrast_id": "c2", "comparator": "nct00000001-pbo2"}],
    },
    "events-over-analysed": {ArmResult: [RESULT | {"events": "253", "percent": ""}]},
    "impossible-percent": {ArmResult: [RESULT | {"events": "", "analysed": "", "percent": "157"}]},
    "percent-off-counts": {ArmResult: [RESULT | {"percent": "57"}]},
    "analysed-over-randomised": {ArmResult: [RESULT | {"events": "", "analysed": "300"}]},
    "arms-over-trial": {ParticipantCount: [COUNT | {"participants": "800"}, WHOLE]},
    "unpaired-doses": {Arm: [BARI | {"doses": "4|2"}, PLACEBO]},
    "zero-for-not-reported": {AdverseEventCount: [HARM | {"affected": "0", "percent": "", "notes": "count not seen"}]},
    "interval-reversed": {Contrast: [CONTRAST | {"ci_low": "2.27", "ci_high": "1.09"}]},
    "estimate-outside-interval": {Contrast: [CONTRAST | {"estimate": "2.57"}]},
    "half-interval": {Contrast: [CONTRAST | {"ci_high": "not reported"}]},
    "level-of-no-interval": {Contrast: [CONTRAST | {"ci_low": "", "ci_high": "", "interval_percent": "95"}]},
    "impossible-level": {Contrast: [CONTRAST | {"interval_percent": "5"}]},
    "unnamed-effect": {Contrast: [CONTRAST | {"effect_measure": ""}]},
    "impossible-ratio": {Contrast: [CONTRAST | {"estimate": "-1.57", "ci_low": "-2", "ci_high": "-1.09"}]},
    "impossible-p": {Contrast: [CONTRAST | {"p_value": "1.6"}]},
    "bare-p": {Contrast: [CONTRAST | {"p_relation": ""}]},
    "p-against-interval": {Contrast: [CONTRAST | {"p_value": "0.16"}]},
    "empty-contrast": {Contrast: [CONTRAST | dict.fromkeys(
        ("effect_measure", "estimate", "ci_low", "ci_high", "p_relation", "p_value"), "")]},
    "impossible-potency": {Potency: [POTENCY | {"value_nm": "0"}]},
    "impossible-share": {AutoantibodyFinding: [FINDING | {"percent_low": "20", "percent_high": "140"}]},
    "share-range-reversed": {AutoantibodyFinding: [FINDING | {"percent_low": "40", "percent_high": "20"}]},
    "half-test": {AutoantibodyFinding: [FINDING | {"sensitivity": "58"}]},
    "empty-finding": {AutoantibodyFinding: [FINDING | {"positive": "", "tested": "", "percent": ""}]},
    "empty-deposit": {ImmuneComplexDeposit: [DEPOSIT | {"components": ""}]},
    "unnamed-criterion": {StateDefinition: [DEFINITION | {"criteria": "activity-index: 0|prednisone 5 mg"}]},
    "no-target": {Potency: [POTENCY | {"target": ""}]},
}  # fmt: skip


def findings(folder, rows):
    return rule_book.apply(TABLE_RULES, read_tables(write_tables(folder, GOOD | rows)))


def test_good_rows_break_no_rule(tmp_path):
    """Rows without slips pass the whole rule book."""
    assert findings(tmp_path, {}) == []


@pytest.mark.parametrize("rule", SLIPS)
def test_a_planted_slip_is_caught_by_name(tmp_path, rule):
    """Each slip is found by its rule, at its line, with what to do; and by no other rule that would hide it."""
    found = findings(tmp_path, SLIPS[rule])
    assert rule in {problem.rule for problem in found}, [str(problem) for problem in found]
    problem = next(problem for problem in found if problem.rule == rule)
    assert problem.file.endswith(".csv")
    assert problem.line >= 2
    assert problem.message
    assert problem.remedy


def test_every_rule_has_a_planted_slip():
    """No rule stands in the book without a proof that it catches something."""
    documented = {rule.__name__ for rule in TABLE_RULES}
    assert len(documented) == len(TABLE_RULES)
    assert len(SLIPS) >= len(TABLE_RULES)


@pytest.mark.parametrize(("level", "caught"), [("", True), ("95", True), ("90", False)])
def test_p_is_held_against_95_percent_intervals_only(tmp_path, level, caught):
    """A 90 % interval may exclude 1 at p 0.07; one whose level is not stated is taken for 95 %."""
    found = findings(tmp_path, {Contrast: [CONTRAST | {"p_value": "0.07", "interval_percent": level}]})
    assert ("p-against-interval" in {problem.rule for problem in found}) == caught


def test_a_disagreement_that_the_notes_admit_is_kept(tmp_path):
    """A source that rounds oddly is quoted as it is, once the curator has said so."""
    assert findings(tmp_path, {ArmResult: [RESULT | {"percent": "57", "notes": "the paper prints 57 %"}]}) == []
