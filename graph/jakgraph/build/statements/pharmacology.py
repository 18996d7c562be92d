"""Claims about drugs in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jakgraph.build.statements.figures import shown
from jakgraph.model import AdverseEventTerm, Cytokine, Drug, Number, Protein

if TYPE_CHECKING:
    from jakgraph.model import DamageAttribution, PharmacokineticParameter, Potency, RegulatoryDecision, SafetyWarning
    from jakgraph.tables import Tables


def potency(claim: Potency, tables: Tables) -> str:
    """Return a potency with its target and assay."""
    if claim.target:
        target = tables.get(Protein, claim.target).gene_symbol + (f" {claim.domain.upper()}" if claim.domain else "")
    elif claim.cytokine:
        target = " ".join(filter(None, [tables.get(Cytokine, claim.cytokine).label, "signal", claim.readout]))
    else:
        target = "target not stated"
    measure = tables.concept("potency-measure", claim.measure).label
    value = shown(claim.value_nm, claim.relation)
    return f"{tables.get(Drug, claim.drug).label} on {target}: {measure} {value} nM ({claim.assay_kind})"


def pharmacokinetic_parameter(claim: PharmacokineticParameter, tables: Tables) -> str:
    """Return a parameter's number, range or words."""
    parameter = tables.concept("pharmacokinetic-property", claim.parameter).label
    if isinstance(claim.value, Number):
        value = claim.value.text
    elif isinstance(claim.lowest, Number) and isinstance(claim.highest, Number):
        value = f"{claim.lowest.text} to {claim.highest.text}"
    else:
        value = "; ".join(claim.statement) or "not reported"
    return f"{tables.get(Drug, claim.drug).label}, {parameter}: {value} {claim.unit or ''}".rstrip()


def regulatory_decision(claim: RegulatoryDecision, tables: Tables) -> str:
    """Return what an agency decided, for what and when."""
    agency = tables.concept("agency", claim.agency).label
    decision = tables.concept("decision", claim.decision).label
    when = f", {claim.decided_on}" if claim.decided_on else ", date not seen"
    return f"{tables.get(Drug, claim.drug).label}: {decision} by {agency} for {claim.indication_text}{when}"


def safety_warning(claim: SafetyWarning, tables: Tables) -> str:
    """Return whose warning it is and of which harm."""
    agency = tables.concept("agency", claim.agency).label
    kind = tables.concept("warning-kind", claim.warning_kind).label
    harm = tables.get(AdverseEventTerm, claim.adverse_event).label
    return f"{tables.get(Drug, claim.drug).label}: {kind} ({agency}), {harm}"


def damage_attribution(claim: DamageAttribution, tables: Tables) -> str:
    """Return medicines, damage and the strength of the link."""
    drug_class = tables.concept("drug-class", claim.drug_class).label
    medicines = tables.get(Drug, claim.drug).label if claim.drug else drug_class
    association = tables.concept("association", claim.association).label
    figure = f" ({claim.figure_text})" if claim.figure_text else ""
    return f"{medicines}, {claim.damage}: {association}{figure}"
