"""Several processes' lists of queries as one."""

from __future__ import annotations

from typing import Any

from jakgraph.service.journal import QueryRecord
from jakgraph.service.siblings import ListQueries, StopQuery, grant, merged
from jakgraph.service.slow import KEPT
from jakgraph.service.watch import QueryWatch
from jakgraph.settings import Settings


def told(*milliseconds: float, with_text: bool = True) -> Any:
    watch = QueryWatch.of(Settings())
    for ms in milliseconds:
        watch.slow.note(QueryRecord(f"{ms:g}", "a", "ASK {}", ms=ms))
    return grant(watch, ListQueries("a", with_text))


def test_lists_are_one_list_in_order() -> None:
    """The slowest of all come first, and there are no more of them than one process shows."""
    both = merged([told(*range(0, 2 * KEPT, 2)), told(*range(1, 2 * KEPT, 2))])
    assert [query["id"] for query in both["slowest"]["hour"]] == [f"{ms}" for ms in range(2 * KEPT - 1, KEPT - 1, -1)]


def test_a_text_is_told_only_where_it_may_be() -> None:
    """Without leave a query has its hash alone."""
    [with_text], [without] = (told(1, with_text=leave)["slowest"]["day"] for leave in (True, False))
    assert (with_text["query"], with_text["shortened"]) == ("ASK {}", False)
    assert without.keys() == with_text.keys() - {"query", "shortened"}


def test_stopping_what_is_not_there_is_said() -> None:
    """A process that does not run the query says so, so that the next is asked."""
    assert grant(QueryWatch.of(Settings()), StopQuery("none", None)) is False
