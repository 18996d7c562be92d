"""The graph browser as a person uses it: add, expand, look at evidence, walk, lay out, begin with a prepared view."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from tests.browser.picture import POTENCIES, choose, said, shows, table

from jakgraph.service.explore.lenses import LENSES

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.browser.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.server, pytest.mark.xdist_group("browser-graph")]


def test_a_thing_is_added_by_name_and_expanded_by_numbers(visit: Callable[..., Visitor]) -> None:
    """From a name to its relations with their numbers; what is chosen comes in, and the button then says so."""
    page = visit("/graph").page
    page.get_by_label("Add a thing").fill("Olumiant")
    page.get_by_role("button", name="Add", exact=True).click()
    shows(page, 1, 0)
    choose(page, "Baricitinib")
    relation = page.locator(".relations li", has_text="potency")
    expect(relation.locator("b")).to_have_text(re.compile(r"^\d+$"))
    neighbours = int(relation.locator("b").inner_text())
    relation.get_by_role("button").click()
    shows(page, 1 + neighbours)
    expect(page.locator(".relations li", has_text="potency")).to_contain_text("in the picture")


def test_things_are_suggested_as_in_the_search(visit: Callable[..., Visitor]) -> None:
    """By keyboard alone, in the field and in "Path to"; only what can be in the picture is offered."""
    visitor = visit("/graph")
    page = visitor.page
    field = page.get_by_role("combobox", name="Add a thing")
    field.focus()
    page.keyboard.type("tyk2")
    options = page.locator(".suggestions [role=option]")
    expect(options.first).to_be_visible()
    assert not options.filter(has_text="potency").count()
    assert visitor.accessibility_violations() == []
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    shows(page, 1, 0)
    expect(field).to_have_value("")
    page.get_by_label("Path to").focus()
    page.keyboard.type("olumiant")
    expect(options.first).to_contain_text("Baricitinib")
    options.first.click()
    expect(page.locator("#said")).to_contain_text("paths were found between tyrosine kinase 2 (TYK2) and Baricitinib")


def test_a_name_that_is_none_changes_nothing(visit: Callable[..., Visitor]) -> None:
    """What cannot be added is said, with the way to write it."""
    page = visit("/graph").page
    page.get_by_label("Add a thing").fill("aspirin")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.locator("#said")).to_contain_text("drug/baricitinib")


def test_a_line_shows_its_claims_and_a_claim_its_card(visit: Callable[..., Visitor]) -> None:
    """Every line leads to the statements in it, each to the card with its source, in place; Escape closes it."""
    page = visit(f"/graph#{POTENCIES}").page
    row = table(page, "Statements").filter(has_text="TYK2").first
    row.get_by_role("button").click()
    detail = page.locator("#detail")
    expect(detail.locator("h2")).to_contain_text("Baricitinib")
    expect(detail.locator(".statements li").first).to_contain_text("nM")
    detail.locator("a[data-card]").first.click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Where it comes from")
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)


def test_an_inference_says_so_and_leads_to_why(visit: Callable[..., Visitor]) -> None:
    """Nobody stated it: the line says that it is inferred and has a link to its reasons."""
    page = visit("/graph#1;a:drug/baricitinib;e:drug/baricitinib:inhibits:out:0").page
    table(page, "Statements").filter(has_text="inhibits").first.get_by_role("button").click()
    detail = page.locator("#detail")
    expect(detail).to_contain_text("inferred")
    detail.get_by_role("link", name="Why").click()
    page.wait_for_url("**/page/inference/*")


@pytest.mark.parametrize("lens", LENSES, ids=lambda lens: lens.name)
def test_a_prepared_view_opens(visit: Callable[..., Visitor], lens: object) -> None:
    """Each view to start from brings things and statements; the tables hold as many as are said."""
    page = visit("/graph").page
    page.get_by_role("link", name=lens.title).click()  # type: ignore[attr-defined]  # a lens
    expect(page.locator("#said")).to_contain_text("are shown")
    things, statements = map(int, re.findall(r"\d+", said(page))[:2])
    assert things > 5
    assert statements > 5
    assert table(page, "Things").count() == things
    assert table(page, "Statements").count() == statements


def test_the_picture_is_walked_by_keys(visit: Callable[..., Visitor]) -> None:
    """Arrows go from thing to thing, Enter to what can be added, Delete takes the thing out."""
    visitor = visit(f"/graph#{POTENCIES}")
    page = visitor.page
    expect(page.locator("#said")).to_contain_text("are shown")
    before = said(page)
    page.locator("#picture").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#detail h2")).to_have_text(re.compile("Baricitinib"))
    page.keyboard.press("Enter")
    assert visitor.focused() == "Page"
    page.locator("#picture").focus()
    page.keyboard.press("Delete")
    expect(page.locator("#said")).not_to_have_text(before)


@pytest.mark.parametrize("layout", ["layered", "concentric", "grid", "force"])
def test_a_layout_is_a_step_like_any_other(visit: Callable[..., Visitor], layout: str) -> None:
    """The layout is in the link, and undone like the rest."""
    page = visit("/graph#1;a:drug/baricitinib;e:drug/baricitinib:testedIn:out:0;l:grid").page
    expect(page.locator("#said")).to_contain_text("are shown")
    expect(page.get_by_label("Layout")).to_have_value("grid")
    page.get_by_label("Layout").select_option(layout)
    page.wait_for_url(f"**l:{layout};v:*")
    page.get_by_role("button", name="Undo").click()
    page.wait_for_url("**l:grid;v:*")


def test_the_tables_are_put_in_order(visit: Callable[..., Visitor]) -> None:
    """A heading sorts by its column, numbers as numbers, and the other way when it is pressed again."""
    page = visit("/graph").page
    kinds = table(page, "Kinds")
    heading = page.get_by_role("region", name=re.compile("^Kinds")).get_by_role("button", name="Things")
    for reverse in (False, True):
        heading.click()
        numbers = [int(row.locator("td").nth(1).inner_text()) for row in kinds.all()]
        assert numbers == sorted(numbers, reverse=reverse)


def test_every_statement_between_what_is_shown_comes_in(visit: Callable[..., Visitor]) -> None:
    """Expanding brings the statements of one relation; the rest between the same things is one more step."""
    page = visit("/graph#1;a:drug/baricitinib;e:~0:inhibits:o").page
    expect(page.locator("#said")).to_contain_text("are shown")
    things, statements = map(int, re.findall(r"\d+", said(page))[:2])
    page.get_by_role("button", name="Add every statement between them").click()
    page.wait_for_url("**;j;v:*")
    more_things, more_statements = map(int, re.findall(r"\d+", said(page))[:2])
    assert more_things == things
    assert more_statements > statements
    page.get_by_role("button", name="Undo").click()
    shows(page, things, statements)
