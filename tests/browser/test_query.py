"""The query page as a person uses it: a question by keyboard, a parameter changed, an answer put in order."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page
    from tests.browser.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.server, pytest.mark.xdist_group("browser")]


def column(page: Page, number: int) -> list[str]:
    """Return the texts of a column of the answer, from top to bottom."""
    return [text.strip() for text in page.locator(f"#answer tbody tr > :nth-child({number})").all_inner_texts()]


def test_question_is_asked_by_keyboard_alone(visit: Callable[..., Visitor]) -> None:
    """From the home page: to a question, to its parameter, another drug, its answer; the mouse is never needed."""
    visitor = visit("/")
    visitor.tab_to(r"Mechanism \d+")
    if visitor.page.locator("details:has(summary:focus)[open]").count() == 0:
        visitor.page.keyboard.press("Enter")
    visitor.tab_to("Which cytokines can a drug weaken.*")
    visitor.page.keyboard.press("Enter")
    visitor.page.wait_for_url("**/query?name=cytokines-a-drug-attenuates")
    before = column(visitor.page, 1)
    visitor.tab_to("parameter-drug")
    visitor.page.keyboard.press("Control+A")
    visitor.page.keyboard.type("baricitinib")
    visitor.tab_to("Ask")
    visitor.page.keyboard.press("Enter")
    visitor.page.wait_for_url("**drug=baricitinib*")
    after = column(visitor.page, 1)
    assert before
    assert after
    assert before != after


@pytest.mark.parametrize("scripts", [True, False])
def test_query_is_written_and_run(visit: Callable[..., Visitor], scripts: bool) -> None:
    """Typed SPARQL is answered with a table, with and without JavaScript."""
    page = visit("/query", java_script_enabled=scripts).page
    page.get_by_label("SPARQL").fill("SELECT ?n WHERE { VALUES ?n { 3 1 2 } } ORDER BY ?n")
    page.get_by_role("button", name="Run query").click()
    assert column(page, 1) == ["1", "2", "3"]


def test_answer_is_put_in_order_by_its_headings(visit: Callable[..., Visitor]) -> None:
    """A heading sorts by its column, once more the other way; numbers by size; the state is told to screen readers."""
    visitor = visit("/query?query=SELECT+%3Fn+WHERE+%7BVALUES+%3Fn+%7B10+9+100%7D%7D")
    heading = visitor.page.get_by_role("columnheader", name="n")
    visitor.tab_to("n")
    visitor.page.keyboard.press("Enter")
    assert column(visitor.page, 1) == ["9", "10", "100"]
    assert heading.get_attribute("aria-sort") == "ascending"
    visitor.page.keyboard.press("Enter")
    assert column(visitor.page, 1) == ["100", "10", "9"]
    assert heading.get_attribute("aria-sort") == "descending"
    assert not visitor.accessibility_violations()


def test_part_of_an_answer_is_not_put_in_order(visit: Callable[..., Visitor]) -> None:
    """Where a page shows the first rows only, sorting them would pretend to sort all: headings are no buttons."""
    page = visit("/query?query=SELECT+*+WHERE+%7B%3Fs+%3Fp+%3Fo%7D+LIMIT+2000").page
    assert page.locator("#answer thead th").count() == 3
    assert page.locator("#answer thead button").count() == 0


def test_error_leads_to_its_place(visit: Callable[..., Visitor]) -> None:
    """A slip is shown at its line, announced as an alert, and the field is marked as wrong."""
    page = visit("/query?query=SELECT+*+WHERE").page
    assert page.get_by_role("alert").is_visible()
    assert page.get_by_role("textbox", name="SPARQL").get_attribute("aria-invalid") == "true"
