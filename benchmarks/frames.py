"""Measure how smooth the graph browser is: the times between frames while a thing and the whole picture are dragged.

A service of the built-in graph answers; a picture of so many things comes from an answer that this program puts in the
place of `/graph/result`, so that its size is exact and no two things are siblings that would be grouped. Chromium runs
without a screen and without a graphics card, which is slower than what readers have::

    .venv/bin/python -m benchmarks.frames
    .venv/bin/python -m benchmarks.frames --things 300 2000 --rounds 5
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import statistics
import time
from itertools import pairwise
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright
from rich.console import Console
from rich.table import Table
from tests.browser.chromium import OPTIONS, find_chromium
from tests.conftest import serving

from jakgraph.namespaces import JG, JGR

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

SIZES = (300, 2_000)
KINDS = ("drug", "protein", "cytokine", "receptor", "trial", "disease")
SEED = 1
STEPS = 60
"""Moves of the mouse in one drag."""

_COLLECT_FRAMES = """
window.frames_seen = [];
const tick = (time) => { window.frames_seen.push(time); requestAnimationFrame(tick); };
requestAnimationFrame(tick);
"""
_NEXT_FRAMES = """
new Promise((done) => {
  let left = 3;
  const next = () => { left -= 1; if (left) requestAnimationFrame(next); else done(); };
  requestAnimationFrame(next);
})
"""


def picture_of(things: int) -> dict[str, object]:
    """Return an answer of ``/graph/result``: so many things, each connected with two before it or more."""
    rolled = random.Random(SEED)
    nodes = [
        {"iri": f"{JGR}{KINDS[number % len(KINDS)]}/made-{number}", "label": f"made thing {number}", "kind": kind}
        for number, kind in enumerate(KINDS[number % len(KINDS)] for number in range(things))
    ]
    pairs = {(rolled.randrange(number), number) for number in range(1, things) for _ in range(2)}
    edges = [
        {
            "id": f"made {one} {other}",
            "source": nodes[one]["iri"],
            "target": nodes[other]["iri"],
            "relation": f"{JG}made",
            "label": "made",
            "inferred": bool(one % 2),
        }
        for one, other in sorted(pairs)
    ]
    left_out = {"things": 0, "edges": 0}
    whole = {"form": "CONSTRUCT", "count": len(edges), "read": len(edges), "left_out": left_out}
    return {**whole, "nodes": nodes, "edges": edges}


def open_picture(browser: Browser, address: str, things: int) -> tuple[Page, float, float]:
    """Return a page with a picture of so many things, the seconds until it was shown, and until laid out by forces."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.set_default_timeout(300_000)
    answer = json.dumps(picture_of(things))
    page.route("**/graph/result?*", lambda route: route.fulfill(body=answer, content_type="application/json"))
    page.add_init_script(_COLLECT_FRAMES)
    started = time.perf_counter()
    page.goto(f"{address}/graph#1;q:CONSTRUCT+WHERE+%7B%7D")
    page.locator("#said", has_text=f"{things} things").wait_for()
    shown = time.perf_counter()
    page.get_by_label("Layout").select_option("force")
    page.wait_for_url("**;l:force;v:*")
    page.locator("#said", has_text=f"{things} things and").wait_for()
    return page, shown - started, time.perf_counter() - shown


def frames_while_dragging(page: Page, x: float, y: float) -> list[float]:
    """Return how long the frame after each move takes, in milliseconds, while what is at a place is dragged."""
    page.mouse.move(x, y)
    page.mouse.down()
    longest: list[float] = []
    for step in range(STEPS):
        page.evaluate("window.frames_seen = []")
        page.mouse.move(x + 2 * step, y + 40 * (step % 2))
        page.evaluate(_NEXT_FRAMES)
        times = page.evaluate("window.frames_seen")
        longest.append(max(later - earlier for earlier, later in pairwise(times)))
    page.mouse.up()
    return longest


def measure(browser: Browser, address: str, things: int, rounds: int) -> list[str]:
    """Return a row of the table: what was dragged, and how long frames took."""
    page, shown, laid_out = open_picture(browser, address, things)
    frame = page.locator("#picture").bounding_box()
    assert frame is not None
    middle = (frame["x"] + frame["width"] / 2, frame["y"] + frame["height"] / 2)
    corner = (frame["x"] + 8, frame["y"] + 8)
    page.locator("#picture").focus()
    whole: list[float] = []
    one: list[float] = []
    for _ in range(rounds):
        whole += frames_while_dragging(page, *corner)
        page.keyboard.press("ArrowRight")  # what is selected comes to the middle, where the mouse takes hold of it
        one += frames_while_dragging(page, *middle)
    page.close()
    return [str(things), f"{shown:.1f}", f"{laid_out:.1f}", *summary(whole), *summary(one)]


def summary(times: list[float]) -> tuple[str, str]:
    """Return the median and the 95th percentile of some times."""
    if len(times) < 2:
        return "-", "-"
    return f"{statistics.median(times):.0f}", f"{statistics.quantiles(times, n=20)[-1]:.0f}"


def main() -> None:
    """Measure, and print the table and the machine."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--things", type=int, nargs="+", default=SIZES)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    table = Table("things", "shown s", "forces s", "whole ms", "95 %", "one thing ms", "95 %")
    with serving() as service, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(playwright), args=OPTIONS)
        for things in arguments.things:
            table.add_row(*measure(browser, service.url, things, arguments.rounds))
        version = browser.version
        browser.close()
    console = Console()
    console.print(table)
    load = ", ".join(f"{load:.1f}" for load in os.getloadavg())
    console.print(
        f"{platform.platform()}, {os.cpu_count()} cores, load {load}, headless Chromium {version}, no graphics card"
    )


if __name__ == "__main__":
    main()
