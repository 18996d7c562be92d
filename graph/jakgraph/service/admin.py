"""``/admin/reload``: swap to what the dataset's files hold now. For the operator, who brings the token."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

from flask import Blueprint, Response

from jakgraph.service.operator import require_operator
from jakgraph.service.protocol.faults import ReloadUnavailable
from jakgraph.service.protocol.reply import DO_NOT_STORE, Reply
from jakgraph.service.web import current_call, respond

if TYPE_CHECKING:
    from jakgraph.service.context import ServiceContext


def admin_blueprint(context: ServiceContext) -> Blueprint:
    """Return the blueprint of what only the operator may do. Closed to other origins' scripts."""
    blueprint = Blueprint("admin", __name__)

    @blueprint.post("/admin/reload")
    def reload() -> Response:
        require_operator(current_call(), context.token)
        if context.reload is None:
            raise ReloadUnavailable
        done = context.reload()
        told = {**asdict(done), "seconds": round(done.seconds, 3), "changed": done.revision != done.previous}
        body = json.dumps(told, indent=2).encode() + b"\n"
        return respond(Reply(200, (*DO_NOT_STORE, ("Content-Type", "application/json")), body))

    return blueprint
