"""Claims about trials and cases in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jakgraph.build.statements.figures import arm_label, place, shown
from jakgraph.build.vocabulary import BOUND_SIGN
from jakgraph.model import Arm, Drug, Endpoint, Number, Trial

if TYPE_CHECKING:
    from jakgraph.model import (
        AdverseEventCount,
        ArmResult,
        Case,
        Contrast,
        ParticipantCount,
        PrimaryOutcome,
        TrialDate,
        TrialStatus,
    )
    from jakgraph.tables import Tables


def arm_result(claim: ArmResult, tables: Tables) -> str:
    """Return what was measured in an arm."""
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
    return f"{place(endpoint, tables)}, {arm_label(claim.arm, tables, 'all arms')}: {figures}"


def contrast(claim: Contrast, tables: Tables) -> str:
    """Return one arm against another: effect, interval, p value or verdict."""
    endpoint = tables.get(Endpoint, claim.endpoint)
    against = f" against {arm_label(claim.comparator, tables, '')}" if claim.comparator else ""
    parts = []
    if isinstance(claim.estimate, Number):
        measure = tables.concept("effect-measure", claim.effect_measure).label if claim.effect_measure else "effect"
        parts.append(f"{measure} {claim.estimate.text}{_interval(claim)}")
    if isinstance(claim.p_value, Number):
        sign = BOUND_SIGN.get(claim.p_relation or "", "= ")
        parts.append(f"p {sign}{claim.p_value.text}")
    if claim.verdict:
        parts.append(tables.concept("significance", claim.verdict).label)
    if claim.direction:
        parts.append(tables.concept("direction", claim.direction).label)
    figures = ", ".join(parts) or "no figure reported"
    return f"{place(endpoint, tables)}, {arm_label(claim.arm, tables, 'drug, dose not stated')}{against}: {figures}"


def _interval(claim: Contrast) -> str:
    """Return the interval in brackets, with its level where the source states it."""
    if not (isinstance(claim.ci_low, Number) and isinstance(claim.ci_high, Number)):
        return ""
    level = f"{claim.interval_percent} % CI " if claim.interval_percent else ""
    return f" ({level}{claim.ci_low.text} to {claim.ci_high.text})"


def participant_count(claim: ParticipantCount, tables: Tables) -> str:
    """Return how many people were counted, and how."""
    where = f", {arm_label(claim.arm, tables, '')}" if claim.arm else ""
    how = tables.concept("counted", claim.counted).label
    return f"{tables.get(Trial, claim.trial).label}{where}: {shown(claim.participants)} {how}"


def trial_status(claim: TrialStatus, tables: Tables) -> str:
    """Return where a trial stood."""
    why = f" ({claim.why_stopped})" if claim.why_stopped else ""
    return f"{tables.get(Trial, claim.trial).label}: {tables.concept('recruitment-status', claim.status).label}{why}"


def trial_date(claim: TrialDate, tables: Tables) -> str:
    """Return a trial's milestone and its date."""
    milestone = tables.concept("milestone", claim.milestone).label
    return f"{tables.get(Trial, claim.trial).label}: {milestone} {claim.date}"


def primary_outcome(claim: PrimaryOutcome, tables: Tables) -> str:
    """Return the verdict on a primary endpoint."""
    where = f", {arm_label(claim.arm, tables, '')}" if claim.arm else ""
    what = f" ({tables.get(Endpoint, claim.endpoint).label})" if claim.endpoint else ""
    verdict = tables.concept("primary-verdict", claim.verdict).label
    return f"{tables.get(Trial, claim.trial).label}{where}: primary endpoint{what} {verdict}"


def adverse_event_count(claim: AdverseEventCount, tables: Tables) -> str:
    """Return how many had a harm."""
    arm = tables.get(Arm, claim.arm)
    parts = []
    if isinstance(claim.affected, Number):
        of = f" of {claim.at_risk.text}" if isinstance(claim.at_risk, Number) else ""
        parts.append(f"{claim.affected.text}{of} participants")
    if isinstance(claim.percent, Number):
        parts.append(f"{claim.percent.text} %")
    figures = ", ".join(parts) or "not reported"
    return f"{tables.get(Trial, arm.trial).label}, {arm.label}, {claim.reported_term}: {figures}"


def case(claim: Case, tables: Tables) -> str:
    """Return who was given what, and how they did."""
    drug = tables.get(Drug, claim.drug).label if claim.drug else "JAK inhibitor"
    patients = f", {claim.patients.text} patient(s)" if isinstance(claim.patients, Number) else ""
    response = tables.concept("case-response", claim.response).label
    return f"{claim.label}: {drug} in {claim.disease_text}{patients}, {response}"
