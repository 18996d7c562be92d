"""Rules over the built graph: SPARQL checks of absence and form in pyoxigraph, shapes in pyshacl."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox
from rdflib import Graph

from jakgraph.errors import Problem
from jakgraph.namespaces import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

_REMEDY = "# Remedy: "


def absence_problems(quads: Sequence[ox.Quad], checks_folder: Path) -> Iterator[Problem]:
    """Yield a problem for each ?thing that a check query finds; the rule is named for the query's file."""
    store = ox.Store()
    store.bulk_extend(quads)
    for path in sorted(checks_folder.glob("*.rq")):
        text = path.read_text("utf-8")
        remedy = next(line.removeprefix(_REMEDY) for line in text.splitlines() if line.startswith(_REMEDY))
        solutions = store.query(text, use_default_graph_as_union=True)
        if not isinstance(solutions, ox.QuerySolutions):
            raise TypeError(f"{path.name}: a check is a SELECT query")
        for solution in solutions:
            yield Problem("graph", 0, 0, path.stem, f"{solution['thing']}", remedy)


def repeated_triples(quads: Sequence[ox.Quad]) -> Iterator[Problem]:
    """Yield a problem for each triple that lies in two named graphs: a query over their merge would see it twice."""
    seen: dict[tuple[object, ...], ox.Quad] = {}
    for quad in quads:
        triple = (quad.subject, quad.predicate, quad.object)
        if triple in seen:
            message = f"{quad.triple} is in {seen[triple].graph_name} and in {quad.graph_name}."
            yield Problem("graph", 0, 0, "repeated-triple", message, "State it in one place.")
        seen[triple] = quad


def uncompressible_iris(quads: Sequence[ox.Quad], expansions: Sequence[str]) -> Iterator[Problem]:
    """Yield a problem for each subject, property or class that no prefix covers; web pages and licences may be so."""
    known = (*PREFIXES.values(), *expansions)
    cleared: set[str] = set()
    for quad in quads:
        for node in (quad.subject, quad.predicate):
            if isinstance(node, ox.NamedNode) and node.value not in cleared:
                cleared.add(node.value)
                if not node.value.startswith(known):
                    remedy = "Add its prefix to prefixes.csv."
                    yield Problem("graph", 0, 0, "no-prefix", f"no prefix covers <{node.value}>.", remedy)


def shape_problems(quads: Sequence[ox.Quad], shapes: Path) -> Iterator[Problem]:
    """Yield a problem for each violation of the SHACL shapes, in the shapes' own words."""
    from pyshacl import validate  # noqa: PLC0415 - heavy, and only this check needs it

    data = Graph()
    triples = ox.serialize([quad.triple for quad in quads], format=ox.RdfFormat.N_TRIPLES) or b""
    data.parse(data=triples, format="nt")
    _conforms, results, _text = validate(data, shacl_graph=str(shapes), shacl_graph_format="turtle", inference="none")
    query = """PREFIX sh: <http://www.w3.org/ns/shacl#>
        SELECT ?focus ?path ?message WHERE { ?result a sh:ValidationResult ; sh:focusNode ?focus
        OPTIONAL { ?result sh:resultPath ?path } OPTIONAL { ?result sh:resultMessage ?message } }"""
    for focus, path, message in sorted(results.query(query), key=str):
        yield Problem("graph", 0, 0, "shape", f"{focus} {path or ''}: {message}", "")
