"""Which graph a request of the Graph Store HTTP Protocol names."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jakgraph.service.protocol.faults import BadRequest, NotAcceptable
from jakgraph.service.protocol.graph_store import graphs_at, plan_graph, read_direct, read_indirect
from jakgraph.service.protocol.parameters import HttpCall, is_absolute_iri


def call(query_string: bytes, **headers: str) -> HttpCall:
    return HttpCall("GET", query_string, headers)


def test_graph_names_one_graph() -> None:
    """``graph=`` is percent-decoded as UTF-8."""
    assert read_indirect(call(b"graph=urn:%C3%A9")).graphs == ("urn:é",)


def test_default_names_the_default_graph() -> None:
    """``default`` has no value."""
    assert read_indirect(call(b"default")).graphs == ()


@pytest.mark.parametrize(
    "query_string",
    [b"", b"other=x", b"default&graph=urn:a", b"graph=urn:a&graph=urn:b", b"default&default", b"graph=", b"graph=%FF"],
)
def test_anything_else_is_refused(query_string: bytes) -> None:
    """Neither, both, one twice, an empty name, bytes that are no text."""
    with pytest.raises(BadRequest):
        read_indirect(call(query_string))


@pytest.mark.parametrize("query_string", [b"default", b"graph=urn:a"])
def test_a_path_names_a_graph_alone(query_string: bytes) -> None:
    """A second name beside the path is refused."""
    with pytest.raises(BadRequest):
        read_direct(call(query_string), "http://localhost/store", "x")


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_every_path_makes_iris(path: str) -> None:
    """Whatever the path, what it names can be written between the brackets of an IRI."""
    assert all(is_absolute_iri(graph) for graph in graphs_at("http://localhost/store", path))


def test_the_graph_is_no_part_of_the_text() -> None:
    """The engine is given the graph's name beside a query that is always the same."""
    parameters = read_indirect(call(b"graph=urn:a"))
    plan = plan_graph(call(b""), parameters, "urn:a")
    assert plan.job.default_graphs == ("urn:a",)
    assert "urn:a" not in plan.job.text


def test_a_graph_is_not_a_table() -> None:
    """Formats of solutions are no formats of graphs."""
    with pytest.raises(NotAcceptable):
        plan_graph(call(b"", accept="text/csv"), read_indirect(call(b"default")), None)
