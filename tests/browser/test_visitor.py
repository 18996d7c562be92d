"""The watch itself: what must not happen on a page is noticed when it happens."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.browser.visitor import Visitor

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser
    from tests.conftest import RunningService

pytestmark = [pytest.mark.browser, pytest.mark.server, pytest.mark.xdist_group("browser")]

_LOAD_IMAGE = (
    "(address) => new Promise((done) => { const i = new Image(); i.onload = i.onerror = done; i.src = address; })"
)
_WRITE_MARKUP = "() => { try { document.body.innerHTML = '<p>'; } catch {} }"


@pytest.fixture
def visitor(chromium: Browser, builtin_service: RunningService) -> Iterator[Visitor]:
    """A visitor of the home page whose troubles do not fail the test."""
    context = chromium.new_context(base_url=builtin_service.url)
    visitor = Visitor(context, builtin_service.url)
    visitor.page.goto("/")
    yield visitor
    context.close()


def test_quiet_page_has_no_trouble(visitor: Visitor) -> None:
    """Nothing is noticed where nothing happens."""
    assert visitor.troubles() == []


def test_foreign_image_is_noticed(visitor: Visitor) -> None:
    """What the policy keeps from loading is noticed as a violation."""
    visitor.page.evaluate(_LOAD_IMAGE, "http://127.0.0.1:9/pixel.png")
    assert "img-src" in " ".join(visitor.troubles())


def test_foreign_page_is_not_reached(visitor: Visitor) -> None:
    """A navigation to elsewhere, which no policy forbids, is stopped and noticed."""
    visitor.page.evaluate("(address) => { window.open(address); }", "http://example.org/")
    visitor.page.wait_for_timeout(300)
    assert "request to elsewhere: http://example.org/" in visitor.troubles()


def test_markup_made_of_text_is_noticed(visitor: Visitor) -> None:
    """Trusted types: a script that writes markup as text is stopped and noticed."""
    visitor.page.evaluate(_WRITE_MARKUP)
    assert "TrustedHTML" in " ".join(visitor.troubles())


def test_missing_file_is_noticed(visitor: Visitor) -> None:
    """A file of ours that is not there is noticed."""
    visitor.page.evaluate(_LOAD_IMAGE, "/static/missing.png")
    assert "status 404" in " ".join(visitor.troubles())


def test_bad_contrast_is_noticed(visitor: Visitor) -> None:
    """axe-core really runs, and looks at colours."""
    visitor.page.locator("h1").evaluate("(found) => { found.style.setProperty('color', '#ccc'); }")
    assert "color-contrast" in " ".join(visitor.accessibility_violations())
