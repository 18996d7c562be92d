"""``/store``: the SPARQL 1.1 Graph Store HTTP Protocol, for reading."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, request, url_for

from jakgraph.service.answering import CANCELLATION
from jakgraph.service.protocol.graph_store import METHODS, read_direct, read_indirect
from jakgraph.service.protocol.reply import preflight
from jakgraph.service.web import current_call, respond, service_address

if TYPE_CHECKING:
    from flask import Response

    from jakgraph.service.answering import Answering
    from jakgraph.service.context import ServiceContext


def graph_store_blueprint(context: ServiceContext, answering: Answering) -> Blueprint:
    """Return the blueprint of the graph store over what answers for this context."""
    blueprint = Blueprint("graph_store", __name__)

    @blueprint.route("/store", methods=METHODS, provide_automatic_options=False)
    def indirect() -> Response:
        if request.method == "OPTIONS":
            return respond(preflight(METHODS))
        call = current_call()
        reply, _ = answering.answer_graph(call, read_indirect(call), request.environ.get(CANCELLATION))
        return respond(reply)

    @blueprint.route("/store/<path:path>", methods=METHODS, provide_automatic_options=False)
    def direct(path: str) -> Response:
        if request.method == "OPTIONS":
            return respond(preflight(METHODS))
        call = current_call()
        address = f"{service_address(context.settings.public_url)}/store"
        parameters = read_direct(call, address, path)
        reply, graph = answering.answer_graph(call, parameters, request.environ.get(CANCELLATION))
        response = respond(reply)
        response.headers["Content-Location"] = url_for("graph_store.indirect", graph=graph)
        return response

    return blueprint
