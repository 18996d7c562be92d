"""The filter of the graph browser: by source, way of seeing and year, for what is shown and what comes in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from tests.browser.picture import POTENCIES, choose, said, shows, table

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Locator, Page
    from tests.browser.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.server, pytest.mark.xdist_group("browser-graph")]


def statements(page: Page) -> int:
    """Return how many statements are said to be shown."""
    return int(re.findall(r"\d+", said(page))[1])


def potencies(page: Page) -> Locator:
    """Return what the panel says of a drug's potencies."""
    return page.locator("#detail .relations li", has_text="potency")


def test_sources_are_a_list_to_search_in(visit: Callable[..., Visitor]) -> None:
    """One source alone is shown by "only"; the list stays open; the link holds it, and the way back is one step."""
    visitor = visit(f"/graph#{POTENCIES}")
    page = visitor.page
    expect(page.locator("#said")).to_contain_text("are shown")
    before = statements(page)
    sources = page.locator("details.facet[data-facet=source]")
    sources.locator("summary").click()
    page.get_by_label("Search: Source").fill("pharmacology")
    shown = sources.locator(".value:visible")
    expect(shown).to_have_count(1)
    shown.hover()
    shown.get_by_role("button", name=re.compile("^Only: ")).click()
    page.wait_for_url("**;o:s:**")
    expect(sources.locator("summary")).to_contain_text("1 of")
    expect(shown).to_have_count(1)
    assert 0 < statements(page) < before
    assert visitor.accessibility_violations() == []
    filtered = said(page)
    page.reload()
    expect(page.locator("#said")).to_have_text(filtered)
    page.get_by_role("button", name="Show all: Source").click()
    expect(page.locator("#said")).to_contain_text(f"{before} statements")


def test_years_and_how_it_was_seen_bound_what_is_shown(visit: Callable[..., Visitor]) -> None:
    """The first and the last year of a source, statements without one, and ways of seeing; each step is undone."""
    page = visit(f"/graph#{POTENCIES}").page
    expect(page.locator("#said")).to_contain_text("are shown")
    whole = said(page)
    before = statements(page)
    legend = page.locator("#legend")
    legend.get_by_role("checkbox", name=re.compile("^without a date")).uncheck()
    expect(page.locator("#said")).not_to_have_text(whole)
    dated = statements(page)
    years = legend.get_by_label("from").locator("option").all_inner_texts()
    legend.get_by_label("from").select_option(years[-1])
    page.wait_for_url(f"**;y:{years[-1]};v:*")
    assert 0 < statements(page) < dated < before
    for _ in range(2):
        page.get_by_role("button", name="Undo").click()
    expect(page.locator("#said")).to_have_text(whole)
    legend.get_by_role("checkbox", name=re.compile("^seen in a database")).uncheck()
    expect(page.locator("#said")).not_to_have_text(whole)
    assert 0 < statements(page) < before


def test_an_expansion_never_brings_what_the_filter_hides(visit: Callable[..., Visitor]) -> None:
    """The numbers before tell what would come and what is hidden; when the filter goes, the rest can come."""
    page = visit("/graph#1;a:drug/baricitinib;t:e:in-vitro").page
    shows(page, 1, 0)
    choose(page, "Baricitinib")
    expect(potencies(page)).to_contain_text("more hidden by the filter")
    admitted = int(potencies(page).locator("b").inner_text())
    potencies(page).get_by_role("button").click()
    shows(page, 1 + admitted)
    assert table(page, "Statements").filter(has_text="laboratory measurement").count() == 0
    page.evaluate("location.hash = location.hash.replace(/;v:.*/, '') + ';w:e'")
    expect(potencies(page)).not_to_contain_text("hidden by the filter")
    assert int(potencies(page).locator("b").inner_text()) > admitted
    potencies(page).get_by_role("button").click()
    expect(potencies(page)).to_contain_text("in the picture")
    assert table(page, "Statements").filter(has_text="laboratory measurement").count() > 0


def test_what_is_dragged_is_pinned_until_it_is_let_go(visit: Callable[..., Visitor]) -> None:
    """A thing that was put somewhere is a step of the log; no layout moves it; undone, it stands where it stood."""
    page = visit("/graph#1;a:drug/baricitinib").page
    shows(page, 1, 0)
    frame = page.locator("#picture").bounding_box()
    assert frame is not None
    x, y = frame["x"] + frame["width"] / 2, frame["y"] + frame["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 40, y + 40, steps=4)
    page.mouse.up()
    page.wait_for_url("**;n:~0:*")
    pin = re.search(r";n:~0:(-?\d+:-?\d+)", page.url)
    assert pin is not None
    choose(page, "Baricitinib")
    page.get_by_label("Layout").select_option("grid")
    page.wait_for_url("**;l:grid;v:*")
    assert pin[0] in page.url
    page.get_by_role("button", name="Unpin").click()
    page.wait_for_url("**;u:~0;v:*")
    expect(page.get_by_role("button", name="Unpin")).to_have_count(0)
