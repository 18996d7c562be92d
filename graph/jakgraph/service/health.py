"""``/health``: whether a query could be answered now, for load balancers and people on call."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from flask import Blueprint, Response

from jakgraph import __version__
from jakgraph.service.protocol.reply import CROSS_ORIGIN, DO_NOT_STORE, Reply
from jakgraph.service.web import respond

if TYPE_CHECKING:
    from jakgraph.store.engine import Engine


def health_blueprint(engine: Engine) -> Blueprint:
    """Return the blueprint that reports on this engine: 200 when it is ready, 503 when it is not."""
    blueprint = Blueprint("health", __name__)

    @blueprint.get("/health")
    def health() -> Response:
        state = engine.health()
        body = {
            "status": "ok" if state.ready else "unavailable",
            "revision": state.revision,
            "triples": state.triples,
            "version": __version__,
        }
        headers = (*CROSS_ORIGIN, *DO_NOT_STORE, ("Content-Type", "application/json"))
        return respond(Reply(200 if state.ready else 503, headers, json.dumps(body).encode() + b"\n"))

    return blueprint
