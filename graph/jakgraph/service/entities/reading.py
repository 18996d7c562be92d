"""What the graph says of one thing, and what points to it: read by queries, as terms. Knows no page."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from jakgraph.errors import ResultTooLarge
from jakgraph.namespaces import GRAPH, JG, JGR, PREFIXES
from jakgraph.service.terms import read_solutions
from jakgraph.store.jobs import QueryJob

if TYPE_CHECKING:
    from jakgraph.service.answers import Reader
    from jakgraph.service.terms import Rows, Term

MOST_STATEMENTS = 2_000
MOST_PROPERTIES = 10_000
LINKS_SHOWN = 50
"""How many things that point to one are on one page of them."""

LABEL = f"{PREFIXES['rdfs']}label"
TYPE = f"{PREFIXES['rdf']}type"
CLAIM = str(JG.Claim)
INFERRED = str(GRAPH.inferred)


@dataclass(frozen=True)
class Statement:
    """One triple about a thing, and the named graph it lies in."""

    predicate: str
    value: Term
    graph: str

    @property
    def is_inferred(self) -> bool:
        """Whether nobody stated it: it follows from what was stated."""
        return self.graph == INFERRED


@dataclass(frozen=True)
class Links:
    """How many things point to one by one property."""

    predicate: str
    count: int


@dataclass(frozen=True)
class Thing:
    """A thing with every statement about it and the numbers of what points to it; without either it is unknown.

    ``left_out`` is how many statements more there are: some named graphs of other people's may have very many.
    """

    kind: str
    key: str
    statements: tuple[Statement, ...]
    links: tuple[Links, ...] = ()
    left_out: int = 0

    @property
    def iri(self) -> str:
        """Its IRI."""
        return f"{JGR}{self.kind}/{self.key}"

    @cached_property
    def label(self) -> str:
        """What it is called: its label, else its key."""
        labels = [item.value.value for item in self.statements if item.predicate == LABEL]
        return labels[0] if labels else self.key

    @cached_property
    def classes(self) -> tuple[str, ...]:
        """The IRIs of the classes it belongs to, the stated ones first."""
        types = [item for item in self.statements if item.predicate == TYPE]
        ordered = sorted(types, key=lambda item: (item.is_inferred, item.value.value))
        return tuple(dict.fromkeys(item.value.value for item in ordered))

    @property
    def is_claim(self) -> bool:
        """Whether a source can be right or wrong about it."""
        return CLAIM in self.classes

    def values(self, iri: str) -> tuple[Term, ...]:
        """Return the values of a property, each once."""
        return tuple(dict.fromkeys(item.value for item in self.statements if item.predicate == iri))


def read_thing(reader: Reader, kind: str, key: str) -> Thing:
    """Return what there is about a thing. Raises what `Engine.evaluate` raises."""
    iri = f"{JGR}{kind}/{key}"
    stated = first_solutions(reader, statements_query(iri), MOST_STATEMENTS, "statements")
    statements = tuple(Statement(row["property"].value, row["value"], row["graph"].value) for row in stated.rows)
    counted = solutions(reader, _COUNTS.format(iri=iri), MOST_PROPERTIES, "counts")
    links = tuple(Links(row["property"].value, int(row["count"].value)) for row in counted.rows)
    return Thing(kind, key, statements, links, stated.left_out)


def statements_query(iri: str) -> str:
    """Return the query for every statement about a thing, with its named graph."""
    return _STATEMENTS.format(iri=iri)


def read_links(reader: Reader, thing: Thing, property_iri: str, page: int) -> Rows:
    """Return one page of the things that point to this one by a property, the first page being 1."""
    text = links_query(thing.iri, property_iri)
    text += f"\nLIMIT {LINKS_SHOWN} OFFSET {(page - 1) * LINKS_SHOWN}"
    return solutions(reader, text, LINKS_SHOWN, "links")


def links_query(iri: str, property_iri: str) -> str:
    """Return the query for the things that point to one by a property, by their labels."""
    return _LINKS.format(iri=iri, property=property_iri)


def solutions(reader: Reader, text: str, most: int, part: str = "") -> Rows:
    """Return every row of a query that a page or document asks for itself, as that ``part`` of it.

    Raises ResultTooLarge where there are more than ``most``: what is made of them must not be half of what there is.
    """
    rows = first_solutions(reader, text, most, part)
    if rows.left_out:
        raise ResultTooLarge("rows of a page", most)
    return rows


def first_solutions(reader: Reader, text: str, most: int, part: str = "") -> Rows:
    """Return the first rows of such a query, for whoever says how many are left out."""
    result = reader.part(QueryJob(text, "json"), part)
    rows = read_solutions(result.body, most)
    return replace(rows, left_out=result.count - len(rows.rows))


_STATEMENTS = """SELECT ?property ?value ?graph WHERE {{
  GRAPH ?graph {{ <{iri}> ?property ?value }}
}}
ORDER BY ?property ?value ?graph"""

_COUNTS = """SELECT ?property (COUNT(*) AS ?count) WHERE {{
  ?subject ?property <{iri}>
}}
GROUP BY ?property
ORDER BY DESC(?count) ?property"""

_LINKS = f"""PREFIX rdfs: <{PREFIXES["rdfs"]}>

SELECT ?thing WHERE {{{{
  ?thing <{{property}}> <{{iri}}> .
  OPTIONAL {{{{ ?thing rdfs:label ?label }}}}
}}}}
ORDER BY ?label ?thing"""
