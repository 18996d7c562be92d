"""Between Flask and the protocol: requests as calls, replies and problems as responses."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Response, current_app, make_response, render_template, request
from werkzeug.exceptions import HTTPException
from werkzeug.exceptions import MethodNotAllowed as WerkzeugMethodNotAllowed

from jakgraph.errors import JakgraphError
from jakgraph.service.answering import CANCELLATION
from jakgraph.service.answers import Reader
from jakgraph.service.protocol.faults import BadRequest, MethodNotAllowed, RequestTooLarge
from jakgraph.service.protocol.kinds import INTERNAL
from jakgraph.service.protocol.negotiation import prefers_html
from jakgraph.service.protocol.parameters import MAX_QUERY_BYTES, HttpCall
from jakgraph.service.protocol.problems import (
    ProblemDocument,
    headers_of,
    internal_problem,
    problem_of,
    problem_reply,
    status_problem,
)
from jakgraph.service.protocol.reply import SECURITY_HEADERS
from jakgraph.store.cancellation import Cancellation

if TYPE_CHECKING:
    from flask import Flask

    from jakgraph.service.answering import Answering
    from jakgraph.service.context import ServiceContext
    from jakgraph.service.protocol.reply import Reply

_READ_ONLY = (
    "This service is read-only: data changes in the files that it serves, then its operator has them loaded anew "
    "(POST /admin/reload)."
)
_LONGEST_SOUGHT = 100


def current_call() -> HttpCall:
    """Return the request being answered as the protocol sees it, with its whole body."""
    headers = {name.lower(): value for name, value in request.headers.items()}
    body = request.get_data(cache=False)
    return HttpCall(request.method, request.query_string, headers, body, request.remote_addr or "")


def current_reader(context: ServiceContext, answering: Answering) -> Reader:
    """Return whom the page of the request being answered is made for; one per request, whatever it asks."""
    page = "/".join(request.path.split("/")[:3])
    return Reader(context, answering, current_call(), current_cancellation(), page)


def current_cancellation() -> Cancellation:
    """Return how the work for the request being answered is stopped."""
    return request.environ.get(CANCELLATION) or Cancellation()


def service_address(public_url: str) -> str:
    """Return the address of the service as its clients see it, no slash at its end.

    BadRequest for a Host that is no host.
    """
    if not request.host:
        raise BadRequest("The Host header names no host.")
    return (public_url or request.url_root).rstrip("/")


def kept(content: str | Response) -> Response:
    """Return a page or document that its reader may keep: a strong tag, and 304 where it is unchanged."""
    response = make_response(content)
    response.headers["Cache-Control"] = "no-cache"
    response.add_etag()
    response.make_conditional(request)
    return response


def respond(reply: Reply) -> Response:
    """Return a reply of the protocol as a Flask response, without a Content-Type of Flask's own making."""
    response = Response(reply.body, reply.status)
    del response.headers["Content-Type"]
    response.headers.extend(list(reply.headers))
    if reply.status in (HTTPStatus.NO_CONTENT, HTTPStatus.NOT_MODIFIED):
        del response.headers["Content-Length"]
    return response


def respond_with_problem(problem: ProblemDocument) -> Response:
    """Return a problem as a page to a browser and as ``application/problem+json`` to everybody else."""
    if not prefers_html(request.headers.get("Accept")):
        return respond(problem_reply(problem))
    sought = _last_word(request.path) if problem.kind.status == HTTPStatus.NOT_FOUND else ""
    page = render_template("problem.html", problem=problem, members=dict(problem.members), sought=sought)
    response = Response(page, problem.kind.status, content_type="text/html; charset=utf-8")
    response.headers.extend(list(headers_of(problem)))
    return response


def _last_word(path: str) -> str:
    """Return what the end of an address may be the name of.

    >>> _last_word("/page/drug/baricitinb/"), _last_word("/drug/baricitinib-4-mg.ttl")
    ('baricitinb', 'baricitinib 4 mg')
    """
    last = path.rstrip("/").rpartition("/")[2]
    return " ".join(last.partition(".")[0].replace("-", " ").split())[:_LONGEST_SOUGHT]


def register_problem_handlers(app: Flask) -> None:
    """Answer every error of this app with a problem: ours, the framework's, and mistakes."""

    @app.errorhandler(JakgraphError)
    def on_known_error(error: JakgraphError) -> Response:
        problem = problem_of(error)
        if problem.kind is INTERNAL:
            current_app.logger.error("an error that no request should cause", exc_info=error)
        return respond_with_problem(problem)

    @app.errorhandler(HTTPException)
    def on_http_error(error: HTTPException) -> Response:
        if error.code is None or error.code < HTTPStatus.BAD_REQUEST:
            return Response(error.get_response().get_data(), error.code, error.get_response().headers)
        if error.code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
            return respond_with_problem(problem_of(RequestTooLarge(MAX_QUERY_BYTES)))
        if isinstance(error, WerkzeugMethodNotAllowed):
            allowed = sorted(error.valid_methods or ())
            return respond_with_problem(problem_of(MethodNotAllowed(request.method, allowed, _advice(request.path))))
        kept = tuple((name, value) for name, value in error.get_headers() if name in ("Allow", "Retry-After"))
        return respond_with_problem(status_problem(error.code, error.description or "", kept))

    @app.errorhandler(Exception)
    def on_mistake(error: Exception) -> Response:
        current_app.logger.error("a mistake of our own", exc_info=error)
        return respond_with_problem(internal_problem())


def _advice(path: str) -> str:
    """Return what to do instead of a method that an address does not know; empty where its methods say it all."""
    if path == "/sparql":
        return f"Ask a query by GET, POST or QUERY; HEAD and OPTIONS are answered too. {_READ_ONLY}"
    if path == "/store" or path.startswith("/store/"):
        return f"Read a graph by GET or HEAD. {_READ_ONLY}"
    return ""


def register_security_headers(app: Flask) -> None:
    """Add to every response what a browser needs to be told: run our own only, guess nothing, tell nobody."""

    @app.after_request
    def add_headers(response: Response) -> Response:
        for name, value in SECURITY_HEADERS:
            response.headers.setdefault(name, value)
        return response
