"""``jakgraph check``: the rule book over the tables and the graph, as a report with an exit code."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
from rich.text import Text

from jakgraph import paths
from jakgraph.cli import consoles
from jakgraph.validate import check

if TYPE_CHECKING:
    from collections.abc import Iterable

    from jakgraph.errors import Problem
    from jakgraph.validate import Report


@click.command("check")
@click.pass_context
def command(context: click.Context) -> None:
    """Run the rule book over the tables and the graph. Ends with 0 when nothing stands against a release, else with 1.

    Everything found is reported at once, with file, line and column and how to mend it.
    """
    with consoles.steps("Checking") as step:
        report = check(paths.tables_dir(), paths.ontology_dir(), progress=step)
    console = consoles.results()
    for line in report_lines(report):
        console.print(line, soft_wrap=True)
    context.exit(0 if report.ok else 1)


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
