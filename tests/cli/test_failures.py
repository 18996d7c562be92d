"""How errors look in a terminal."""

from __future__ import annotations

import pytest

from jakgraph.cli.failures import describe, failure_of, marked_lines
from jakgraph.errors import (
    DatasetError,
    EngineBusy,
    JakgraphError,
    Problem,
    QueryRefused,
    QuerySyntaxError,
    QueryTimeout,
    SettingsError,
    TableErrors,
)

QUERY = "SELECT ?s\nWHERE {\n  ?s a jgg:Drug\n}\n"


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (SettingsError("port", "is no port."), 2),
        (QuerySyntaxError("not SPARQL"), 1),
        (DatasetError("x.ttl", "broken"), 1),
        (EngineBusy("busy"), 1),
    ],
)
def test_exit_code_tells_usage_from_failure(error: JakgraphError, code: int) -> None:
    """A setting with a bad value ends with 2, as a bad option does; everything else that fails ends with 1."""
    assert failure_of(error).exit_code == code


def test_query_error_is_placed_like_a_compilers() -> None:
    """File, line and column come first, so that editors can jump there; the hint comes last."""
    error = QuerySyntaxError("The prefix jgg is not declared.", line=3, column=8, token="jgg:Drug", hint="Use jg:.")
    lines = describe(error, source="my.rq", query=QUERY).plain.splitlines()
    assert lines[0] == "my.rq:3:8: error: The prefix jgg is not declared."
    assert lines[-1] == "hint: Use jg:."


def test_carets_stand_under_the_token() -> None:
    """The token at fault is underlined over its whole length."""
    lines = marked_lines(QUERY, 3, 8, "jgg:Drug").splitlines()
    wrong = lines.index("    3 |   ?s a jgg:Drug")
    assert lines[wrong + 1] == "      |        ^^^^^^^^"


def test_tabs_do_not_shift_the_carets() -> None:
    """A tab counts as one column in the position and takes one column in what is shown."""
    line, carets = marked_lines("\t\t?s ?p", 1, 6).splitlines()
    assert line[carets.index("^")] == "?"


def test_far_right_place_stays_in_view() -> None:
    """A query written on one long line is cut to the part around the mistake."""
    line, carets = marked_lines("ASK { " + "?s ?p ?o . " * 60 + "!", 1, 667, "!").splitlines()
    assert max(len(line), len(carets)) < 120
    assert line[carets.index("^")] == "!"


def test_refusal_is_placed_too() -> None:
    """A refused feature is shown where it stands."""
    error = QueryRefused("SERVICE", "SERVICE is refused.", line=2, column=1)
    assert describe(error, source="-", query=QUERY).plain.startswith("-:2:1: error: SERVICE is refused.")


def test_all_problems_of_the_tables_are_shown() -> None:
    """Nothing of a list of problems is left out."""
    problems = [Problem("trials.csv", line, 4, "bad-date", "no date") for line in (3, 9, 12)]
    shown = describe(TableErrors(problems)).plain
    assert [f"trials.csv:{line}:4" in shown for line in (3, 9, 12)] == [True, True, True]


def test_error_without_a_place_shows_message_and_remedy_once() -> None:
    """A timeout has no position; its remedy is the hint and is not repeated in the message."""
    error = QueryTimeout(2)
    shown = describe(error, source="my.rq", query=QUERY).plain
    assert shown == f"error: {error.message}\nhint: {error.remedy}"
