"""Named scenes: kept in the browser and as files, opened again, with a warning where the data is another."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from tests.browser.picture import POTENCIES, said, shows

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page
    from tests.browser.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.server, pytest.mark.xdist_group("browser-files")]


def open_menu(page: Page) -> None:
    """Open the menu of scenes."""
    page.locator("details.menu", has_text="Scenes").locator("summary").click()
    expect(page.get_by_label("Keep this picture as")).to_be_visible()


def keep(page: Page, name: str) -> None:
    """Keep what is shown under a name."""
    page.get_by_label("Keep this picture as").fill(name)
    page.get_by_role("button", name="Keep", exact=True).click()


def scene(name: str, **changed: object) -> dict[str, object]:
    """Return a scene as a file holds it."""
    log = "1;a:drug/baricitinib"
    whole = {"format": "JAKgraph scene", "version": 1, "title": name, "log": log, "revision": "", "kept": "2026-11-24"}
    return {**whole, **changed}


def open_file(page: Page, file: Path, content: str) -> None:
    """Open a file of this content."""
    file.write_text(content, encoding="utf-8")
    page.get_by_label("Open a file").set_input_files(file)


def test_a_scene_is_kept_opened_renamed_and_deleted(visit: Callable[..., Visitor]) -> None:
    """It outlasts the page; opening it brings back the picture, and undo goes through its steps."""
    visitor = visit(f"/graph#{POTENCIES}")
    page = visitor.page
    expect(page.locator("#said")).to_contain_text("are shown")
    whole = said(page)
    open_menu(page)
    keep(page, "Kinases of baricitinib")
    expect(page.locator("#said")).to_contain_text('kept as "Kinases of baricitinib"')
    assert visitor.accessibility_violations() == []
    page.goto("/graph")
    page.reload()
    open_menu(page)
    page.get_by_role("button", name="Kinases of baricitinib", exact=True).click()
    expect(page.locator("#said")).to_have_text(whole)
    page.get_by_role("button", name="Undo").click()
    shows(page, 1, 0)
    open_menu(page)
    page.get_by_role("button", name="Rename Kinases of baricitinib").click()
    page.get_by_label("New name of Kinases of baricitinib").fill("Kinases")
    page.get_by_label("New name of Kinases of baricitinib").press("Enter")
    page.get_by_role("button", name="Delete Kinases").click()
    expect(page.get_by_role("button", name="Kinases", exact=True)).to_have_count(0)


def test_a_scene_travels_as_a_file(visit: Callable[..., Visitor], tmp_path: Path) -> None:
    """What was saved opens elsewhere, by the field and by dropping it on the picture."""
    page = visit(f"/graph#{POTENCIES}").page
    expect(page.locator("#said")).to_contain_text("are shown")
    whole = said(page)
    open_menu(page)
    page.get_by_label("Keep this picture as").fill("My kinases")
    with page.expect_download() as started:
        page.get_by_role("button", name="Save as file").click()
    assert started.value.suggested_filename == "my-kinases.jakgraph.json"
    file = tmp_path / "scene.json"
    started.value.save_as(file)
    other = visit("/graph").page
    open_menu(other)
    other.get_by_label("Open a file").set_input_files(file)
    expect(other.locator("#said")).to_have_text(whole)
    third = visit("/graph").page
    third.evaluate(
        """(text) => {
          const data = new DataTransfer();
          data.items.add(new File([text], "scene.json"));
          const drop = new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true });
          document.getElementById("picture").dispatchEvent(drop);
        }""",
        file.read_text(encoding="utf-8"),
    )
    expect(third.locator("#said")).to_have_text(whole)


def test_a_scene_of_other_data_says_so(visit: Callable[..., Visitor], tmp_path: Path) -> None:
    """It opens all the same."""
    page = visit("/graph").page
    open_menu(page)
    open_file(page, tmp_path / "scene.json", json.dumps(scene("Old", revision="0123456789ab")))
    shows(page, 1, 0)
    expect(page.locator("#said")).to_contain_text("made on other data (revision 0123456789ab, now ")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("<svg/>", "it is not JSON"),
        ("{}", 'does not say that its format is "JAKgraph scene"'),
        (json.dumps(scene("X", version=2)), "of version 2"),
        (json.dumps(scene("X", log="")), "damaged"),
        ("x" * 200_000, "too large"),
    ],
)
def test_a_file_that_is_no_scene_says_why(
    visit: Callable[..., Visitor], tmp_path: Path, content: str, words: str
) -> None:
    """Nothing changes in the picture."""
    page = visit("/graph#1;a:drug/baricitinib").page
    shows(page, 1, 0)
    open_menu(page)
    open_file(page, tmp_path / "scene.json", content)
    expect(page.locator("#said")).to_contain_text(words)
    assert ";a:drug/baricitinib" in page.url


def test_a_full_storage_is_said(visit: Callable[..., Visitor]) -> None:
    """And that a file can be saved instead; a scene without a name or picture is not kept."""
    page = visit("/graph#1;a:drug/baricitinib").page
    shows(page, 1, 0)
    page.evaluate(
        "() => { Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); }; }"
    )
    open_menu(page)
    keep(page, "  ")
    expect(page.locator("#said")).to_have_text("Give the scene a name.")
    keep(page, "Kept nowhere")
    expect(page.locator("#said")).to_contain_text("Save the scene as a file instead")


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("menu", ["Export", "Scenes"])
def test_menus_lie_within_the_page(visit: Callable[..., Visitor], menu: str, width: int) -> None:
    """On a phone as on a desk; Escape closes them, and so does a click beside them."""
    visitor = visit("/graph#1;a:drug/baricitinib", width=width)
    page = visitor.page
    shows(page, 1, 0)
    place = page.locator("details.menu", has_text=menu)
    place.locator("summary").click()
    content = place.locator(":scope > div")
    expect(content.get_by_role("button").first).to_be_visible()
    box = content.bounding_box()
    assert box is not None
    assert 0 <= box["x"] <= box["x"] + box["width"] <= width
    assert visitor.overflow() == 0
    page.keyboard.press("Escape")
    expect(content).to_be_hidden()
    place.locator("summary").click()
    page.get_by_role("heading", name="Graph", exact=True).click()
    expect(content).to_be_hidden()
