"""Rules about trials: what belongs to which trial, and figures that cannot be."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from jakgraph.model import (
    AdverseEventCount,
    Arm,
    ArmResult,
    AutoantibodyFinding,
    Contrast,
    Endpoint,
    ImmuneComplexDeposit,
    Number,
    ParticipantCount,
    PrimaryOutcome,
    Trial,
)
from jakgraph.validate.rule_book import problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jakgraph.errors import Problem
    from jakgraph.model import Figure
    from jakgraph.tables import Tables

_NCT = "clinicaltrials:NCT"


def registry_number_and_key(tables: Tables) -> Iterator[Problem]:
    """A trial's key is its registry number."""
    for trial in tables.rows(Trial):
        number = trial.registry_number
        if number and number.startswith(_NCT) and number.partition(":")[2].lower() != trial.key:
            message = f"the key does not match the registry number {number}."
            yield problem(trial, "wrong-registry-number", message, "Look the number up in the registry.")


def key_of_another_trial(tables: Tables) -> Iterator[Problem]:
    """The keys of arms and endpoints begin with their trial's key."""
    rows: tuple[Arm | Endpoint, ...] = (*tables.rows(Arm), *tables.rows(Endpoint))
    for row in rows:
        if not row.key.startswith(f"{row.trial}-"):
            message = f"the key does not begin with that of its trial {row.trial!r}."
            yield problem(row, "wrong-trial", message, "Correct the trial, or the key.")


def arm_of_another_trial(tables: Tables) -> Iterator[Problem]:
    """Arm, comparator and endpoint of one claim belong to one trial."""
    claims: tuple[ArmResult | Contrast | PrimaryOutcome, ...] = (
        *tables.rows(ArmResult),
        *tables.rows(Contrast),
        *tables.rows(PrimaryOutcome),
    )
    for claim in claims:
        trials = {tables.get(Endpoint, claim.endpoint).trial} if claim.endpoint else set()
        arms = [claim.arm, claim.comparator] if isinstance(claim, Contrast) else [claim.arm]
        trials |= {tables.get(Arm, arm).trial for arm in arms if arm}
        if isinstance(claim, PrimaryOutcome):
            trials.add(claim.trial)
        if len(trials) > 1:
            message = f"it mixes {', '.join(sorted(trials))}."
            yield problem(claim, "wrong-trial", message, "Take arm and endpoint from one trial.")
    for count in tables.rows(ParticipantCount):
        if count.arm and tables.get(Arm, count.arm).trial != count.trial:
            yield problem(count, "wrong-trial", f"{count.arm} is not an arm of {count.trial}.", "Correct one of them.")


def swapped_arms(tables: Tables) -> Iterator[Problem]:
    """A contrast sets an experimental arm against another one: no placebo under test, no arm against itself."""
    for contrast in tables.rows(Contrast):
        if not contrast.comparator or not contrast.arm:
            continue
        if contrast.arm == contrast.comparator:
            yield problem(contrast, "swapped-arms", "arm and comparator are the same.", "Name two arms.")
        elif tables.get(Arm, contrast.arm).role == "placebo":
            yield problem(contrast, "swapped-arms", "the placebo stands as the arm under test.", "Swap the two.")


def several_comparators(tables: Tables) -> Iterator[Problem]:
    """All contrasts that one source gives for one endpoint use one comparator."""
    comparators: dict[tuple[str, str | None], dict[str, Contrast]] = {}
    for contrast in tables.rows(Contrast):
        if contrast.comparator:
            comparators.setdefault((contrast.endpoint, contrast.source), {})[contrast.comparator] = contrast
    for by_arm in comparators.values():
        if len(by_arm) > 1:
            last = list(by_arm.values())[-1]
            message = f"the endpoint has several comparators: {', '.join(sorted(by_arm))}."
            yield problem(last, "several-comparators", message, "Keep one, or make one endpoint of each comparison.")


def more_events_than_people(tables: Tables) -> Iterator[Problem]:
    """Events are no more than participants."""
    for row, part, whole in _parts(tables):
        if isinstance(part, Number) and isinstance(whole, Number) and part.value > whole.value:
            message = f"{part.text} of {whole.text} participants."
            yield problem(row, "events-over-analysed", message, "Look both up again; they may be swapped.")


def impossible_percent(tables: Tables) -> Iterator[Problem]:
    """A percentage of people lies between 0 and 100."""
    for row in (*(counted for counted, _part, _whole in _parts(tables)), *tables.rows(ImmuneComplexDeposit)):
        if isinstance(row.percent, Number) and not 0 <= row.percent.value <= 100:
            yield problem(row, "impossible-percent", f"{row.percent.text} %.", "Percentages run from 0 to 100.")


def percent_off_counts(tables: Tables) -> Iterator[Problem]:
    """A reported percentage fits the counts beside it within rounding, or the notes say that it does not."""
    for row, part, whole in _parts(tables):
        if not (isinstance(part, Number) and isinstance(whole, Number) and isinstance(row.percent, Number)):
            continue
        if not whole.value:
            continue
        computed = part.value * 100 / whole.value
        decimals = -int(row.percent.value.as_tuple().exponent) if "." in row.percent.text else 0
        rounding = Decimal(1).scaleb(-decimals) / 2 + Decimal("0.0001")
        if abs(computed - row.percent.value) > rounding and not row.notes:
            message = f"{part.text} of {whole.text} is {computed:.2f} %, reported {row.percent.text} %."
            remedy = (
                "Keep both as reported and say in notes that the source disagrees with itself, or correct the slip."
            )
            yield problem(row, "percent-off-counts", message, remedy)


def _parts(tables: Tables) -> Iterator[tuple[ArmResult | AdverseEventCount | AutoantibodyFinding, Figure, Figure]]:
    """Yield each row that counts some of many, with the part and the whole."""
    for result in tables.rows(ArmResult):
        yield result, result.events, result.analysed
    for count in tables.rows(AdverseEventCount):
        yield count, count.affected, count.at_risk
    for finding in tables.rows(AutoantibodyFinding):
        yield finding, finding.positive, finding.tested


def analysed_over_randomised(tables: Tables) -> Iterator[Problem]:
    """No more participants of an arm are analysed than were randomised to it."""
    randomised: dict[str, Decimal] = {}
    for count in tables.rows(ParticipantCount):
        if count.arm and isinstance(count.participants, Number) and count.counted in ("randomised", "treated"):
            randomised[count.arm] = max(count.participants.value, randomised.get(count.arm, Decimal(0)))
    for result in tables.rows(ArmResult):
        size = randomised.get(result.arm or "")
        if size and isinstance(result.analysed, Number) and result.analysed.value > size:
            message = f"{result.analysed.text} analysed, but the arm had {size}."
            yield problem(result, "analysed-over-randomised", message, "Look both up again.")


def arms_over_trial(tables: Tables) -> Iterator[Problem]:
    """The arms of a trial together are no larger than the largest size any source gives for the trial."""
    largest: dict[str, Decimal] = {}
    of_arms: dict[str, dict[str, ParticipantCount]] = {}
    for count in tables.rows(ParticipantCount):
        if not isinstance(count.participants, Number):
            continue
        if count.arm is None:
            largest[count.trial] = max(count.participants.value, largest.get(count.trial, Decimal(0)))
        elif count.counted == "randomised":
            of_arms.setdefault(count.trial, {})[count.arm] = count
    for trial, counts in of_arms.items():
        total = sum(count.participants.value for count in counts.values() if isinstance(count.participants, Number))
        if trial in largest and total > largest[trial]:
            message = f"the arms of {trial} add up to {total}, the trial to {largest[trial]}."
            yield problem(list(counts.values())[-1], "arms-over-trial", message, "Look the arm sizes up again.")


def unpaired_doses(tables: Tables) -> Iterator[Problem]:
    """Doses and their units run parallel to the drugs of an arm."""
    for arm in tables.rows(Arm):
        if len(arm.doses) not in (0, len(arm.drugs)) or len(arm.dose_units) not in (0, len(arm.drugs)):
            message = f"{len(arm.drugs)} drug(s), {len(arm.doses)} dose(s), {len(arm.dose_units)} unit(s)."
            yield problem(arm, "unpaired-doses", message, "Give each drug its dose and unit, in one order.")


def zero_for_not_reported(tables: Tables) -> Iterator[Problem]:
    """A figure that was not seen is "not reported", never 0."""
    words = ("not reported", "not seen", "not given", "not stated")
    for row, part, _whole in _parts(tables):
        zero = isinstance(part, Number) and not part.value
        if zero and row.notes and any(word in row.notes for word in words) and "none occurred" not in row.notes:
            remedy = "Write not reported, or a note that the source states that none occurred."
            yield problem(row, "zero-for-not-reported", "the count is 0 but the notes say it was not seen.", remedy)


TRIAL_RULES = (
    registry_number_and_key,
    key_of_another_trial,
    arm_of_another_trial,
    swapped_arms,
    several_comparators,
    more_events_than_people,
    impossible_percent,
    percent_off_counts,
    analysed_over_randomised,
    arms_over_trial,
    unpaired_doses,
    zero_for_not_reported,
)
