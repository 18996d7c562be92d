"""The graph at a glance: what ``/graph`` shows before anything is chosen, and the ways from there into the picture."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from tests.browser.picture import choose, shows, table

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.browser.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.server, pytest.mark.xdist_group("browser-graph")]


@pytest.mark.parametrize("options", [{}, {"color_scheme": "dark", "width": 360}], ids=["wide", "narrow"])
def test_the_graph_begins_with_its_kinds(visit: Callable[..., Visitor], options: dict[str, object]) -> None:
    """Every kind of things with its number, and how they connect; the rare connections stand in the table."""
    visitor = visit("/graph", **options)
    page = visitor.page
    expect(page.locator("#said")).to_have_text(re.compile(r"^\d+ kinds of things and how they connect"))
    expect(page.locator("#detail")).to_contain_text("rarer connections stand in the tables")
    kinds = table(page, "Kinds")
    assert 10 <= kinds.count() <= 25
    assert table(page, "Connections").count() > kinds.count()
    expect(page.get_by_role("button", name="Undo")).to_be_disabled()
    assert visitor.accessibility_violations() == []


def test_from_a_kind_a_thing_is_found_by_a_part_of_its_name(visit: Callable[..., Visitor]) -> None:
    """The things of a kind come by name, 50 at a time; the one that is chosen stands in the picture, selected."""
    page = visit("/graph").page
    table(page, "Kinds").get_by_role("button", name="proteins").click()
    things = page.locator("#detail .things li")
    expect(things).to_have_count(50)
    page.get_by_role("button", name=re.compile("^Next 50 of")).click()
    expect(things).to_have_count(100)
    page.get_by_label("Name has").fill("janus")
    expect(things.first).to_contain_text("Janus kinase 1")
    page.get_by_label("Name has").fill("no such name")
    expect(page.locator("#detail")).to_contain_text("None has such a name.")
    page.get_by_label("Name has").fill("jak1")
    page.locator("#detail").get_by_role("button", name=re.compile("JAK1")).click()
    shows(page, 1, 0)
    expect(page.locator("#detail h2")).to_contain_text("JAK1")
    expect(page.locator("#detail .relations li").first).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("#said")).to_contain_text("kinds of things")


def test_from_a_connection_examples_lead_into_the_picture(visit: Callable[..., Visitor]) -> None:
    """A line between two kinds tells each relation with its number; an example of one brings both of its things."""
    visitor = visit("/graph")
    page = visitor.page
    table(page, "Connections").get_by_role("button", name="inhibits", exact=True).click()
    detail = page.locator("#detail")
    expect(detail.locator("h2")).to_have_text("proteins and drugs")
    relation = detail.locator(".relations > li", has_text="drug → inhibits → protein")
    expect(relation.locator("b").first).to_have_text(re.compile(r"^\d+$"))
    relation.get_by_role("button", name=re.compile("^Examples")).click()
    examples = relation.locator(".examples li")
    expect(examples.first).to_contain_text("inferred by rules")
    assert 0 < examples.count() <= 10
    assert visitor.accessibility_violations() == []
    examples.first.get_by_role("button").click()
    shows(page, 2)
    page.wait_for_url("**#1;b:**")


def test_the_kinds_are_walked_by_keys(visit: Callable[..., Visitor]) -> None:
    """Arrows go from kind to kind along lines, Enter to what can be chosen there."""
    visitor = visit("/graph")
    page = visitor.page
    expect(page.locator("#said")).to_contain_text("kinds of things")
    page.locator("#picture").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#detail h2")).to_contain_text("proteins")
    expect(page.locator("#detail .things li").first).to_be_visible()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    shows(page, 1, 0)


def test_siblings_are_a_group_that_opens_and_closes(visit: Callable[..., Visitor]) -> None:
    """Many neighbours of one thing stand as one dot with their number; open and closed is a step of the log."""
    visitor = visit("/graph#1;a:drug/baricitinib;e:drug/baricitinib:attenuatesCytokine:o")
    page = visitor.page
    expect(page.locator("#said")).to_contain_text("of the things in one group")
    things = table(page, "Things").count()
    groups = table(page, "Groups")
    expect(groups).to_have_count(1)
    groups.get_by_role("button", name=re.compile(r"^\d+ cytokines")).click()
    expect(page.locator("#detail h2")).to_contain_text("cytokines")
    members = page.locator("#detail .things li").count()
    assert members > 8
    assert visitor.accessibility_violations() == []
    page.get_by_role("button", name="Open the group").click()
    expect(page.locator("#said")).not_to_contain_text("group")
    assert table(page, "Things").count() == things
    page.wait_for_url("**;g:~0:cytokine:attenuatesCytokine.o;v:*")
    choose(page, "Baricitinib")
    page.locator("#detail").get_by_role("button", name=re.compile("^Close")).click()
    expect(page.locator("#said")).to_contain_text("of the things in one group")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("#said")).not_to_contain_text("group")


def test_a_thing_is_taken_out_of_its_group(visit: Callable[..., Visitor]) -> None:
    """One that is asked for by its name stands alone, the others stay together."""
    page = visit("/graph#1;a:drug/baricitinib;e:drug/baricitinib:attenuatesCytokine:o").page
    table(page, "Groups").get_by_role("button").first.click()
    members = page.locator("#detail .things li")
    expect(members.first).to_be_visible()
    before = members.count()
    name = members.first.inner_text()
    members.first.get_by_role("button").click()
    expect(page.locator("#detail h2")).to_contain_text(name)
    table(page, "Groups").get_by_role("button").first.click()
    expect(page.locator("#detail h2")).to_contain_text("cytokines")
    assert 0 < members.count() < before
