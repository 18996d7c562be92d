"""The index of edges: what is in it, and how flat it is."""

from __future__ import annotations

from array import array

from pyoxigraph import RdfFormat, Store

from jakgraph.namespaces import JG, JGR, PREFIXES
from jakgraph.store.adjacency import Adjacency, Rank, Texts, build_adjacency
from jakgraph.store.drawing import EdgeWords

GRAPH = """
PREFIX jg: <https://w3id.org/jakgraph/ontology#>
PREFIX other: <https://example.org/>
BASE <https://w3id.org/jakgraph/>

GRAPH <graph/entities> {
  <a> a jg:Entity ; jg:inhibits <b> , <a> , <none> , "b" ; jg:seenIn <b> ; other:likes <b> .
  <b> a jg:Entity . <c> a jg:Entity ; jg:partOf <b> . <d> a jg:Entity .
}
GRAPH <graph/source/s> {
  <claim/1> a jg:Potency ; jg:drug <a> ; jg:target <b> ; jg:concerns <d> ; jg:verification <verification/unverified> .
  <claim/2> a jg:Potency ; jg:drug <a> ; jg:target <b> ; jg:arm <c> .
}
GRAPH <graph/inferred> {
  <claim/1> a jg:Claim . <claim/2> a jg:Claim . <claim/3> a jg:Claim , jg:Potency ; jg:drug <a> ; jg:target <d> .
  <a> jg:inhibits <b> . <c> jg:reaches <d> .
}
<d> jg:onlyInTheDefaultGraph <a> .
"""


def adjacency_of(text: str) -> Adjacency:
    store = Store()
    store.load(text.encode(), RdfFormat.TRIG)
    return build_adjacency(store, EdgeWords.of(PREFIXES))


def edges_of(adjacency: Adjacency) -> set[tuple[str, str, str, str, Rank]]:
    edges, things = adjacency.edges, adjacency.things
    return {
        (
            things[edges.sources[edge]].removeprefix(JGR),
            adjacency.relations[edges.relations[edge]].removeprefix(JG),
            things[edges.targets[edge]].removeprefix(JGR),
            adjacency.claims[edges.claims[edge] - 1].removeprefix(JGR) if edges.claims[edge] else "",
            Rank(edges.ranks[edge]),
        )
        for edge in range(len(edges))
    }


def test_edges_are_statements_between_entities_and_claims_that_name_two() -> None:
    """Literals, other terms, what no entity is, relations left out, and a thing with itself are no edges."""
    assert edges_of(adjacency_of(GRAPH)) == {
        ("a", "inhibits", "b", "", Rank.STATED),
        ("c", "partOf", "b", "", Rank.STATED),
        ("c", "reaches", "d", "", Rank.INFERRED),
        ("a", "Potency", "b", "claim/1", Rank.UNVERIFIED),
        ("a", "Potency", "b", "claim/2", Rank.CLAIM),
        ("a", "Potency", "c", "claim/2", Rank.CLAIM),
        ("b", "Potency", "c", "claim/2", Rank.CLAIM),
    }


def test_edges_are_found_from_both_ends_the_best_founded_first() -> None:
    """A claim that was seen comes before a statement, and that before a claim that nobody checked."""
    adjacency = adjacency_of(GRAPH)
    a, b, c, d = range(4)
    assert [adjacency.beside(thing) for thing in (a, b, c, d)] == [{b, c}, {a, c}, {a, b, d}, {c}]
    ranks = [adjacency.edges.ranks[edge] for edge in adjacency.between(b, a)]
    assert ranks == [Rank.CLAIM, Rank.STATED, Rank.UNVERIFIED]
    without = {adjacency.relations.index(str(JG.Potency))}
    assert adjacency.beside(a, without) == {b}
    assert len(adjacency.between(a, b, without)) == 1
    assert adjacency.degree(d) == 1


def test_a_claim_that_nothing_was_found_comes_last_of_the_claims() -> None:
    """A figure that was not reached, such as a Kd above 30000 nM, connects less than any other claim, however seen."""
    figure = "<claim/2> jg:valueNmAbove 30000 ; jg:verification <verification/unverified> ."
    adjacency = adjacency_of(GRAPH.replace("<claim/2> a jg:Potency", f"{figure} <claim/2> a jg:Potency"))
    a, b = range(2)
    ranks = [adjacency.edges.ranks[edge] for edge in adjacency.between(a, b)]
    assert ranks == [Rank.STATED, Rank.UNVERIFIED, Rank.NOT_REACHED]


def test_data_without_entities_costs_nothing() -> None:
    """Other people's data has an empty index, and so has any data where the prefixes are not ours."""
    assert len(adjacency_of("<http://e/a> <http://e/b> <http://e/c> .").edges) == 0
    assert len(build_adjacency(Store(), EdgeWords.of({})).things) == 0


def test_an_index_is_a_few_bytes_for_each_edge() -> None:
    """Things and edges are numbers in arrays."""
    entities = "\n".join(f"<{JGR}t{n}> a <{JG.Entity}> ; <{JG.binds}> <{JGR}t{n + 1}> ." for n in range(1000))
    adjacency = adjacency_of(f"GRAPH <{JGR}graph/entities> {{ {entities} }}")
    assert len(adjacency.edges) == 999
    assert adjacency.size < 1000 * 90
    assert all(isinstance(row, array) for row in (adjacency.starts, adjacency.others, adjacency.edge_ids))


def test_texts_are_found_by_number_and_number_by_text() -> None:
    """What is not there has no number, wherever it would stand."""
    texts = Texts(["a", "b\u00e4", "c"])
    assert [texts.find(text) for text in ("a", "b\u00e4", "c")] == [0, 1, 2]
    assert [texts.find(text) for text in ("", "b", "d")] == [None, None, None]
    assert [texts[number] for number in range(len(texts))] == ["a", "b\u00e4", "c"]
