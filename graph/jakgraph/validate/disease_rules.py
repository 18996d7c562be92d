"""Rules about the disease itself: findings of autoantibodies, deposits of immune complexes, definitions of states."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jakgraph.model import AutoantibodyFinding, Concept, ImmuneComplexDeposit, Number, StateDefinition
from jakgraph.validate.rule_book import problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jakgraph.errors import Problem
    from jakgraph.tables import Tables

_SHARES = ("percent_low", "percent_high", "sensitivity", "specificity")


def impossible_share(tables: Tables) -> Iterator[Problem]:
    """A share of those tested lies between 0 and 100 %, and a range has its lower end first."""
    for finding in tables.rows(AutoantibodyFinding):
        for name in _SHARES:
            share = getattr(finding, name)
            if isinstance(share, Number) and not 0 <= share.value <= 100:
                yield problem(finding, "impossible-share", f"{name} {share.text} %.", "Give percent, from 0 to 100.")
        low, high = finding.percent_low, finding.percent_high
        if isinstance(low, Number) and isinstance(high, Number) and low.value > high.value:
            message = f"the range runs from {low.text} to {high.text}."
            yield problem(finding, "share-range-reversed", message, "Swap its ends.")


def half_test(tables: Tables) -> Iterator[Problem]:
    """Sensitivity and specificity stand together and say what they are for."""
    for finding in tables.rows(AutoantibodyFinding):
        parts = [
            isinstance(finding.sensitivity, Number),
            isinstance(finding.specificity, Number),
            bool(finding.detects),
        ]
        if any(parts) and not all(parts):
            message = "sensitivity, specificity or what they are for is missing."
            yield problem(finding, "half-test", message, "Give sensitivity, specificity and detects.")


def empty_finding(tables: Tables) -> Iterator[Problem]:
    """A finding says something: a figure or an association."""
    for finding in tables.rows(AutoantibodyFinding):
        figures = (finding.positive, finding.percent, *(getattr(finding, name) for name in _SHARES))
        if not (any(isinstance(figure, Number) for figure in figures) or finding.figure_text or finding.associations):
            yield problem(finding, "empty-finding", "it states nothing.", "Add what the source says, or delete it.")


def empty_deposit(tables: Tables) -> Iterator[Problem]:
    """A deposit says what it is made of, which complement goes with it, or what follows."""
    for deposit in tables.rows(ImmuneComplexDeposit):
        if not (deposit.components or deposit.complement or deposit.consequence):
            remedy = "Give components, complement or consequence, or delete it."
            yield problem(deposit, "empty-deposit", "it says nothing of the deposit.", remedy)


def unnamed_criterion(tables: Tables) -> Iterator[Problem]:
    """A criterion begins with what it looks at, as the list criterion-item calls it, and a colon."""
    items = [concept.label for concept in tables.rows(Concept) if concept.scheme == "criterion-item"]
    for definition in tables.rows(StateDefinition):
        for criterion in definition.criteria:
            item, colon, asked = criterion.partition(": ")
            if item not in items or not colon or not asked:
                remedy = f"Begin with one of these and a colon: {', '.join(items)}."
                yield problem(definition, "unnamed-criterion", f"{criterion!r} does not name its item.", remedy)


DISEASE_RULES = (impossible_share, half_test, empty_finding, empty_deposit, unnamed_criterion)
