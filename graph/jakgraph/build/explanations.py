"""What each inferred triple rests on: one node per triple, one per way in which it follows, with its premises.

In a rule's template both are blank nodes; here they get names made from what they say, so that the same conclusion has
the same name in every build.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pyoxigraph as ox
from rdflib.namespace import RDF, RDFS, SKOS

from jakgraph.build.terms import EXPLANATIONS_GRAPH
from jakgraph.errors import DatasetError
from jakgraph.namespaces import JG, JGR

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from jakgraph.build.rules import Rule

_GRAPH = ox.NamedNode(str(EXPLANATIONS_GRAPH))
_TYPE, _LABEL = ox.NamedNode(str(RDF.type)), ox.NamedNode(str(RDFS.label))
_PARTS = tuple(ox.NamedNode(str(part)) for part in (RDF.subject, RDF.predicate, RDF.object))
_DERIVATION, _PREMISE = ox.NamedNode(str(JG.derivation)), ox.NamedNode(str(JG.premise))
_BY_RULE = ox.NamedNode(str(JG.byRule))
_ABOUT_TERMS = tuple(ox.NamedNode(str(term)) for term in (JG.byAxiom, JG.differsIn))
_FILE, _SAYS, _WHY = (ox.NamedNode(str(term)) for term in (JG.file, SKOS.definition, SKOS.scopeNote))

Node = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Properties = dict[ox.NamedNode, list[Node]]


class Explanations:
    """Gathers what rules say their conclusions rest on. ``stated`` gives the labels of things."""

    def __init__(self, stated: Iterable[ox.Quad]) -> None:
        self._labels: dict[Node, str] = {
            quad.subject: _text(quad.object) for quad in stated if quad.predicate == _LABEL
        }
        self._nodes: dict[ox.NamedNode, set[tuple[ox.NamedNode, Node]]] = {}
        self._unlabelled: set[ox.NamedNode] = set()
        """Nodes that are named elsewhere and only have their derivations here."""
        self._derivations: list[ox.NamedNode] = []

    def add(self, rule: Rule, triples: Iterable[ox.Triple]) -> None:
        """Take the explanations among the triples that a rule has given. Raises DatasetError where one is not whole."""
        nodes: dict[Node, Properties] = {}
        named: list[tuple[Node, Node]] = []
        for triple in triples:
            if isinstance(triple.subject, ox.BlankNode):
                nodes.setdefault(triple.subject, {}).setdefault(triple.predicate, []).append(triple.object)
            elif triple.predicate == _DERIVATION:
                named.append((triple.subject, triple.object))
        self._describe_rule(rule)
        for conclusion, derivation in (*_derived(nodes), *named):
            self._add_derivation(rule, self._name(rule, conclusion, nodes), nodes.get(derivation, {}), nodes)

    def quads(self, inferred: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
        """Yield everything gathered, labelled; ``inferred`` gives the labels of things that the rules have made."""
        labels = self._labels | {quad.subject: _text(quad.object) for quad in inferred if quad.predicate == _LABEL}
        for node, properties in self._nodes.items():
            label = labels.get(node) or _label_of(properties, labels)
            labels[node] = label
        for node in self._derivations:
            premises = sorted(labels.get(value, "") for name, value in self._nodes[node] if name == _PREMISE)
            labels[node] = "; ".join(filter(None, premises)) or labels[node]
        for node, properties in self._nodes.items():
            for name, value in properties:
                yield ox.Quad(node, name, value, _GRAPH)
            if node not in self._unlabelled:
                yield ox.Quad(node, _LABEL, ox.Literal(labels[node], language="en"), _GRAPH)

    def _describe_rule(self, rule: Rule) -> None:
        node = ox.NamedNode(str(JGR[f"rule/{rule.name}"]))
        self._labels[node] = rule.title
        self._nodes[node] = {
            (_TYPE, ox.NamedNode(str(JG.Rule))),
            (_SAYS, ox.Literal(rule.says, language="en")),
            (_WHY, ox.Literal(rule.why, language="en")),
            (_FILE, ox.Literal(rule.file)),
        }

    def _add_derivation(
        self, rule: Rule, conclusion: ox.NamedNode, derivation: Properties, nodes: dict[Node, Properties]
    ) -> None:
        premises = [self._name(rule, premise, nodes) for premise in derivation.get(_PREMISE, [])]
        told: set[tuple[ox.NamedNode, Node]] = {(_PREMISE, node) for node in premises}
        told |= {(term, node) for term in _ABOUT_TERMS for node in derivation.get(term, [])}
        if not told:
            remedy = "Name a jg:premise or a jg:byAxiom in it."
            raise DatasetError(rule.file, "a derivation rests on nothing.", remedy=remedy)
        by_rule = ox.NamedNode(str(JGR[f"rule/{rule.name}"]))
        name = _hashed("derivation", conclusion, by_rule, *sorted({str(node) for _, node in told}))
        if conclusion not in self._nodes:
            self._nodes[conclusion] = set()
            self._unlabelled.add(conclusion)
        self._nodes[conclusion].add((_DERIVATION, name))
        if name not in self._nodes:
            self._derivations.append(name)
            self._nodes[name] = {(_TYPE, ox.NamedNode(str(JG.Derivation))), (_BY_RULE, by_rule), *told}

    def _name(self, rule: Rule, node: Node, nodes: dict[Node, Properties]) -> ox.NamedNode:
        """Return a named node as it is, and the name of the triple that a blank one stands for."""
        if isinstance(node, ox.NamedNode):
            return node
        parts = [value for part in _PARTS for value in nodes.get(node, {}).get(part, [])]
        if len(parts) != len(_PARTS):
            remedy = "Give it rdf:subject, rdf:predicate and rdf:object."
            message = "a premise or conclusion is neither a thing nor a whole triple."
            raise DatasetError(rule.file, message, remedy=remedy)
        name = _hashed("inference", *parts)
        if name not in self._nodes:
            self._nodes[name] = {(_TYPE, ox.NamedNode(str(JG.Inference))), *zip(_PARTS, parts, strict=True)}
        return name


def _derived(nodes: dict[Node, Properties]) -> Iterator[tuple[Node, Node]]:
    for node, properties in nodes.items():
        for derivation in properties.get(_DERIVATION, ()):
            yield node, derivation


def _hashed(kind: str, *parts: object) -> ox.NamedNode:
    digest = hashlib.sha256(" ".join(str(part) for part in parts).encode()).hexdigest()
    return ox.NamedNode(str(JGR[f"{kind}/{digest[:16]}"]))


def _label_of(properties: set[tuple[ox.NamedNode, Node]], labels: dict[Node, str]) -> str:
    """Return a triple in words: "Baricitinib inhibits JAK1", "SLE-BRAVE-II: trial that missed its primary endpoint"."""
    parts = dict(properties)
    subject, predicate, value = (
        labels.get(parts[part], _text(parts[part])) if part in parts else "" for part in _PARTS
    )
    return f"{subject}: {value}" if parts.get(_PARTS[1]) == _TYPE else f"{subject} {predicate} {value}".strip()


def _text(node: Node) -> str:
    return node.value if isinstance(node, ox.NamedNode | ox.Literal) else str(node)
