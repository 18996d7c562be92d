"""``/query``: a form, and the answer as a table with labels; works without any script."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, abort, current_app, make_response, redirect, render_template, request, url_for

from jakgraph.errors import JakgraphError, ParameterError, QueryRefused, QuerySyntaxError
from jakgraph.namespaces import JG
from jakgraph.queries import values_in, with_parameters, without_header
from jakgraph.service.answers import ROWS_SHOWN, answer_query
from jakgraph.service.entities.addresses import addresses
from jakgraph.service.excerpt import excerpt
from jakgraph.service.explore.links import result_address
from jakgraph.service.explore.widening import with_every_variable
from jakgraph.service.protocol.formats import formats_of
from jakgraph.service.protocol.kinds import INTERNAL
from jakgraph.service.protocol.parameters import (
    QueryParameters,
    decode_pairs,
    pairs_of_body,
    query_operation_of,
    single,
)
from jakgraph.service.protocol.problems import headers_of, problem_of
from jakgraph.service.unknown import unknown_names
from jakgraph.service.web import current_call, current_reader

if TYPE_CHECKING:
    from collections.abc import Mapping

    from werkzeug.wrappers import Response as BaseResponse

    from jakgraph.queries import CompetencyQuery
    from jakgraph.service.answering import Answering
    from jakgraph.service.answers import Answer, Reader
    from jakgraph.service.context import ServiceContext
    from jakgraph.service.excerpt import Line
    from jakgraph.service.protocol.parameters import Pairs


LONGEST_ADDRESS = 8_000
"""Longer ones do not reach every server through every proxy (RFC 9110, 4.1)."""


@dataclass(frozen=True)
class Form:
    """What the form holds: the query operation, the competency query that it is, if it is one, and its parameters."""

    operation: QueryParameters
    competency: CompetencyQuery | None
    values: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_long(self) -> bool:
        """Whether the operation is too long for an address, so that it can only be posted."""
        return len(self.address("query_page.page")) > LONGEST_ADDRESS

    def address(self, endpoint: str, **more: str) -> str:
        """Return the address of this operation at another endpoint, everything that was asked for kept."""
        asked: dict[str, str | tuple[str, ...]] = {"query": self.operation.query}
        if self.operation.default_graphs:
            asked["default-graph-uri"] = self.operation.default_graphs
        if self.operation.named_graphs:
            asked["named-graph-uri"] = self.operation.named_graphs
        if self.operation.timeout_seconds is not None:
            asked["timeout"] = f"{self.operation.timeout_seconds:g}"
        return url_for(endpoint, **{**asked, **more})  # type: ignore[arg-type]  # lists become repeated parameters


def query_page_blueprint(context: ServiceContext, answering: Answering) -> Blueprint:
    """Return the blueprint of the query page over what answers for this context."""
    blueprint = Blueprint("query_page", __name__)
    by_name = {query.name: query for query in context.queries}

    @blueprint.post("/query")
    def send() -> BaseResponse:
        """Lead a query from the form to its address, which can be shared; answer one that is too long for any."""
        pairs = pairs_of_body(current_call())
        address = url_for("query_page.page", **_grouped(pairs))
        return redirect(address, 303, Response) if len(address) <= LONGEST_ADDRESS else answer(pairs)

    @blueprint.get("/query")
    def page() -> Response:
        return answer(decode_pairs(request.query_string, "query string"))

    def answer(pairs: Pairs) -> Response:
        asked = _asked_for(pairs, by_name)
        if asked is None:
            empty = Form(QueryParameters(starter_query(context)), None)
            return make_response(render_template("query.html", form=empty, rows_shown=ROWS_SHOWN))
        rest = [(name, value) for name, value in pairs if name != "query"]
        form = Form(query_operation_of([*rest, ("query", asked.text)]), asked.competency, asked.values)
        if asked.error:
            return _error_page(form, asked.error)
        return _answer_page(current_reader(context, answering), form, show_iris=single(pairs, "iris") == "1")

    return blueprint


def _grouped(pairs: Pairs) -> dict[str, Any]:
    grouped: dict[str, Any] = {}
    for name, value in pairs:
        grouped.setdefault(name, []).append(value)
    return grouped


def starter_query(context: ServiceContext) -> str:
    """Return the query that the empty form starts with."""
    if not context.is_builtin:
        return "SELECT * WHERE {\n  ?subject ?predicate ?object\n} LIMIT 100"
    return f"PREFIX jg: <{JG}>\n\nSELECT ?drug WHERE {{\n  ?drug a jg:Drug .\n}} ORDER BY ?drug"


@dataclass(frozen=True)
class _Asked:
    text: str
    competency: CompetencyQuery | None
    values: Mapping[str, str] = field(default_factory=dict)
    error: ParameterError | None = None
    """Why the values cannot be used; the text is then that of the defaults."""


def _asked_for(pairs: Pairs, by_name: dict[str, CompetencyQuery]) -> _Asked | None:
    """Return the query that is asked for, None where there is none yet."""
    text, name = single(pairs, "query"), single(pairs, "name")
    if text is not None:
        text = text.replace("\r\n", "\n")  # a form sends line ends as CR LF
        found = ((query, values_in(query, text)) for query in by_name.values())
        return next((_Asked(text, query, values) for query, values in found if values is not None), _Asked(text, None))
    if name is None:
        return None
    if name not in by_name:
        abort(404, f"There is no query named {name} here.")
    query = by_name[name]
    given = {parameter.name: single(pairs, parameter.name) for parameter in query.parameters}
    values = {key: value for key, value in given.items() if value is not None}
    try:
        return _Asked(without_header(with_parameters(query, values)), query, values)
    except ParameterError as error:
        return _Asked(without_header(query.text), query, values, error)


def _answer_page(reader: Reader, form: Form, *, show_iris: bool) -> Response:
    try:
        answer = answer_query(reader, form.operation, addresses(reader.context), show_iris=show_iris)
    except JakgraphError as error:
        return _error_page(form, error)
    switch = {} if show_iris else {"iris": "1"}
    response = make_response(
        render_template(
            "query.html",
            form=form,
            answer=answer,
            unknown=() if answer.count and answer.boolean is not False else unknown_names(reader, form.operation.query),
            downloads=_downloads(form, answer),
            switch_address=form.address("query_page.page", **switch),
            picture_address=_picture_address(form, answer),
            rows_shown=ROWS_SHOWN,
        )
    )
    response.headers["Cache-Control"] = "no-cache"
    return response


def _picture_address(form: Form, answer: Answer) -> str:
    """Return the address of this result in the graph browser; empty where nothing can be drawn."""
    operation = form.operation
    if form.is_long or operation.default_graphs or operation.named_graphs or not _can_be_drawn(operation.query, answer):
        return ""
    return result_address(operation.query)


def _can_be_drawn(query: str, answer: Answer) -> bool:
    """Tell whether an answer names things, or its query can be asked for those that its values are of."""
    return answer.has_things or (answer.form == "SELECT" and answer.count > 0 and bool(with_every_variable(query)))


def _error_page(form: Form, error: JakgraphError) -> Response:
    problem = problem_of(error)
    if problem.kind is INTERNAL:
        current_app.logger.error("an error that no query should cause", exc_info=error)
    text = render_template("query.html", form=form, problem=problem, lines=_lines(form, error), rows_shown=ROWS_SHOWN)
    response = make_response(text, problem.kind.status)
    response.headers.extend(list(headers_of(problem)))
    return response


def _lines(form: Form, error: JakgraphError) -> tuple[Line, ...]:
    if not isinstance(error, QuerySyntaxError | QueryRefused) or error.line is None:
        return ()
    token = error.token if isinstance(error, QuerySyntaxError) else ""
    return excerpt(form.operation.query, error.line, error.column, token)


def _downloads(form: Form, answer: Answer) -> tuple[tuple[str, str, str, str], ...]:
    """Return title, name, address and file name of this very result in each format it can be had in."""
    return tuple(
        (item.title, item.name, form.address("sparql.endpoint", format=item.name), f"result.{item.ending}")
        for item in formats_of(answer.form)
    )
