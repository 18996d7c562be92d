"""What tests of the graph browser do again and again: wait for the picture, read its tables, select in them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

POTENCIES = "1;a:drug/baricitinib;e:drug/baricitinib:Potency:claim:0"
"""The log of a picture: a drug and the proteins that it was measured on."""


def shows(page: Page, things: int, statements: int | None = None) -> None:
    """Wait until so many things, and statements, are said to be shown."""
    number = r"\d+" if statements is None else str(statements)
    expect(page.locator("#said")).to_have_text(re.compile(rf"^{things} things? and {number} statements? are shown"))


def table(page: Page, caption: str) -> Locator:
    """Return the rows of a table below the picture, which is opened for it."""
    expect(page.locator("#said")).not_to_be_empty()  # what is drawn moves what is below it
    details = page.locator("details.twin")
    if details.get_attribute("open") is None:
        details.locator("summary").click()
    return page.get_by_role("region", name=re.compile(f"^{caption}")).locator("tbody tr")


def choose(page: Page, name: str) -> None:
    """Select a thing by its name in the table."""
    table(page, "Things").get_by_role("button", name=name, exact=True).click()


def said(page: Page) -> str:
    return page.locator("#said").inner_text()
