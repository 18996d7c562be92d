"""Reads the user guide of the graph browser as what it is: tasks, steps in a few fixed words, and what they show."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "graph-guide.md"

_TASK = re.compile(r"^## (?P<title>\d\. .+?)$(?P<text>.+?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)
_START = re.compile(r"Begin at `(?P<address>/\w+)`")
_STEP = re.compile(r"^\d+\. (?P<text>.+?)(?=^\d+\. |^\*\*Answer)", re.MULTILINE | re.DOTALL)
_QUOTED = re.compile("“([^”]+)”")
_CODE = re.compile(r"```sparql\n(?P<code>.+?)```", re.DOTALL)
_WORDINGS = (
    re.compile(r"(?P<verb>Type) `(?P<what>[^`]+)` into \*\*(?P<where>[^*]+)\*\*"),
    re.compile(r"(?P<verb>Type) into \*\*(?P<where>[^*]+)\*\*"),
    re.compile(r"(?P<verb>Choose) \*\*(?P<what>[^*]+)\*\*"),
    re.compile(r"(?P<verb>Press) \*\*(?P<what>[^*]+)\*\* beside \*\*(?P<where>[^*]+)\*\*"),
    re.compile(r"(?P<verb>Press|Open) \*\*(?P<what>[^*]+)\*\*"),
)


@dataclass(frozen=True)
class Step:
    """One interaction: what is done with which control, where, and what is quoted from the page after it."""

    verb: str
    what: str
    where: str
    quoted: tuple[str, ...]


@dataclass(frozen=True)
class Task:
    """A question of the guide: where its reader begins, the steps, and what the answer quotes."""

    title: str
    start: str
    steps: tuple[Step, ...]
    answer: tuple[str, ...]


def read_guide() -> tuple[Task, ...]:
    """Return the tasks of the guide; ValueError for a step that is not in its words."""
    text = GUIDE.read_text(encoding="utf-8")
    return tuple(_read_task(match["title"], match["text"]) for match in _TASK.finditer(text))


def _read_task(title: str, text: str) -> Task:
    start = _START.search(text)
    steps, _, answer = text.partition("**Answer.**")
    if start is None or not answer:
        raise ValueError(f"{title}: says no place to begin, or no answer")
    found = tuple(_read_step(match["text"]) for match in _STEP.finditer(f"{steps}**Answer"))
    return Task(title, start["address"], found, _quotes(answer))


def _read_step(text: str) -> Step:
    wording = next(filter(None, (pattern.match(text) for pattern in _WORDINGS)), None)
    if wording is None:
        raise ValueError(f"not in the words of a step: {text!r}; the tests know {[item.pattern for item in _WORDINGS]}")
    parts = wording.groupdict(default="")
    code = _CODE.search(text)
    what = dedent("   " + code["code"].strip()) if code else parts.get("what", "")
    return Step(parts["verb"], what, parts.get("where", ""), _quotes(text))


def _quotes(text: str) -> tuple[str, ...]:
    return tuple(" ".join(quoted.split()) for quoted in _QUOTED.findall(text))
