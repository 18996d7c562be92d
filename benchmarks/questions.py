"""The queries that services are measured with. ``@@`` stands for a number: another each time makes a query unique."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from jakgraph import paths
from jakgraph.queries import load_competency_queries

if TYPE_CHECKING:
    from collections.abc import Callable

VARIED = "@@"
_VARIABLE_WHERE = re.compile(r"WHERE\s*\{")
_PREFIXES = """PREFIX jg: <https://w3id.org/jakgraph/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX prov: <http://www.w3.org/ns/prov#>
"""
_ENTITY = 'SELECT ?p ?o { <{drug}> ?p ?o FILTER(?o != "n@@") }'
_JOIN = """SELECT ?trialName ?armName ?endpointName ?percent ?source {
  ?result a jg:ArmResult ; jg:arm ?arm ; jg:endpoint/rdfs:label ?endpointName ; jg:percent ?percent ;
    prov:hadPrimarySource/rdfs:label ?source .
  ?arm jg:drug <{drug}> ; rdfs:label ?armName ; jg:trial/rdfs:label ?trialName .
  FILTER(?armName != "n@@")
}"""
_AGGREGATE = """SELECT ?kinase (COUNT(?potency) AS ?values) (AVG(?value) AS ?mean) {
  ?potency a jg:Potency ; jg:target ?kinase ; jg:valueNm ?value . FILTER(STR(?kinase) != "n@@")
} GROUP BY ?kinase"""
_TEXT = (
    'SELECT ?thing ?name { ?thing rdfs:label ?name FILTER(CONTAINS(LCASE(STR(?name)), "nephritis") && ?name != "n@@") }'
)
_PATH = """SELECT ?disease ?name ?trial {
  ?disease jg:broaderDisease* <{disease}> ; rdfs:label ?name . ?trial jg:condition ?disease FILTER(?name != "n@@")
}"""
_ROWS = 'SELECT * { ?s ?p ?o FILTER(?o != "n@@") } LIMIT 10000'


@dataclass(frozen=True)
class Question:
    """One query, or several asked in turn."""

    name: str
    texts: tuple[str, ...]

    def targets(self, path: str) -> list[str]:
        """Return the address of each text below a service's."""
        return [f"{path}?query={quote(text, safe='@')}" for text in self.texts]


def questions(name_of: Callable[[str], str]) -> list[Question]:
    """Return the queries about a graph whose things are called so, for example ``name_of("drug/baricitinib")``."""
    drug, disease = name_of("drug/baricitinib"), name_of("disease/lupus-erythematosus")
    patterns = {
        "one entity": _ENTITY,
        "join": _JOIN,
        "aggregate": _AGGREGATE,
        "text": _TEXT,
        "path": _PATH,
        "10,000 rows": _ROWS,
    }
    return [
        Question(name, (_PREFIXES + text.replace("{drug}", drug).replace("{disease}", disease),))
        for name, text in patterns.items()
    ]


def mix() -> Question:
    """Return the queries of ``queries/`` in turn, each with a condition on a literal that varies and always holds."""
    queries = load_competency_queries(paths.queries_dir())
    return Question(
        f"mix of {len(queries)} queries",
        tuple(_VARIABLE_WHERE.sub(r'WHERE { FILTER("n@@" != "") ', query.text, count=1) for query in queries),
    )
