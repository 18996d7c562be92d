"""What the graph browser draws: entities as nodes; as edges the claims that name two of them, and direct statements.

Which relations are none is said in `store.drawing`, which the index of paths reads too.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jakgraph.namespaces import GRAPH, JG, PREFIXES
from jakgraph.service.entities.addresses import thing_of
from jakgraph.service.entities.reading import solutions
from jakgraph.store.drawing import NO_EDGES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from jakgraph.service.answers import Reader
    from jakgraph.service.terms import Term

MOST_EDGES = 20_000
CLAIM = "claim"
"""The direction of a claim, which has none."""

LEFT_OUT = ", ".join(f"jg:{name}" for name in NO_EDGES)


@dataclass(frozen=True, order=True)
class Edge:
    """A claim about two things, or a statement from one to another; ``claim`` is empty for a statement.

    ``evidence``, ``verification`` and ``document`` are IRIs, empty where there are none; ``inference`` explains a
    statement that was inferred.
    """

    source: str
    relation: str
    target: str
    claim: str = ""
    is_inferred: bool = False
    evidence: str = ""
    verification: str = ""
    document: str = ""
    disagrees: bool = False
    inference: str = ""

    @property
    def id(self) -> str:
        """What tells this edge from every other; the same for a claim, from whichever of its ends it was found."""
        ends = sorted((self.source, self.target)) if self.claim else (self.source, self.target)
        return " ".join((self.claim or self.relation, *ends))

    def iris(self) -> set[str]:
        """Return every IRI in it."""
        return {
            item
            for item in (
                *(self.source, self.relation, self.target, self.claim),
                *(self.evidence, self.verification, self.document),
            )
            if item
        }


def edges_of(reader: Reader, iri: str) -> tuple[Edge, ...]:
    """Return every edge at a thing, by relation. Raises what `Engine.evaluate` raises."""
    rows = solutions(reader, edges_query(iri), MOST_EDGES).rows
    return tuple(sorted({_edge(row, iri) for row in rows}))


def edges_among(reader: Reader, iris: Iterable[str]) -> tuple[Edge, ...]:
    """Return every edge between these things. Raises what `Engine.evaluate` raises."""
    wanted = set(iris)
    found = {edge for iri in sorted(wanted) for edge in edges_of(reader, iri)}
    # A claim is found from both of its ends: one edge for it, from the end that comes first.
    one_each = {edge.id: edge for edge in sorted(found, reverse=True)}
    return tuple(sorted(edge for edge in one_each.values() if {edge.source, edge.target} <= wanted))


def kind_of(iri: str) -> str:
    """Return the kind of one of our own things, an empty string for any other IRI."""
    thing = thing_of(iri)
    return thing[0] if thing else ""


def edges_query(iri: str) -> str:
    """Return the query for the edges at a thing."""
    return _EDGES.format(iri=iri, inferred=GRAPH.inferred, left_out=LEFT_OUT)


def _edge(row: dict[str, Term], iri: str) -> Edge:
    other = row["other"].value
    is_in = row["direction"].value == "in"
    return Edge(
        source=other if is_in else iri,
        relation=row["relation"].value,
        target=iri if is_in else other,
        claim=_value(row, "claim"),
        is_inferred=_value(row, "inferred") == "true",
        evidence=_value(row, "evidence"),
        verification=_value(row, "verification"),
        document=_value(row, "document"),
        disagrees=_value(row, "disagrees") == "true",
        inference=_value(row, "inference"),
    )


def _value(row: dict[str, Term], name: str) -> str:
    return row[name].value if name in row else ""


_EDGES = f"""PREFIX jg: <{JG}>
PREFIX prov: <{PREFIXES["prov"]}>
PREFIX rdf: <{PREFIXES["rdf"]}>

SELECT DISTINCT ?relation ?direction ?other ?inferred ?claim ?evidence ?verification ?document ?disagrees ?inference
WHERE {{{{
  {{{{
    GRAPH ?graph {{{{ <{{iri}}> ?relation ?other }}}} ?other a jg:Entity . BIND("out" AS ?direction)
    FILTER(STRSTARTS(STR(?relation), STR(jg:)) && ?relation NOT IN ({{left_out}}))
    OPTIONAL {{{{ ?inference rdf:subject <{{iri}}> ; rdf:predicate ?relation ; rdf:object ?other }}}}
  }}}} UNION {{{{
    GRAPH ?graph {{{{ ?other ?relation <{{iri}}> }}}} ?other a jg:Entity . BIND("in" AS ?direction)
    FILTER(STRSTARTS(STR(?relation), STR(jg:)) && ?relation NOT IN ({{left_out}}))
    OPTIONAL {{{{ ?inference rdf:subject ?other ; rdf:predicate ?relation ; rdf:object <{{iri}}> }}}}
  }}}} UNION {{{{
    ?claim ?part <{{iri}}> ; a jg:Claim .
    GRAPH ?stated {{{{ ?claim a ?relation }}}} FILTER(?stated != <{{inferred}}>)
    ?claim ?otherPart ?other . ?other a jg:Entity .
    FILTER(?other != <{{iri}}> && ?part NOT IN ({{left_out}}) && ?otherPart NOT IN ({{left_out}}))
    BIND("claim" AS ?direction)
    OPTIONAL {{{{ ?claim jg:evidenceType ?evidence }}}}
    OPTIONAL {{{{ ?claim jg:verification ?verification }}}}
    OPTIONAL {{{{ ?claim prov:hadPrimarySource ?document }}}}
    BIND(EXISTS {{{{ ?claim jg:disagreesWith|^jg:disagreesWith ?opponent }}}} AS ?disagrees)
  }}}}
  BIND(?graph = <{{inferred}}> AS ?inferred)
}}}}"""
