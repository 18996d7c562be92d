"""Rules about effects, intervals, p values and potencies: figures that cannot be, or that disagree with each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jakgraph.model import Case, Contrast, Number, PharmacokineticParameter, Potency
from jakgraph.validate.rule_book import problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jakgraph.errors import Problem
    from jakgraph.tables import Tables

RATIOS = frozenset({"odds-ratio", "risk-ratio", "hazard-ratio", "rate-ratio"})


def estimate_outside_interval(tables: Tables) -> Iterator[Problem]:
    """An interval contains its estimate, and its limits are in order."""
    for contrast in tables.rows(Contrast):
        low, high, estimate = contrast.ci_low, contrast.ci_high, contrast.estimate
        if isinstance(low, Number) and isinstance(high, Number):
            if low.value > high.value:
                message = f"the interval runs from {low.text} to {high.text}."
                yield problem(contrast, "interval-reversed", message, "Swap the limits.")
            elif isinstance(estimate, Number) and not low.value <= estimate.value <= high.value:
                message = f"{estimate.text} is not between {low.text} and {high.text}."
                yield problem(contrast, "estimate-outside-interval", message, "Look all three up again.")


def half_interval(tables: Tables) -> Iterator[Problem]:
    """An interval has both limits, and an estimate unless the notes say why the source gives none."""
    for contrast in tables.rows(Contrast):
        limits = [isinstance(limit, Number) for limit in (contrast.ci_low, contrast.ci_high)]
        whole = all(limits) and (isinstance(contrast.estimate, Number) or contrast.notes)
        if any(limits) and not whole:
            yield problem(contrast, "half-interval", "a limit without the rest.", "Give estimate and both limits.")


def level_of_no_interval(tables: Tables) -> Iterator[Problem]:
    """The level of an interval stands beside one, and lies between 50 and 99 %."""
    for contrast in tables.rows(Contrast):
        level = contrast.interval_percent
        if level and not isinstance(contrast.ci_low, Number):
            yield problem(
                contrast, "level-of-no-interval", f"{level} % of no interval.", "Give the limits, or blank it."
            )
        elif level and not 50 <= int(level) <= 99:
            yield problem(contrast, "impossible-level", f"an interval of {level} %.", "Write 95, 90 or the like.")


def unnamed_effect(tables: Tables) -> Iterator[Problem]:
    """An estimate says what it estimates; a ratio is above 0."""
    for contrast in tables.rows(Contrast):
        if not isinstance(contrast.estimate, Number):
            continue
        if not contrast.effect_measure:
            yield problem(contrast, "unnamed-effect", "an estimate without effect_measure.", "Name the measure.")
        elif contrast.effect_measure in RATIOS and contrast.estimate.value <= 0:
            message = f"a ratio of {contrast.estimate.text}."
            yield problem(contrast, "impossible-ratio", message, "Ratios are above 0; is it a difference?")


def impossible_p(tables: Tables) -> Iterator[Problem]:
    """A p value lies between 0 and 1 and says how it is to be read."""
    for contrast in tables.rows(Contrast):
        if isinstance(contrast.p_value, Number):
            if not 0 <= contrast.p_value.value <= 1:
                yield problem(contrast, "impossible-p", f"p {contrast.p_value.text}.", "p lies between 0 and 1.")
            if not contrast.p_relation:
                remedy = "Set p_relation to equal, below or the like."
                yield problem(contrast, "bare-p", "p_value without p_relation.", remedy)
        elif contrast.p_relation:
            yield problem(contrast, "bare-p", "p_relation without a p value.", "Delete it, or give the value.")


def p_against_interval(tables: Tables) -> Iterator[Problem]:
    """A ratio's 95 % interval excludes 1 when p is below 0.05, unless the notes say why it does not.

    An interval of another level is left alone; one whose level is not stated is taken for 95 %.
    """
    for contrast in tables.rows(Contrast):
        low, high, p = contrast.ci_low, contrast.ci_high, contrast.p_value
        if contrast.effect_measure not in RATIOS or contrast.notes or contrast.interval_percent not in (None, "95"):
            continue
        if isinstance(low, Number) and isinstance(high, Number) and isinstance(p, Number):
            excludes_one = low.value > 1 or high.value < 1
            touches_one = 1 in (low.value, high.value)
            if contrast.p_relation == "equal" and not touches_one and excludes_one != (p.value < 0.05):
                message = f"p {p.text} does not fit the interval {low.text} to {high.text}."
                remedy = "Look them up again; if the source prints them so, say so in notes."
                yield problem(contrast, "p-against-interval", message, remedy)


def empty_contrast(tables: Tables) -> Iterator[Problem]:
    """A contrast says something: an estimate, a p value, a verdict or a direction."""
    for contrast in tables.rows(Contrast):
        says = (
            isinstance(contrast.estimate, Number)
            or isinstance(contrast.p_value, Number)
            or contrast.verdict
            or contrast.direction
        )
        if not says:
            yield problem(contrast, "empty-contrast", "it states nothing.", "Add what the source says, or delete it.")


def impossible_potency(tables: Tables) -> Iterator[Problem]:
    """A potency is above 0 nM and has a protein or a cytokine as its target, not both."""
    for potency in tables.rows(Potency):
        if isinstance(potency.value_nm, Number) and potency.value_nm.value <= 0:
            yield problem(potency, "impossible-potency", f"{potency.value_nm.text} nM.", "Potencies are above 0.")
        if bool(potency.target) == bool(potency.cytokine):
            remedy = "Give target in a biochemical or binding assay, cytokine in a cellular one."
            yield problem(potency, "no-target", "neither or both of target and cytokine.", remedy)


def reversed_range(tables: Tables) -> Iterator[Problem]:
    """A range runs from its lower to its higher end."""
    for row in tables.rows(PharmacokineticParameter):
        if isinstance(row.lowest, Number) and isinstance(row.highest, Number) and row.lowest.value > row.highest.value:
            yield problem(row, "range-reversed", f"{row.lowest.text} to {row.highest.text}.", "Swap them.")
    for case in tables.rows(Case):
        low, high = case.dose_lowest, case.dose_highest
        if isinstance(low, Number) and isinstance(high, Number) and low.value > high.value:
            yield problem(case, "range-reversed", f"{low.text} to {high.text}.", "Swap them.")


FIGURE_RULES = (
    estimate_outside_interval,
    half_interval,
    level_of_no_interval,
    unnamed_effect,
    impossible_p,
    p_against_interval,
    empty_contrast,
    impossible_potency,
    reversed_range,
)
