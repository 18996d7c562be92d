"""What follows from what is stated: rules applied until nothing new follows, then what can only be counted at the end.

A rule is a CONSTRUCT query. Beside the triples that it concludes, its template says what they rest on: a blank node
with rdf:subject, rdf:predicate, rdf:object and jg:derivation, which explanations.py gives a name.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from jakgraph.build.explanations import Explanations
from jakgraph.build.rules import load_rules
from jakgraph.build.terms import INFERRED_GRAPH

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from jakgraph.build.rules import Rule

    PlainTriple = tuple[object, object, object]

_MOST_ROUNDS = 20
_GRAPH = ox.NamedNode(str(INFERRED_GRAPH))


@dataclass(frozen=True)
class Conclusions:
    """What the rules add: triples of the inferred graph, and what each rests on, in the explanations graph; sorted."""

    inferred: list[ox.Quad]
    explanations: list[ox.Quad]


def conclude(stated: Sequence[ox.Quad], ontology_dir: Path) -> Conclusions:
    """Return what follows from ``stated``. A triple stated already is not repeated.

    First the rules of ``rules/``, over the merge of all graphs, until nothing new follows; then once, in the order of
    their names, those of ``computed/``, which count, compare and look for what is absent; then the rules again, for
    what follows from that. Raises RuntimeError if the rules have not come to rest after 20 rounds.
    """
    rules, computed = load_rules(ontology_dir / "rules"), load_rules(ontology_dir / "computed")
    store = ox.Store()
    store.bulk_extend(stated)
    known: set[PlainTriple] = {(quad.subject, quad.predicate, quad.object) for quad in stated}
    inferred: list[ox.Quad] = []
    explanations = Explanations(stated)
    _apply_until_rest(rules, store, known, inferred)
    for rule in computed:
        triples = list(_construct(store, rule))
        explanations.add(rule, triples)
        _keep_new(triples, store, known, inferred)
    _apply_until_rest(rules, store, known, inferred)
    for rule in rules:
        explanations.add(rule, _construct(store, rule))
    return Conclusions(sorted(inferred, key=str), sorted(explanations.quads(inferred), key=str))


def _apply_until_rest(rules: Sequence[Rule], store: ox.Store, known: set[PlainTriple], inferred: list[ox.Quad]) -> None:
    for _ in range(_MOST_ROUNDS):
        triples = [triple for rule in rules for triple in _construct(store, rule)]
        if not _keep_new(triples, store, known, inferred):
            return
    raise RuntimeError(f"the rules still add triples after {_MOST_ROUNDS} rounds")


def _keep_new(triples: Iterable[ox.Triple], store: ox.Store, known: set[PlainTriple], inferred: list[ox.Quad]) -> bool:
    """Add the triples that are not known yet and no part of an explanation; return whether there were any."""
    new = []
    for triple in triples:
        plain = (triple.subject, triple.predicate, triple.object)
        if plain not in known and not any(isinstance(node, ox.BlankNode) for node in plain):
            known.add(plain)
            new.append(ox.Quad(*plain, _GRAPH))
    inferred += new
    store.extend(new)
    return bool(new)


def _construct(store: ox.Store, rule: Rule) -> ox.QueryTriples:
    triples = store.query(rule.text, use_default_graph_as_union=True)
    if not isinstance(triples, ox.QueryTriples):
        raise TypeError(f"{rule.file}: a rule is a CONSTRUCT query")
    return triples
