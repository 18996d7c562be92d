"""``/page/<kind>/<key>``: the page about a thing; ``/<kind>/<key>``: what its IRI answers, by content negotiation."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from werkzeug.routing import BaseConverter

from jakgraph.errors import ParameterError
from jakgraph.namespaces import JGR
from jakgraph.queries import THING, Parameter
from jakgraph.service.answering import CANCELLATION
from jakgraph.service.entities.addresses import KEY, KIND
from jakgraph.service.entities.crossing import crossed
from jakgraph.service.entities.lists import list_of
from jakgraph.service.entities.markup import markup_of
from jakgraph.service.entities.page import page_about, page_number
from jakgraph.service.entities.plots import plots_of
from jakgraph.service.entities.reading import read_thing, statements_query
from jakgraph.service.entities.reports import report_address, report_lines
from jakgraph.service.protocol.formats import GRAPH_FORMATS
from jakgraph.service.protocol.negotiation import prefers_html
from jakgraph.service.protocol.parameters import QueryParameters
from jakgraph.service.protocol.reply import CROSS_ORIGIN, VARY, preflight
from jakgraph.service.things import THING_KINDS
from jakgraph.service.web import current_call, current_reader, kept, respond
from jakgraph.service.well_known import METHODS

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as BaseResponse

    from jakgraph.service.answering import Answering
    from jakgraph.service.context import ServiceContext
    from jakgraph.service.entities.page import ThingPage
    from jakgraph.service.entities.reading import Thing

_SUFFIXES = {item.ending: item for item in GRAPH_FORMATS}
_HTML_SUFFIX = "html"
SEE_OTHER = 303


_OWN_FOLDERS = ("admin", "card", "ontology", "page", "queries", "release", "store")
"""First segments of addresses that are no kinds of things."""


class _Kind(BaseConverter):
    regex = rf"(?!(?:{'|'.join(_OWN_FOLDERS)})(?![-a-z])){KIND}"


class _Key(BaseConverter):
    regex = KEY
    part_isolating = False


def entities_blueprint(context: ServiceContext, answering: Answering) -> Blueprint:
    """Return the blueprint of the pages about things and of their IRIs."""
    blueprint = Blueprint("entities", __name__)

    @blueprint.record_once
    def add_converters(state: object) -> None:
        converters = state.app.url_map.converters  # type: ignore[attr-defined]  # Flask's own type is private
        converters.update(kind=_Kind, key=_Key)

    _add_pages(blueprint, context, answering)
    _add_kinds(blueprint, context, answering)
    _add_iris(blueprint, context, answering)
    return blueprint


def _add_pages(blueprint: Blueprint, context: ServiceContext, answering: Answering) -> None:
    def thing(kind: str, key: str) -> Thing:
        found = read_thing(current_reader(context, answering), kind, key)
        if not found.statements and not found.links:
            abort(404, f"There is no {kind} called {key} in this graph.")
        return found

    def _rendered(template: str, shown: ThingPage) -> str:
        return render_template(
            template,
            page=shown,
            plots_of=plots_of,
            crossed=crossed,
            markup_of=markup_of,
            statements_query=statements_query,
            report_address=partial(report_address, context),
            report_lines=partial(report_lines, context),
        )

    @blueprint.get("/page/<kind:kind>/<key:key>")
    def page(kind: str, key: str) -> Response:
        reader = current_reader(context, answering)
        return kept(_rendered("thing.html", page_about(reader, thing(kind, key), request.args)))

    @blueprint.get("/card/<kind:kind>/<key:key>")
    def card(kind: str, key: str) -> Response:
        """Answer with the card of a claim alone, for a script to show beside a figure."""
        found = thing(kind, key)
        if not found.is_claim:
            abort(404, f"{found.label} is no claim: it has a page, but no card.")
        reader = current_reader(context, answering)
        return kept(_rendered("card.html", page_about(reader, found, {})))


def _add_kinds(blueprint: Blueprint, context: ServiceContext, answering: Answering) -> None:
    @blueprint.get("/page/<kind:kind>")
    def kind(kind: str) -> Response:
        """Answer with the names of all things of a kind."""
        known = next((item for item in THING_KINDS if item.path == kind), None)
        if known is None:
            abort(404, f"There is no kind of thing called {kind} in this graph.")
        reader = current_reader(context, answering)
        shown = list_of(reader, known, page_number(request.args.get("page", "1")))
        shown.things or abort(404, f"The {known.plural} end before page {shown.number}: there are {shown.count}.")
        return kept(render_template("kind.html", list=shown))


def _add_iris(blueprint: Blueprint, context: ServiceContext, answering: Answering) -> None:
    @blueprint.route("/<kind:kind>/<key:key>", methods=METHODS, provide_automatic_options=False)
    def thing(kind: str, key: str) -> BaseResponse:
        if request.method == "OPTIONS":
            return respond(preflight(METHODS))
        stem, _, ending = key.rpartition(".")
        if stem and (ending in _SUFFIXES or ending == _HTML_SUFFIX) and _is_known(kind, stem):
            return _page_of(kind, stem) if ending == _HTML_SUFFIX else _document(kind, stem, _SUFFIXES[ending].name)
        _is_known(kind, key) or abort(404, f"There is no {kind} called {key} in this graph.")
        word = request.args.get("format")
        if word is None and prefers_html(request.headers.get("Accept")):
            return _page_of(kind, key)
        return _document(kind, key, word)

    def _is_known(kind: str, key: str) -> bool:
        try:
            Parameter("this", THING, "drug/baricitinib", "").term(f"{kind}/{key}")
        except ParameterError:
            return kind == "graph"
        reader = current_reader(context, answering)
        found = read_thing(reader, kind, key)
        return bool(found.statements or found.links)

    def _document(kind: str, key: str, word: str | None) -> Response:
        """Answer with the statements about a thing; those in a named graph, where it is one."""
        operation = QueryParameters(f"DESCRIBE <{JGR}{kind}/{key}>", format=word)
        return respond(answering.answer(current_call(), operation, request.environ.get(CANCELLATION)))


def _page_of(kind: str, key: str) -> BaseResponse:
    response = redirect(url_for("entities.page", kind=kind, key=key), SEE_OTHER, Response)
    response.headers.extend([*CROSS_ORIGIN, *VARY])
    return response
