"""The slowest queries that have ended: which are kept, for how long, and who sees them."""

from __future__ import annotations

from jakgraph.service.journal import QueryRecord
from jakgraph.service.slow import DAY_SECONDS, HOUR_SECONDS, KEPT, LONGEST_TEXT, QUARTER_SECONDS, SlowQueries


class Clock:
    def __init__(self) -> None:
        self.now = 1_000_000 * QUARTER_SECONDS

    def __call__(self) -> float:
        return self.now


def ended(ms: float, client: str = "a", text: str = "ASK {}") -> QueryRecord:
    return QueryRecord(f"{ms:g}", client, text, ms=ms, outcome="ok")


def seen(slow: SlowQueries, seconds: float, client: str | None = None) -> list[float]:
    return [query.record.ms for query in slow.slowest(seconds, client)]


def test_the_slowest_come_first_and_are_bounded() -> None:
    """However many have ended, the slowest are kept, in order, and no more than the bound."""
    slow = SlowQueries(Clock())
    for number in range(10 * KEPT):
        slow.note(ended(float(number * 7 % (10 * KEPT))))
    assert seen(slow, HOUR_SECONDS) == [float(ms) for ms in range(10 * KEPT - 1, 9 * KEPT - 1, -1)]


def test_an_hour_and_a_day_end() -> None:
    """What ended longer ago than the span is not in it; after a day it is gone."""
    clock = Clock()
    slow = SlowQueries(clock)
    slow.note(ended(3))
    clock.now += HOUR_SECONDS + 1
    slow.note(ended(1))
    assert (seen(slow, HOUR_SECONDS), seen(slow, DAY_SECONDS)) == ([1], [3, 1])
    clock.now += DAY_SECONDS - HOUR_SECONDS
    assert seen(slow, DAY_SECONDS) == [1]


def test_what_is_held_does_not_grow_with_time() -> None:
    """A week of queries holds a day of quarters of an hour."""
    clock = Clock()
    slow = SlowQueries(clock)
    for number in range(7 * 96):
        slow.note(ended(float(number)))
        clock.now += QUARTER_SECONDS
    assert len(slow._quarters) <= DAY_SECONDS / QUARTER_SECONDS + 2


def test_a_client_sees_its_own() -> None:
    """Somebody else's queries are for the operator."""
    slow = SlowQueries(Clock())
    slow.note(ended(1, "a"))
    slow.note(ended(2, "b"))
    assert (seen(slow, HOUR_SECONDS, "a"), seen(slow, HOUR_SECONDS)) == ([1], [2, 1])


def test_a_long_text_is_not_kept_whole() -> None:
    """Of a text the first characters are kept and that there were more; its record holds none of it."""
    slow = SlowQueries(Clock())
    slow.note(ended(2, text="x" * (LONGEST_TEXT + 1)))
    slow.note(ended(1, text="x" * LONGEST_TEXT))
    long, short = slow.slowest(HOUR_SECONDS, None)
    assert (len(long.text), long.is_shortened, long.record.text) == (LONGEST_TEXT, True, "")
    assert (len(short.text), short.is_shortened) == (LONGEST_TEXT, False)
    assert long.hash != short.hash
