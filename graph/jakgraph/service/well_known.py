"""``/.well-known/void``: the dataset described, negotiated. ``/release/…``: the files of the release being served."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from flask import Blueprint, Response, abort, request, send_file

from jakgraph.namespaces import PREFIXES
from jakgraph.service.context import MANIFEST_NAME
from jakgraph.service.dataset_description import WELL_KNOWN, describe_dataset, describe_release
from jakgraph.service.description import DESCRIPTION_FORMATS
from jakgraph.service.protocol.formats import Choice
from jakgraph.service.protocol.negotiation import choose_among, prefers_html
from jakgraph.service.protocol.reply import CROSS_ORIGIN, REVALIDATE, VARY, Reply, preflight
from jakgraph.service.web import respond, service_address
from jakgraph.store.documents import rewrite

if TYPE_CHECKING:
    from jakgraph.service.context import ServedRelease, ServiceContext
    from jakgraph.service.overview import Overview
    from jakgraph.service.protocol.formats import Format
    from jakgraph.store.jobs import ResultFormat

METHODS = ("GET", "HEAD", "OPTIONS")
DOCUMENTS_KEPT = 8
"""Descriptions kept ready, by counts, address and format; a client chooses the address by its Host header."""

_MEDIA_TYPES = {
    "nq": "application/n-quads",
    "trig": "application/trig",
    "ttl": "text/turtle",
    "csv": "text/csv",
    "json": "application/json",
}


def well_known_blueprint(context: ServiceContext, overview: Overview) -> Blueprint:
    """Return the blueprint of the description, and of the files where a release is served."""
    blueprint = Blueprint("well_known", __name__)

    @lru_cache(maxsize=DOCUMENTS_KEPT)
    def write(_revision: str, address: str, result_format: ResultFormat, *, _counted: bool) -> bytes:
        if context.release:
            turtle = describe_release(context.release, address)
        else:
            turtle = describe_dataset(context, overview.counts(), address)
        return turtle if result_format == "turtle" else rewrite(turtle, "turtle", result_format, PREFIXES)

    @blueprint.route(WELL_KNOWN, methods=METHODS, provide_automatic_options=False)
    def void() -> Response:
        if request.method == "OPTIONS":
            return respond(preflight(METHODS))
        choice = choose_document(DESCRIPTION_FORMATS, "The description of the dataset")
        address = service_address(context.settings.public_url)
        counted = context.release is None and overview.counts() is not None
        return document(write(context.engine.revision, address, choice.format.name, _counted=counted), choice)

    if context.release:
        _serve_files(blueprint, context.release)
    return blueprint


def choose_document(formats: tuple[Format, ...], what: str) -> Choice:
    """Return the format that this request is answered in: a browser, which likes none of them, gets the first."""
    accept, word = request.headers.get("Accept"), request.args.get("format")
    if word is None and prefers_html(accept):
        return Choice(formats[0], formats[0].media_types[0])
    return choose_among(formats, accept, word, what)


def document(body: bytes, choice: Choice) -> Response:
    """Return a document that does not change often: open to scripts of any origin, with a validator."""
    headers = (*CROSS_ORIGIN, *VARY, *REVALIDATE, ("Content-Type", choice.content_type))
    response = respond(Reply(200, headers, body))
    response.add_etag()
    response.make_conditional(request)
    return response


def _serve_files(blueprint: Blueprint, release: ServedRelease) -> None:
    names = {*release.files, MANIFEST_NAME}

    @blueprint.route(f"/release/{release.version}/<path:name>", methods=METHODS, provide_automatic_options=False)
    def file(name: str) -> Response:
        if request.method == "OPTIONS":
            return respond(preflight(METHODS))
        if name not in names:
            abort(404, f"The release has no file {name}. {MANIFEST_NAME} beside it lists all of them.")
        if not release.is_in_place():
            abort(503, "Another release has been built into this folder since; it is served when the operator reloads.")
        media_type = _MEDIA_TYPES.get(name.rpartition(".")[2], "text/plain")
        etag = release.files.get(name, release.revision).removeprefix("sha256:")
        response = send_file(release.folder / name, media_type, conditional=True, etag=etag, max_age=0)
        response.headers.extend(list(CROSS_ORIGIN))
        return response
