"""The graph browser as a person uses it: add, expand, filter, look at evidence, undo, share, take home."""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from playwright.sync_api import expect

from jakgraph.service.explore.lenses import LENSES

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Locator, Page
    from tests.browser.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.server, pytest.mark.xdist_group("browser-graph")]

POTENCIES = "1;a:drug/baricitinib;e:drug/baricitinib:Potency:claim:0"


def shows(page: Page, things: int, statements: int | None = None) -> None:
    """Wait until so many things, and statements, are said to be shown."""
    number = r"\d+" if statements is None else str(statements)
    expect(page.locator("#said")).to_have_text(re.compile(rf"^{things} things and {number} statements are shown"))


def table(page: Page, caption: str) -> Locator:
    """Return the rows of a table below the picture, which is opened for it."""
    details = page.locator("details.twin")
    if details.get_attribute("open") is None:
        details.locator("summary").click()
    return page.get_by_role("region", name=re.compile(f"^{caption}")).locator("tbody tr")


def choose(page: Page, name: str) -> None:
    """Select a thing by its name in the table."""
    table(page, "Things").get_by_role("button", name=name, exact=True).click()


def said(page: Page) -> str:
    return page.locator("#said").inner_text()


def test_a_thing_is_added_by_name_and_expanded_by_numbers(visit: Callable[..., Visitor]) -> None:
    """From a name to its relations with their numbers; what is chosen comes in, and the button then says so."""
    page = visit("/graph").page
    expect(page.locator("#add-names option").first).to_be_attached()
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
    page.wait_for_url("**;p:drug/baricitinib:cytokine/ifn-alpha:3;v:*")
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
    expect(page.locator("#said")).to_contain_text("Nothing is in the picture")
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
    assert ":testedIn:out:0" in address
    other = visit("/graph" + address.split("/graph")[1]).page
    expect(other.locator("#said")).to_have_text(whole)


def test_a_link_made_on_other_data_says_so(visit: Callable[..., Visitor]) -> None:
    """The picture may have changed since: who opens the link is told; one made on these data says nothing."""
    page = visit(f"/graph#{POTENCIES};v:000000000000").page
    expect(page.locator("#said")).to_contain_text("made on other data (revision 000000000000)")
    page.reload()
    expect(page.locator("#said")).to_contain_text("are shown.")
    assert "other data" not in said(page)


@pytest.mark.parametrize("lens", LENSES, ids=lambda lens: lens.name)
def test_a_prepared_view_opens(visit: Callable[..., Visitor], lens: object) -> None:
    """Each view to start from brings things and statements; the tables hold as many as are said."""
    page = visit("/graph").page
    page.get_by_role("link", name=lens.title).click()  # type: ignore[attr-defined]  # a lens
    expect(page.locator("#said")).to_contain_text("are shown")
    things, statements = map(int, re.findall(r"\d+", said(page)))
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


def test_the_picture_is_taken_home(visit: Callable[..., Visitor], tmp_path: Path) -> None:
    """Every format of the export can be read by what it is for."""
    page = visit(f"/graph#{POTENCIES}").page
    expect(page.locator("#said")).to_contain_text("are shown")
    things, statements = map(int, re.findall(r"\d+", said(page)))
    page.get_by_text("Export").click()
    files: dict[str, Path] = {}
    for name in ("PNG", "SVG", "GraphML", "CSV"):
        with page.expect_download() as started:
            page.get_by_role("button", name=name, exact=True).click()
        files[name] = tmp_path / started.value.suggested_filename
        started.value.save_as(files[name])
    assert files["PNG"].read_bytes().startswith(b"\x89PNG")
    assert ET.parse(files["SVG"]).getroot().tag == "{http://www.w3.org/2000/svg}svg"
    space = "{http://graphml.graphdrawing.org/xmlns}"
    graph = ET.parse(files["GraphML"]).getroot()
    assert len(list(graph.iter(f"{space}node"))) == things
    assert len(list(graph.iter(f"{space}edge"))) == statements
    rows = list(csv.DictReader(files["CSV"].read_text(encoding="utf-8").splitlines()))
    assert len(rows) == statements
    assert all(row["source"] and row["in_words"] for row in rows)


def test_the_picture_is_a_query(visit: Callable[..., Visitor]) -> None:
    """The SPARQL of the picture is answered with the triples of what is shown."""
    page = visit("/graph#1;a:drug/baricitinib;e:drug/baricitinib:inhibits:out:0").page
    expect(page.locator("#said")).to_contain_text("are shown")
    page.get_by_text("Export").click()
    page.get_by_role("link", name="SPARQL for this picture").click()
    expect(page.locator("#answer")).to_contain_text("Baricitinib")
    expect(page.locator("#answer")).to_contain_text("inhibits")
