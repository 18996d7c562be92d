from __future__ import annotations

from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jakgraph.model.columns import NOT_REPORTED, Column, Kind, Number
from jakgraph.tables.cells import BadCell, read_cell


def column(kind: Kind, *, required: bool = False, many: bool = False) -> Column:
    return Column("figure", kind, required, many, "", "a figure")


def test_a_number_keeps_its_digits():
    """A figure's text is what the source prints, its value is for arithmetic."""
    assert read_cell(column(Kind.FIGURE), "1.0") == Number(Decimal("1.0"), "1.0")


def test_not_reported_blank_and_zero_are_three_things():
    """A figure that the source does not give, one that there can be none of, and zero are kept apart."""
    values = [read_cell(column(Kind.COUNT), cell) for cell in ("not reported", "", "0")]
    assert values == [NOT_REPORTED, None, Number(Decimal(0), "0")]


@pytest.mark.parametrize(
    ("kind", "cell", "rule"),
    [
        (Kind.FIGURE, "<0.001", "bad-number"),
        (Kind.FIGURE, "1,5", "bad-number"),
        (Kind.FIGURE, "01.5", "bad-number"),
        (Kind.FIGURE, "significant", "bad-number"),
        (Kind.COUNT, "1.5", "bad-number"),
        (Kind.COUNT, "-1", "bad-number"),
        (Kind.DATE, "2024-13-01", "bad-date"),
        (Kind.DATE, "2024", "bad-date"),
        (Kind.PARTIAL_DATE, "2023-02-30", "bad-date"),
        (Kind.PARTIAL_DATE, "March 2023", "bad-date"),
        (Kind.SLUG, "NCT03616912", "bad-id"),
        (Kind.SLUG, "a b", "bad-id"),
        (Kind.CURIE, "36848918", "bad-id"),
        (Kind.URL, "www.example.org", "bad-id"),
        (Kind.ENTITY, "baricitinib", "bad-id"),
        (Kind.TEXT, "two  blanks", "bad-text"),
        (Kind.TEXT, "zero\u200bwidth", "bad-text"),
        (Kind.TEXT, "bell\x07", "bad-text"),
        (Kind.PARTIAL_DATE, "\u0662\u0660\u0662\u0666", "bad-date"),  # 2026 in Arabic digits
    ],
)
def test_a_bad_cell_names_its_rule(kind, cell, rule):
    """Each kind of cell refuses what it cannot hold, and says how to mend it."""
    with pytest.raises(BadCell) as caught:
        read_cell(column(kind), cell)
    assert caught.value.rule == rule
    assert caught.value.remedy


def test_a_required_cell_is_not_blank():
    """A blank required cell is refused with what it should hold."""
    with pytest.raises(BadCell, match=r"."):
        read_cell(column(Kind.TEXT, required=True), "")


@pytest.mark.parametrize("cell", ["a|", "|a", "a| b", "a||b"])
def test_a_list_has_no_blank_items(cell):
    """Lists are joined by | alone."""
    with pytest.raises(BadCell):
        read_cell(column(Kind.TEXT, many=True), cell)


@given(st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-10000, max_value=10000))
def test_every_plain_decimal_is_read_back(value):
    """Any decimal in plain notation is read as itself."""
    read = read_cell(column(Kind.FIGURE), f"{value:f}")
    assert isinstance(read, Number)
    assert read.value == value


@given(st.text(max_size=20), st.sampled_from(Kind))
def test_any_text_is_read_or_refused(cell, kind):
    """No cell crashes the reader: it is a value or a BadCell."""
    with suppress(BadCell):
        read_cell(column(kind), cell)
