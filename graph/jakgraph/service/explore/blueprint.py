"""``/graph``: the graph browser, and below it what it reads: the schema, things, relations, edges, paths, results.

Of other people's data only results of queries are drawn: the rest knows our kinds of things.
"""

from __future__ import annotations

from importlib import resources
from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, abort, render_template, request

from jakgraph.namespaces import JGR
from jakgraph.service.answers import names_for
from jakgraph.service.entities.addresses import addresses, thing_of
from jakgraph.service.explore.asking import (
    LARGEST_OFFSET,
    answered,
    checked_thing,
    filter_asked,
    kind_asked,
    names_of,
    number_asked,
    one_of,
    relation_named,
    thing_asked,
)
from jakgraph.service.explore.documents import (
    common_document,
    direction_of,
    edge_document,
    neighbours_document,
    node_document,
    other_end,
    paths_document,
    relations_document,
    result_document,
)
from jakgraph.service.explore.edges import CLAIM, edges_among, edges_of, one_each
from jakgraph.service.explore.filtering import EdgeFilter
from jakgraph.service.explore.lenses import LENSES
from jakgraph.service.explore.pathfinding import find_paths
from jakgraph.service.explore.results import draw_result
from jakgraph.service.explore.schema import RelationKind, examples_document, schema_document, things_document
from jakgraph.service.names import prefixes_in
from jakgraph.service.protocol.faults import BadRequest
from jakgraph.service.web import current_reader, kept
from jakgraph.store.jobs import MOST_HOPS, MOST_PATHS, PathsJob

if TYPE_CHECKING:
    from jakgraph.service.answering import Answering
    from jakgraph.service.answers import Reader
    from jakgraph.service.context import ServiceContext

MOST_THINGS = 100
MOST_WITHOUT = 50
MOST_TOGETHER = 20
LONGEST_SOUGHT = 200
_DIRECTIONS = ("out", "in", CLAIM)


def explore_blueprint(context: ServiceContext, answering: Answering) -> Blueprint:
    """Return the blueprint of the graph browser over what answers for this context."""
    blueprint = Blueprint("explore", __name__)
    _add_page(blueprint, context, answering)
    _add_result(blueprint, context, answering)
    if context.is_builtin:
        _add_documents(blueprint, context, answering)
        _add_things_together(blueprint, context, answering)
        _add_paths(blueprint, context, answering)
        _add_schema(blueprint, context, answering)
    return blueprint


def _add_page(blueprint: Blueprint, context: ServiceContext, answering: Answering) -> None:
    @blueprint.get("/graph")
    def page() -> Response:
        focus, reader = request.args.get("focus", "") if context.is_builtin else "", current_reader(context, answering)
        text = render_template(
            "graph.html",
            lenses=LENSES,
            shown=_shown_without_scripts(reader, focus) if focus else None,
            schema=schema_document(reader) if context.is_builtin and not focus else None,
            page_address=addresses(context),
        )
        return kept(text)


def _add_documents(blueprint: Blueprint, context: ServiceContext, answering: Answering) -> None:
    @blueprint.get("/graph/relations")
    def relations() -> Response:
        reader, iri = current_reader(context, answering), thing_asked("iri")
        edges = edges_of(reader, iri)
        names = names_of(reader, edges, iri)
        if not edges and not names.knows(iri):
            abort(404, f"There is no {iri} in this graph.")
        return answered(relations_document(iri, edges, names, filter_asked()))

    @blueprint.get("/graph/neighbours")
    def neighbours() -> Response:
        reader, iri = current_reader(context, answering), thing_asked("iri")
        relation = relation_named(request.args.get("relation", ""))
        direction = one_of("direction", _DIRECTIONS)
        admitted = filter_asked()
        edges = [
            edge
            for edge in edges_of(reader, iri)
            if edge.relation == relation
            and direction_of(edge, iri) == direction
            and admitted.admits(edge, other_end(edge, iri))
        ]
        return answered(
            neighbours_document(iri, edges, names_of(reader, edges, iri), number_asked("offset", 0, 0, LARGEST_OFFSET))
        )


def _add_things_together(blueprint: Blueprint, context: ServiceContext, answering: Answering) -> None:
    @blueprint.get("/graph/edges")
    def edges() -> Response:
        iris = [checked_thing(iri) for iri in request.args.getlist("iri")]
        if not 0 < len(iris) <= MOST_THINGS:
            raise BadRequest(f"Name the things by iri=, once for each, {MOST_THINGS} at most.")
        reader = current_reader(context, answering)
        found = edges_among(reader, iris)
        names = names_of(reader, found, *iris)
        known = [iri for iri in iris if names.knows(iri)]
        return answered(
            {
                "nodes": [node_document(iri, names) for iri in known],
                "edges": [edge_document(edge, names) for edge in found],
            }
        )

    @blueprint.get("/graph/common")
    def common() -> Response:
        iris = sorted({checked_thing(iri) for iri in request.args.getlist("iri")})
        if not 0 < len(iris) <= MOST_TOGETHER:
            raise BadRequest(f"Name the things by iri=, once for each, {MOST_TOGETHER} at most.")
        reader, admitted = current_reader(context, answering), filter_asked()
        at_each = ((iri, edge) for iri in iris for edge in edges_of(reader, iri))
        edges = one_each(edge for iri, edge in at_each if admitted.admits(edge, other_end(edge, iri)))
        return answered(common_document(iris, edges, names_of(reader, edges, *iris)))


def _add_paths(blueprint: Blueprint, context: ServiceContext, answering: Answering) -> None:
    @blueprint.get("/graph/paths")
    def paths() -> Response:
        reader, job = current_reader(context, answering), _paths_job()
        ends = (job.source, job.target)
        hops, found = find_paths(reader, job) if job.source != job.target else ((), [])  # none leads back
        edges = [hop.edge for hop in hops]
        names = names_of(reader, edges, *ends)
        for iri in ends:
            if not edges and not names.knows(iri):
                abort(404, f"There is no {iri} in this graph.")
        return answered(paths_document(ends, hops, found, names))

    @blueprint.get("/graph/openapi.json")
    def description() -> Response:
        text = resources.files(__package__).joinpath("openapi.json").read_text(encoding="utf-8")
        return kept(Response(text, content_type="application/json; charset=utf-8"))


def _add_schema(blueprint: Blueprint, context: ServiceContext, answering: Answering) -> None:
    @blueprint.get("/graph/schema")
    def schema() -> Response:
        return answered(schema_document(current_reader(context, answering)))

    @blueprint.get("/graph/things")
    def things() -> Response:
        reader, kind, text = current_reader(context, answering), kind_asked("kind"), request.args.get("q", "")
        if len(text) > LONGEST_SOUGHT:
            raise BadRequest(f"q has {LONGEST_SOUGHT} characters at most.")
        return answered(things_document(reader, kind, text, number_asked("offset", 0, 0, LARGEST_OFFSET)))

    @blueprint.get("/graph/examples")
    def examples() -> Response:
        reader, relation = current_reader(context, answering), relation_named(request.args.get("relation", ""))
        direction = one_of("direction", ("out", CLAIM))
        between = RelationKind(kind_asked("source"), relation, kind_asked("target"), direction)
        return answered(examples_document(reader, between))


def _add_result(blueprint: Blueprint, context: ServiceContext, answering: Answering) -> None:
    @blueprint.get("/graph/result")
    def result() -> Response:
        query = request.args.get("query", "")
        if not query.strip():
            raise BadRequest("Give the query whose result is to be drawn, as query=.")
        reader = current_reader(context, answering)
        drawing = draw_result(reader, query)
        iris = {iri for edge in drawing.edges for iri in edge.iris()} | set(drawing.things)
        classes = {found[0] for found in drawing.classes.values()}
        return answered(result_document(drawing, names_for(reader, iris | classes, prefixes_in(query))))


def _paths_job() -> PathsJob:
    """Return what the request asks for. Raises BadRequest."""
    source, target = thing_asked("from"), thing_asked("to")
    without = request.args.getlist("without")
    if len(without) > MOST_WITHOUT:
        raise BadRequest(f"without is given {MOST_WITHOUT} times at most.")
    relations = tuple(sorted({relation_named(text) for text in without}))
    return PathsJob(
        source, target, number_asked("k", 5, 1, MOST_PATHS), number_asked("hops", 4, 1, MOST_HOPS), relations
    )


def _shown_without_scripts(reader: Reader, focus: str) -> dict[str, Any] | None:
    """Return what a reader without scripts is shown of a thing: its relations, and the neighbours by each."""
    if thing_of(f"{JGR}{focus}") is None:
        return None
    iri = f"{JGR}{focus}"
    edges = edges_of(reader, iri)
    names = names_of(reader, edges, iri)
    document = relations_document(iri, edges, names, EdgeFilter({}))
    for group in document["relations"]:
        key = (group["relation"], group["direction"])
        ends = {other_end(edge, iri) for edge in edges if (edge.relation, direction_of(edge, iri)) == key}
        group["nodes"] = [node_document(end, names) for end in sorted(ends, key=names.of)]
    return document if edges else None
