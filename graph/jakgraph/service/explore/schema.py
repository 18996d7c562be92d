"""The graph as a whole: which kinds of things there are, how many of each, and by which relations they connect.

Counts the edges that `edges` draws, each once. Reads; knows no page.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from jakgraph.namespaces import GRAPH, JG, JGR, PREFIXES
from jakgraph.service.answers import names_for
from jakgraph.service.entities.reading import solutions
from jakgraph.service.explore.documents import edge_document, node_document
from jakgraph.service.explore.edges import CLAIM, LEFT_OUT, Edge
from jakgraph.service.explore.pathfinding import with_evidence
from jakgraph.service.things import THING_KINDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jakgraph.service.answers import Reader
    from jakgraph.service.terms import Term

THINGS_SHOWN = 50
EXAMPLES_SHOWN = 10
MOST_ROWS = 10_000


@dataclass(frozen=True, order=True)
class RelationKind:
    """Edges by one relation from things of one kind to those of another; a claim has no direction."""

    source: str
    relation: str
    target: str
    direction: str = "out"


def schema_document(reader: Reader) -> dict[str, Any]:
    """Return the kinds of things by their numbers, and how many edges there are between which by each relation."""
    kinds = [(row["kind"].value, int(row["things"].value)) for row in solutions(reader, KINDS, MOST_ROWS).rows]
    counted: dict[RelationKind, list[tuple[int, bool]]] = {}
    for between, edges, is_inferred in _edges_between(reader):
        counted.setdefault(between, []).append((edges, is_inferred))
    names = names_for(reader, {between.relation for between in counted})
    numbers = {between: sum(edges for edges, _ in parts) for between, parts in counted.items()}
    return {
        "kinds": [{"kind": kind, "label": _called(kind, things), "things": things} for kind, things in kinds],
        "relations": [
            {
                "source": between.source,
                "target": between.target,
                "relation": between.relation,
                "label": names.of(between.relation),
                "direction": between.direction,
                "edges": numbers[between],
                "inferred": all(is_inferred for _, is_inferred in counted[between]),
            }
            for between in sorted(counted, key=lambda item: (-numbers[item], item))
        ],
    }


def _edges_between(reader: Reader) -> Iterator[tuple[RelationKind, int, bool]]:
    for row in solutions(reader, STATED, MOST_ROWS).rows:
        between = RelationKind(row["from"].value, row["relation"].value, row["to"].value)
        yield between, int(row["edges"].value), row["inferred"].value == "true"
    for row in solutions(reader, CLAIMED, MOST_ROWS).rows:
        between = RelationKind(row["from"].value, row["relation"].value, row["to"].value, CLAIM)
        yield between, int(row["edges"].value), False


def _called(kind: str, things: int) -> str:
    words = next((item.called(things) for item in THING_KINDS if item.path == kind), "")
    return words or kind.replace("-", " ")


def things_document(reader: Reader, kind: str, text: str, offset: int) -> dict[str, Any]:
    """Return 50 things of a kind by name from ``offset`` on; with a text, those that have it in a name."""
    wanted = _NAMED.format(text=_literal(text)) if text else ""
    where = {"prefix": f"{JGR}{kind}/", "wanted": wanted}
    listed = solutions(reader, _THINGS.format(**where, most=THINGS_SHOWN, offset=offset), THINGS_SHOWN).rows
    (counted,) = solutions(reader, _HOW_MANY.format(**where), 1).rows
    total, end = int(counted["things"].value), offset + len(listed)
    iris = [row["thing"].value for row in listed]
    names = names_for(reader, iris)
    return {
        "nodes": [node_document(iri, names) for iri in iris],
        "total": total,
        "next": end if iris and end < total else None,
    }


def examples_document(reader: Reader, between: RelationKind) -> dict[str, Any]:
    """Return some edges by a relation from one kind of things to another, with what is said for them."""
    template = _EXAMPLE_CLAIMS if between.direction == CLAIM else _EXAMPLES
    query = template.format(
        source=f"{JGR}{between.source}/",
        target=f"{JGR}{between.target}/",
        relation=between.relation,
        inferred=GRAPH.inferred,
        most=EXAMPLES_SHOWN,
    )
    edges = with_evidence(reader, [_example(row, between.relation) for row in solutions(reader, query, MOST_ROWS).rows])
    names = names_for(reader, {iri for edge in edges for iri in edge.iris()})
    things = dict.fromkeys(end for edge in edges for end in (edge.source, edge.target))
    return {
        "nodes": [node_document(iri, names) for iri in things],
        "edges": [edge_document(edge, names) for edge in edges],
    }


def _example(row: dict[str, Term], relation: str) -> Edge:
    return Edge(
        row["source"].value,
        relation,
        row["target"].value,
        claim=row["claim"].value if "claim" in row else "",
        is_inferred="inferred" in row and row["inferred"].value == "true",
    )


def _literal(text: str) -> str:
    r"""Return a text as SPARQL writes it: JSON's strings are strings of SPARQL too.

    >>> print(_literal('5" \\ x'))
    "5\" \\ x"
    """
    return json.dumps(text, ensure_ascii=False)


_KIND_OF = """BIND(STRBEFORE(STRAFTER(STR(?{thing}), STR(jgr:)), "/") AS ?{kind})"""
_PREFIXES = f"""PREFIX jg: <{JG}>
PREFIX jgr: <{JGR}>
PREFIX rdfs: <{PREFIXES["rdfs"]}>
PREFIX skos: <{PREFIXES["skos"]}>
"""

KINDS = f"""{_PREFIXES}
SELECT ?kind (COUNT(DISTINCT ?thing) AS ?things) WHERE {{
  ?thing a jg:Entity {_KIND_OF.format(thing="thing", kind="kind")}
}} GROUP BY ?kind ORDER BY DESC(?things) ?kind"""

STATED = f"""{_PREFIXES}
SELECT ?from ?relation ?to ?inferred (COUNT(*) AS ?edges) WHERE {{
  {{ SELECT DISTINCT ?source ?relation ?target ?inferred WHERE {{
    GRAPH ?graph {{ ?source ?relation ?target }}
    FILTER(STRSTARTS(STR(?relation), STR(jg:)) && ?relation NOT IN ({LEFT_OUT}))
    ?source a jg:Entity . ?target a jg:Entity .
    BIND(?graph = <{GRAPH.inferred}> AS ?inferred)
  }} }}
  {_KIND_OF.format(thing="source", kind="from")}
  {_KIND_OF.format(thing="target", kind="to")}
}} GROUP BY ?from ?relation ?to ?inferred"""
"""How many statements there are by each relation from one kind to another."""

CLAIMED = f"""{_PREFIXES}
SELECT ?from ?relation ?to (COUNT(*) AS ?edges) WHERE {{
  {{ SELECT DISTINCT ?claim ?source ?relation ?target WHERE {{
    ?claim a jg:Claim ; ?part ?source ; ?otherPart ?target . FILTER(STR(?source) < STR(?target))
    FILTER(?part NOT IN ({LEFT_OUT}) && ?otherPart NOT IN ({LEFT_OUT}))
    ?source a jg:Entity . ?target a jg:Entity .
    GRAPH ?stated {{ ?claim a ?relation }} FILTER(?stated != <{GRAPH.inferred}>)
  }} }}
  {_KIND_OF.format(thing="source", kind="from")}
  {_KIND_OF.format(thing="target", kind="to")}
}} GROUP BY ?from ?relation ?to"""
"""How many pairs of things claims of each kind draw, the kind of things that comes first in the alphabet first."""

_LIST = """WHERE {{
  ?thing a jg:Entity FILTER(STRSTARTS(STR(?thing), "{prefix}")){wanted}
  OPTIONAL {{ ?thing rdfs:label ?name }}
}}"""
_NAMED = """
  FILTER EXISTS {{ ?thing rdfs:label|skos:altLabel ?called FILTER(CONTAINS(LCASE(STR(?called)), LCASE({text}))) }}"""
_THINGS = f"""{_PREFIXES}
SELECT ?thing (LCASE(MIN(STR(?name))) AS ?first) {_LIST}
GROUP BY ?thing ORDER BY ?first ?thing LIMIT {{most}} OFFSET {{offset}}"""
_HOW_MANY = f"""{_PREFIXES}
SELECT (COUNT(DISTINCT ?thing) AS ?things) {_LIST}"""

_EXAMPLES = f"""{_PREFIXES}
SELECT DISTINCT ?source ?target ?inferred WHERE {{{{
  GRAPH ?graph {{{{ ?source <{{relation}}> ?target }}}}
  FILTER(STRSTARTS(STR(?source), "{{source}}") && STRSTARTS(STR(?target), "{{target}}"))
  ?source a jg:Entity . ?target a jg:Entity .
  BIND(?graph = <{{inferred}}> AS ?inferred)
}}}} ORDER BY ?source ?target LIMIT {{most}}"""

_EXAMPLE_CLAIMS = f"""{_PREFIXES}
SELECT DISTINCT ?claim ?source ?target WHERE {{{{
  GRAPH ?stated {{{{ ?claim a <{{relation}}> }}}} FILTER(?stated != <{{inferred}}>)
  ?claim a jg:Claim ; ?part ?source ; ?otherPart ?target .
  FILTER(?source != ?target && ?part NOT IN ({LEFT_OUT}) && ?otherPart NOT IN ({LEFT_OUT}))
  FILTER(STRSTARTS(STR(?source), "{{source}}") && STRSTARTS(STR(?target), "{{target}}"))
  ?source a jg:Entity . ?target a jg:Entity .
}}}} ORDER BY ?source ?target ?claim LIMIT {{most}}"""
