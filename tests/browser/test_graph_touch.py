"""The graph browser by fingers: a tap selects, a drag moves, two fingers zoom; and the focus stays where it was."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from tests.browser.picture import choose, shows

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from playwright.sync_api import CDPSession, Page
    from tests.browser.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.server, pytest.mark.xdist_group("browser-graph")]

ONE = "1;a:drug/baricitinib"
LARGE_ENOUGH = 40
"""The least height of what a finger has to hit, in pixels."""


def middle_of(page: Page) -> tuple[float, float]:
    """Return the middle of the picture, where a thing that is alone stands."""
    page.locator("#picture").scroll_into_view_if_needed()
    frame = page.locator("#picture").bounding_box()
    assert frame is not None
    return frame["x"] + frame["width"] / 2, frame["y"] + frame["height"] / 2


def touch(session: CDPSession, kind: str, points: Sequence[tuple[float, float]]) -> None:
    """Put fingers down, move them or take them away."""
    at = [{"x": x, "y": y, "id": number} for number, (x, y) in enumerate(points)]
    session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": at})


def move_fingers(page: Page, *paths: Sequence[tuple[float, float]]) -> None:
    """Move fingers along paths of equally many places, all at once."""
    session = page.context.new_cdp_session(page)
    together = list(zip(*paths, strict=True))
    touch(session, "touchStart", together[0])
    for points in together[1:]:
        touch(session, "touchMove", points)
        page.wait_for_timeout(30)
    touch(session, "touchEnd", [])


def test_a_tap_selects_and_a_drag_moves(visit: Callable[..., Visitor]) -> None:
    """A thing that is dragged by a finger stays where it was put: the step is in the link."""
    page = visit(f"/graph#{ONE}", width=400, has_touch=True, is_mobile=True).page
    shows(page, 1, 0)
    x, y = middle_of(page)
    page.touchscreen.tap(x, y)
    expect(page.locator("#detail h2")).to_contain_text("Baricitinib")
    x, y = middle_of(page)
    move_fingers(page, [(x, y), (x + 10, y + 10), (x + 40, y + 30), (x + 80, y + 60)])
    page.wait_for_url("**;n:~0:*")


def test_two_fingers_zoom(visit: Callable[..., Visitor]) -> None:
    """Fingers that part make the picture larger; the page itself stays as it is."""
    page = visit(f"/graph#{ONE}", width=400, has_touch=True, is_mobile=True).page
    shows(page, 1, 0)
    x, y = middle_of(page)
    before = page.locator("#picture").screenshot()
    left = [(x - 20 - 12 * step, y - 60) for step in range(8)]
    right = [(x + 20 + 12 * step, y + 60) for step in range(8)]
    move_fingers(page, left, right)
    page.wait_for_timeout(300)
    assert page.locator("#picture").screenshot() != before
    assert page.evaluate("visualViewport.scale") == 1
    assert ";n:" not in page.url


def test_targets_are_as_large_as_fingers_need(visit: Callable[..., Visitor]) -> None:
    """Everything to press in the tools and in the panel is at least 40 pixels high."""
    page = visit(f"/graph#{ONE}", width=400, has_touch=True, is_mobile=True).page
    shows(page, 1, 0)
    x, y = middle_of(page)
    page.touchscreen.tap(x, y)
    expect(page.locator("#detail .relations button").first).to_be_visible()
    for control in page.locator(".tools button:visible, .tools select, .tools input:visible, #detail button").all():
        box = control.bounding_box()
        assert box is not None
        assert box["height"] >= LARGE_ENOUGH, control.inner_text()


def test_focus_stays_through_what_is_drawn_anew(visit: Callable[..., Visitor]) -> None:
    """After adding, the keyboard stands on the next thing to add; after a filter, on the same box."""
    page = visit(f"/graph#{ONE}").page
    shows(page, 1, 0)
    choose(page, "Baricitinib")
    adder = page.locator("#detail").get_by_role("button", name=re.compile("^Add: inhibits"))
    adder.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".relations li", has_text="inhibits")).to_contain_text("in the picture")
    expect(page.locator("#detail .relations button:focus")).to_have_count(1)
    box = page.get_by_role("checkbox", name=re.compile("^protein"))
    box.focus()
    page.keyboard.press("Space")
    expect(box).not_to_be_checked()
    expect(box).to_be_focused()


def test_nothing_moves_by_itself(visit: Callable[..., Visitor]) -> None:
    """Who wants no motion gets none: a layout is there at once, and no animation is running."""
    page = visit(f"/graph#{ONE};e:~0:inhibits:o", reduced_motion="reduce").page
    expect(page.locator("#said")).to_contain_text("are shown")
    page.get_by_label("Layout").select_option("grid")
    page.wait_for_url("**;l:grid;v:*")
    first = page.locator("#picture").screenshot()
    page.wait_for_timeout(200)
    assert page.locator("#picture").screenshot() == first
    assert page.evaluate("document.getAnimations().length") == 0
