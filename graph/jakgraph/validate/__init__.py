"""Checks: a rule book over the tables, absence checks and shapes over the graph; pages about what was found."""

from jakgraph.validate.check import TABLE_RULES, check
from jakgraph.validate.coverage import coverage_page, lost_rows, read_collected_facts
from jakgraph.validate.quality import quality_page
from jakgraph.validate.report import Report

__all__ = [
    "TABLE_RULES",
    "Report",
    "check",
    "coverage_page",
    "lost_rows",
    "quality_page",
    "read_collected_facts",
]
