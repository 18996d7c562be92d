"""Claims that give one quantity two values. Both are kept; this finds the pairs, it decides nothing."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations
from typing import TYPE_CHECKING

from jakgraph.model import (
    AdverseEventCount,
    ArmResult,
    AutoantibodyFinding,
    Contrast,
    CytokineRole,
    KinaseUsage,
    Number,
    ParticipantCount,
    Potency,
    PrimaryOutcome,
    TrialDate,
    TrialStatus,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jakgraph.model import Claim
    from jakgraph.tables import Tables


@dataclass(frozen=True)
class Quantity:
    """What a claim is about (``about`` columns) and what it says of it (``says`` columns)."""

    claim_type: type[Claim]
    about: tuple[str, ...]
    says: tuple[str, ...]


@dataclass(frozen=True)
class Contradiction:
    """Claims about one quantity that do not say the same, in file order."""

    quantity: Quantity
    claims: tuple[Claim, ...]


QUANTITIES = (
    Quantity(ParticipantCount, ("trial", "arm", "counted"), ("participants",)),
    Quantity(TrialStatus, ("trial",), ("status",)),
    Quantity(TrialDate, ("trial", "milestone"), ("date",)),
    Quantity(PrimaryOutcome, ("trial", "endpoint", "arm"), ("verdict",)),
    Quantity(
        ArmResult, ("endpoint", "arm", "central_kind", "unit"), ("events", "analysed", "percent", "central_value")
    ),
    Quantity(Contrast, ("endpoint", "arm", "comparator", "effect_measure"), ("estimate", "p_value", "verdict")),
    Quantity(AdverseEventCount, ("arm", "adverse_event", "reported_term"), ("affected", "at_risk", "percent")),
    Quantity(KinaseUsage, ("cytokine", "receptor"), ("kinases", "jak_use")),
    Quantity(CytokineRole, ("cytokine",), ("level",)),
    Quantity(
        AutoantibodyFinding,
        ("autoantibody", "tested_as", "population", "detects"),
        ("percent", "percent_low", "percent_high", "sensitivity", "specificity"),
    ),
)
"""What two sources can contradict each other about."""

NOT_REPORTED_WORD = "not-reported"
"""The word of a controlled list that says that a source does not say."""

SIZE = Quantity(ParticipantCount, ("trial",), ("participants",))
WAYS_OF_COUNTING_ALL = frozenset({"enrolled", "randomised", "treated"})
"""Ways of counting that ought to give nearly the same number; planned and completed ones differ by nature."""

SPREAD = Quantity(Potency, ("drug", "target", "domain", "measure"), ("value_nm",))
"""Potencies vary with the assay: their spread is shown, not called a contradiction."""


def contradictions(tables: Tables, quantities: tuple[Quantity, ...] = QUANTITIES) -> Iterator[Contradiction]:
    """Yield each quantity that different claims give different values, by table and then by file order.

    A figure that one claim does not report contradicts nothing, and neither does one that another only rounds.
    """
    for quantity in quantities:
        groups: dict[tuple[object, ...], list[Claim]] = {}
        for claim in tables.rows(quantity.claim_type):
            groups.setdefault(tuple(getattr(claim, name) for name in quantity.about), []).append(claim)
        for claims in groups.values():
            if any(differing_columns(one, other, quantity) for one, other in combinations(claims, 2)):
                yield Contradiction(quantity, tuple(claims))


def differing_columns(one: Claim, other: Claim, quantity: Quantity) -> tuple[str, ...]:
    """Return the columns in which both claims say something, and not the same."""
    return tuple(name for name in quantity.says if _differ(getattr(one, name), getattr(other, name)))


def differing_sizes(tables: Tables) -> Iterator[Contradiction]:
    """Yield each trial whose participants are counted differently: a registry's enrolment against a paper's."""
    sizes: dict[str, list[Claim]] = {}
    for count in tables.rows(ParticipantCount):
        if count.arm is None and count.counted in WAYS_OF_COUNTING_ALL:
            sizes.setdefault(count.trial, []).append(count)
    for claims in sizes.values():
        if any(differing_columns(one, other, SIZE) for one, other in combinations(claims, 2)):
            yield Contradiction(SIZE, tuple(claims))


def spreads(tables: Tables) -> Iterator[tuple[Contradiction, float]]:
    """Yield potencies of one drug on one target measured more than once, with highest over lowest value."""
    for found in contradictions(tables, (SPREAD,)):
        figures = [getattr(claim, "value_nm") for claim in found.claims if getattr(claim, "relation") == "equal"]  # noqa: B009
        values = [figure.value for figure in figures if isinstance(figure, Number)]
        if len(values) > 1:
            yield found, float(max(values) / min(values))


def _differ(one: object, other: object) -> bool:
    """Return whether two cells say different things. A blank cell, or one that says "not reported", says nothing.

    Numbers that rounding makes equal are the same: 46 and 45.6, but not 46 and 45.4, nor 40.6 and 40.7.
    """
    if isinstance(one, Number) and isinstance(other, Number):
        decimals = min(_decimals(one), _decimals(other))
        return abs(one.value - other.value) > Decimal(1).scaleb(-decimals) / 2
    said = [value for value in (one, other) if isinstance(value, str | tuple) and value != NOT_REPORTED_WORD]
    return len(said) > 1 and one != other


def _decimals(number: Number) -> int:
    return len(number.text.partition(".")[2])
