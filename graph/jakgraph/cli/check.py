"""``jakgraph check``: the rule book over the tables and the graph, as a report with an exit code."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.text import Text

from jakgraph import paths
from jakgraph.build import build_quads
from jakgraph.cli import consoles
from jakgraph.tables import read_tables
from jakgraph.validate import check, coverage_page, quality_page, read_collected_facts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from jakgraph.errors import Problem
    from jakgraph.validate import Report


@click.command("check")
@click.option(
    "--write-docs",
    "docs",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="DIR",
    help="Write data-quality.md and coverage.md (from DIR/coverage.csv) into this folder as well.",
)
@click.option(
    "--reason",
    is_flag=True,
    help="Have HermiT reason over the ontology as well: is it consistent, and does it infer what the rules say?",
)
@click.pass_context
def command(context: click.Context, docs: Path | None, *, reason: bool) -> None:
    """Run the rule book over the tables and the graph.

    Everything found is reported at once, with file, line and column and how to mend it. Ends with 0 when nothing
    stands against a release, else with 1.
    """
    if docs:
        _write_pages(docs)
    with consoles.steps("Checking") as step:
        report = check(paths.tables_dir(), paths.ontology_dir(), progress=step)
        if reason and "quads" in report.checked:
            report = _with_reasoning(report, step)
    console = consoles.results()
    for line in report_lines(report):
        console.print(line, soft_wrap=True)
    context.exit(0 if report.ok else 1)


def _with_reasoning(report: Report, step: Callable[[str], None]) -> Report:
    """Return the report with what the reasoner finds. Its libraries take a second to load, so only here."""
    from jakgraph.reason import Hermit, check_reasoning, find_java  # noqa: PLC0415

    hermit = Hermit(find_java())
    step("building the graph for HermiT")
    quads = build_quads(read_tables(paths.tables_dir()), paths.ontology_dir())
    found = check_reasoning(quads, hermit, progress=step)
    errors = tuple(sorted((*report.errors, *found.problems)))
    return replace(report, errors=errors, checked=report.checked | found.checked)


def _write_pages(docs: Path) -> None:
    tables = read_tables(paths.tables_dir())
    (docs / "data-quality.md").write_text(quality_page(tables), "utf-8", newline="\n")
    facts = docs / "coverage.csv"
    if facts.is_file():
        page = coverage_page(read_collected_facts(facts))
        (docs / "coverage.md").write_text(page, "utf-8", newline="\n")


def report_lines(report: Report) -> list[Text]:
    """Return the report, errors after notices so that they stand last where a terminal scrolls, then the summary."""
    lines = [*_problem_lines("notice", "yellow", report.notices), *_problem_lines("error", "bold red", report.errors)]
    counted = ", ".join(f"{count} {kind}" for kind, count in report.checked.items())
    if report.ok:
        verdict = Text.assemble(("ok", "bold green"), f": {_number(report.notices, 'notice')}")
    else:
        verdict = Text.assemble(("not ok", "bold red"), f": {_number(report.errors, 'error')}")
        verdict.append(f", {_number(report.notices, 'notice')}")
    return [*lines, verdict.append(f". Checked: {counted}." if counted else ".")]


def _problem_lines(word: str, style: str, problems: Iterable[Problem]) -> list[Text]:
    lines = []
    for problem in problems:
        place = ":".join(str(part) for part in (problem.file, problem.line, problem.column) if part)
        line = Text.assemble((place, "bold"), ": ", (word, style), f": {problem.message} [{problem.rule}]")
        lines.append(line.append(f"\n    {problem.remedy}" if problem.remedy else ""))
    return lines


def _number(problems: tuple[Problem, ...], word: str) -> str:
    return f"{len(problems)} {word}{'' if len(problems) == 1 else 's'}"
