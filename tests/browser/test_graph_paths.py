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


def hold(page: Page, *names: str) -> None:
    """Select several things by their boxes in the table."""
    for name in names:
        table(page, "Things").get_by_role("checkbox", name=f"Selected: {name}", exact=True).check()


def test_paths_are_told_step_by_step_with_their_evidence(visit: Callable[..., Visitor]) -> None:
    """After the search both ends are selected: each path says its statements, and more can be asked for."""
    visitor = visit("/graph#1;a:drug/baricitinib")
    page = visitor.page
    shows(page, 1, 0)
    find_paths(page, "cytokine/ifn-alpha")
    paths = page.locator("#detail .paths > li")
    expect(paths).to_have_count(3)
    expect(paths.first).to_contain_text("Baricitinib → interferon alpha")
    expect(paths.nth(1).locator(".statements li").first).not_to_be_empty()
    assert visitor.accessibility_violations() == []
    page.get_by_role("button", name="Next 3 paths").click()
    expect(paths).to_have_count(6)
    page.wait_for_url("**p:3:4::**p:6:4::**")
    expect(page.get_by_role("button", name="Next 3 paths")).to_be_focused()


def test_relations_and_length_bound_what_connects(visit: Callable[..., Visitor]) -> None:
    """A relation that is left out is on no path, no path is longer than allowed, and both stand in the link."""
    page = visit("/graph#1;b:drug/baricitinib:cytokine/ifn-alpha").page
    shows(page, 2)
    hold(page, "Baricitinib", "interferon alpha")
    expect(page.locator("#detail h2")).to_have_text("2 things")
    page.get_by_label("Steps at most").select_option("3")
    page.get_by_text("Leave relations out").click()
    page.locator("#detail .excluded").get_by_role("checkbox", name="attenuates cytokine").check()
    page.get_by_role("button", name="Paths between each two").click()
    paths = page.locator("#detail .paths > li")
    expect(paths).to_have_count(3)
    expect(page.locator("#detail .paths")).not_to_contain_text("attenuates cytokine")
    assert max(paths.nth(number).locator(".statements li").count() for number in range(3)) <= 3
    page.wait_for_url("**p:3:3:attenuatesCytokine:~0:~1;v:*")
    page.get_by_label("Steps at most").select_option("1")
    page.get_by_role("button", name="Paths between each two").click()
    expect(page.locator("#said")).to_contain_text("There is no path")


def test_what_things_share_comes_in_as_one_step(visit: Callable[..., Visitor]) -> None:
    """The neighbours of at least two of three drugs, in one step; undone, they are gone."""
    page = visit("/graph#1;b:drug/baricitinib:drug/tofacitinib:drug/upadacitinib").page
    shows(page, 3)
    before = table(page, "Statements").count()
    hold(page, "Baricitinib", "Tofacitinib", "Upadacitinib")
    expect(page.locator("#detail .chosen li")).to_have_count(3)
    page.get_by_role("button", name="What they share").click()
    expect(page.locator("#said")).to_contain_text("They share")
    assert table(page, "Statements").count() > before
    page.get_by_role("button", name="Undo").click()
    shows(page, 3)


def test_things_are_selected_together_by_keys(visit: Callable[..., Visitor]) -> None:
    """Space keeps what is selected while arrows go on; the tables tick the same things."""
    page = visit("/graph#1;a:drug/baricitinib;e:drug/baricitinib:inhibits:o;l:layered").page
    expect(page.locator("#said")).to_contain_text("are shown")
    picture = page.locator("#picture")
    picture.focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator("#detail h2")).to_contain_text("Baricitinib")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowLeft")
    expect(page.locator("#detail h2")).to_have_text("2 things")
    assert table(page, "Things").get_by_role("checkbox", checked=True).count() == 2
    picture.focus()
    page.keyboard.press("Delete")
    expect(page.locator("#said")).not_to_contain_text("Baricitinib")
