"""What a claim says, in a few words: the rdfs:label of every claim, so that no page has to show a bare IRI. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jakgraph.build.vocabulary import BOUND_SIGN
from jakgraph.model import (
    AdverseEventCount,
    AdverseEventTerm,
    Arm,
    ArmResult,
    Case,
    Contrast,
    Cytokine,
    CytokineRole,
    DamageAttribution,
    Drug,
    Endpoint,
    KinaseUsage,
    Number,
    ParticipantCount,
    PharmacokineticParameter,
    Potency,
    PrimaryOutcome,
    Protein,
    Receptor,
    RegulatoryDecision,
    SafetyWarning,
    Trial,
    TrialDate,
    TrialStatus,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from jakgraph.model import Claim, Figure
    from jakgraph.tables import Tables


def statement_of(claim: Claim, tables: Tables) -> str:
    """Return a claim in words, with its figures as printed. KeyError for a claim type without wording."""
    return _WORDINGS[type(claim)](claim, tables)


def shown(figure: Figure, relation: str | None = None) -> str:
    """Return a figure as printed, with the sign of its bound, or ``not reported``."""
    if isinstance(figure, Number):
        return BOUND_SIGN.get(relation or "", "") + figure.text
    return "not reported"


def _place(endpoint: Endpoint, tables: Tables) -> str:
    return f"{tables.get(Trial, endpoint.trial).label}, {endpoint.label}"


def _arm_label(key: str | None, tables: Tables, otherwise: str) -> str:
    return tables.get(Arm, key).label if key else otherwise


def _arm_result(claim: ArmResult, tables: Tables) -> str:
    endpoint = tables.get(Endpoint, claim.endpoint)
    parts = []
    if isinstance(claim.events, Number):
        of = f" of {claim.analysed.text}" if isinstance(claim.analysed, Number) else ""
        parts.append(f"{claim.events.text}{of} participants")
    elif isinstance(claim.analysed, Number):
        parts.append(f"{claim.analysed.text} analysed")
    if isinstance(claim.percent, Number):
        parts.append(f"{claim.percent.text} %")
    if isinstance(claim.central_value, Number):
        spread = f" (SD {claim.standard_deviation.text})" if isinstance(claim.standard_deviation, Number) else ""
        parts.append(" ".join(filter(None, [claim.central_kind, claim.central_value.text, claim.unit])) + spread)
    figures = ", ".join(parts) or "no figure reported"
    return f"{_place(endpoint, tables)}, {_arm_label(claim.arm, tables, 'all arms')}: {figures}"


def _contrast(claim: Contrast, tables: Tables) -> str:
    endpoint = tables.get(Endpoint, claim.endpoint)
    against = f" against {_arm_label(claim.comparator, tables, '')}" if claim.comparator else ""
    parts = []
    if isinstance(claim.estimate, Number):
        measure = tables.concept("effect-measure", claim.effect_measure).label if claim.effect_measure else "effect"
        interval = ""
        if isinstance(claim.ci_low, Number) and isinstance(claim.ci_high, Number):
            interval = f" ({claim.ci_low.text} to {claim.ci_high.text})"
        parts.append(f"{measure} {claim.estimate.text}{interval}")
    if isinstance(claim.p_value, Number):
        sign = BOUND_SIGN.get(claim.p_relation or "", "= ")
        parts.append(f"p {sign}{claim.p_value.text}")
    if claim.verdict:
        parts.append(tables.concept("significance", claim.verdict).label)
    if claim.direction:
        parts.append(tables.concept("direction", claim.direction).label)
    figures = ", ".join(parts) or "no figure reported"
    return f"{_place(endpoint, tables)}, {_arm_label(claim.arm, tables, 'drug, dose not stated')}{against}: {figures}"


def _participant_count(claim: ParticipantCount, tables: Tables) -> str:
    where = f", {_arm_label(claim.arm, tables, '')}" if claim.arm else ""
    how = tables.concept("counted", claim.counted).label
    return f"{tables.get(Trial, claim.trial).label}{where}: {shown(claim.participants)} {how}"


def _trial_status(claim: TrialStatus, tables: Tables) -> str:
    why = f" ({claim.why_stopped})" if claim.why_stopped else ""
    return f"{tables.get(Trial, claim.trial).label}: {tables.concept('trial-status', claim.status).label}{why}"


def _trial_date(claim: TrialDate, tables: Tables) -> str:
    milestone = tables.concept("milestone", claim.milestone).label
    return f"{tables.get(Trial, claim.trial).label}: {milestone} {claim.date}"


def _primary_outcome(claim: PrimaryOutcome, tables: Tables) -> str:
    where = f", {_arm_label(claim.arm, tables, '')}" if claim.arm else ""
    what = f" ({tables.get(Endpoint, claim.endpoint).label})" if claim.endpoint else ""
    verdict = tables.concept("primary-verdict", claim.verdict).label
    return f"{tables.get(Trial, claim.trial).label}{where}: primary endpoint{what} {verdict}"


def _adverse_event_count(claim: AdverseEventCount, tables: Tables) -> str:
    arm = tables.get(Arm, claim.arm)
    parts = []
    if isinstance(claim.affected, Number):
        of = f" of {claim.at_risk.text}" if isinstance(claim.at_risk, Number) else ""
        parts.append(f"{claim.affected.text}{of} participants")
    if isinstance(claim.percent, Number):
        parts.append(f"{claim.percent.text} %")
    figures = ", ".join(parts) or "not reported"
    return f"{tables.get(Trial, arm.trial).label}, {arm.label}, {claim.reported_term}: {figures}"


def _case(claim: Case, tables: Tables) -> str:
    drug = tables.get(Drug, claim.drug).label if claim.drug else "JAK inhibitor"
    patients = f", {claim.patients.text} patient(s)" if isinstance(claim.patients, Number) else ""
    response = tables.concept("case-response", claim.response).label
    return f"{claim.label}: {drug} in {claim.disease_text}{patients}, {response}"


def _potency(claim: Potency, tables: Tables) -> str:
    if claim.target:
        target = tables.get(Protein, claim.target).gene_symbol + (f" {claim.domain.upper()}" if claim.domain else "")
    elif claim.cytokine:
        target = " ".join(filter(None, [tables.get(Cytokine, claim.cytokine).label, "signal", claim.readout]))
    else:
        target = "target not stated"
    measure = tables.concept("potency-measure", claim.measure).label
    value = shown(claim.value_nm, claim.relation)
    return f"{tables.get(Drug, claim.drug).label} on {target}: {measure} {value} nM ({claim.assay_kind})"


def _pharmacokinetic_parameter(claim: PharmacokineticParameter, tables: Tables) -> str:
    parameter = tables.concept("pharmacokinetic-parameter", claim.parameter).label
    if isinstance(claim.value, Number):
        value = claim.value.text
    elif isinstance(claim.lowest, Number) and isinstance(claim.highest, Number):
        value = f"{claim.lowest.text} to {claim.highest.text}"
    else:
        value = "; ".join(claim.statement) or "not reported"
    return f"{tables.get(Drug, claim.drug).label}, {parameter}: {value} {claim.unit or ''}".rstrip()


def _regulatory_decision(claim: RegulatoryDecision, tables: Tables) -> str:
    agency = tables.concept("agency", claim.agency).label
    decision = tables.concept("decision", claim.decision).label
    when = f", {claim.decided_on}" if claim.decided_on else ", date not seen"
    return f"{tables.get(Drug, claim.drug).label}: {decision} by {agency} for {claim.indication_text}{when}"


def _safety_warning(claim: SafetyWarning, tables: Tables) -> str:
    agency = tables.concept("agency", claim.agency).label
    kind = tables.concept("warning-kind", claim.warning_kind).label
    harm = tables.get(AdverseEventTerm, claim.adverse_event).label
    return f"{tables.get(Drug, claim.drug).label}: {kind} ({agency}), {harm}"


def _damage_attribution(claim: DamageAttribution, tables: Tables) -> str:
    medicines = tables.concept("drug-class", claim.drug_class).label
    association = tables.concept("association", claim.association).label
    figure = f" ({claim.figure_text})" if claim.figure_text else ""
    return f"{medicines}, {claim.damage}: {association}{figure}"


def _kinase_usage(claim: KinaseUsage, tables: Tables) -> str:
    kinases = ", ".join(tables.get(Protein, key).gene_symbol for key in claim.kinases)
    stats = ", ".join(tables.get(Protein, key).gene_symbol for key in claim.stats)
    uses = f"uses {kinases}" if kinases else "uses no JAK"
    activates = f" and activates {stats}" if stats else ""
    cytokine, receptor = tables.get(Cytokine, claim.cytokine).label, tables.get(Receptor, claim.receptor).label
    return f"{cytokine} at {receptor} {uses}{activates}"


def _cytokine_role(claim: CytokineRole, tables: Tables) -> str:
    return f"{tables.get(Cytokine, claim.cytokine).label} in lupus: {claim.statement}"


_WORDINGS: dict[type, Callable[..., str]] = {
    AdverseEventCount: _adverse_event_count,
    ArmResult: _arm_result,
    Case: _case,
    Contrast: _contrast,
    CytokineRole: _cytokine_role,
    DamageAttribution: _damage_attribution,
    KinaseUsage: _kinase_usage,
    ParticipantCount: _participant_count,
    PharmacokineticParameter: _pharmacokinetic_parameter,
    Potency: _potency,
    PrimaryOutcome: _primary_outcome,
    RegulatoryDecision: _regulatory_decision,
    SafetyWarning: _safety_warning,
    TrialDate: _trial_date,
    TrialStatus: _trial_status,
}
