"""The lines of a query around a mistake."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from jakgraph.service.excerpt import excerpt

QUERY = "\n".join(f"line {number}" for number in range(1, 21))


def test_four_lines_stand_around_the_wrong_one() -> None:
    """The reader sees where in the query the line is."""
    assert [line.number for line in excerpt(QUERY, 10, 1)] == list(range(6, 15))
    assert [line.number for line in excerpt(QUERY, 1, 1)] == [1, 2, 3, 4, 5]


def test_the_token_is_marked_and_pointed_at() -> None:
    """The mark and the carets have the length of the token and stand below it."""
    wrong = excerpt("SELECT ?x\nWHERE ( ?x }", 2, 7, "(")[1]
    assert (wrong.before, wrong.marked, wrong.after, wrong.pointer) == ("WHERE ", "(", " ?x }", "      ^")
    assert excerpt("SELEKT ?x", 1, 1, "SELEKT")[0].pointer == "^^^^^^"


def test_tabs_before_the_mark_are_kept() -> None:
    """Carets stay below the mark however wide a tab is."""
    assert excerpt("\t\tx", 1, 3, "x")[0].pointer == "\t\t^"


def test_a_place_behind_the_end_is_the_end() -> None:
    """A missing brace is found after the last character, which has nothing to mark."""
    (line,) = excerpt("SELECT * {", 5, 99, "")
    assert (line.before, line.marked, line.pointer) == ("SELECT * {", "", " " * 10 + "^")


def test_without_a_column_the_line_is_marked() -> None:
    """Where only the line is known, all of it is marked."""
    assert excerpt("SELECT", 1, None)[0].marked == "SELECT"


@given(st.text(), st.integers(-3, 50), st.one_of(st.none(), st.integers(-3, 50)), st.text(max_size=3))
def test_any_place_in_any_text_marks_one_line(text: str, line: int, column: int | None, token: str) -> None:
    """No position is a mistake of ours, and no text is lost."""
    lines = excerpt(text, line, column, token)
    assert sum(bool(one.pointer) for one in lines) == 1
    for one in lines:
        assert one.before + one.marked + one.after == (text.splitlines() or [""])[one.number - 1]
