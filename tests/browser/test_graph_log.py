"""The log of the graph browser: filters, undo and redo, and the link that holds the picture."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from tests.browser.picture import POTENCIES, choose, said, shows

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.browser.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.server, pytest.mark.xdist_group("browser-graph")]


def test_filters_hide_and_bring_back(visit: Callable[..., Visitor]) -> None:
    """Kinds, relations and kinds of evidence are boxes to tick; undo ticks them again."""
    page = visit(f"/graph#{POTENCIES}").page
    expect(page.locator("#said")).to_contain_text("are shown")
    before = said(page)
    page.get_by_role("checkbox", name=re.compile("^protein")).uncheck()
    expect(page.locator("#said")).not_to_have_text(before)
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("#said")).to_have_text(before)
    expect(page.get_by_role("checkbox", name=re.compile("^protein"))).to_be_checked()


def test_undo_and_redo_go_through_every_step(visit: Callable[..., Visitor]) -> None:
    """Back to the empty picture and forward again."""
    page = visit(f"/graph#{POTENCIES}").page
    expect(page.locator("#said")).to_contain_text("are shown")
    whole = said(page)
    page.get_by_role("button", name="Undo").click()
    shows(page, 1, 0)
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("#said")).to_contain_text("kinds of things and how they connect are shown")
    expect(page.get_by_role("button", name="Undo")).to_be_disabled()
    for _ in range(2):
        page.get_by_role("button", name="Redo").click()
    expect(page.locator("#said")).to_have_text(whole)


def test_the_address_holds_the_picture(visit: Callable[..., Visitor]) -> None:
    """Whoever opens the link sees the same things and statements."""
    page = visit(f"/graph#{POTENCIES}").page
    choose(page, "Baricitinib")
    page.locator(".relations li", has_text="tested in").get_by_role("button").click()
    expect(page.locator(".relations li", has_text="tested in")).to_contain_text("in the picture")
    whole, address = said(page), page.url
    assert ":testedIn:o" in address
    other = visit("/graph" + address.split("/graph")[1]).page
    expect(other.locator("#said")).to_have_text(whole)


def test_a_link_made_on_other_data_says_so(visit: Callable[..., Visitor]) -> None:
    """The picture may have changed since: who opens the link is told; one made on these data says nothing."""
    page = visit(f"/graph#{POTENCIES};v:000000000000").page
    expect(page.locator("#said")).to_contain_text("made on other data (revision 000000000000, now ")
    page.reload()
    expect(page.locator("#said")).to_contain_text("are shown.")
    assert "other data" not in said(page)
