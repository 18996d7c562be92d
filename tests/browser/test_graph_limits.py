"""Large pictures in the graph browser: laid out elsewhere, the same each time, with the page free meanwhile."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from tests.browser.picture import said, table

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page
    from tests.browser.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.server, pytest.mark.xdist_group("browser-graph")]

DRUGS = ("drug/baricitinib", "drug/tofacitinib", "drug/upadacitinib", "drug/filgotinib")
RELATIONS = ("attenuatesCytokine:o", "attenuatesReceptor:o", "Potency:c", "SafetyWarning:c", "RegulatoryDecision:c")
LARGE = ";".join(["1", f"b:{':'.join(DRUGS)}", *(f"e:{drug}:{relation}" for drug in DRUGS for relation in RELATIONS)])
"""More than a hundred dots that are no siblings."""


def svg_of(page: Page) -> str:
    """Return the picture as the file that a reader takes home."""
    menu = page.locator("details.menu", has_text="Export")
    if menu.get_attribute("open") is None:
        menu.locator("summary").click()
    with page.expect_download() as started:
        page.get_by_role("button", name="SVG", exact=True).click()
    return started.value.path().read_text(encoding="utf-8")


def test_a_large_picture_is_laid_out_by_a_worker(visit: Callable[..., Visitor]) -> None:
    """The worker is loaded when it is needed, from our own origin; the same link gives the same picture."""
    visitor = visit(f"/graph#{LARGE}")
    page = visitor.page
    expect(page.locator("#said")).to_contain_text("are shown")
    assert not any("/layout-" in request for _, request in visitor.loaded())
    page.get_by_label("Layout").select_option("concentric")
    page.wait_for_url("**;l:concentric;v:*")
    assert page.workers == []
    with page.expect_worker() as started:
        page.get_by_label("Layout").select_option("force")
    assert re.search(r"/assets/layout-[\w-]+\.js$", started.value.url)
    page.wait_for_url("**;l:force;v:*", timeout=30_000)
    expect(page.locator("#said")).to_contain_text("are shown")
    expect(page.get_by_role("button", name="Stop")).to_be_hidden()
    first = svg_of(page)
    assert first.count("<title>") > 100
    page.reload()
    expect(page.locator("#said")).to_contain_text("are shown", timeout=30_000)
    assert svg_of(page) == first


def test_a_layout_that_takes_too_long_is_stopped(visit: Callable[..., Visitor]) -> None:
    """While the worker works, the page says so and offers to stop; then everything is as it was."""
    visitor = visit(f"/graph#{LARGE};l:grid")
    page = visitor.page
    expect(page.locator("#said")).to_contain_text("are shown")
    whole = said(page)
    page.context.route("**/assets/layout-*.js", lambda _: None)  # it never arrives: a layout without an end
    page.get_by_label("Layout").select_option("force")
    expect(page.locator("#said")).to_contain_text("things are being laid out")
    page.get_by_role("button", name="Stop").click()
    expect(page.locator("#said")).to_have_text(f"Stopped: the picture is as it was. {whole}")
    expect(page.get_by_label("Layout")).to_have_value("grid")
    assert table(page, "Things").count() > 100
