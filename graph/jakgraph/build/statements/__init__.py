"""What a claim says, in a few words: the rdfs:label of every claim, so that no page has to show a bare IRI. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jakgraph.build.statements import biology, disease, pharmacology, trials
from jakgraph.model import (
    AdverseEventCount,
    ArmResult,
    AutoantibodyFinding,
    Case,
    Contrast,
    CytokineRole,
    DamageAttribution,
    HarmMechanism,
    ImmuneComplexDeposit,
    KinaseUsage,
    ParticipantCount,
    PharmacokineticParameter,
    Potency,
    PrimaryOutcome,
    RegulatoryDecision,
    SafetyWarning,
    StateDefinition,
    TrialDate,
    TrialStatus,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from jakgraph.model import Claim
    from jakgraph.tables import Tables


def statement_of(claim: Claim, tables: Tables) -> str:
    """Return a claim in words, with its figures as printed. KeyError for a claim type without wording."""
    return _WORDINGS[type(claim)](claim, tables)


_WORDINGS: dict[type, Callable[..., str]] = {
    AdverseEventCount: trials.adverse_event_count,
    ArmResult: trials.arm_result,
    AutoantibodyFinding: disease.autoantibody_finding,
    Case: trials.case,
    Contrast: trials.contrast,
    CytokineRole: biology.cytokine_role,
    DamageAttribution: pharmacology.damage_attribution,
    HarmMechanism: biology.harm_mechanism,
    ImmuneComplexDeposit: disease.immune_complex_deposit,
    KinaseUsage: biology.kinase_usage,
    ParticipantCount: trials.participant_count,
    PharmacokineticParameter: pharmacology.pharmacokinetic_parameter,
    Potency: pharmacology.potency,
    PrimaryOutcome: trials.primary_outcome,
    RegulatoryDecision: pharmacology.regulatory_decision,
    SafetyWarning: pharmacology.safety_warning,
    StateDefinition: disease.state_definition,
    TrialDate: trials.trial_date,
    TrialStatus: trials.trial_status,
}
