"""Paths between two things: found by the engine on its index of edges, then told with the evidence for each hop."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from werkzeug.exceptions import NotFound

from jakgraph.namespaces import JG, PREFIXES
from jakgraph.service.entities.reading import solutions
from jakgraph.service.explore.edges import Edge, year_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from jakgraph.service.answers import Reader
    from jakgraph.service.terms import Term
    from jakgraph.store.jobs import PathsJob

_MOST_ROWS = 10_000


class UnknownRelation(NotFound):
    """Paths shall go without a relation that no edge has, most likely because its name is misspelt."""


@dataclass(frozen=True)
class Hop:
    """One step of a path: the best founded edge between its things, and how many ``others`` there are."""

    edge: Edge
    others: int


def find_paths(reader: Reader, job: PathsJob) -> tuple[tuple[Hop, ...], list[list[int]]]:
    """Return the hops of the paths that a job asks for, and each path as the numbers of its hops.

    Raises UnknownRelation for a relation to go without that no edge has, and what `Engine.answer` raises.
    """
    found = json.loads(reader.answering.paths_of(reader.call, job, reader.page, reader.cancellation).body)
    if unknown := found["unknown"]:
        raise UnknownRelation(f"No edge of this graph has the relation {unknown[0]}, so none can be left out.")
    edges = [
        Edge(hop["source"], hop["relation"], hop["target"], claim=hop["claim"], is_inferred=hop["inferred"])
        for hop in found["hops"]
    ]
    told = with_evidence(reader, edges)
    hops = tuple(Hop(edge, hop["others"]) for edge, hop in zip(told, found["hops"], strict=True))
    return hops, found["paths"]


def with_evidence(reader: Reader, edges: Sequence[Edge]) -> list[Edge]:
    """Return the edges with what the graph says for them: of claims their evidence, of inferences their reasons."""
    claims = {edge.claim: edge for edge in edges if edge.claim}
    inferred = {(edge.source, edge.relation, edge.target): edge for edge in edges if edge.is_inferred}
    parts = [_CLAIMS.format(claims=" ".join(f"<{claim}>" for claim in claims))] if claims else []
    parts += [_INFERENCE.format(source=source, relation=p, target=target) for source, p, target in inferred]
    if not parts:
        return list(edges)
    rows = solutions(reader, _EVIDENCE.format(parts="\n  UNION\n".join(parts)), _MOST_ROWS).rows
    by_claim = _first_by(rows, ("claim",))
    by_statement = _first_by(rows, ("source", "relation", "target"))
    return [
        _told(edge, by_claim.get((edge.claim,), {}), by_statement.get((edge.source, edge.relation, edge.target), {}))
        for edge in edges
    ]


def _first_by(rows: Iterable[dict[str, Term]], names: tuple[str, ...]) -> dict[tuple[str, ...], dict[str, Term]]:
    """Return for each value of some variables the first of its rows."""
    found: dict[tuple[str, ...], dict[str, Term]] = {}
    for row in rows:
        if all(name in row for name in names):
            found.setdefault(tuple(row[name].value for name in names), row)
    return found


def _told(edge: Edge, claim: dict[str, Term], inference: dict[str, Term]) -> Edge:
    if edge.is_inferred:
        return replace(edge, inference=inference["inference"].value if inference else "")
    evidence, verification, document, disagrees = (
        claim[name].value if name in claim else "" for name in ("evidence", "verification", "document", "disagrees")
    )
    year = year_of(claim["issued"].value if "issued" in claim else "")
    told = replace(edge, evidence=evidence, verification=verification, document=document)
    return replace(told, disagrees=disagrees == "true", year=year)


_EVIDENCE = f"""PREFIX jg: <{JG}>
PREFIX dcterms: <{PREFIXES["dcterms"]}>
PREFIX prov: <{PREFIXES["prov"]}>
PREFIX rdf: <{PREFIXES["rdf"]}>

SELECT DISTINCT ?claim ?evidence ?verification ?document ?issued ?disagrees ?source ?relation ?target ?inference
WHERE {{{{
{{parts}}
}}}}
ORDER BY ?claim ?document ?evidence ?verification ?inference"""

_CLAIMS = """  {{
    VALUES ?claim {{ {claims} }}
    OPTIONAL {{ ?claim jg:evidenceType ?evidence }}
    OPTIONAL {{ ?claim jg:verification ?verification }}
    OPTIONAL {{ ?claim prov:hadPrimarySource ?document OPTIONAL {{ ?document dcterms:issued ?issued }} }}
    BIND(EXISTS {{ ?claim jg:disagreesWith|^jg:disagreesWith ?opponent }} AS ?disagrees)
  }}"""

_INFERENCE = """  {{
    ?inference rdf:subject <{source}> ; rdf:predicate <{relation}> ; rdf:object <{target}> .
    BIND(<{source}> AS ?source) BIND(<{relation}> AS ?relation) BIND(<{target}> AS ?target)
  }}"""
