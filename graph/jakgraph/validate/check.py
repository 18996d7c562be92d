"""``jakgraph check``: the rule book over tables and graph, in one report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jakgraph.build import build_quads
from jakgraph.build.contradictions import contradictions
from jakgraph.errors import Problem, TableErrors
from jakgraph.model import ROW_TYPES, Prefix
from jakgraph.tables import read_tables
from jakgraph.validate import graph_rules, rule_book
from jakgraph.validate.disease_rules import DISEASE_RULES
from jakgraph.validate.figure_rules import FIGURE_RULES
from jakgraph.validate.provenance_rules import PROVENANCE_RULES
from jakgraph.validate.report import Report
from jakgraph.validate.trial_rules import TRIAL_RULES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from jakgraph.tables import Tables

TABLE_RULES = (*PROVENANCE_RULES, *TRIAL_RULES, *FIGURE_RULES, *DISEASE_RULES)


def check(tables_dir: Path, ontology_dir: Path, *, progress: Callable[[str], None] = lambda _step: None) -> Report:
    """Check tables and graph and report everything found. Tables that cannot be read are not built.

    ``progress`` is called with a few words before each step. Raises DatasetError when the ontology cannot be read.
    """
    progress("reading tables")
    try:
        tables = read_tables(tables_dir)
    except TableErrors as error:
        return Report(errors=error.problems, notices=(), checked={})
    progress("applying the rule book")
    errors = rule_book.apply(TABLE_RULES, tables)
    progress("building the graph")
    quads = build_quads(tables, ontology_dir)
    progress("checking the graph")
    place = graph_rules.place_in_tables(tables)
    errors += graph_rules.repeated_triples(quads)
    errors += graph_rules.absence_problems(quads, ontology_dir / "checks", place)
    errors += graph_rules.uncompressible_iris(quads, [prefix.expansion for prefix in tables.rows(Prefix)])
    shapes = ontology_dir / "shapes.ttl"
    if shapes.is_file():
        progress("checking shapes")
        errors += graph_rules.shape_problems(quads, shapes, place)
    rows = sum(len(tables.rows(row_type)) for row_type in ROW_TYPES)
    return Report(
        errors=tuple(sorted(errors)),
        notices=tuple(sorted(_disagreements(tables))),
        checked={"tables": len(ROW_TYPES), "rows": rows, "rules": len(TABLE_RULES), "quads": len(quads)},
    )


def _disagreements(tables: Tables) -> Iterator[Problem]:
    """Yield a notice for each quantity that sources give different values. That is knowledge, not an error."""
    for found in contradictions(tables):
        last = found.claims[-1]
        others = ", ".join(claim.key for claim in found.claims[:-1])
        message = f"{last.key} does not say the same as {others}."
        yield Problem(f"{last.table}.csv", last.line, 0, "sources-disagree", message, "Both are kept.")
