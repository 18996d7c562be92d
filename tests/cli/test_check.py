"""The report of ``jakgraph check`` and its exit code."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from jakgraph import paths
from jakgraph.cli import main
from jakgraph.cli.check import report_lines
from jakgraph.errors import Problem
from jakgraph.validate import Report

PROBLEM = Problem("arms.csv", 7, 3, "bad-number", "'12,5' is no number.", "Write 12.5.")
NOTICE = Problem("trials.csv", 2, 0, "old-row", "was curated a year ago.")


def printed(report: Report) -> list[str]:
    return "\n".join(line.plain for line in report_lines(report)).splitlines()


def test_problem_is_placed_and_its_remedy_told() -> None:
    """A line begins with file, line and column, as compilers write it; the remedy stands below."""
    lines = printed(Report(errors=(PROBLEM,), notices=(), checked={}))
    assert lines[:2] == ["arms.csv:7:3: error: '12,5' is no number. [bad-number]", "    Write 12.5."]


def test_errors_come_after_notices() -> None:
    """What must be mended stands last, next to the verdict."""
    lines = printed(Report(errors=(PROBLEM,), notices=(NOTICE,), checked={}))
    assert lines[0] == "trials.csv:2: notice: was curated a year ago. [old-row]"
    assert lines[-1] == "not ok: 1 error, 1 notice."


def test_clean_report_says_what_was_checked() -> None:
    """An "ok" without counts could mean that nothing was looked at."""
    report = Report(errors=(), notices=(), checked={"tables": 12, "rows": 340})
    assert printed(report) == ["ok: 0 notices. Checked: 12 tables, 340 rows."]


def test_built_in_tables_pass() -> None:
    """The curated tables and the graph built from them have no errors, and the exit code says so."""
    result = CliRunner().invoke(main, ["check"])
    assert result.exit_code == 0, result.output
    assert result.stdout.splitlines()[-1].startswith("ok: ")


@pytest.mark.usefixtures("installed")
def test_exit_code_is_1_when_something_is_wrong() -> None:
    """An error in a table is reported on stdout, as the result of the command, and the exit code tells."""
    with (paths.tables_dir() / "drugs.csv").open("a", encoding="utf-8") as table:
        table.write("not a row\n")
    result = CliRunner().invoke(main, ["check"])
    assert result.exit_code == 1
    assert result.stdout.startswith("drugs.csv:2:")


@pytest.mark.usefixtures("installed")
def test_the_reasoner_is_asked_when_it_is_wanted() -> None:
    """``--reason`` adds to the report what HermiT was given and what it concluded."""
    result = CliRunner().invoke(main, ["check", "--reason"])
    assert "axioms for HermiT" in result.stdout.splitlines()[-1]
