"""The KG-Registry's questions: the page is complete, its links lead somewhere, and its score is what it counts."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

DOCS = Path(__file__).resolve().parent.parent / "docs"
PAGES = ("kg-registry-rubric.md", "releases.md")
_ROW = re.compile(r"^\| (\d+) \| ([^|]+) \| (yes|partly|not yet) \| ([^|]+) \|$", re.MULTILINE)


@pytest.fixture(scope="module")
def page() -> str:
    """The page's text."""
    return (DOCS / "kg-registry-rubric.md").read_text("utf-8")


def test_all_questions_are_answered_once(page: str) -> None:
    """27 questions, numbered in order, none twice."""
    rows = _ROW.findall(page)
    assert [int(number) for number, *_ in rows] == list(range(1, 28))
    assert len({question for _, question, *_ in rows}) == 27


def test_every_yes_has_a_proof(page: str) -> None:
    """A yes links to what proves it."""
    bare = [question for _, question, answer, proof in _ROW.findall(page) if answer == "yes" and "](" not in proof]
    assert not bare


def test_the_score_counts_every_yes_and_nothing_else(page: str) -> None:
    """The score in the text is the number of rows with a yes."""
    said = re.search(r"\*\*Score: (\d+) of 27\.\*\*", page)
    assert said
    assert int(said[1]) == sum(answer == "yes" for _, _, answer, _ in _ROW.findall(page))


@pytest.mark.parametrize("name", PAGES)
def test_links_lead_somewhere(name: str) -> None:
    """Every relative link names a file or folder of this repository."""
    targets = re.findall(r"\]\((?!https?:)([^)#]+)", (DOCS / name).read_text("utf-8"))
    assert targets or name != PAGES[0]
    assert not [target for target in targets if not (DOCS / target).exists()]
