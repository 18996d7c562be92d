"""The prepared views on the built-in graph: every step brings something in."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from jakgraph.namespaces import JGR
from jakgraph.service.explore.edges import edges_query
from jakgraph.service.explore.lenses import LENSES, Lens, relation_iri


@pytest.mark.parametrize("lens", LENSES, ids=lambda lens: lens.name)
def test_every_step_of_a_view_finds_neighbours(built_graph: ox.Store, lens: Lens) -> None:
    """A view whose relation was renamed, or whose thing is gone, fails here and not in front of a reader."""
    for step in lens.steps:
        rows = built_graph.query(edges_query(f"{JGR}{step.thing}"), use_default_graph_as_union=True)
        assert isinstance(rows, ox.QuerySolutions)
        found = [row for row in rows if str(row["relation"].value) == relation_iri(step.relation)]
        assert [row for row in found if str(row["direction"].value) == step.direction], step
