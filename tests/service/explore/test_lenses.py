"""The prepared views on the built-in graph: every step brings something in. What nodes there are at all."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from jakgraph.namespaces import JG, JGR
from jakgraph.service.explore.edges import edges_query
from jakgraph.service.explore.lenses import LENSES, Lens, relation_iri
from jakgraph.service.explore.links import CONNECTED_KINDS
from jakgraph.service.explore.schema import CLAIMED, STATED
from jakgraph.service.things import NODE_KINDS


@pytest.mark.parametrize("lens", LENSES, ids=lambda lens: lens.name)
def test_every_step_of_a_view_finds_neighbours(built_graph: ox.Store, lens: Lens) -> None:
    """A view whose relation was renamed, or whose thing is gone, fails here and not in front of a reader."""
    for step in lens.steps:
        rows = built_graph.query(edges_query(f"{JGR}{step.thing}"), use_default_graph_as_union=True)
        assert isinstance(rows, ox.QuerySolutions)
        found = [row for row in rows if str(row["relation"].value) == relation_iri(step.relation)]
        assert [row for row in found if str(row["direction"].value) == step.direction], step


def test_the_kinds_of_nodes_are_those_of_entities(built_graph: ox.Store) -> None:
    """What search offers to the graph browser is what there is to draw."""
    rows = built_graph.query(f"SELECT DISTINCT ?e WHERE {{ ?e a <{JG}Entity> }}", use_default_graph_as_union=True)
    assert isinstance(rows, ox.QuerySolutions)
    assert {str(row["e"].value).removeprefix(JGR).partition("/")[0] for row in rows} == NODE_KINDS


def test_lists_that_are_pictures_have_lines(built_graph: ox.Store) -> None:
    """Things of these kinds are connected with others of their kind, those of the rest are not."""
    connected = set()
    for text in (STATED, CLAIMED):
        rows = built_graph.query(text, use_default_graph_as_union=True)
        assert isinstance(rows, ox.QuerySolutions)
        connected |= {str(row["from"].value) for row in rows if row["from"] == row["to"]}
    assert connected == CONNECTED_KINDS
