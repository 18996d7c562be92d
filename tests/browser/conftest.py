"""Fixtures for tests in a real browser: Chromium, a real service of the built-in graph, and visitors who watch it."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import sync_playwright
from tests.browser.addresses import expected_status
from tests.browser.chromium import OPTIONS, find_chromium
from tests.browser.visitor import Visitor

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser
    from tests.conftest import RunningService


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """One Chromium for the tests of a module; each visitor has a profile of its own in it.

    It ends with the module: Playwright's event loop in the main thread is in the way of tests that run their own.
    """
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(playwright), args=OPTIONS)
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium: Browser, builtin_service: RunningService) -> Iterator[Callable[..., Visitor]]:
    """Give the way to open a page of the service as a visitor: ``visit("/query", color_scheme="dark", width=360)``.

    When the test ends, everything that a visitor noticed fails it: a request to elsewhere, a violation of the policy,
    an error in the console, a file of ours that is not there.
    """
    visitors: list[Visitor] = []
    with ExitStack() as stack:

        def open_page(address: str, *, width: int = 1280, **options: object) -> Visitor:
            viewport = {"width": width, "height": 900}
            context = chromium.new_context(base_url=builtin_service.url, viewport=viewport, **options)  # type: ignore[arg-type]
            stack.callback(context.close)
            visitor = Visitor(context, builtin_service.url)
            visitors.append(visitor)
            response = visitor.page.goto(address)
            assert response is not None
            assert response.status == expected_status(address)
            return visitor

        yield open_page
        noticed = [trouble for visitor in visitors for trouble in visitor.troubles()]
    assert not noticed, "\n".join(noticed)
