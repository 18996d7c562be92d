"""``/metrics``: counts for Prometheus, of all worker processes together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, Response
from prometheus_client import CONTENT_TYPE_LATEST

from jakgraph.service.protocol.reply import DO_NOT_STORE, Reply
from jakgraph.service.siblings import Count
from jakgraph.service.totals import written
from jakgraph.service.web import respond

if TYPE_CHECKING:
    from jakgraph.service.context import ServiceContext


def metrics_blueprint(context: ServiceContext) -> Blueprint:
    """Return the blueprint that shows what this process and its siblings have counted."""
    blueprint = Blueprint("metrics", __name__)

    @blueprint.get("/metrics")
    def metrics() -> Response:
        headers = (*DO_NOT_STORE, ("Content-Type", CONTENT_TYPE_LATEST))
        own = context.watch.journal.counted()
        return respond(Reply(200, headers, written((own, *context.ask_siblings(Count(own))))))

    return blueprint
