"""The query files: the competency queries, and the panels of the pages about things."""

from jakgraph.queries.catalogue import (
    GROUPS,
    NUMBER,
    TERM,
    TEXT,
    THING,
    CompetencyQuery,
    Parameter,
    load_competency_queries,
    values_in,
    with_parameters,
    without_header,
)
from jakgraph.queries.panels import Panel, load_panels

__all__ = [
    "GROUPS",
    "NUMBER",
    "TERM",
    "TEXT",
    "THING",
    "CompetencyQuery",
    "Panel",
    "Parameter",
    "load_competency_queries",
    "load_panels",
    "values_in",
    "with_parameters",
    "without_header",
]
