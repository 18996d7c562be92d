"""Every page in a real browser: accessible in light and dark, whole on every width, and silent towards the world."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.browser.addresses import ADDRESSES, EACH_PAGE, TEMPLATES

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.browser.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.server, pytest.mark.xdist_group("browser-pages")]

each_page = pytest.mark.parametrize("address", EACH_PAGE)
each_template = pytest.mark.parametrize("address", [ADDRESSES[name] for name in TEMPLATES], ids=TEMPLATES)


@each_page
def test_page_is_accessible(visit: Callable[..., Visitor], address: str) -> None:
    """axe-core finds nothing against WCAG 2.2 AA or good practice."""
    visitor = visit(address, color_scheme="light", width=1280, reduced_motion="reduce")
    violations = visitor.accessibility_violations()
    assert not violations, "\n".join(violations)


@each_page
def test_page_fits_a_telephone(visit: Callable[..., Visitor], address: str) -> None:
    """At 360 px nothing but a region with a scroll bar of its own is wider than the window; facts have room.

    It is accessible there too, in the dark.
    """
    visitor = visit(address, color_scheme="dark", width=360, has_touch=True, reduced_motion="reduce")
    assert visitor.overflow() == 0
    narrow = "found => found.filter((dd) => dd.checkVisibility() && dd.clientWidth < 120).map((dd) => dd.innerText)"
    assert visitor.page.eval_on_selector_all("main dd", narrow) == []
    violations = visitor.accessibility_violations()
    assert not violations, "\n".join(violations)


@each_template
def test_page_fits_a_large_screen(visit: Callable[..., Visitor], address: str) -> None:
    """At 1920 px the page fits, and no paragraph runs wider than can be read."""
    visitor = visit(address, width=1920)
    assert visitor.overflow() == 0
    widths = visitor.page.eval_on_selector_all("main p", "found => found.map((p) => p.getBoundingClientRect().width)")
    assert max(widths, default=0) <= 1200


@each_template
def test_page_reads_without_scripts(visit: Callable[..., Visitor], address: str) -> None:
    """With JavaScript switched off a page has its heading and its content."""
    page = visit(address, java_script_enabled=False).page
    assert page.locator("h1").count() == 1
    assert len(page.locator("main").inner_text()) > 60


@each_template
def test_first_key_skips_to_the_content(visit: Callable[..., Visitor], address: str) -> None:
    """By keyboard, the first stop is the link to the content, and it leads there."""
    visitor = visit(address)
    visitor.page.keyboard.press("Tab")
    assert visitor.focused() == "Skip to the content"
    visitor.page.keyboard.press("Enter")
    assert visitor.page.evaluate("() => document.activeElement.id") == "main"


@each_template
def test_nothing_moves_for_those_who_asked_for_stillness(visit: Callable[..., Visitor], address: str) -> None:
    """With reduced motion no element is animated or in transition, and jumps do not glide."""
    page = visit(address, reduced_motion="reduce").page
    assert page.evaluate("() => document.getAnimations().length") == 0
    assert page.evaluate("() => getComputedStyle(document.documentElement).scrollBehavior") == "auto"
