"""Trials, their arms and endpoints, and every claim about them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from jakgraph.model.columns import Figure, Kind, column, concept, count, figure, key, reference, text
from jakgraph.model.rows import Claim, Curated, Entity


@dataclass(frozen=True, kw_only=True)
class Trial(Entity):
    """A clinical trial, or a pooled analysis of several (``trial_kind`` says which)."""

    table: ClassVar[str] = "trials"
    iri_kind: ClassVar[str] = "trial"
    key_column: ClassVar[str] = "trial_id"

    trial_id: str = key("registry number in lower case, or pooled-…")
    label: str = text("acronym, or a short name in own words", required=True)
    title: str | None = text("what it did, in own words")
    acronym: str | None = text("acronym")
    trial_kind: str = concept("trial-kind", "trial, expanded access, pooled analysis …", required=True)
    registry_number: str | None = column(Kind.CURIE, "clinicaltrials:NCT…")
    drugs: tuple[str, ...] = reference("drugs", "drugs under test", many=True)
    conditions: tuple[str, ...] = reference("diseases", "diseases studied", many=True)
    condition_text: str | None = text("population where it is narrower than the disease")
    phase: str | None = concept("phase", "phase")
    allocation: str | None = concept("allocation", "randomised or not")
    masking: str | None = concept("masking", "who was blinded")
    design: str | None = text("design, in own words")
    sites: Figure = count("number of sites")
    countries: Figure = count("number of countries")
    sponsor: str | None = text("sponsor")
    extension_of: tuple[str, ...] = reference("trials", "parent trials of an extension", many=True)
    pools: tuple[str, ...] = reference("trials", "trials that a pooled analysis pools", many=True)


@dataclass(frozen=True, kw_only=True)
class TrialPublication(Curated):
    """A document about a trial, with what it is to the trial."""

    table: ClassVar[str] = "trial_publications"
    iri_kind: ClassVar[str] = "trial-publication"
    key_column: ClassVar[str] = "trial_publication_id"
    unique: ClassVar[tuple[str, ...]] = ("trial", "document")

    trial_publication_id: str = key("trial and document")
    trial: str = reference("trials", "the trial", required=True)
    document: str = reference("sources", "the document about it", required=True)
    publication_role: str = concept("publication-role", "primary report, post hoc analysis, design …", required=True)


@dataclass(frozen=True, kw_only=True)
class Arm(Entity):
    """A group of participants given one regimen. ``doses`` and ``dose_units`` run parallel to ``drugs``."""

    table: ClassVar[str] = "arms"
    iri_kind: ClassVar[str] = "arm"
    key_column: ClassVar[str] = "arm_id"

    arm_id: str = key("trial and regimen: nct03616912-bari4")
    trial: str = reference("trials", "the trial", required=True)
    label: str = text("regimen, as a page shows it", required=True)
    role: str = concept("arm-role", "experimental, placebo …", required=True)
    drugs: tuple[str, ...] = reference("drugs", "drugs given, in the order of doses", many=True)
    doses: tuple[Figure, ...] = figure("dose of each drug", many=True)
    dose_units: tuple[str, ...] = text("unit of each dose", many=True)
    frequency: str | None = text("how often")
    route: str | None = concept("route", "route of administration")


@dataclass(frozen=True, kw_only=True)
class Endpoint(Entity):
    """An outcome measure at a timepoint in one trial, with its highest rank there."""

    table: ClassVar[str] = "endpoints"
    iri_kind: ClassVar[str] = "endpoint"
    key_column: ClassVar[str] = "endpoint_id"

    endpoint_id: str = key("trial, measure and week: nct03616912-sri-4-w52")
    trial: str = reference("trials", "the trial", required=True)
    label: str = text("as a page shows it", required=True)
    outcome_measure: str = reference("outcome_measures", "what is measured", required=True)
    timepoint_weeks: Figure = figure("weeks after the start; 0 is baseline")
    rank: str = concept("endpoint-rank", "primary, secondary …", required=True)
    population: str | None = text("subgroup, where it is not the whole trial")


@dataclass(frozen=True, kw_only=True)
class ParticipantCount(Claim):
    """How many people a trial or an arm had, by one way of counting."""

    table: ClassVar[str] = "participant_counts"
    iri_kind: ClassVar[str] = "participant-count"
    key_column: ClassVar[str] = "participant_count_id"
    unique: ClassVar[tuple[str, ...]] = ("trial", "arm", "counted", "source")

    participant_count_id: str = key("slug")
    trial: str = reference("trials", "the trial", required=True)
    arm: str | None = reference("arms", "the arm, where the count is of one")
    counted: str = concept("counted", "enrolled, randomised, treated or planned", required=True)
    participants: Figure = count("how many", required=True)


@dataclass(frozen=True, kw_only=True)
class TrialStatus(Claim):
    """Where a trial stood, and why it stopped."""

    table: ClassVar[str] = "trial_statuses"
    iri_kind: ClassVar[str] = "trial-status"
    key_column: ClassVar[str] = "trial_status_id"
    unique: ClassVar[tuple[str, ...]] = ("trial", "source")

    trial_status_id: str = key("slug")
    trial: str = reference("trials", "the trial", required=True)
    status: str = concept("recruitment-status", "status", required=True)
    why_stopped: str | None = text("reason for stopping early, in own words")


@dataclass(frozen=True, kw_only=True)
class TrialDate(Claim):
    """A date in the life of a trial."""

    table: ClassVar[str] = "trial_dates"
    iri_kind: ClassVar[str] = "trial-date"
    key_column: ClassVar[str] = "trial_date_id"
    unique: ClassVar[tuple[str, ...]] = ("trial", "milestone", "source")

    trial_date_id: str = key("slug")
    trial: str = reference("trials", "the trial", required=True)
    milestone: str = concept("milestone", "start, primary completion or completion", required=True)
    date: str = column(Kind.PARTIAL_DATE, "year, month or day", required=True)


@dataclass(frozen=True, kw_only=True)
class PrimaryOutcome(Claim):
    """Whether a trial met its primary endpoint, as a source says."""

    table: ClassVar[str] = "primary_outcomes"
    iri_kind: ClassVar[str] = "primary-outcome"
    key_column: ClassVar[str] = "primary_outcome_id"
    unique: ClassVar[tuple[str, ...]] = ("trial", "endpoint", "arm", "source")

    primary_outcome_id: str = key("slug")
    trial: str = reference("trials", "the trial", required=True)
    endpoint: str | None = reference("endpoints", "the primary endpoint")
    arm: str | None = reference("arms", "the arm, where the verdict is of one dose")
    verdict: str = concept("primary-verdict", "met or not met", required=True)


@dataclass(frozen=True, kw_only=True)
class ArmResult(Claim):
    """What was measured in one arm at one endpoint. ``percent`` is as reported, never computed."""

    table: ClassVar[str] = "arm_results"
    iri_kind: ClassVar[str] = "arm-result"
    key_column: ClassVar[str] = "arm_result_id"
    unique: ClassVar[tuple[str, ...]] = ("endpoint", "arm", "source", "notes")

    arm_result_id: str = key("slug of arm, measure and week")
    endpoint: str = reference("endpoints", "the endpoint", required=True)
    arm: str | None = reference("arms", "the arm; blank for all arms together")
    events: Figure = count("participants with the event or response")
    analysed: Figure = count("participants analysed")
    percent: Figure = figure("percent of participants, as reported")
    central_value: Figure = figure("mean or median")
    central_kind: str | None = concept("central-kind", "what central_value is")
    standard_deviation: Figure = figure("standard deviation")
    unit: str | None = text("unit of central_value")


@dataclass(frozen=True, kw_only=True)
class Contrast(Claim):
    """One arm against another (or against its own baseline) at one endpoint."""

    table: ClassVar[str] = "contrasts"
    iri_kind: ClassVar[str] = "contrast"
    key_column: ClassVar[str] = "contrast_id"
    unique: ClassVar[tuple[str, ...]] = ("endpoint", "arm", "comparator", "effect_measure", "source", "notes")

    contrast_id: str = key("slug of arm, measure and week")
    endpoint: str = reference("endpoints", "the endpoint", required=True)
    arm: str | None = reference("arms", "the arm; blank where the source names no dose")
    comparator: str | None = reference("arms", "the arm compared with; blank where the source names none")
    rank: str = concept("endpoint-rank", "rank of this comparison", required=True)
    effect_measure: str | None = concept("effect-measure", "odds ratio, risk ratio …")
    estimate: Figure = figure("the effect")
    ci_low: Figure = figure("lower limit of the interval")
    ci_high: Figure = figure("upper limit of the interval")
    interval_percent: str | None = column(
        Kind.INTEGER, "confidence level of the interval in percent; blank when not stated"
    )
    p_relation: str | None = concept("relation", "equal, below … (how p_value is to be read)")
    p_value: Figure = figure("p value, or the bound that p_relation names")
    verdict: str | None = concept("significance", "significant or not, where the source says so without a number")
    direction: str | None = concept("direction", "direction of the difference, where the source says so")


@dataclass(frozen=True, kw_only=True)
class AdverseEventCount(Claim):
    """How many participants of an arm had a kind of harm. Not reported is not zero."""

    table: ClassVar[str] = "adverse_event_counts"
    iri_kind: ClassVar[str] = "adverse-event-count"
    key_column: ClassVar[str] = "adverse_event_count_id"
    unique: ClassVar[tuple[str, ...]] = ("arm", "adverse_event", "reported_term", "source", "notes")

    adverse_event_count_id: str = key("slug of arm and harm")
    arm: str = reference("arms", "the arm", required=True)
    adverse_event: str = reference("adverse_event_terms", "kind of harm", required=True)
    reported_term: str = text("the harm as reported, in few words", required=True)
    affected: Figure = count("participants affected")
    at_risk: Figure = count("participants at risk")
    percent: Figure = figure("percent of participants, as reported")
