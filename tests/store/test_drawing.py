"""The words that tell edges from other statements."""

from __future__ import annotations

from jakgraph.namespaces import GRAPH, JG, PREFIXES
from jakgraph.store.drawing import NO_EDGES, EdgeWords


def test_words_are_those_of_the_prefixes() -> None:
    """The store knows no namespace by itself: what it is given names the terms, things and graphs."""
    words = EdgeWords.of(PREFIXES)
    assert words
    assert (words.entity, words.inferred_graph) == (str(JG.Entity), str(GRAPH.inferred))
    assert words.left_out == {str(JG[name]) for name in NO_EDGES}
