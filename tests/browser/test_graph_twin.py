"""The tables below the picture: the same things and statements, selected both ways, in any order."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from tests.browser.picture import POTENCIES, choose, shows, table

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.browser.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.server, pytest.mark.xdist_group("browser-graph")]


def test_tables_are_put_in_order_and_stay_so(visit: Callable[..., Visitor]) -> None:
    """By a heading, up and down; what comes into the picture later is put in the same order, and the focus stays."""
    visitor = visit(f"/graph#{POTENCIES}")
    page = visitor.page
    shows(page, 7)
    kinds = table(page, "Things").locator("td:nth-child(3)")
    expect(kinds.first).to_have_text("drug")
    heading = page.get_by_role("region", name="Things").get_by_role("button", name=re.compile("^Kind"))
    heading.click()
    heading.click()
    expect(page.get_by_role("columnheader", name=re.compile("^Kind"))).to_have_attribute("aria-sort", "descending")
    assert kinds.all_inner_texts() == sorted(kinds.all_inner_texts(), reverse=True)
    assert visitor.focused() == "Kind"
    before = kinds.count()
    choose(page, "Baricitinib")
    page.locator(".relations li", has_text="tested in").get_by_role("button").click()
    expect(kinds).not_to_have_count(before)
    assert kinds.all_inner_texts() == sorted(kinds.all_inner_texts(), reverse=True)
    assert visitor.accessibility_violations() == []


def test_what_is_selected_is_selected_in_both(visit: Callable[..., Visitor]) -> None:
    """A name in the table selects the dot, an arrow in the picture ticks the row; both are told aloud."""
    page = visit("/graph#1;a:drug/baricitinib;e:drug/baricitinib:inhibits:o;l:layered").page
    shows(page, 5)
    told = page.locator("#chosen")
    choose(page, "Baricitinib")
    expect(table(page, "Things").get_by_role("checkbox", checked=True)).to_have_accessible_name("Selected: Baricitinib")
    expect(told).to_have_text("Baricitinib, drug, 4 lines")
    page.locator("#picture").focus()
    page.keyboard.press("ArrowLeft")
    expect(told).not_to_contain_text("Baricitinib")
    expect(told).to_contain_text(", protein, 1 line")
    ticked = table(page, "Things").get_by_role("checkbox", checked=True)
    expect(ticked).to_have_count(1)
    assert told.inner_text().split(", ")[0] in str(ticked.get_attribute("aria-label"))
    table(page, "Statements").first.get_by_role("button").click()
    expect(told).to_contain_text("Baricitinib inhibits ")
