"""The queries for many edges at once: the text only, nothing is asked here. IRIs are taken as they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jakgraph.namespaces import GRAPH, JG, PREFIXES
from jakgraph.store.drawing import NO_EDGES

if TYPE_CHECKING:
    from collections.abc import Iterable

_PREFIXES = f"""PREFIX dcterms: <{PREFIXES["dcterms"]}>
PREFIX jg: <{JG}>
PREFIX prov: <{PREFIXES["prov"]}>
PREFIX rdf: <{PREFIXES["rdf"]}>
"""
_LEFT_OUT = ", ".join(f"jg:{name}" for name in NO_EDGES)
_ANYWHERE = "{ ?source ?relation ?target } UNION { GRAPH ?graph { ?source ?relation ?target } }"
"""In the default graph or a named one: `--default-graph own` keeps them apart."""
_CLAIMS = f"""  ?claim ?part ?thing ; a jg:Claim . ?thing a jg:Entity .
  FILTER(?part NOT IN ({_LEFT_OUT}))
  GRAPH ?stated {{ ?claim a ?relation }} FILTER(?stated != <{GRAPH.inferred}>)
  OPTIONAL {{ ?claim jg:evidenceType ?evidence }}
  OPTIONAL {{ ?claim jg:verification ?verification }}
  OPTIONAL {{ ?claim prov:hadPrimarySource ?document OPTIONAL {{ ?document dcterms:issued ?issued }} }}
  BIND(EXISTS {{ ?claim jg:disagreesWith|^jg:disagreesWith ?opponent }} AS ?disagrees)"""
_INFERENCE = f"""  BIND(EXISTS {{ GRAPH <{GRAPH.inferred}> {{ ?source ?relation ?target }} }} AS ?inferred)
  OPTIONAL {{ ?inference rdf:subject ?source ; rdf:predicate ?relation ; rdf:object ?target }}"""


def claims_at(things: Iterable[str]) -> str:
    """Return the query for the claims that name some of these entities, a row for each claim and entity."""
    return _claims("thing", things)


def things_of(claims: Iterable[str]) -> str:
    """Return the query for the entities that these claims name, a row for each claim and entity."""
    return _claims("claim", claims)


def statements_at(entities: Iterable[str]) -> str:
    """Return the query for the direct statements from these entities to others that are edges."""
    return f"""{_PREFIXES}
SELECT DISTINCT ?source ?relation ?target ?inferred ?inference WHERE {{
  VALUES ?source {{ {_terms(entities)} }}
  ?source a jg:Entity ; ?relation ?target . ?target a jg:Entity .
  FILTER(STRSTARTS(STR(?relation), STR(jg:)) && ?relation NOT IN ({_LEFT_OUT}))
{_INFERENCE}
}}"""


def statements_told(triples: Iterable[tuple[str, str, str]]) -> str:
    """Return the query for those of these triples that are in the data, with what explains them."""
    rows = " ".join(f"({_terms(triple)})" for triple in triples)
    return f"""{_PREFIXES}
SELECT DISTINCT ?source ?relation ?target ?inferred ?inference WHERE {{
  VALUES (?source ?relation ?target) {{ {rows} }}
  {_ANYWHERE}
{_INFERENCE}
}}"""


def statements_among(things: Iterable[str]) -> str:
    """Return the query for every statement between these things of any data, but what class they are of."""
    listed = list(things)
    return f"""{_PREFIXES}
SELECT DISTINCT ?source ?relation ?target ?inferred ?inference WHERE {{
  VALUES ?source {{ {_terms(listed)} }}
  {_ANYWHERE}
  FILTER(?target IN ({", ".join(map(_term, listed))}) && ?relation != rdf:type)
{_INFERENCE}
}}"""


def classes_of(things: Iterable[str]) -> str:
    """Return the query for the classes of these things."""
    return f"""SELECT DISTINCT ?thing ?class WHERE {{
  VALUES ?thing {{ {_terms(things)} }}
  {{ ?thing a ?class }} UNION {{ GRAPH ?graph {{ ?thing a ?class }} }}
}}
ORDER BY ?thing ?class"""


def relations_in(things: Iterable[str]) -> str:
    """Return the query for those of these IRIs that some statement has as its relation."""
    return f"""SELECT ?thing WHERE {{
  VALUES ?thing {{ {_terms(things)} }}
  FILTER EXISTS {{ {{ ?source ?thing ?target }} UNION {{ GRAPH ?graph {{ ?source ?thing ?target }} }} }}
}}"""


def _claims(variable: str, iris: Iterable[str]) -> str:
    return f"""{_PREFIXES}
SELECT DISTINCT ?claim ?relation ?thing ?evidence ?verification ?document ?issued ?disagrees WHERE {{
  VALUES ?{variable} {{ {_terms(iris)} }}
{_CLAIMS}
}}
ORDER BY ?claim ?thing ?document ?evidence ?verification ?relation"""


def _terms(iris: Iterable[str]) -> str:
    return " ".join(map(_term, iris))


def _term(iri: str) -> str:
    return f"<{iri}>"
