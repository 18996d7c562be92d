"""The user guide is true: each task is done in its own words in the browser, in fewer than ten steps."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from tests.browser.guide import GUIDE, Step, Task, read_guide

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Locator, Page
    from tests.browser.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.server, pytest.mark.xdist_group("browser-graph")]

TASKS = read_guide()
MOST_STEPS = 9


class Reader:
    """Somebody who does what the guide says, and no more."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._file: Path | None = None
        """What was taken home by the last step."""

    def take(self, step: Step) -> None:
        """Do one step and see what the guide says there is to see."""
        self._file = None
        {"Type": self._type, "Choose": self._choose, "Press": self._press, "Open": self._open}[step.verb](step)
        for quoted in step.quoted:
            self.see(quoted)

    def see(self, quoted: str) -> None:
        """Wait until a text stands on the page, or in the file that was just taken home."""
        if self._file:
            assert quoted in self._file.read_text(encoding="utf-8")
        else:
            words = r"\s+".join(map(re.escape, quoted.split()))
            expect(self._page.locator("body"), f"the guide quotes {quoted!r}").to_contain_text(
                re.compile(words), use_inner_text=True
            )

    def _type(self, step: Step) -> None:
        self._page.get_by_role("textbox", name=step.where).or_(
            self._page.get_by_role("combobox", name=step.where)
        ).fill(step.what)

    def _choose(self, step: Step) -> None:
        option = self._page.get_by_role("option").filter(has=self._page.get_by_text(step.what, exact=True))
        by_start = self._page.get_by_role("option", name=re.compile(rf"^{re.escape(step.what)}(?![\w-])"))
        option.or_(by_start).first.click()

    def _press(self, step: Step) -> None:
        if step.where:
            button = self._page.get_by_role("button", name=re.compile(rf"^{step.what}\b", re.IGNORECASE))
            place = self._beside(step.where, button)
            place.hover()
            self._click(place.get_by_role("button", name=re.compile(rf"^{step.what}\b", re.IGNORECASE)))
        else:
            name = re.compile(rf"^{re.escape(step.what)}$")
            button = self._page.get_by_role("button", name=name)
            self._click(button.or_(self._page.get_by_role("link", name=name)).first)

    def _click(self, control: Locator) -> None:
        if control.get_attribute("data-export") is None:
            control.click()
            return
        with self._page.expect_download() as started:
            control.click()
        self._file = Path(started.value.path())

    def _open(self, step: Step) -> None:
        self._page.locator("summary", has_text=step.what).first.click()

    def _beside(self, words: str, button: Locator) -> Locator:
        """Return the line of a list, or the value of the legend, that begins with these words and has such a button."""
        start = re.compile(rf"^\s*{re.escape(words)}\s")
        return self._page.locator(".relations > li, .legend .value").filter(has_text=start).filter(has=button).first


def test_the_guide_has_six_tasks_of_few_steps() -> None:
    """Each is solvable in under ten interactions, and ends with an answer."""
    assert len(TASKS) == 6
    assert {task.title: len(task.steps) for task in TASKS if not 3 <= len(task.steps) <= MOST_STEPS} == {}
    assert str(len(TASKS)) in GUIDE.read_text(encoding="utf-8")


@pytest.mark.parametrize("task", TASKS, ids=lambda task: task.title.rstrip("?"))
def test_a_task_is_done_as_the_guide_says(visit: Callable[..., Visitor], task: Task) -> None:
    """Every step finds its control, and the page then says what the guide quotes."""
    reader = Reader(visit(task.start).page)
    for step in task.steps:
        reader.take(step)
    for quoted in task.answer:
        reader.see(quoted)
