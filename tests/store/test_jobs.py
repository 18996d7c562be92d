"""What goes into the engine and comes out of it."""

from __future__ import annotations

from typing import get_args

from jakgraph.store.jobs import GRAPH_FORMATS, SOLUTION_FORMATS, ResultFormat


def test_every_format_is_one_of_solutions_or_of_graphs() -> None:
    """The two lists of formats share nothing and leave nothing out."""
    assert set(SOLUTION_FORMATS) | set(GRAPH_FORMATS) == set(get_args(ResultFormat))
    assert not set(SOLUTION_FORMATS) & set(GRAPH_FORMATS)
