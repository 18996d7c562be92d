"""The disease itself: autoantibodies and what is found of them, immune complexes, states and their definitions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from jakgraph.model.columns import Figure, concept, count, figure, key, reference, text
from jakgraph.model.rows import Claim, Entity


@dataclass(frozen=True, kw_only=True)
class Autoantibody(Entity):
    """A kind of antibody against the patient's own antigens, by what it binds."""

    table: ClassVar[str] = "autoantibodies"
    iri_kind: ClassVar[str] = "autoantibody"
    key_column: ClassVar[str] = "autoantibody_id"
    unique: ClassVar[tuple[str, ...]] = ("label",)

    autoantibody_id: str = key("slug of the antigen: anti-dsdna")
    label: str = text("name", required=True)
    synonyms: tuple[str, ...] = text("other names", many=True)
    antigen: str = text("what it binds, in few words", required=True)
    antigen_kind: str = concept("antigen-kind", "nuclear, cytoplasmic, complement …", required=True)
    antigen_proteins: tuple[str, ...] = reference("proteins", "proteins that it binds", many=True)
    manifestation: str | None = reference("manifestations", "the finding of being positive for it")


@dataclass(frozen=True, kw_only=True)
class AutoantibodyFinding(Claim):
    """How often an autoantibody is found in a population, what it tells, or what it goes with, by one source."""

    table: ClassVar[str] = "autoantibody_findings"
    iri_kind: ClassVar[str] = "autoantibody-finding"
    key_column: ClassVar[str] = "autoantibody_finding_id"
    unique: ClassVar[tuple[str, ...]] = ("autoantibody", "tested_as", "population", "detects", "source", "notes")

    autoantibody_finding_id: str = key("slug of autoantibody, population and source")
    autoantibody: str = reference("autoantibodies", "the autoantibody", required=True)
    tested_as: str | None = text("what was tested, where it is narrower or wider: RipP1, anticardiolipin")
    population: str = text("who was tested, in few words", required=True)
    positive: Figure = count("how many were positive")
    tested: Figure = count("how many were tested")
    percent: Figure = figure("percent positive, as reported")
    percent_low: Figure = figure("lower end of a range of percent positive")
    percent_high: Figure = figure("upper end of a range, or the most that the source says it is")
    detects: str | None = text("what sensitivity and specificity are for")
    sensitivity: Figure = figure("sensitivity in percent")
    specificity: Figure = figure("specificity in percent")
    figure_text: str | None = text("any other figure as reported, in few words")
    manifestations: tuple[str, ...] = reference("manifestations", "manifestations it goes with", many=True)
    diseases: tuple[str, ...] = reference("diseases", "diseases it goes with", many=True)
    associations: tuple[str, ...] = text(
        "what it goes with as reported, in few words; also what it does not", many=True
    )


@dataclass(frozen=True, kw_only=True)
class ImmuneComplexDeposit(Claim):
    """Where immune complexes are found in lupus, what they are made of and what follows, by one source."""

    table: ClassVar[str] = "immune_complex_deposits"
    iri_kind: ClassVar[str] = "immune-complex-deposit"
    key_column: ClassVar[str] = "immune_complex_deposit_id"
    unique: ClassVar[tuple[str, ...]] = ("site", "population", "source")

    immune_complex_deposit_id: str = key("slug of the site")
    deposit_kind: str = concept("deposit-kind", "circulating, in tissue, or complement used up", required=True)
    site: str = text("where, in few words", required=True)
    organ_system: str = concept("organ-system", "organ system of the site", required=True)
    manifestation: str | None = reference("manifestations", "the finding that it is")
    goes_with: tuple[str, ...] = reference("manifestations", "manifestations that the source sets beside it", many=True)
    diseases: tuple[str, ...] = reference("diseases", "diseases in which it is found", many=True)
    components: tuple[str, ...] = text("antigens and antibodies it is made of", many=True)
    complement: tuple[str, ...] = text("complement found with it or activated by it", many=True)
    consequence: str | None = text("what follows, in own words")
    pathways: tuple[str, ...] = reference("pathways", "pathways and processes at work", many=True)
    population: str | None = text("who or what was examined, in few words")
    percent: Figure = figure("percent of them in which it was found, as reported")
    figure_text: str | None = text("any other figure as reported, in few words")


@dataclass(frozen=True, kw_only=True)
class StateDefinition(Claim):
    """What one source asks for before it calls a state remission, low disease activity or flare."""

    table: ClassVar[str] = "state_definitions"
    iri_kind: ClassVar[str] = "state-definition"
    key_column: ClassVar[str] = "state_definition_id"
    unique: ClassVar[tuple[str, ...]] = ("outcome_measure", "variant", "source")

    state_definition_id: str = key("slug of state and variant")
    outcome_measure: str = reference("outcome_measures", "the state or index that is defined", required=True)
    variant_measure: str | None = reference("outcome_measures", "the measure of this variant, where it has its own")
    variant: str = text("name of the variant: whose, and of when", required=True)
    state_kind: str = concept("state-kind", "remission, low disease activity, flare", required=True)
    combination: str | None = concept("criteria-combination", "all or any of the criteria; blank when not stated")
    criteria: tuple[str, ...] = text("criteria, each as <item of criterion-item>: <what>", required=True, many=True)
