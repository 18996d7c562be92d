"""``/ontology``: the reference as a page, or the ontology in an RDF format; ``/ontology/classes.svg``: its picture."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING

from flask import Blueprint, Response, abort, make_response, render_template, request

from jakgraph.errors import EngineUnavailable, QueryError
from jakgraph.namespaces import PREFIXES
from jakgraph.service.description import DESCRIPTION_FORMATS
from jakgraph.service.home import things_query
from jakgraph.service.ontology.picture import lay_out
from jakgraph.service.ontology.reading import read_reference
from jakgraph.service.ontology.terms import CLASS
from jakgraph.service.protocol.negotiation import prefers_html
from jakgraph.service.protocol.reply import CROSS_ORIGIN, VARY, preflight
from jakgraph.service.terms import read_solutions
from jakgraph.service.web import current_reader, kept, respond
from jakgraph.service.well_known import METHODS, choose_document, document
from jakgraph.store.documents import rewrite
from jakgraph.store.jobs import QueryJob

if TYPE_CHECKING:
    from jakgraph.service.answering import Answering
    from jakgraph.service.answers import Reader
    from jakgraph.service.context import ServedRelease, ServiceContext
    from jakgraph.service.ontology.terms import Term
    from jakgraph.service.overview import Overview
    from jakgraph.store.jobs import ResultFormat

ONTOLOGY_FILE = "layers/ontology.nq"
COLUMNS_FILE = "columns.json"
PROPERTIES_QUERY = "SELECT ?name (COUNT(*) AS ?count) WHERE { ?s ?name ?o } GROUP BY ?name ORDER BY ?name"
MOST_PROPERTIES = 5_000
COUNTING_SECONDS = 3.0

_STYLE_IN_PICTURE = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
"""The picture carries its own style, for both colour schemes, and nothing else; it is no page."""


class OntologySource:
    """The ontology of a release: read once, when it is first asked for."""

    def __init__(self, release: ServedRelease) -> None:
        quads = release.document(ONTOLOGY_FILE)
        columns = json.loads(release.document(COLUMNS_FILE))
        self._quads = quads
        self.reference = read_reference(rewrite(quads, "nquads", "ntriples"), columns)
        self.picture = lay_out(self.reference)
        self.written = cache(self._write)

    def _write(self, result_format: ResultFormat) -> bytes:
        return rewrite(self._quads, "nquads", result_format, PREFIXES)


def ontology_blueprint(
    context: ServiceContext, release: ServedRelease, overview: Overview, answering: Answering
) -> Blueprint:
    """Return the blueprint of the ontology of this release."""
    blueprint = Blueprint("ontology", __name__)
    source = cache(lambda: OntologySource(release))

    @blueprint.route("/ontology", methods=METHODS, provide_automatic_options=False)
    def current() -> Response:
        if request.method == "OPTIONS":
            return respond(preflight(METHODS))
        if prefers_html(request.headers.get("Accept")) and not request.args.get("format"):
            return _page(current_reader(context, answering), source(), overview)
        choice = choose_document(DESCRIPTION_FORMATS, "The ontology")
        return document(source().written(choice.format.name), choice)

    @blueprint.route("/ontology/<version>", methods=METHODS, provide_automatic_options=False)
    def versioned(version: str) -> Response:
        if version != source().reference.version:
            abort(404, f"Version {version} of the ontology is not served here; {source().reference.version} is.")
        return current()

    @blueprint.get("/ontology/classes.svg")
    def picture() -> Response:
        title = f"Classes of the {source().reference.title}"
        response = make_response(render_template("classes.svg", picture=source().picture, title=title))
        response.headers["Content-Type"] = "image/svg+xml; charset=utf-8"
        response.headers["Content-Security-Policy"] = _STYLE_IN_PICTURE
        return kept(response)

    return blueprint


def _page(reader: Reader, source: OntologySource, overview: Overview) -> Response:
    counts = overview.counts()
    numbers = {**dict(counts.largest_classes if counts else ()), **count_properties(reader)}
    response = make_response(
        render_template(
            "ontology.html",
            reference=source.reference,
            picture=source.picture,
            numbers=numbers,
            terms_query=terms_query,
        )
    )
    response.headers.extend([*CROSS_ORIGIN, *VARY])
    return kept(response)


def count_properties(reader: Reader) -> dict[str, int]:
    """Return how many triples there are of each property; a busy or slow engine costs the numbers, never the page."""
    try:
        result = reader.part(QueryJob(PROPERTIES_QUERY, "json", timeout_seconds=COUNTING_SECONDS), "numbers")
    except (QueryError, EngineUnavailable):
        return {}
    rows = read_solutions(result.body, MOST_PROPERTIES).rows
    return {row["name"].value: int(row["count"].value) for row in rows}


def terms_query(term: Term) -> str:
    """Return the query that lists what is of a class, or who has a property with which value."""
    if term.kind == CLASS:
        return things_query(term.iri)
    return f"SELECT ?thing ?value WHERE {{\n  ?thing <{term.iri}> ?value\n}} ORDER BY ?thing"
