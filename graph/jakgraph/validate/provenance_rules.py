"""Rules about where a row comes from. A claim without a document behind it is unverified and says why."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from jakgraph.build.graph import UNVERIFIED
from jakgraph.model import ROW_TYPES, Concept, Curated, RegulatoryDecision, SafetyWarning, Source, TrialDate
from jakgraph.validate.rule_book import problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jakgraph.errors import Problem
    from jakgraph.tables import Tables

_CHANNEL = "source-kind.channel"


def curated_rows(tables: Tables) -> Iterator[Curated]:
    """Yield every row that carries provenance."""
    for row_type in ROW_TYPES:
        if issubclass(row_type, Curated):
            yield from tables.rows(row_type)


def missing_source(tables: Tables) -> Iterator[Problem]:
    """A row without a source is unverified."""
    for row in curated_rows(tables):
        if not row.source and row.verification != UNVERIFIED:
            remedy = "Name the document in source, or set verification to unverified with the reason."
            yield problem(row, "missing-source", "no source, but not marked unverified.", remedy)


def missing_reason(tables: Tables) -> Iterator[Problem]:
    """An unverified row says why, and only such a row does."""
    for row in curated_rows(tables):
        if (row.verification == UNVERIFIED) != bool(row.unverified_reason):
            message = "verification and unverified_reason do not agree."
            yield problem(row, "missing-reason", message, "An unverified row gives its reason, and only such a row.")


def channel_as_source(tables: Tables) -> Iterator[Problem]:
    """A copy, digest or aggregator is never what a row is taken from; a document is never a channel."""
    channels = {source.key for source in tables.rows(Source) if _is_channel(source, tables)}
    for row in curated_rows(tables):
        for key in (row.source, *row.also_stated_in):
            if key in channels:
                remedy = "Name the document it copies in source and the channel in seen_in."
                yield problem(row, "channel-as-source", f"{key!r} is a channel, not a document.", remedy)


def _is_channel(source: Source, tables: Tables) -> bool:
    concept: Concept | None = tables.concept("source-kind", source.source_kind)
    while concept:
        if concept.key == _CHANNEL:
            return True
        concept = tables.get(Concept, concept.broader) if concept.broader else None
    return False


def repeated_source(tables: Tables) -> Iterator[Problem]:
    """A row names each source once."""
    for row in curated_rows(tables):
        named = [key for key in (row.source, *row.also_stated_in, *row.seen_in) if key]
        if len(set(named)) < len(named):
            yield problem(row, "repeated-source", "a source is named twice.", "Name it once, in the first place.")


def dated_after_publication(tables: Tables) -> Iterator[Problem]:
    """What a document reports happened no later than the document's year."""
    for row_type, column in ((RegulatoryDecision, "decided_on"), (SafetyWarning, "warned_in")):
        for row in tables.rows(row_type):
            when = getattr(row, column)
            year = tables.get(Source, row.source).year if row.source else None
            if when and year and when[:4] > year[:4]:
                message = f"{column} {when} is after {row.source} was published ({year})."
                yield problem(row, "date-after-publication", message, "Correct the date, or name the right source.")


def dated_after_curation(tables: Tables) -> Iterator[Problem]:
    """Nothing that has happened is dated after the row was written; planned trial dates may be."""
    for row_type, column in ((RegulatoryDecision, "decided_on"), (SafetyWarning, "warned_in")):
        for row in tables.rows(row_type):
            when = getattr(row, column)
            if when and when > row.curated_on[: len(when)]:
                message = f"{column} {when} is after the row was written ({row.curated_on})."
                yield problem(row, "date-in-future", message, "Correct the date.")


def dates_out_of_order(tables: Tables) -> Iterator[Problem]:
    """A trial starts before its primary completion, which is no later than its completion."""
    order = ("start", "primary-completion", "completion")
    by_record: dict[tuple[str, str | None], dict[str, TrialDate]] = {}
    for row in tables.rows(TrialDate):
        by_record.setdefault((row.trial, row.source), {})[row.milestone] = row
    for dates in by_record.values():
        known = [dates[milestone] for milestone in order if milestone in dates]
        for earlier, later in pairwise(known):
            shared = min(len(earlier.date), len(later.date))
            if earlier.date[:shared] > later.date[:shared]:
                message = f"{later.milestone} {later.date} is before {earlier.milestone} {earlier.date}."
                yield problem(later, "dates-out-of-order", message, "Look both up in the registry record.")


PROVENANCE_RULES = (
    missing_source,
    missing_reason,
    channel_as_source,
    repeated_source,
    dated_after_publication,
    dated_after_curation,
    dates_out_of_order,
)
