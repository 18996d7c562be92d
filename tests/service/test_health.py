"""``/health``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jakgraph import __version__

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from jakgraph.service.context import ServiceContext


def test_a_ready_engine_is_200(client: FlaskClient, context: ServiceContext) -> None:
    """A load balancer sends requests while this is 200."""
    response = client.get("/health")
    assert (response.status_code, response.mimetype) == (200, "application/json")
    assert response.json == {
        "status": "ok",
        "revision": context.engine.revision,
        "triples": 17,
        "version": __version__,
    }
    assert response.headers["Cache-Control"] == "no-store"
