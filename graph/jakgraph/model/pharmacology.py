"""Claims about drugs: potency, pharmacokinetics, regulatory decisions, warnings, damage by medicines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from jakgraph.model.columns import Figure, Kind, column, concept, figure, key, reference, text
from jakgraph.model.rows import Claim


@dataclass(frozen=True, kw_only=True)
class Potency(Claim):
    """How strongly a drug hits a target, or a cytokine's signal in cells, in one assay."""

    table: ClassVar[str] = "potencies"
    iri_kind: ClassVar[str] = "potency"
    key_column: ClassVar[str] = "potency_id"

    potency_id: str = key("slug of drug, target and a number")
    drug: str = reference("drugs", "the drug", required=True)
    target: str | None = reference("proteins", "the protein, in a biochemical or binding assay")
    domain: str | None = concept("kinase-domain", "JH1 or JH2")
    cytokine: str | None = reference("cytokines", "the stimulus, in a cellular assay")
    readout: str | None = text("what is read in a cellular assay: pSTAT1 …")
    cell_type: str | None = text("cells, in a cellular assay")
    assay_kind: str = concept("assay-kind", "biochemical, binding or cellular", required=True)
    assay_note: str | None = text("what tells the assay from others")
    measure: str = concept("potency-measure", "IC50, Ki, Kd …", required=True)
    relation: str = concept("relation", "equal, below, above", required=True)
    value_nm: Figure = figure("value in nM, or the bound that relation names", required=True)
    cited_document: str | None = reference("sources", "paper that a database names as the origin, itself not seen")


@dataclass(frozen=True, kw_only=True)
class PharmacokineticParameter(Claim):
    """What the body does to a drug: half-life, enzymes, elimination, dose adjustment."""

    table: ClassVar[str] = "pharmacokinetic_parameters"
    iri_kind: ClassVar[str] = "pharmacokinetic-parameter"
    key_column: ClassVar[str] = "pharmacokinetic_parameter_id"

    pharmacokinetic_parameter_id: str = key("slug of drug and parameter")
    drug: str = reference("drugs", "the drug", required=True)
    parameter: str = concept("pharmacokinetic-property", "what is described", required=True)
    value: Figure = figure("a single number; blank where the value is words or a range")
    lowest: Figure = figure("lower end of a range")
    highest: Figure = figure("upper end of a range")
    unit: str | None = text("unit of the numbers")
    statement: tuple[str, ...] = text("value in words", many=True)


@dataclass(frozen=True, kw_only=True)
class RegulatoryDecision(Claim):
    """An agency's decision on a drug for an indication."""

    table: ClassVar[str] = "regulatory_decisions"
    iri_kind: ClassVar[str] = "regulatory-decision"
    key_column: ClassVar[str] = "regulatory_decision_id"
    unique: ClassVar[tuple[str, ...]] = ("drug", "agency", "indication", "indication_text", "population", "decided_on")

    regulatory_decision_id: str = key("slug of drug, agency and indication")
    drug: str = reference("drugs", "the drug", required=True)
    agency: str = concept("agency", "who decided", required=True)
    decision: str = concept("decision", "approved, refused, withdrawn", required=True)
    indication: str | None = reference("diseases", "the disease")
    indication_text: str = text("indication as worded by the source, in few words", required=True)
    specialty: str = concept("specialty", "medical specialty", required=True)
    population: str | None = text("who may be given it")
    decided_on: str | None = column(Kind.PARTIAL_DATE, "date of the decision; blank when not seen")


@dataclass(frozen=True, kw_only=True)
class SafetyWarning(Claim):
    """A regulator's or label's warning."""

    table: ClassVar[str] = "safety_warnings"
    iri_kind: ClassVar[str] = "safety-warning"
    key_column: ClassVar[str] = "safety_warning_id"

    safety_warning_id: str = key("slug of drug, agency and harm")
    drug: str = reference("drugs", "the drug", required=True)
    agency: str = concept("agency", "whose warning", required=True)
    warning_kind: str = concept("warning-kind", "boxed, label, measure", required=True)
    adverse_event: str = reference("adverse_event_terms", "kind of harm", required=True)
    reported_term: str = text("the harm as the source names it, in few words", required=True)
    warned_in: str | None = column(Kind.PARTIAL_DATE, "year of the warning itself; blank when not seen")
    label_version: str | None = column(Kind.PARTIAL_DATE, "age of the label that was read; not the age of the warning")


@dataclass(frozen=True, kw_only=True)
class DamageAttribution(Claim):
    """Organ damage that a source attributes to a class of medicines in lupus."""

    table: ClassVar[str] = "damage_attributions"
    iri_kind: ClassVar[str] = "damage-attribution"
    key_column: ClassVar[str] = "damage_attribution_id"

    damage_attribution_id: str = key("slug of drug class and damage")
    drug_class: str = concept("drug-class", "class of medicine", required=True)
    drug: str | None = reference("drugs", "the drug, where the source names one")
    damage: str = text("the damage, in few words", required=True)
    organ_system: str = concept("organ-system", "organ system damaged", required=True)
    association: str = concept("association", "how strong a link the source claims", required=True)
    figure_text: str | None = text("the figure as reported, in own words")
    population: str | None = text("who was studied")
