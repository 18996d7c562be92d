"""Paths in the graph browser: what leads from one thing to another."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from tests.browser.picture import choose, shows, table

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page
    from tests.browser.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.server, pytest.mark.xdist_group("browser-graph")]


def find_paths(page: Page, target: str) -> None:
    """Look for paths from baricitinib to a thing."""
    choose(page, "Baricitinib")
    page.get_by_label("Path to").fill(target)
    page.get_by_role("button", name="Find", exact=True).click()


def test_paths_to_another_thing_come_in_as_one_step(visit: Callable[..., Visitor]) -> None:
    """How many were found is said; the step is in the link and is undone as a whole."""
    visitor = visit("/graph#1;a:drug/baricitinib")
    page = visitor.page
    shows(page, 1, 0)
    find_paths(page, "cytokine/ifn-alpha")
    expect(page.locator("#said")).to_contain_text("3 paths were found between Baricitinib and interferon alpha.")
    page.wait_for_url("**;p:3:4::~0:cytokine/ifn-alpha;v:*")
    things = table(page, "Things").count()
    assert things > 2
    assert visitor.accessibility_violations() == []
    page.reload()
    shows(page, things)
    page.get_by_role("button", name="Undo").click()
    shows(page, 1, 0)


@pytest.mark.parametrize(
    ("target", "words"),
    [
        ("adverse-event/abdominal-pain", "There is no path between Baricitinib and"),
        ("aspirin", 'There is no "aspirin"'),
    ],
)
def test_where_no_path_leads_nothing_changes(visit: Callable[..., Visitor], target: str, words: str) -> None:
    """That there is none is said, and what to write where the name is none; neither is a step."""
    page = visit("/graph#1;a:drug/baricitinib").page
    shows(page, 1, 0)
    find_paths(page, target)
    expect(page.locator("#said")).to_contain_text(words)
    assert table(page, "Things").count() == 1
    assert ";p:" not in page.url
