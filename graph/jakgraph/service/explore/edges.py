"""What the graph browser draws: entities as nodes; as edges the claims that name two of them, and direct statements.

Which relations are none is said in `store.drawing`, which the index of paths reads too.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from jakgraph.namespaces import GRAPH, JG, PREFIXES
from jakgraph.service.entities.addresses import thing_of
from jakgraph.service.entities.reading import solutions
from jakgraph.service.explore.edge_queries import claims_at, statements_at, things_of
from jakgraph.store.drawing import NO_EDGES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

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
    statement that was inferred; ``year`` is that in which the document was published, 0 where it says none.
    ``is_made``: it is not in the graph but made by a query; ``words`` says what it is where it has no relation,
    being no statement.
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
    is_made: bool = False
    words: str = ""
    year: int = 0

    @property
    def id(self) -> str:
        """What tells this edge from every other; the same for a claim, from whichever of its ends it was found."""
        ends = sorted((self.source, self.target)) if self.claim else (self.source, self.target)
        return " ".join((self.claim or self.relation or self.words, *ends))

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
    """Return every edge between these entities. Raises what `Engine.evaluate` raises."""
    wanted = sorted(set(iris))
    rows = solutions(reader, statements_at(wanted), MOST_EDGES).rows
    direct = [statement_edge(row) for row in rows if row["target"].value in wanted]
    at_claims = _edges_in(solutions(reader, claims_at(wanted), MOST_EDGES).rows)
    between = [edge for edge in at_claims if {edge.source, edge.target}.issubset(wanted)]
    return tuple(sorted(one_each([*direct, *between])))


def edges_of_claims(reader: Reader, claims: Iterable[str]) -> tuple[Edge, ...]:
    """Return for each claim the edges between every two entities that it names; none where they are fewer."""
    rows = solutions(reader, things_of(claims), MOST_EDGES).rows
    return tuple(sorted(one_each(_edges_in(rows))))


def one_each(edges: Iterable[Edge]) -> list[Edge]:
    """Return each edge once, by its id: a claim that names two documents as its source is one edge, too."""
    kept: dict[str, Edge] = {}
    for edge in edges:
        kept[edge.id] = min(edge, kept.get(edge.id, edge))
    return list(kept.values())


def statement_edge(row: dict[str, Term]) -> Edge:
    """Return the statement in a row of the queries for statements."""
    return Edge(
        source=row["source"].value,
        relation=row["relation"].value,
        target=row["target"].value,
        is_inferred=_value(row, "inferred") == "true",
        inference=_value(row, "inference"),
    )


def _edges_in(rows: Iterable[dict[str, Term]]) -> Iterator[Edge]:
    """Give the edges of claims whose things stand in these rows, one thing in a row."""
    things: dict[str, dict[str, dict[str, Term]]] = defaultdict(dict)
    for row in rows:
        things[row["claim"].value].setdefault(row["thing"].value, row)
    for claim, named in things.items():
        for source, target in combinations(sorted(named), 2):
            row = named[source]
            yield Edge(
                source=source,
                relation=row["relation"].value,
                target=target,
                claim=claim,
                evidence=_value(row, "evidence"),
                verification=_value(row, "verification"),
                document=_value(row, "document"),
                disagrees=_value(row, "disagrees") == "true",
                year=year_of(_value(row, "issued")),
            )


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
        year=year_of(_value(row, "issued")),
    )


def year_of(issued: str) -> int:
    """Return the year of a date that a source gives, 0 where it gives none.

    >>> year_of("2023-05-19"), year_of("2023"), year_of("")
    (2023, 2023, 0)
    """
    return int(issued[:4]) if issued[:4].isdecimal() else 0


def _value(row: dict[str, Term], name: str) -> str:
    return row[name].value if name in row else ""


_EDGES = f"""PREFIX jg: <{JG}>
PREFIX dcterms: <{PREFIXES["dcterms"]}>
PREFIX prov: <{PREFIXES["prov"]}>
PREFIX rdf: <{PREFIXES["rdf"]}>

SELECT DISTINCT ?relation ?direction ?other ?inferred ?claim ?evidence ?verification ?document ?disagrees ?inference
  ?issued
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
    OPTIONAL {{{{ ?claim prov:hadPrimarySource ?document OPTIONAL {{{{ ?document dcterms:issued ?issued }}}} }}}}
    BIND(EXISTS {{{{ ?claim jg:disagreesWith|^jg:disagreesWith ?opponent }}}} AS ?disagrees)
  }}}}
  BIND(?graph = <{{inferred}}> AS ?inferred)
}}}}"""
