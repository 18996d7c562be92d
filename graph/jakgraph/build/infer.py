"""What follows from what is stated: rules applied until nothing new follows, then what can only be counted at the end.

A rule is a CONSTRUCT query. Beside the triples that it concludes, its template says what they rest on: a blank node
with rdf:subject, rdf:predicate, rdf:object and jg:derivation, which explanations.py gives a name.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, cast

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


def conclude(
    stated: Sequence[ox.Quad], ontology_dir: Path, found: Iterable[tuple[Rule, Iterable[ox.Triple]]] = ()
) -> Conclusions:
    """Return what follows from ``stated``. A triple stated already is not repeated.

    First the rules of ``rules/``, over the merge of all graphs, until nothing new follows; then once, in the order of
    their names, those of ``computed/``, which count, compare and look for what is absent; then the rules again, for
    what follows from that. ``found`` is what was concluded elsewhere, in the form that a rule gives. Raises
    DatasetError for a rule file that cannot be used, RuntimeError if the rules are not at rest after 20 rounds.
    """
    rules, to_compute = load_rules(ontology_dir / "rules"), load_rules(ontology_dir / "computed")
    state = _State(stated)
    explanations = Explanations(stated)
    state.apply_until_rest(rules)
    computed = ((rule, state.construct(rule)) for rule in to_compute)
    for rule, given in chain(found, computed):
        triples = list(given)
        state.keep_new(triples)
        explanations.add(rule, triples)
    for rule, triples in state.apply_until_rest(rules):
        explanations.add(rule, triples)
    return Conclusions(sorted(state.inferred, key=str), sorted(explanations.quads(state.inferred), key=str))


class _State:
    """What is known so far: what was stated, and what was inferred from it."""

    def __init__(self, stated: Sequence[ox.Quad]) -> None:
        self.inferred: list[ox.Quad] = []
        self._store = ox.Store()
        self._store.bulk_extend(stated)
        self._known: set[PlainTriple] = {(quad.subject, quad.predicate, quad.object) for quad in stated}

    def apply_until_rest(self, rules: Sequence[Rule]) -> list[tuple[Rule, list[ox.Triple]]]:
        """Apply rules, each to what those before it have added, until a round adds nothing; return what that gave."""
        for _ in range(_MOST_ROUNDS):
            grown = False
            given = []
            for rule in rules:
                triples = self.construct(rule)
                grown |= self.keep_new(triples)
                given.append((rule, triples))
            if not grown:
                return given
        raise RuntimeError(f"the rules still add triples after {_MOST_ROUNDS} rounds")

    def construct(self, rule: Rule) -> list[ox.Triple]:
        """Return what a rule gives over the merge of all graphs, its explanations included."""
        return list(cast("ox.QueryTriples", self._store.query(rule.text, use_default_graph_as_union=True)))

    def keep_new(self, triples: Sequence[ox.Triple]) -> bool:
        """Add the triples that are not known yet and no part of an explanation; return whether there were any."""
        new = []
        for triple in triples:
            plain = (triple.subject, triple.predicate, triple.object)
            if plain not in self._known and not any(isinstance(node, ox.BlankNode) for node in plain):
                self._known.add(plain)
                new.append(ox.Quad(*plain, _GRAPH))
        self.inferred += new
        self._store.extend(new)
        return bool(new)
