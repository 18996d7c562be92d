from __future__ import annotations

import pytest
from tests.curation import table_text, write_tables

from jakgraph.errors import TableErrors
from jakgraph.model import Arm, Drug, RetiredIdentifier, Trial
from jakgraph.tables import read_table, read_tables

BARICITINIB = {"drug_id": "baricitinib", "label": "Baricitinib", "drug_class": "jak-inhibitor"}
TOFACITINIB = {"drug_id": "tofacitinib", "label": "Tofacitinib", "drug_class": "jak-inhibitor"}


def drugs(tmp_path, change):
    """Write a drugs table of two rows, changed by a function on its bytes; return what reading it gives."""
    path = tmp_path / "drugs.csv"
    path.write_bytes(change(table_text(Drug, BARICITINIB, TOFACITINIB).encode()))
    return read_table(path, Drug)


def only(problems):
    assert len(problems) == 1, [str(problem) for problem in problems]
    return problems[0]


def test_a_good_table_gives_its_rows_by_key(tmp_path):
    """A table without slips is read whole, each row with its line."""
    rows, problems = drugs(tmp_path, lambda data: data)
    assert problems == []
    assert [(key, row.line) for key, row in rows.items()] == [("baricitinib", 2), ("tofacitinib", 3)]


SLIPS = {
    "ragged-row": (lambda data: data.replace(b"jak-inhibitor,", b"jak-inhibitor,,", 1), (2, 0)),
    "unknown-column": (lambda data: data.replace(b"drug_class", b"drug_clas", 1), (1, 24)),
    "missing-key": (lambda data: data.replace(b"\nbaricitinib,", b"\n,", 1), (2, 1)),
    "duplicate-key": (lambda data: data.replace(b"tofacitinib,Tof", b"baricitinib,Tof"), (3, 1)),
    "trailing-blank": (lambda data: data.replace(b"Baricitinib,", b"Baricitinib ,"), (2, 13)),
    "encoding": (lambda data: data.replace(b"Baricitinib", b"Baricitini\xdf"), (2, 23)),
    "bad-date": (lambda data: data.replace(b"2026-11-24", b"2026-11-31", 1), None),
    "bad-id": (lambda data: data.replace(b"baricitinib,", b"Baricitinib 4,", 1), (2, 1)),
    "line-end": (lambda data: data.replace(b"tester,2026-11-24,\n", b"tester,2026-11-24,\r\n", 1), None),
    "unsorted": (lambda data: data.replace(b"\nbaricitinib", b"\nzaricitinib", 1), (3, 1)),
    "quoting": (lambda data: data.replace(b"Baricitinib,", b'"Baricitinib,'), (2, 0)),
    "blank-line": (lambda data: data + b"\n", (4, 0)),
    "duplicate-claim": (lambda data: data.replace(b",Tofacitinib,", b",Baricitinib,"), (3, 1)),
}


@pytest.mark.parametrize("rule", SLIPS)
def test_a_slip_is_named_with_its_line_and_column(tmp_path, rule):
    """Each slip in a file is found by its rule at its place, with what to do about it."""
    change, place = SLIPS[rule]
    _, problems = drugs(tmp_path, change)
    found = [problem for problem in problems if problem.rule == rule]
    assert found, [str(problem) for problem in problems]
    assert found[0].file == "drugs.csv"
    assert found[0].remedy
    if place:
        assert (found[0].line, found[0].column) == place


def test_a_missing_column_is_named_with_the_whole_header(tmp_path):
    """A header that lacks a column says which, and what it should be."""
    _, problems = drugs(tmp_path, lambda data: data.replace(b",originator", b"", 1))
    problem = only([problem for problem in problems if problem.rule == "missing-column"])
    assert "originator" in problem.message


def test_all_problems_of_a_run_are_reported_together(tmp_path):
    """Slips in several tables come back in one error, sorted by file and line."""
    folder = write_tables(tmp_path, {Drug: [BARICITINIB | {"drug_class": "biologic"}]})
    (folder / "trials.csv").unlink()
    (folder / "extra.csv").write_text("a\n")
    with pytest.raises(TableErrors) as caught:
        read_tables(folder)
    rules = [problem.rule for problem in caught.value.problems]
    assert rules == ["unknown-concept", "unknown-table", "missing-table"]
    assert "3 problem(s)" in str(caught.value)


def test_an_unknown_reference_is_found_at_its_cell(tmp_path):
    """A row that names another that does not exist is reported at that cell."""
    arm = {"arm_id": "nct1-bari", "trial": "nct1", "label": "Baricitinib", "role": "experimental"}
    folder = write_tables(tmp_path, {Arm: [arm]})
    with pytest.raises(TableErrors) as caught:
        read_tables(folder)
    problem = only(caught.value.problems)
    assert (problem.file, problem.line, problem.column, problem.rule) == ("arms.csv", 2, 11, "unknown-reference")


def test_a_reference_to_a_row_that_cannot_be_read_is_no_second_problem(tmp_path):
    """One slip is one problem: what refers to the bad row is not reported as well."""
    trial = {"trial_id": "nct1", "label": "T", "trial_kind": "trial", "sites": "many"}
    arm = {"arm_id": "nct1-bari", "trial": "nct1", "label": "Baricitinib", "role": "experimental"}
    folder = write_tables(tmp_path, {Trial: [trial], Arm: [arm]})
    with pytest.raises(TableErrors) as caught:
        read_tables(folder)
    assert only(caught.value.problems).rule == "bad-number"


def test_an_identifier_matches_the_pattern_of_its_prefix(tmp_path):
    """A registry number with a digit too few is caught."""
    trial = {"trial_id": "nct1", "label": "T", "trial_kind": "trial", "registry_number": "clinicaltrials:NCT0361691"}
    with pytest.raises(TableErrors) as caught:
        read_tables(write_tables(tmp_path, {Trial: [trial]}))
    assert only(caught.value.problems).rule == "bad-id"


def test_a_retired_key_never_returns(tmp_path):
    """A key listed as retired cannot be used again."""
    retired = {"retired_id": "drugs.baricitinib", "reason": "test", "retired_on": "2026-01-01"}
    with pytest.raises(TableErrors) as caught:
        read_tables(write_tables(tmp_path, {Drug: [BARICITINIB], RetiredIdentifier: [retired]}))
    assert only(caught.value.problems).rule == "retired-id"


def test_rows_are_found_by_type_and_key(tmp_path):
    """The collection gives typed rows in file order."""
    tables = read_tables(write_tables(tmp_path, {Drug: [TOFACITINIB, BARICITINIB]}))
    assert [drug.key for drug in tables.rows(Drug)] == ["baricitinib", "tofacitinib"]
    assert tables.get(Drug, "tofacitinib").label == "Tofacitinib"
    assert tables.concept("arm-role", "placebo").definition == "what placebo means"
