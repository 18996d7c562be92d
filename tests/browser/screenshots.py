"""Takes the pictures of docs/screenshots: ``python -m tests.browser.screenshots`` (``make screenshots``).

Without arguments those that are committed: one page of each template and a few more, wide in light and narrow in dark.
``--all`` takes every page in every shape, to look at.
"""

from __future__ import annotations

import sys
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright
from tests.browser.addresses import ADDRESSES, TEMPLATES, expected_status
from tests.browser.chromium import OPTIONS, find_chromium
from tests.conftest import serving

if TYPE_CHECKING:
    from collections.abc import Iterable

    from playwright.sync_api import Browser

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "screenshots"
WIDTHS = {"wide": (1280, 900), "narrow": (360, 800)}
COMMITTED = (("wide", "light"), ("narrow", "dark"))
PICTURED = (*TEMPLATES, "trial", "disease", "card", "graph-of-a-drug")
"""The pages whose pictures are committed: one of each template, and some that show more of it."""


def take(browser: Browser, origin: str, names: Iterable[str], shapes: Iterable[tuple[str, str]]) -> None:
    """Take these pages in these shapes: pairs of a width and a colour scheme."""
    for shape, scheme in shapes:
        width, height = WIDTHS[shape]
        context = browser.new_context(
            base_url=origin,
            viewport={"width": width, "height": height},
            color_scheme=scheme,  # type: ignore[arg-type]
            reduced_motion="reduce",
        )
        page = context.new_page()
        for name in names:
            address = ADDRESSES[name]
            response = page.goto(address, wait_until="networkidle")
            if response is None or response.status != expected_status(address):
                raise RuntimeError(f"{address} does not answer as expected")
            page.screenshot(path=FOLDER / f"{name}-{shape}-{scheme}.png", animations="disabled")
        context.close()


def write_index() -> None:
    """Write the page on which the committed pictures are seen side by side."""
    heads = " | ".join(f"{shape}, {scheme}" for shape, scheme in COMMITTED)
    lines = ["# Screenshots", "", "Made by `make screenshots`.", "", f"| page | {heads} |", "|---|---|---|"]
    for name in PICTURED:
        pictures = " | ".join(f"![{name}, {shape}]({name}-{shape}-{scheme}.png)" for shape, scheme in COMMITTED)
        lines.append(f"| {name} | {pictures} |")
    (FOLDER / "README.md").write_text("\n".join([*lines, ""]), encoding="utf-8")


def main(arguments: list[str]) -> None:
    """Take the pictures and write their index."""
    names, shapes = (
        (ADDRESSES, [*product(WIDTHS, ("light", "dark"))]) if arguments == ["--all"] else (PICTURED, COMMITTED)
    )
    FOLDER.mkdir(exist_ok=True)
    with serving() as service, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(playwright), args=OPTIONS)
        take(browser, service.url, names, shapes)
        browser.close()
    write_index()


if __name__ == "__main__":
    main(sys.argv[1:])
