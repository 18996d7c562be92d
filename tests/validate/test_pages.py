from __future__ import annotations

from pathlib import Path

import pytest
from tests.curation import write_tables
from tests.validate.test_rules import GOOD, POTENCY, RESULT

from jakgraph import paths
from jakgraph.model import ArmResult, Potency
from jakgraph.tables import read_tables
from jakgraph.validate import coverage_page, lost_rows, quality_page, read_collected_facts

DOCS = Path(__file__).resolve().parents[2] / "docs"


@pytest.fixture(scope="module")
def tables():
    """The curated tables as they are."""
    return read_tables(paths.tables_dir())


def test_the_quality_page_is_that_of_the_tables(tables):
    """docs/data-quality.md is what the tables give; if not: jakgraph check --write-docs docs."""
    assert (DOCS / "data-quality.md").read_text("utf-8") == quality_page(tables)


def test_the_coverage_page_is_that_of_the_collected_facts():
    """docs/coverage.md is what docs/coverage.csv gives; if not: jakgraph check --write-docs docs."""
    assert (DOCS / "coverage.md").read_text("utf-8") == coverage_page(read_collected_facts(DOCS / "coverage.csv"))


def test_no_collected_fact_is_lost(tables):
    """Every collected fact is in a table, was retired, or says why it is left out."""
    assert list(lost_rows(read_collected_facts(DOCS / "coverage.csv"), tables)) == []


def test_at_least_98_percent_of_the_collected_facts_are_in_the_graph():
    """What is left out is at most 2 %."""
    facts = read_collected_facts(DOCS / "coverage.csv")
    assert sum(bool(fact.made) for fact in facts) >= 0.98 * len(facts)


def test_two_sources_that_disagree_stand_on_the_quality_page(tmp_path):
    """Two values of one quantity are both shown, with their sources."""
    other = RESULT | {"arm_result_id": "r2", "events": "140", "percent": "55.6", "notes": "digest"}
    page = quality_page(read_tables(write_tables(tmp_path, GOOD | {ArmResult: [RESULT, other]})))
    assert "142 of 252 participants, 56.3 % (PMID:1)" in page
    assert "140 of 252 participants, 55.6 % (PMID:1)" in page


def test_the_spread_of_a_potency_is_a_ratio_not_a_contradiction(tmp_path):
    """Assays differ: highest over lowest value is shown, nothing is averaged."""
    other = POTENCY | {"potency_id": "p2", "value_nm": "59"}
    page = quality_page(read_tables(write_tables(tmp_path, GOOD | {Potency: [POTENCY, other]})))
    assert "| Baricitinib | JAK1 |  | ic50 | 5.9 | 59 | 10 | 2 |" in page
