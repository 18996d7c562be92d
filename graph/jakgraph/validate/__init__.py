"""Checks: a rule book over the tables, absence checks and shapes over the graph."""

from jakgraph.validate.check import TABLE_RULES, check
from jakgraph.validate.report import Report

__all__ = ["TABLE_RULES", "Report", "check"]
