"""``/sparql``: the SPARQL 1.1 Protocol's query operation, and the service description."""

from __future__ import annotations

from functools import lru_cache, partial
from typing import TYPE_CHECKING

from flask import Blueprint, Response, redirect, request, url_for

from jakgraph.service.answering import CANCELLATION
from jakgraph.service.description import DESCRIPTION_FORMATS, write_description
from jakgraph.service.protocol.negotiation import choose_among, prefers_html
from jakgraph.service.protocol.parameters import (
    ACCEPT_QUERY,
    METHODS,
    DescriptionParameters,
    read_query_operation,
)
from jakgraph.service.protocol.reply import CROSS_ORIGIN, REVALIDATE, VARY, Reply, preflight
from jakgraph.service.web import current_call, respond, service_address

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as BaseResponse

    from jakgraph.service.answering import Answering
    from jakgraph.service.context import ServiceContext
    from jakgraph.service.overview import Overview
    from jakgraph.service.protocol.formats import Choice
    from jakgraph.service.protocol.parameters import HttpCall, QueryParameters

DESCRIPTIONS_KEPT = 16
"""Service descriptions kept ready, by counts, address and format; a client chooses the address by its Host header."""


def sparql_blueprint(context: ServiceContext, overview: Overview, answering: Answering) -> Blueprint:
    """Return the blueprint of the endpoint over this context's engine."""
    blueprint = Blueprint("sparql", __name__)
    write = lru_cache(maxsize=DESCRIPTIONS_KEPT)(partial(write_description, context))

    @blueprint.route("/sparql", methods=METHODS, provide_automatic_options=False)
    def endpoint() -> BaseResponse:
        if request.method == "OPTIONS":
            options = respond(preflight(METHODS))
            options.headers["Accept-Query"] = ACCEPT_QUERY
            return options
        call = current_call()
        if ready := answering.ready(call):
            return respond(ready)
        operation = read_query_operation(call)
        if _belongs_on_a_page(call, operation):
            return _to_query_page(call)
        if isinstance(operation, DescriptionParameters):
            choice = choose_among(
                DESCRIPTION_FORMATS, call.headers.get("accept"), operation.format, "The service description"
            )
            return respond(_description(choice, write(overview.counts(), endpoint_address(context), choice)))
        return respond(answering.answer(call, operation, request.environ.get(CANCELLATION)))

    return blueprint


def endpoint_address(context: ServiceContext) -> str:
    """Return the absolute address of the endpoint as its clients see it; BadRequest for a Host that is no host."""
    return f"{service_address(context.settings.public_url)}/sparql"


def _belongs_on_a_page(call: HttpCall, operation: QueryParameters | DescriptionParameters) -> bool:
    """Tell whether a person with a browser is better served by the page ``/query`` with the same parameters."""
    return call.method in ("GET", "HEAD") and not operation.format and prefers_html(call.headers.get("accept"))


def _to_query_page(call: HttpCall) -> BaseResponse:
    address = url_for("query_page.page")
    if call.query_string:
        address = f"{address}?{call.query_string.decode()}"
    response = redirect(address, code=303, Response=Response)
    response.headers.extend([*CROSS_ORIGIN, *VARY])
    return response


def _description(choice: Choice, body: bytes) -> Reply:
    headers = (*CROSS_ORIGIN, *VARY, *REVALIDATE, ("Content-Type", choice.content_type))
    return Reply(200, headers, body)
