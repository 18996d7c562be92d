"""``/store``: the SPARQL 1.1 Graph Store HTTP Protocol, for reading."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, request, url_for

from jakgraph.errors import QueryRefused
from jakgraph.service.protocol.faults import NoSuchGraph
from jakgraph.service.protocol.graph_store import METHODS, plan_graph, read_direct, read_indirect
from jakgraph.service.protocol.operation import not_modified, reply_with
from jakgraph.service.protocol.reply import preflight
from jakgraph.service.watch import note_result
from jakgraph.service.web import current_call, respond, service_address

if TYPE_CHECKING:
    from flask import Response

    from jakgraph.service.context import ServiceContext
    from jakgraph.service.protocol.graph_store import GraphParameters
    from jakgraph.service.protocol.operation import Plan
    from jakgraph.service.protocol.parameters import HttpCall
    from jakgraph.service.protocol.reply import Reply
    from jakgraph.store.jobs import QueryResult


def graph_store_blueprint(context: ServiceContext) -> Blueprint:
    """Return the blueprint of the graph store over this context's engine."""
    blueprint = Blueprint("graph_store", __name__)

    @blueprint.route("/store", methods=METHODS, provide_automatic_options=False)
    def indirect() -> Response:
        if request.method == "OPTIONS":
            return respond(preflight(METHODS))
        call = current_call()
        reply, _ = _read(context, call, read_indirect(call))
        return respond(reply)

    @blueprint.route("/store/<path:path>", methods=METHODS, provide_automatic_options=False)
    def direct(path: str) -> Response:
        if request.method == "OPTIONS":
            return respond(preflight(METHODS))
        call = current_call()
        address = f"{service_address(context.settings.public_url)}/store"
        reply, graph = _read(context, call, read_direct(call, address, path))
        response = respond(reply)
        response.headers["Content-Location"] = url_for("graph_store.indirect", graph=graph)
        return response

    return blueprint


def _read(context: ServiceContext, call: HttpCall, parameters: GraphParameters) -> tuple[Reply, str | None]:
    """Return the first of the graphs asked for that there is, and its IRI (None: the default graph)."""
    with context.watch.query(call, f"graph {' or '.join(parameters.graphs) or 'default'}") as record:
        record.form = "CONSTRUCT"
        for graph in parameters.graphs or (None,):
            plan = plan_graph(call, parameters, graph)
            if known := not_modified(call, plan, context.engine.revision):
                record.outcome = "not-modified"
                return known, graph
            result = _evaluate(context, plan)
            if result is not None:
                note_result(record, result)
                return reply_with(call, plan, result), graph
        raise NoSuchGraph(parameters.graphs)


def _evaluate(context: ServiceContext, plan: Plan) -> QueryResult | None:
    """Return the graph, None where there is none of its name."""
    try:
        return context.engine.evaluate(plan.job)
    except QueryRefused as refusal:
        if refusal.feature != "FROM":  # that is how the engine says that there is no such graph
            raise
        return None
