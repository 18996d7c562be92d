"""Cards of claims: a figure's evidence, one key or click away, without leaving the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.browser.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.server, pytest.mark.xdist_group("browser")]

TRIAL = "/page/trial/nct03616912"
CLAIM = "td a[data-card]"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_card_is_opened_and_closed_by_keyboard(visit: Callable[..., Visitor], scheme: str) -> None:
    """Enter on a figure shows its card and moves the focus into it; Escape closes it and the focus is back."""
    visitor = visit(TRIAL, color_scheme=scheme)
    visitor.page.locator(CLAIM).first.focus()
    text = visitor.focused()
    visitor.page.keyboard.press("Enter")
    dialog = visitor.page.get_by_role("dialog")
    dialog.wait_for()
    assert visitor.page.locator("dialog :focus").count() == 1
    assert dialog.get_by_role("heading", name="Where it comes from").is_visible()
    assert "Not medical advice" in dialog.inner_text()
    assert not visitor.accessibility_violations()
    visitor.page.keyboard.press("Escape")
    dialog.wait_for(state="hidden")
    assert visitor.focused() == text
    assert visitor.page.url.endswith(TRIAL)


def test_card_fits_a_telephone(visit: Callable[..., Visitor]) -> None:
    """At 360 px the card is read without scrolling sideways; its button closes it."""
    visitor = visit(TRIAL, width=360, has_touch=True)
    visitor.page.locator(CLAIM).first.tap()
    dialog = visitor.page.get_by_role("dialog")
    dialog.wait_for()
    assert dialog.evaluate("(found) => found.scrollWidth - found.clientWidth") == 0
    dialog.get_by_role("button", name="Close").tap()
    dialog.wait_for(state="hidden")


def test_card_leads_to_the_claims_page(visit: Callable[..., Visitor]) -> None:
    """The card names the permanent page of its claim."""
    page = visit(TRIAL).page
    address = page.locator(CLAIM).first.get_attribute("href")
    page.locator(CLAIM).first.click()
    page.get_by_role("dialog").get_by_role("link", name="Page of this claim").click()
    page.wait_for_url(f"**{address}")


def test_without_scripts_the_link_is_followed(visit: Callable[..., Visitor]) -> None:
    """Where no script runs the same link leads to the page of the claim, which says the same."""
    page = visit(TRIAL, java_script_enabled=False).page
    page.locator(CLAIM).first.click()
    assert page.get_by_role("heading", name="Where it comes from").is_visible()


def test_card_that_cannot_be_had_is_the_page(visit: Callable[..., Visitor]) -> None:
    """Where the card is not answered, the link leads to its page as if there were no script."""
    page = visit(TRIAL).page
    page.route("**/card/**", lambda route: route.abort())
    address = page.locator(CLAIM).first.get_attribute("href")
    page.locator(CLAIM).first.click()
    page.wait_for_url(f"**{address}")
