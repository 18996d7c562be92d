"""The search box as a person uses it: suggestions by keyboard, by mouse, for screen readers, and without scripts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Locator
    from tests.browser.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.server, pytest.mark.xdist_group("browser")]


def typed(visitor: Visitor, text: str) -> Locator:
    """Go to the box by its key, type, and return the suggestions once they are there."""
    visitor.page.keyboard.press("/")
    visitor.page.keyboard.type(text)
    options = visitor.page.get_by_role("option")
    expect(options.first).to_be_visible()
    return options


def test_thing_is_opened_by_keyboard_alone(visit: Callable[..., Visitor]) -> None:
    """The key "/", a brand name, arrow, Enter: the page of the drug; the list says what is active."""
    visitor = visit("/")
    typed(visitor, "olumiant")
    box = visitor.page.get_by_role("combobox")
    assert box.get_attribute("aria-expanded") == "true"
    assert box.get_attribute("aria-activedescendant") is None
    visitor.page.keyboard.press("ArrowDown")
    active = visitor.page.locator(f"#{box.get_attribute('aria-activedescendant')}")
    assert active.get_attribute("aria-selected") == "true"
    assert "Baricitinib synonym Olumiant" in " ".join(active.inner_text().split())
    visitor.page.keyboard.press("Enter")
    visitor.page.wait_for_url("**/page/drug/baricitinib")


def test_enter_without_a_choice_shows_everything_found(visit: Callable[..., Visitor]) -> None:
    """Enter in the box sends the form, whatever is suggested."""
    visitor = visit("/")
    typed(visitor, "barcitinib")
    visitor.page.keyboard.press("Enter")
    visitor.page.wait_for_url("**/search?q=barcitinib")
    assert visitor.page.get_by_role("heading", level=1).inner_text().endswith("found for “barcitinib”")


def test_escape_closes_the_list_and_keeps_the_text(visit: Callable[..., Visitor]) -> None:
    """The first Escape closes the list only; an arrow opens it again."""
    visitor = visit("/")
    options = typed(visitor, "jak1")
    visitor.page.keyboard.press("Escape")
    expect(options).to_have_count(0)
    box = visitor.page.get_by_role("combobox")
    assert box.input_value() == "jak1"
    assert box.get_attribute("aria-expanded") == "false"
    visitor.page.keyboard.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")


def test_numbers_are_announced(visit: Callable[..., Visitor]) -> None:
    """Who hears the page is told how many things there are, and that there are none."""
    visitor = visit("/")
    typed(visitor, "olumiant")
    status = visitor.page.locator("form.search [role=status]")
    expect(status).to_contain_text("things found")
    visitor.page.keyboard.type(" zzzzzz")
    expect(status).to_have_text("Nothing found.")
    expect(visitor.page.get_by_role("option")).to_have_count(0)


def test_suggestion_is_opened_by_a_click(visit: Callable[..., Visitor]) -> None:
    """A click on a suggestion opens it."""
    visitor = visit("/query")
    typed(visitor, "SLE brave 1").first.click()
    visitor.page.wait_for_url("**/page/trial/nct03616912")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_open_list_is_accessible_and_fits(visit: Callable[..., Visitor], scheme: str, width: int) -> None:
    """Open, on a phone and a desk, in light and dark: no rule of axe-core is broken, the page grows no wider."""
    visitor = visit("/", color_scheme=scheme, width=width)
    typed(visitor, "baricitinib")
    visitor.page.keyboard.press("ArrowDown")
    assert not visitor.accessibility_violations()
    assert visitor.overflow() == 0


def test_search_needs_no_script(visit: Callable[..., Visitor]) -> None:
    """Without JavaScript the box is a form that leads to the hits."""
    page = visit("/", java_script_enabled=False).page
    page.get_by_role("searchbox").fill("olumiant")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name="Baricitinib", exact=True).first.click()
    page.wait_for_url("**/page/drug/baricitinib")
