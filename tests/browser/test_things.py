"""Pages about things as people use them: found by keyboard, read to the evidence, asked for a panel's query."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.browser.addresses import ADDRESSES

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.browser.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.server, pytest.mark.xdist_group("browser")]

_KINDS = ("drug", "trial", "arm", "protein", "cytokine", "receptor", "pathway", "disease", "manifestation")
WITH_PANELS = {name: ADDRESSES[name] for name in (*_KINDS, "autoantibody", "outcome-measure")}


def test_from_the_home_page_to_the_evidence_by_keyboard(visit: Callable[..., Visitor]) -> None:
    """Home, the list of drugs, a drug, a figure, its card with the source: the mouse is never needed."""
    visitor = visit("/")
    keyboard = visitor.page.keyboard
    visitor.tab_to("drug")
    keyboard.press("Enter")
    visitor.page.wait_for_url("**/page/drug")
    visitor.tab_to("Baricitinib")
    keyboard.press("Enter")
    visitor.page.wait_for_url("**/page/drug/baricitinib")
    figure = visitor.page.locator("section.panel").locator("td a[data-card]").first
    visitor.tab_to(figure.inner_text(), most=300)
    keyboard.press("Enter")
    dialog = visitor.page.get_by_role("dialog")
    dialog.wait_for()
    assert dialog.get_by_role("heading", name="Where it comes from").is_visible()
    assert "Report an error in this figure" in dialog.inner_text()


@pytest.mark.parametrize("address", WITH_PANELS.values(), ids=WITH_PANELS.keys())
def test_panel_opens_the_query_behind_it(visit: Callable[..., Visitor], address: str) -> None:
    """A panel tells its question; its query is shown on request, opens on the query page, and answers there."""
    page = visit(address).page
    panel = page.locator("section.panel", has=page.locator("td, dd")).first
    assert panel.locator("pre").is_hidden()
    panel.locator("details.how summary").click()
    assert panel.locator("pre").is_visible()
    panel.get_by_role("link", name="Open this query").click()
    page.wait_for_url("**/query?**")
    assert page.locator("#answer tbody tr").count() > 0


def test_what_refers_to_a_thing_is_counted_and_paged(visit: Callable[..., Visitor]) -> None:
    """A count of links opens the first fifty of them in place, and a link leads to the next."""
    page = visit("/page/source/github-gyorilab-indra").page
    page.locator("#linked + ul a", has_text="1,").first.click()
    first = page.locator("#linked + ul ol li").all_inner_texts()
    page.get_by_role("link", name="next").click()
    page.wait_for_url("**page=2**")
    assert len(first) == 50
    assert set(first).isdisjoint(page.locator("#linked + ul ol li").all_inner_texts())


@pytest.mark.parametrize("address", ["/page/drug/baricitinib", "/page/trial/nct03616912"])
def test_printed_page_is_the_text_alone(visit: Callable[..., Visitor], address: str) -> None:
    """On paper there is no navigation and nothing to press; headings and tables stay."""
    page = visit(address).page
    page.emulate_media(media="print")
    assert page.locator("header.site nav").is_hidden()
    assert not [button for button in page.locator("main button:not(.sort)").all() if button.is_visible()]
    assert page.locator("main h1").is_visible()
    assert page.locator("main table").first.is_visible()


def test_page_tells_date_and_limits_of_its_data(visit: Callable[..., Visitor]) -> None:
    """Every page says of when the data is, and that it is no medical advice."""
    footer = visit("/page/disease/sle").page.locator("footer.site")
    assert "Not medical advice" in footer.inner_text()
    assert footer.locator("time").get_attribute("datetime")
