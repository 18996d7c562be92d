"""A picture as it grows: fifty at a time, what stands stays, one filter for what is shown and what comes in."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from tests.browser.picture import POTENCIES, choose, said, shows, table

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page
    from tests.browser.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.server, pytest.mark.xdist_group("browser-graph")]

ALARM = "#a83e00"


def places(page: Page) -> dict[str, tuple[float, float]]:
    """Return where things stand, by name, as the file for Cytoscape has it."""
    menu = page.locator("details.menu", has_text="Export")
    if menu.get_attribute("open") is None:
        menu.locator("summary").click()
    with page.expect_download() as started:
        page.get_by_role("button", name="CX2", exact=True).click()
    aspects = json.loads(started.value.path().read_text(encoding="utf-8"))
    nodes = next(aspect["nodes"] for aspect in aspects if "nodes" in aspect)
    return {node["v"]["name"]: (node["x"], node["y"]) for node in nodes}


def test_a_link_to_a_thing_begins_with_it(visit: Callable[..., Visitor]) -> None:
    """As pages of things link here: it stands in the picture alone, whatever its name."""
    page = visit("/graph?focus=https%3A%2F%2Fw3id.org%2Fjakgraph%2Fprotein%2Ftyk2").page
    shows(page, 1, 0)
    expect(table(page, "Things")).to_contain_text("tyrosine kinase 2 (TYK2)")


def test_more_than_fifty_come_in_portions(visit: Callable[..., Visitor]) -> None:
    """The first fifty, then as many as are left, which the button says before."""
    page = visit("/graph#1;a:protein/jak1").page
    shows(page, 1, 0)
    choose(page, "Janus kinase 1 (JAK1)")
    usage = page.locator(".relations li", has_text="kinase usage")
    neighbours = int(usage.locator("b").inner_text())
    assert neighbours > 50
    usage.get_by_role("button", name="First 50").click()
    shows(page, 51)
    usage.get_by_role("button", name=f"Next {neighbours - 50}").click()
    shows(page, neighbours + 1)
    expect(usage).to_contain_text("in the picture")


def test_what_stands_stays_and_what_is_new_comes_near(visit: Callable[..., Visitor]) -> None:
    """Nothing moves when a thing far from it is expanded; what comes in is nearer to its thing than to the others."""
    page = visit("/graph#1;b:drug/baricitinib:drug/tofacitinib:drug/upadacitinib;e:drug/baricitinib:inhibits:o").page
    expect(page.locator("#said")).to_contain_text("are shown")
    before = places(page)
    choose(page, "Upadacitinib")
    page.locator(".relations li", has_text="safety warning").get_by_role("button").click()
    page.wait_for_url("**:SafetyWarning:c**")
    after = places(page)
    shift = tuple(after["Baricitinib"][axis] - before["Baricitinib"][axis] for axis in (0, 1))
    moved = {
        name: place
        for name, place in before.items()
        if any(abs(after[name][axis] - place[axis] - shift[axis]) > 1 for axis in (0, 1))
    }
    assert moved == {}
    new = after.keys() - before.keys()
    assert new

    def distance(name: str, other: str) -> float:
        return sum((after[name][axis] - after[other][axis]) ** 2 for axis in (0, 1))

    assert [name for name in new if distance(name, "Upadacitinib") > distance(name, "Tofacitinib")] == []


@pytest.mark.parametrize("value", ["laboratory measurement", "seen in the abstract"])
def test_the_filter_holds_for_what_is_shown_and_for_what_comes(visit: Callable[..., Visitor], value: str) -> None:
    """Only one kind of evidence, or one way it was seen: fewer statements now, and fewer neighbours are offered."""
    page = visit(f"/graph#{POTENCIES}").page
    shows(page, 7, 21)
    choose(page, "Baricitinib")
    warnings = page.locator(".relations li", has_text="safety warning")
    expect(warnings.get_by_role("button")).to_be_visible()
    shown = page.locator(".legend .value", has_text=value)
    number = int(shown.locator(".note").inner_text())
    shown.hover()
    shown.get_by_role("button", name=f"Only: {value}").click()
    expect(page.locator("#said")).to_have_text(re.compile(rf"^\d+ things and {number} statements are shown"))
    expect(warnings).to_contain_text("more hidden by the filter")
    page.get_by_role("button", name=re.compile("^Show all")).click()
    shows(page, 7, 21)


def test_sources_and_years_filter(visit: Callable[..., Visitor]) -> None:
    """A year leaves older sources out, a box what has no date; sources are found by a word of their titles."""
    page = visit(f"/graph#{POTENCIES}").page
    shows(page, 7, 21)
    page.get_by_role("combobox", name=re.compile("^from")).select_option("2020")
    page.wait_for_url("**;y:2020**")
    recent = said(page)
    assert "21 statements" not in recent
    page.get_by_role("checkbox", name=re.compile("^without a date")).uncheck()
    expect(page.locator("#said")).not_to_have_text(recent)
    for _ in range(2):
        page.get_by_role("button", name="Undo").click()
    shows(page, 7, 21)
    page.locator("details.facet summary").click()
    page.get_by_role("searchbox", name="Search: Source").fill("pharmacology")
    found = page.locator("details.facet .value:visible")
    expect(found).to_have_count(1)
    found.get_by_role("checkbox").uncheck()
    shows(page, 7, 18)


def test_claims_that_disagree_are_drawn_as_such(visit: Callable[..., Visitor]) -> None:
    """Two things between which nobody disagrees have a plain line; others one in the colour of an alarm, and words."""
    page = visit("/graph#1;b:cytokine/csf3:protein/tyk2;b:drug/baricitinib:protein/tyk2").page
    shows(page, 3)
    lines = table(page, "Statements")
    lines.filter(has_text="granulocyte").first.get_by_role("button").click()
    expect(page.locator("#detail .disagrees").first).to_have_text("others disagree")
    lines.filter(has_text="Baricitinib").first.get_by_role("button").click()
    expect(page.locator("#detail h2")).to_contain_text("Baricitinib")
    expect(page.locator("#detail .disagrees")).to_have_count(0)
    page.locator("details.menu", has_text="Export").locator("summary").click()
    with page.expect_download() as started:
        page.get_by_role("button", name="SVG", exact=True).click()
    drawn = started.value.path().read_text(encoding="utf-8")
    assert drawn.count(f'stroke="{ALARM}"') >= 1
