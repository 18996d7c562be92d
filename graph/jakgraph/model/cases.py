"""Case reports, case series, cohorts and open-label studies outside registered trials' arms."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from jakgraph.model.columns import Figure, Kind, column, concept, count, figure, key, reference, text
from jakgraph.model.rows import Claim


@dataclass(frozen=True, kw_only=True)
class Case(Claim):
    """One patient or one group of patients given a JAK inhibitor, as one report describes them."""

    table: ClassVar[str] = "cases"
    iri_kind: ClassVar[str] = "case"
    key_column: ClassVar[str] = "case_id"

    case_id: str = key("first author, year, drug")
    label: str = text("short name of the report", required=True)
    design: str = concept("case-design", "report, series, cohort …", required=True)
    first_author: str | None = text("first author, when seen")
    year: str | None = column(Kind.PARTIAL_DATE, "year of publication, when seen")
    journal: str | None = text("journal")
    drug: str | None = reference("drugs", "the JAK inhibitor")
    dose: Figure = figure("dose, where one number was given")
    dose_lowest: Figure = figure("lowest dose of a range")
    dose_highest: Figure = figure("highest dose of a range")
    dose_unit: str | None = text("unit of the dose")
    frequency: str | None = text("how often")
    route: str | None = concept("route", "route of administration")
    disease: str | None = reference("diseases", "the disease")
    disease_text: str = text("the disease as reported, in few words", required=True)
    scope: str = concept("case-scope", "lupus, or an interferonopathy with lupus features", required=True)
    manifestations: tuple[str, ...] = reference("manifestations", "manifestations treated", many=True)
    reported_manifestations: tuple[str, ...] = text("manifestations as reported, in few words", many=True)
    patients: Figure = count("how many patients")
    age_years: Figure = figure("age or mean age")
    sex: tuple[str, ...] = text("sex, with numbers in a group", many=True)
    prior_therapies: tuple[str, ...] = text("medicines before", many=True)
    concomitant_therapies: tuple[str, ...] = text("medicines at the same time", many=True)
    follow_up_weeks: Figure = figure("follow-up in weeks")
    response: str = concept("case-response", "response", required=True)
    response_note: str | None = text("what happened, in own words")
    serology: str = concept("serology-change", "change of serology", required=True)
    glucocorticoid_sparing: str = concept("yes-no", "whether glucocorticoids were cut", required=True)
    adverse_events: tuple[str, ...] = text("harms as reported, in few words", many=True)
