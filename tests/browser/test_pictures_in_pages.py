"""Small pictures within pages: loaded when opened, live, and a way into the graph browser with the same in it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Locator, Page
    from tests.browser.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.server, pytest.mark.xdist_group("browser-files")]

PAGES = ("drug/baricitinib", "trial/nct03616912", "potency/filgotinib-tyk2-16", "source/pmid-36848918")


def opened(page: Page) -> Locator:
    """Open the picture of a page and return what is said below it once it is drawn."""
    page.get_by_text("As a picture", exact=True).click()
    said = page.locator("details.around [role=status]")
    expect(said).to_contain_text(re.compile(r"^\d+ things and \d+ statements"))
    return said


def scripts(visitor: Visitor) -> int:
    """Return how many scripts the page has loaded."""
    return sum(kind == "script" for kind, _ in visitor.loaded())


@pytest.mark.parametrize("thing", PAGES)
def test_the_picture_leads_to_the_same_in_the_graph_browser(visit: Callable[..., Visitor], thing: str) -> None:
    """A thing with what is around it, a claim with its things, a source with all it says: the link holds the steps."""
    page = visit(f"/page/{thing}").page
    counts = re.findall(r"\d+", opened(page).inner_text())[:2]
    page.get_by_role("link", name="Open in the graph browser").click()
    said = re.compile(rf"{counts[0]} things? and {counts[1]} statements? are shown")
    expect(page.locator("#said")).to_contain_text(said)


def test_nothing_is_loaded_before_it_is_opened(visit: Callable[..., Visitor]) -> None:
    """The page is as light as without a picture; opened once more it is not drawn again."""
    visitor = visit("/page/drug/baricitinib")
    visitor.page.wait_for_load_state("networkidle")
    before = scripts(visitor)
    opened(visitor.page)
    assert scripts(visitor) > before
    for _ in range(2):
        visitor.page.get_by_text("As a picture", exact=True).click()
    assert visitor.page.locator("details.around .picture").count() == 1


@pytest.mark.parametrize("width", [360, 1280])
def test_the_picture_is_walked_and_tells_what_is_selected(visit: Callable[..., Visitor], width: int) -> None:
    """By arrow keys from thing to thing, each with the way to its page; accessible, and no wider than the page."""
    visitor = visit("/page/trial/nct03616912", width=width)
    page = visitor.page
    opened(page)
    page.locator("details.around .picture").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("details.around .detail a")).to_have_attribute("href", re.compile("/page/"))
    assert visitor.accessibility_violations() == []
    assert visitor.overflow() == 0


def test_without_scripts_there_is_the_way_to_the_graph_browser(visit: Callable[..., Visitor]) -> None:
    """It shows what is around as lists."""
    page = visit("/page/drug/baricitinib", java_script_enabled=False).page
    page.get_by_text("As a picture", exact=True).click()
    page.get_by_role("link", name="Open in the graph browser").click()
    expect(page.get_by_role("heading", name="What is around Baricitinib")).to_be_visible()
