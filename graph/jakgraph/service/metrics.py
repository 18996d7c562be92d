"""``/metrics``: counts for Prometheus, of the process that answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, Response
from prometheus_client import CONTENT_TYPE_LATEST

from jakgraph.service.protocol.reply import DO_NOT_STORE, Reply
from jakgraph.service.web import respond

if TYPE_CHECKING:
    from jakgraph.service.journal import Journal


def metrics_blueprint(journal: Journal) -> Blueprint:
    """Return the blueprint that shows what a journal has counted."""
    blueprint = Blueprint("metrics", __name__)

    @blueprint.get("/metrics")
    def metrics() -> Response:
        headers = (*DO_NOT_STORE, ("Content-Type", CONTENT_TYPE_LATEST))
        return respond(Reply(200, headers, journal.metrics()))

    return blueprint
