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

from jakgraph.service.explore.lenses import LENSES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from playwright.sync_api import Browser

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "screenshots"
WIDTHS = {"wide": (1280, 900), "narrow": (360, 800)}
COMMITTED = (("wide", "light"), ("narrow", "dark"))
PICTURED = (*TEMPLATES, "trial", "disease", "card", "graph-of-a-drug")
"""The pages whose pictures are committed: one of each template, and some that show more of it."""
LENS_SHAPES = (("wide", "light"), ("wide", "dark"))


def lens_addresses() -> dict[str, str]:
    """Return the views of the graph browser that are prepared, by the names of their pictures."""
    return {f"lens-{lens.name}": f"/graph?focus={lens.things[0]}#{lens.fragment}" for lens in LENSES}


def take(browser: Browser, origin: str, pages: Mapping[str, str], shapes: Iterable[tuple[str, str]]) -> None:
    """Take these pages, addresses by name, in these shapes: pairs of a width and a colour scheme."""
    for shape, scheme in shapes:
        width, height = WIDTHS[shape]
        context = browser.new_context(
            base_url=origin,
            viewport={"width": width, "height": height},
            color_scheme=scheme,  # type: ignore[arg-type]
            reduced_motion="reduce",
        )
        page = context.new_page()
        for name, address in pages.items():
            response = page.goto(address, wait_until="networkidle")
            if response is None or response.status != expected_status(address):
                raise RuntimeError(f"{address} does not answer as expected")
            if "#1;" in address:
                page.locator("#said", has_text="are shown").wait_for()
                page.evaluate("() => document.fonts.ready")
            page.screenshot(path=FOLDER / f"{name}-{shape}-{scheme}.png", animations="disabled")
        context.close()


def write_index() -> None:
    """Write the page on which the committed pictures are seen side by side."""
    lines = ["# Screenshots", "", "Made by `make screenshots`.", *_rows(PICTURED, COMMITTED)]
    lines += ["", "## The views that the graph browser has prepared", *_rows(lens_addresses(), LENS_SHAPES)]
    (FOLDER / "README.md").write_text("\n".join([*lines, ""]), encoding="utf-8")


def _rows(names: Iterable[str], shapes: Sequence[tuple[str, str]]) -> list[str]:
    """Return a table of pictures, a page in each row."""
    heads = " | ".join(f"{shape}, {scheme}" for shape, scheme in shapes)
    lines = ["", f"| page | {heads} |", "|---" * (len(shapes) + 1) + "|"]
    for name in names:
        pictures = " | ".join(f"![{name}, {shape}]({name}-{shape}-{scheme}.png)" for shape, scheme in shapes)
        lines.append(f"| {name} | {pictures} |")
    return lines


def main(arguments: list[str]) -> None:
    """Take the pictures and write their index."""
    is_all = arguments == ["--all"]
    shapes = [*product(WIDTHS, ("light", "dark"))] if is_all else COMMITTED
    pages = {name: ADDRESSES[name] for name in (ADDRESSES if is_all else PICTURED)}
    FOLDER.mkdir(exist_ok=True)
    with serving() as service, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(playwright), args=OPTIONS)
        take(browser, service.url, pages, shapes)
        take(browser, service.url, lens_addresses(), LENS_SHAPES)
        browser.close()
    write_index()


if __name__ == "__main__":
    main(sys.argv[1:])
