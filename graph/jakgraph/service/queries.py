"""``/queries``: what is running and what took longest, one's own or with the token all, and stopping a query.

Closed to other origins' scripts; never kept by anybody.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from flask import Blueprint, Response, abort, make_response, render_template

from jakgraph.service.operator import is_operator, require_token
from jakgraph.service.protocol.negotiation import prefers_html
from jakgraph.service.protocol.parameters import pairs_of_body, single
from jakgraph.service.protocol.reply import DO_NOT_STORE, Reply
from jakgraph.service.siblings import ListQueries, StopQuery, grant, merged
from jakgraph.service.slow import KEPT, LONGEST_TEXT
from jakgraph.service.web import current_call, respond

if TYPE_CHECKING:
    from jakgraph.service.context import ServiceContext
    from jakgraph.service.protocol.parameters import HttpCall

_LONGEST_BEGINNING = 80
_HEADERS = (*DO_NOT_STORE, ("Vary", "Accept"))


def queries_blueprint(context: ServiceContext) -> Blueprint:
    """Return the blueprint over the queries that are being answered and have been."""
    blueprint = Blueprint("queries", __name__)

    def client() -> str | None:
        """Return the address whose queries may be seen; None, for all, to whoever brings the token."""
        call = current_call()
        return None if is_operator(call, context.token) else context.watch.client_of(call)

    @blueprint.get("/queries")
    def listing() -> Response:
        return _listing(context, current_call(), client())

    @blueprint.post("/queries")
    def listing_for_operator() -> Response:
        """Answer the page's form, which brings the token: a browser sends no bearer token by itself."""
        call = current_call()
        require_token(single(pairs_of_body(call), "token") or "", context.token)
        return _listing(context, call, None)

    @blueprint.delete("/queries/<query_id>")
    def stop(query_id: str) -> Response:
        wish = StopQuery(query_id, client())
        if not (grant(context.watch, wish) or any(context.ask_siblings(wish))):
            abort(404, "No query of yours with this id is running.")
        return respond(Reply(204, DO_NOT_STORE))

    return blueprint


def _listing(context: ServiceContext, call: HttpCall, client: str | None) -> Response:
    """Return the queries that a client sees; None sees all. Texts of ended ones only where they are logged anyway."""
    with_text = client is None or context.settings.log_queries
    wish = ListQueries(client, with_text)
    told = merged((grant(context.watch, wish), *context.ask_siblings(wish)))
    if not prefers_html(call.headers.get("accept")):
        body = json.dumps(told, ensure_ascii=False, indent=2).encode() + b"\n"
        return respond(Reply(200, (*_HEADERS, ("Content-Type", "application/json")), body))
    bounds = {"kept": KEPT, "longest": LONGEST_TEXT}
    page = make_response(
        render_template(
            "queries.html", told=told, client=client, with_text=with_text, beginning_of=beginning_of, **bounds
        )
    )
    page.headers.extend(list(_HEADERS))
    return page


def beginning_of(text: str) -> str:
    r"""Return what stands in a list for a query: its first line that says more than prefixes and comments do.

    >>> beginning_of("# Why?\nPREFIX : <urn:>\n\nSELECT *\n{ ?s ?p ?o }")
    'SELECT *'
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    telling = (line for line in lines if not line.upper().startswith(("#", "PREFIX", "BASE")))
    line = next(telling, lines[0] if lines else "")
    return line if len(line) <= _LONGEST_BEGINNING else f"{line[: _LONGEST_BEGINNING - 1]}…"
