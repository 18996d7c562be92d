from __future__ import annotations

import csv
import io
import shutil

import pytest

from jakgraph import paths
from jakgraph.errors import TableErrors
from jakgraph.tables import read_tables
from jakgraph.validate import TABLE_RULES, rule_book


class Planted:
    """A copy of the real tables in which single cells can be changed."""

    def __init__(self, folder):
        self.folder = folder
        shutil.copytree(paths.tables_dir(), folder, dirs_exist_ok=True)

    def rows(self, table):
        return list(csv.reader(io.StringIO((self.folder / f"{table}.csv").read_text("utf-8"))))

    def write(self, table, rows):
        out = io.StringIO()
        csv.writer(out, lineterminator="\n").writerows(rows)
        (self.folder / f"{table}.csv").write_text(out.getvalue(), "utf-8", newline="\n")

    def change(self, table, wanted, **cells):
        """Change cells of the first row that ``wanted`` (a function of its cells by name) picks; return its line."""
        rows = self.rows(table)
        header = rows[0]
        for line, row in enumerate(rows[1:], start=2):
            if wanted(dict(zip(header, row, strict=True))):
                for name, value in cells.items():
                    row[header.index(name)] = value
                self.write(table, rows)
                return line
        pytest.fail(f"no row of {table} fits")

    def problems(self):
        try:
            return rule_book.apply(TABLE_RULES, read_tables(self.folder))
        except TableErrors as error:
            return list(error.problems)


@pytest.fixture
def planted(tmp_path):
    """The real tables, to plant a slip in."""
    return Planted(tmp_path / "tables")


def brave_1(row):
    return row.get("arm_result_id", "").startswith("nct03616912-bari4-sri-4-w52")


def brave_1_contrast(row):
    return row["contrast_id"].startswith("nct03616912-bari4-sri-4-w52")


def with_counts(row):
    return row["events"].isdigit() and row["analysed"].isdigit()


SLIPS = {
    "a wrong NCT number": (
        "wrong-registry-number",
        "trials",
        lambda row: row["trial_id"] == "nct03616912",
        {"registry_number": "clinicaltrials:NCT03616921"},
    ),
    "an NCT number with a digit too few": (
        "bad-id",
        "trials",
        lambda row: row["trial_id"] == "nct03616912",
        {"registry_number": "clinicaltrials:NCT0361691"},
    ),
    "swapped arms": (
        "swapped-arms",
        "contrasts",
        brave_1_contrast,
        {"arm": "nct03616912-placebo", "comparator": "nct03616912-bari4"},
    ),
    "an arm of the sister trial": ("wrong-trial", "arm_results", brave_1, {"arm": "nct03616964-bari4"}),
    "a percentage over 100": ("impossible-percent", "arm_results", brave_1, {"percent": "570"}),
    "an estimate outside its interval": (
        "estimate-outside-interval",
        "contrasts",
        brave_1_contrast,
        {"estimate": "15.7"},
    ),
    "a reversed interval": ("interval-reversed", "contrasts", brave_1_contrast, {"ci_low": "2.27", "ci_high": "1.09"}),
    "a p value of 16": ("impossible-p", "contrasts", brave_1_contrast, {"p_value": "16"}),
    "a bound written as a number": ("bad-number", "contrasts", brave_1_contrast, {"p_value": "<0.001"}),
    "a verdict written as a number": ("bad-number", "contrasts", brave_1_contrast, {"p_value": "significant"}),
    "a missing source": ("missing-source", "arm_results", brave_1, {"source": ""}),
    "a channel for a source": (
        "channel-as-source",
        "arm_results",
        lambda row: bool(row["seen_in"]) and bool(row["source"]),
        {},
    ),
    "an unknown source": ("unknown-reference", "arm_results", brave_1, {"source": "pmid-99999999"}),
    "an unknown drug": (
        "unknown-reference",
        "arms",
        lambda row: row["arm_id"] == "nct03616912-bari4",
        {"drugs": "barictinib"},
    ),
    "events over analysed": ("events-over-analysed", "arm_results", with_counts, {"events": "9999", "percent": ""}),
    "more analysed than randomised": (
        "analysed-over-randomised",
        "arm_results",
        brave_1,
        {"analysed": "525", "percent": ""},
    ),
    "a date that is no date": (
        "bad-date",
        "trial_dates",
        lambda row: len(row["date"]) == 10,
        {"date": "2019-02-30"},
    ),
    "a decision in the future": (
        "date-in-future",
        "regulatory_decisions",
        lambda row: bool(row["decided_on"]),
        {"decided_on": "2062-05-31"},
    ),
    "an unknown evidence type": ("unknown-concept", "arm_results", brave_1, {"evidence_type": "gut-feeling"}),
    "a trailing blank": (
        "trailing-blank",
        "drugs",
        lambda row: row["drug_id"] == "baricitinib",
        {"label": "Baricitinib "},
    ),
}


@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_planted_in_the_real_tables_is_caught(planted, slip):
    """A typical slip is caught by name, with the file and line in which it was planted."""
    rule, table, wanted, cells = SLIPS[slip]
    if slip == "a channel for a source":
        header = planted.rows(table)[0]
        row = next(row for row in planted.rows(table)[1:] if wanted(dict(zip(header, row, strict=True))))
        channel = row[header.index("seen_in")].partition("|")[0]
        cells = {"source": channel, "seen_in": ""}
    line = planted.change(table, wanted, **cells)
    found = {(problem.rule, problem.file, problem.line) for problem in planted.problems()}
    assert (rule, f"{table}.csv", line) in found


@pytest.mark.parametrize("rule", ["duplicate-key", "duplicate-claim", "retired-id", "ragged-row"])
def test_a_slip_in_a_whole_row_is_caught(planted, rule):
    """A row given twice, a claim under a second key, a key that was retired, a row with a cell too many."""
    rows = planted.rows("arm_results")
    row = next(row for row in rows if row[0].startswith("nct03616912-bari4-sri-4-w52"))
    line = rows.index(row) + 2
    if rule == "duplicate-key":
        rows.insert(line - 1, row)
    elif rule == "duplicate-claim":
        rows.insert(line - 1, [f"{row[0]}-again", *row[1:]])
    elif rule == "ragged-row":
        rows.insert(line - 1, [f"{row[0]}-again", *row[1:], "extra"])
    planted.write("arm_results", rows)
    if rule == "retired-id":
        retired = [*planted.rows("retired"), [f"arm_results.{row[0]}", "planted", "", "2026-11-24"]]
        planted.write("retired", sorted(retired[1:]) and [retired[0], *sorted(retired[1:])])
        line -= 1
    assert (rule, "arm_results.csv", line) in {(found.rule, found.file, found.line) for found in planted.problems()}


def test_the_real_tables_break_no_rule():
    """The curated tables as they are pass the rule book."""
    assert rule_book.apply(TABLE_RULES, read_tables(paths.tables_dir())) == []
