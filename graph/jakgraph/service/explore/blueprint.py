"""``/graph``: the graph browser; below it ``relations``, ``neighbours``, ``edges`` and ``paths``: what it reads."""

from __future__ import annotations

import json
from importlib import resources
from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, abort, render_template, request

from jakgraph.namespaces import JG, JGR
from jakgraph.service.answers import names_for
from jakgraph.service.entities.addresses import addresses, thing_of
from jakgraph.service.explore.documents import (
    direction_of,
    edge_document,
    neighbours_document,
    node_document,
    other_end,
    paths_document,
    relations_document,
)
from jakgraph.service.explore.edges import CLAIM, edges_among, edges_of
from jakgraph.service.explore.lenses import LENSES
from jakgraph.service.explore.pathfinding import find_paths
from jakgraph.service.protocol.faults import BadRequest
from jakgraph.service.web import current_reader, kept
from jakgraph.store.jobs import MOST_HOPS, MOST_PATHS, PathsJob

if TYPE_CHECKING:
    from collections.abc import Iterable

    from jakgraph.service.answering import Answering
    from jakgraph.service.answers import Reader
    from jakgraph.service.context import ServiceContext
    from jakgraph.service.explore.edges import Edge
    from jakgraph.service.names import Names

MOST_THINGS = 100
MOST_WITHOUT = 50
_DIRECTIONS = ("out", "in", CLAIM)
_LARGEST_OFFSET = 1_000_000


def explore_blueprint(context: ServiceContext, answering: Answering) -> Blueprint:
    """Return the blueprint of the graph browser over what answers for this context."""
    blueprint = Blueprint("explore", __name__)
    _add_page(blueprint, context, answering)
    _add_documents(blueprint, context, answering)
    _add_paths(blueprint, context, answering)
    return blueprint


def _add_page(blueprint: Blueprint, context: ServiceContext, answering: Answering) -> None:
    @blueprint.get("/graph")
    def page() -> Response:
        focus = request.args.get("focus", "")
        shown = _shown_without_scripts(current_reader(context, answering), focus) if focus else None
        text = render_template("graph.html", lenses=LENSES, shown=shown, page_address=addresses(context))
        return kept(text)


def _add_documents(blueprint: Blueprint, context: ServiceContext, answering: Answering) -> None:
    @blueprint.get("/graph/relations")
    def relations() -> Response:
        reader, iri = current_reader(context, answering), _thing("iri")
        edges = edges_of(reader, iri)
        names = _names(reader, edges, iri)
        if not edges and not names.knows(iri):
            abort(404, f"There is no {iri} in this graph.")
        return _json(relations_document(iri, edges, names))

    @blueprint.get("/graph/neighbours")
    def neighbours() -> Response:
        reader, iri = current_reader(context, answering), _thing("iri")
        relation = _relation(request.args.get("relation", ""))
        direction = request.args.get("direction", "")
        if direction not in _DIRECTIONS:
            raise BadRequest(f"direction is one of {', '.join(_DIRECTIONS)}.")
        edges = [
            edge for edge in edges_of(reader, iri) if edge.relation == relation and direction_of(edge, iri) == direction
        ]
        return _json(
            neighbours_document(iri, edges, _names(reader, edges, iri), _number("offset", 0, 0, _LARGEST_OFFSET))
        )

    @blueprint.get("/graph/edges")
    def edges() -> Response:
        iris = [_checked(iri) for iri in request.args.getlist("iri")]
        if not 0 < len(iris) <= MOST_THINGS:
            raise BadRequest(f"Name the things by iri=, once for each, {MOST_THINGS} at most.")
        reader = current_reader(context, answering)
        found = edges_among(reader, iris)
        names = _names(reader, found, *iris)
        known = [iri for iri in iris if names.knows(iri)]
        return _json(
            {
                "nodes": [node_document(iri, names) for iri in known],
                "edges": [edge_document(edge, names) for edge in found],
            }
        )


def _add_paths(blueprint: Blueprint, context: ServiceContext, answering: Answering) -> None:
    @blueprint.get("/graph/paths")
    def paths() -> Response:
        reader, job = current_reader(context, answering), _paths_job()
        ends = (job.source, job.target)
        hops, found = find_paths(reader, job) if job.source != job.target else ((), [])  # none leads back
        edges = [hop.edge for hop in hops]
        names = _names(reader, edges, *ends)
        for iri in ends:
            if not edges and not names.knows(iri):
                abort(404, f"There is no {iri} in this graph.")
        return _json(paths_document(ends, hops, found, names))

    @blueprint.get("/graph/openapi.json")
    def description() -> Response:
        text = resources.files(__package__).joinpath("openapi.json").read_text(encoding="utf-8")
        return kept(Response(text, content_type="application/json; charset=utf-8"))


def _paths_job() -> PathsJob:
    """Return what the request asks for. Raises BadRequest."""
    source, target = _thing("from"), _thing("to")
    without = request.args.getlist("without")
    if len(without) > MOST_WITHOUT:
        raise BadRequest(f"without is given {MOST_WITHOUT} times at most.")
    relations = tuple(sorted({_relation(text) for text in without}))
    return PathsJob(source, target, _number("k", 5, 1, MOST_PATHS), _number("hops", 4, 1, MOST_HOPS), relations)


def _relation(text: str) -> str:
    """Return the IRI of one of our terms, given whole or by its name. Raises BadRequest."""
    name = text.removeprefix(JG)
    if not (name.isascii() and name.isalnum()):
        raise BadRequest(f"{text[:80]!r} names no relation of this graph: write its name, such as testedIn.")
    return f"{JG}{name}"


def _shown_without_scripts(reader: Reader, focus: str) -> dict[str, Any] | None:
    """Return what a reader without scripts is shown of a thing: its relations, and the neighbours by each."""
    if thing_of(f"{JGR}{focus}") is None:
        return None
    iri = f"{JGR}{focus}"
    edges = edges_of(reader, iri)
    names = _names(reader, edges, iri)
    document = relations_document(iri, edges, names)
    for group in document["relations"]:
        key = (group["relation"], group["direction"])
        ends = {other_end(edge, iri) for edge in edges if (edge.relation, direction_of(edge, iri)) == key}
        group["nodes"] = [node_document(end, names) for end in sorted(ends, key=names.of)]
    return document if edges else None


def _thing(name: str) -> str:
    return _checked(request.args.get(name, ""))


def _checked(iri: str) -> str:
    """Return the IRI of one of our own things, given whole or by kind and key. Raises BadRequest."""
    whole = iri if iri.startswith(JGR) else f"{JGR}{iri}"
    if thing_of(whole) is None:
        raise BadRequest(
            f"{iri[:80]!r} names no thing of this graph: write its kind and key, such as drug/baricitinib."
        )
    return whole


def _number(name: str, default: int, least: int, most: int) -> int:
    text = request.args.get(name, str(default))
    if text.isdecimal() and text.isascii() and len(text) <= len(str(most)) and least <= int(text) <= most:
        return int(text)
    raise BadRequest(f"{name} is a whole number from {least} to {most}.")


def _names(reader: Reader, edges: Iterable[Edge], *more: str) -> Names:
    return names_for(reader, {iri for edge in edges for iri in edge.iris()} | set(more))


def _json(document: dict[str, Any]) -> Response:
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    return kept(Response(text, content_type="application/json; charset=utf-8"))
