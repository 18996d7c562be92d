"""``/queries``: what is running, one's own or with the token all, and stopping it. Closed to other origins' scripts."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from flask import Blueprint, Response, abort

from jakgraph.service.operator import is_operator
from jakgraph.service.protocol.reply import DO_NOT_STORE, Reply
from jakgraph.service.web import current_call, respond

if TYPE_CHECKING:
    from jakgraph.service.context import ServiceContext


def queries_blueprint(context: ServiceContext) -> Blueprint:
    """Return the blueprint over the queries that this process is answering."""
    blueprint = Blueprint("queries", __name__)
    running = context.watch.running

    def client() -> str | None:
        """Return the address whose queries may be seen; None, for all, to whoever brings the token."""
        call = current_call()
        return None if is_operator(call, context.token) else context.watch.client_of(call)

    @blueprint.get("/queries")
    def listing() -> Response:
        queries = [
            {"id": query.id, "client": query.client, "seconds": round(query.seconds, 3), "query": query.text}
            for query in running.seen_by(client())
        ]
        body = json.dumps({"queries": queries}, ensure_ascii=False, indent=2).encode() + b"\n"
        return respond(Reply(200, (*DO_NOT_STORE, ("Content-Type", "application/json")), body))

    @blueprint.delete("/queries/<query_id>")
    def stop(query_id: str) -> Response:
        if not running.cancel(query_id, client()):
            abort(404, "No query of yours with this id is running.")
        return respond(Reply(204, DO_NOT_STORE))

    return blueprint
