"""Shortcuts and class membership: rules (SPARQL CONSTRUCT files) applied until nothing new follows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from jakgraph.build.terms import INFERRED_GRAPH

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_MOST_ROUNDS = 20


def inferred_quads(quads: Sequence[ox.Quad], rules_folder: Path) -> list[ox.Quad]:
    """Return what the rules add to ``quads``, as quads of the inferred graph, sorted.

    Each rule is a CONSTRUCT over the merge of all graphs. A triple stated already is not repeated.
    Raises RuntimeError if the rules have not come to rest after 20 rounds.
    """
    rules = [path.read_text("utf-8") for path in sorted(rules_folder.glob("*.rq"))]
    store = ox.Store()
    store.bulk_extend(quads)
    stated = {(quad.subject, quad.predicate, quad.object) for quad in quads}
    graph = ox.NamedNode(str(INFERRED_GRAPH))
    inferred: set[ox.Quad] = set()
    for _ in range(_MOST_ROUNDS):
        new = {
            ox.Quad(triple.subject, triple.predicate, triple.object, graph)
            for rule in rules
            for triple in _construct(store, rule)
            if (triple.subject, triple.predicate, triple.object) not in stated
        } - inferred
        if not new:
            return sorted(inferred, key=str)
        inferred |= new
        store.extend(new)
    raise RuntimeError(f"the rules in {rules_folder} still add triples after {_MOST_ROUNDS} rounds")


def _construct(store: ox.Store, rule: str) -> ox.QueryTriples:
    triples = store.query(rule, use_default_graph_as_union=True)
    if not isinstance(triples, ox.QueryTriples):
        raise TypeError(f"a rule is a CONSTRUCT query, this is not: {rule[:80]}")
    return triples
