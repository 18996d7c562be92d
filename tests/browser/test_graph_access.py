"""The graph browser for everybody: by keyboard alone, in either colour scheme, on a small screen, by touch."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from tests.browser.picture import shows, table

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page
    from tests.browser.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.server, pytest.mark.xdist_group("browser-graph")]

EXPANDED = ("Potency:c", "attenuatesCytokine:o", "Case:c")
ARMS = "b:arm/nct03616912-bari2:arm/nct03616912-placebo"
FULL = ";".join(["1;a:drug/baricitinib", *(f"e:drug/baricitinib:{relation}" for relation in EXPANDED), ARMS])
"""The log of a picture with claims of several kinds of evidence, inferences and a group."""


def open_menus(page: Page) -> None:
    """Open everything that is folded."""
    for details in page.locator("#browser details:not([open]) > summary").all():
        details.click()


@pytest.mark.parametrize(
    ("scheme", "width"),
    [
        ("light", 1280),
        ("dark", 360),
        pytest.param("dark", 1280, marks=pytest.mark.slow),
        pytest.param("light", 360, marks=pytest.mark.slow),
    ],
)
def test_nothing_stands_in_anybodys_way(visit: Callable[..., Visitor], scheme: str, width: int) -> None:
    """axe-core finds nothing and no page is too wide: the whole, a full picture, a thing, a line, a card."""
    visitor = visit("/graph", color_scheme=scheme, width=width)
    page = visitor.page
    found: dict[str, list[str]] = {}

    def look(at: str) -> None:
        found[at] = [*visitor.accessibility_violations(), *(["too wide"] if visitor.overflow() else [])]

    expect(page.locator("#said")).to_contain_text("kinds of things")
    look("the graph at a glance")
    page.goto(f"/graph#{FULL}")
    expect(page.locator("#said")).to_contain_text("are shown")
    look("a full picture")
    open_menus(page)
    look("a full picture with everything open")
    table(page, "Things").get_by_role("button", name="Baricitinib", exact=True).click()
    expect(page.locator("#detail .relations li").first).to_be_visible()
    look("a thing")
    table(page, "Statements").filter(has_text="IC50").first.get_by_role("button").click()
    expect(page.locator("#detail .statements li").first).to_be_visible()
    look("a line")
    page.locator("#detail a[data-card]").first.click()
    expect(page.get_by_role("dialog")).to_contain_text("Where it comes from")
    look("a card")
    assert {place: violations for place, violations in found.items() if violations} == {}


def test_from_the_search_to_the_evidence_by_keyboard(visit: Callable[..., Visitor]) -> None:
    """A name, its kinases, along a line to one of them, the statements in the line, the card of one: no mouse."""
    visitor = visit("/graph")
    page, keyboard = visitor.page, visitor.page.keyboard
    expect(page.locator("#said")).to_contain_text("kinds of things")
    visitor.tab_to("add-thing")
    keyboard.type("Olumiant")
    expect(page.get_by_role("option").first).to_contain_text("Baricitinib")
    keyboard.press("ArrowDown")
    keyboard.press("Enter")
    shows(page, 1, 0)
    expect(page.locator("#detail h2")).to_contain_text("Baricitinib")
    page.locator("#picture").focus()
    keyboard.press("ArrowRight")
    expect(page.locator("#chosen")).to_have_text("Baricitinib, drug, 0 lines")
    keyboard.press("Enter")
    adder = page.get_by_role("button", name=re.compile("^Add: potency"))
    for _ in range(60):
        if adder.evaluate("(button) => document.activeElement === button"):
            break
        keyboard.press("Tab")
    keyboard.press("Enter")
    shows(page, 7, 21)
    visitor.tab_to("The same as tables")
    keyboard.press("Enter")
    row = table(page, "Statements").filter(has_text="IC50 5.9 nM").first
    visitor.tab_to(re.escape(row.locator("a[data-card]").inner_text()))
    keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Where it comes from")
    keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    assert "IC50 5.9 nM" in visitor.focused()


def test_arrows_follow_lines_and_come_back(visit: Callable[..., Visitor]) -> None:
    """From a drug down a line to a kinase, and back up the same line; each is told aloud and centred."""
    page = visit("/graph#1;a:drug/baricitinib;e:drug/baricitinib:inhibits:o;l:concentric").page
    shows(page, 5, 4)
    table(page, "Things").get_by_role("button", name="Baricitinib", exact=True).click()
    told = page.locator("#chosen")
    expect(told).to_have_text("Baricitinib, drug, 4 lines")
    page.locator("#picture").focus()
    for there, back in (("ArrowLeft", "ArrowRight"), ("ArrowUp", "ArrowDown")):
        page.keyboard.press(there)
        expect(told).to_contain_text(", protein, 1 line")
        page.keyboard.press(back)
        expect(told).to_contain_text("Baricitinib, drug")


def test_a_tap_selects_and_a_drag_pins(visit: Callable[..., Visitor]) -> None:
    """A finger on the dot selects it; dragged, it is pinned, which its panel and the link say, and undone by a step."""
    page = visit("/graph?focus=drug/baricitinib", has_touch=True, reduced_motion="reduce").page
    shows(page, 1, 0)
    expect(page.locator("#picture canvas").first).to_be_visible()
    box = page.locator("#picture").bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.touchscreen.tap(x, y)
    expect(page.locator("#chosen")).to_have_text("Baricitinib, drug, 0 lines")
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 60, y + 40, steps=5)
    page.mouse.up()
    page.wait_for_url("**;n:**")
    page.get_by_role("button", name="Unpin").click()
    expect(page.get_by_role("button", name="Unpin")).to_have_count(0)
