"""The README's commands do what the README says: they are run, and what it shows as their output is compared."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
README_ADDRESS = "http://127.0.0.1:8000"

_RUN = re.compile(
    r"<!-- run(?P<server> against a server)? -->\n```sh\n(?P<commands>.*?)```\n(?:\n```text\n(?P<output>.*?)```\n)?",
    re.DOTALL,
)
_LINK = re.compile(r"\]\((?!https?:)([^)#]+)")


@dataclass(frozen=True)
class Example:
    """A block of commands marked for running, and the output that the README shows below it, if it does."""

    commands: str
    needs_server: bool
    output: str | None


def examples() -> list[Example]:
    """Return the marked blocks of the README, in order."""
    found = _RUN.finditer((ROOT / "README.md").read_text(encoding="utf-8"))
    return [Example(match["commands"], bool(match["server"]), match["output"]) for match in found]


def run(commands: str) -> str:
    """Run shell commands in the checkout with our programs on the path; return what they print."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    finished = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", commands],
        cwd=ROOT,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert finished.returncode == 0, finished.stderr
    return finished.stdout


def test_readme_has_examples_of_both_kinds() -> None:
    """The README shows a query from the terminal and one over HTTP, each marked for this test."""
    assert {example.needs_server for example in examples()} == {True, False}


def test_readme_shows_a_real_answer() -> None:
    """At least one example shows what it prints."""
    assert any(example.output for example in examples())


@pytest.mark.server
@pytest.mark.xdist_group("builtin_service")
@pytest.mark.parametrize("example", examples(), ids=lambda example: example.commands.split("\n", 1)[0][:50])
def test_example_prints_what_the_readme_shows(example: Example, builtin_service: Any) -> None:
    """The commands succeed, print something, and print what stands below them; ends of lines may differ in blanks."""
    printed = run(example.commands.replace(README_ADDRESS, builtin_service.url))
    assert printed.strip()
    if example.output is not None:
        assert [line.rstrip() for line in printed.strip().splitlines()] == [
            line.rstrip() for line in example.output.strip().splitlines()
        ]


def test_links_in_the_repository_lead_somewhere() -> None:
    """Every relative link of the Markdown files names a file or folder that is there."""
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    links = [(page, target) for page in pages for target in _LINK.findall(page.read_text(encoding="utf-8"))]
    broken = [f"{page.relative_to(ROOT)}: {target}" for page, target in links if not (page.parent / target).exists()]
    assert not broken
