"""Rules over the built graph: SPARQL checks of absence and form in pyoxigraph, shapes in pyshacl."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, cast

import pyoxigraph as ox
from rdflib import Graph
from rdflib.namespace import RDF, SH
from rdflib.plugins.parsers.notation3 import BadSyntax

from jakgraph.build.sparql_files import read_select
from jakgraph.build.terms import EXPLANATIONS_GRAPH, row_iri
from jakgraph.errors import DatasetError, Problem
from jakgraph.model import ROW_TYPES
from jakgraph.namespaces import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from jakgraph.tables import Tables

    Place = Callable[[str], tuple[str, int]]


def in_the_graph(_iri: str) -> tuple[str, int]:
    """Return the place of what is no table row."""
    return "graph", 0


_REMEDY = "# Remedy: "


def absence_problems(quads: Sequence[ox.Quad], checks_folder: Path, place: Place = in_the_graph) -> Iterator[Problem]:
    """Yield a problem for each ?thing that a check query finds; the rule is named for the query's file."""
    store = ox.Store()
    store.bulk_extend(quads)
    for path in sorted(checks_folder.glob("*.rq")):
        text, remedy = _check_of(path)
        for solution in cast("ox.QuerySolutions", store.query(text, use_default_graph_as_union=True)):
            thing = solution["thing"]
            iri = thing.value if isinstance(thing, ox.NamedNode) else str(thing)
            yield Problem(*place(iri), 0, path.stem, f"<{iri}>", remedy)


def _check_of(path: Path) -> tuple[str, str]:
    """Return a check's query and its remedy; raises DatasetError when the file names none or asks for no ?thing."""
    text = read_select(path, "thing")
    for line in text.splitlines():
        if line.startswith(_REMEDY):
            return text, line.removeprefix(_REMEDY)
    raise DatasetError(path, f"no line begins with {_REMEDY!r}.", remedy="Say how to mend what the check finds.")


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


def shape_problems(quads: Sequence[ox.Quad], shapes: Path, place: Place = in_the_graph) -> Iterator[Problem]:
    """Yield a problem for each violation of the SHACL shapes, in the shapes' own words.

    Explanations are left out: no table gives them, and there are as many as there are claims several times over.

    Raises DatasetError when the shapes are not Turtle.
    """
    from pyshacl import validate  # noqa: PLC0415 - heavy, and only this check needs it

    shapes_graph, data = Graph(), Graph()
    try:
        shapes_graph.parse(shapes, format="turtle")
    except BadSyntax as error:
        raise DatasetError(shapes, error.message, line=error.lines + 1) from error
    explanations = ox.NamedNode(str(EXPLANATIONS_GRAPH))
    shaped = [quad.triple for quad in quads if quad.graph_name != explanations]
    triples = ox.serialize(shaped, format=ox.RdfFormat.N_TRIPLES) or b""
    data.parse(data=triples, format="nt")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # pyshacl 0.40 calls what rdflib 7.6 deprecates
        _conforms, results, _text = validate(data, shacl_graph=shapes_graph, inference="none")
    for result in results.subjects(RDF.type, SH.ValidationResult):
        focus, path, message = (results.value(result, part) for part in (SH.focusNode, SH.resultPath, SH.resultMessage))
        about = f"<{focus}> {path.n3() if path else ''}".rstrip()
        yield Problem(*place(str(focus)), 0, "shape", f"{about}: {message}", "")


def place_in_tables(tables: Tables) -> Place:
    """Return a function from the IRI of a row to its file and line; what is no row is in the graph, line 0."""
    lines = {
        str(row_iri(row_type, row.key)): (f"{row_type.table}.csv", row.line)
        for row_type in ROW_TYPES
        if row_type.iri_kind
        for row in tables.rows(row_type)
    }
    return lambda iri: lines.get(iri, in_the_graph(iri))
