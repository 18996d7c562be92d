"""The application factory: a complete WSGI app from a ready context. No module-level app, no environment."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from flask import Flask, url_for

from jakgraph import __version__, paths
from jakgraph.service.admin import admin_blueprint
from jakgraph.service.answering import Answering
from jakgraph.service.compression import register_codings
from jakgraph.service.entities import entities_blueprint
from jakgraph.service.explore import explore_blueprint
from jakgraph.service.explore.links import has_picture, picture_of, result_address
from jakgraph.service.graph_store import graph_store_blueprint
from jakgraph.service.health import health_blueprint
from jakgraph.service.home import home_blueprint, query_address, things_query
from jakgraph.service.metrics import metrics_blueprint
from jakgraph.service.ontology import ontology_blueprint
from jakgraph.service.overview import Overview
from jakgraph.service.protocol.parameters import MAX_BODY_BYTES
from jakgraph.service.queries import queries_blueprint
from jakgraph.service.query_page import query_page_blueprint
from jakgraph.service.scripts import Scripts
from jakgraph.service.search.blueprint import search_blueprint
from jakgraph.service.search.search import Search
from jakgraph.service.sparql import sparql_blueprint
from jakgraph.service.web import register_problem_handlers, register_security_headers
from jakgraph.service.well_known import well_known_blueprint

if TYPE_CHECKING:
    from jakgraph.service.context import ServiceContext

YEAR_SECONDS = 31_536_000


def create_app(context: ServiceContext, answering: Answering | None = None, search: Search | None = None) -> Flask:
    """Return the Flask app that serves this context: ``/sparql``, ``/store``, descriptions, and the pages.

    ``answering`` is given where something before the app answers from the same kept results, ``search`` where its
    index is made ready before the first request.
    """
    web = paths.web_dir()
    app = Flask("jakgraph", static_folder=web / "static", template_folder=web / "templates")
    app.config["MAX_CONTENT_LENGTH"] = MAX_BODY_BYTES
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = YEAR_SECONDS  # pages ask for styles and scripts under their digests
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    overview = Overview(context)
    answers = answering or Answering.of(context)
    app.register_blueprint(sparql_blueprint(context, overview, answers))
    app.register_blueprint(graph_store_blueprint(context, answers))
    app.register_blueprint(health_blueprint(context.engine))
    app.register_blueprint(metrics_blueprint(context))
    app.register_blueprint(queries_blueprint(context))
    app.register_blueprint(admin_blueprint(context))
    app.register_blueprint(well_known_blueprint(context, overview))
    if context.release:
        app.register_blueprint(ontology_blueprint(context, context.release, overview, answers))
    app.register_blueprint(home_blueprint(context, overview, answers))
    app.register_blueprint(query_page_blueprint(context, answers))
    names = search or Search(context)
    app.register_blueprint(search_blueprint(context, names))
    if context.is_builtin:
        app.register_blueprint(entities_blueprint(context, answers))
    app.register_blueprint(explore_blueprint(context, answers))
    scripts = Scripts.read(paths.scripts_dir())
    app.register_blueprint(scripts.blueprint())
    register_problem_handlers(app)
    register_codings(app)
    register_security_headers(app)
    _register_template_names(app, context, overview)
    app.jinja_env.globals.update(script_entry=scripts.entry, search=names)
    return app


def _register_template_names(app: Flask, context: ServiceContext, overview: Overview) -> None:
    """Give every template what all pages say: the dataset, its date and revision, and the style sheet's address."""
    style = (paths.web_dir() / "static" / "jakgraph.css").read_bytes()
    digest = hashlib.sha256(style).hexdigest()[:12]

    def style_address() -> str:
        return url_for("static", filename="jakgraph.css", v=digest)

    def names() -> dict[str, object]:
        return {"revision": context.engine.revision}

    app.context_processor(names)
    app.jinja_env.globals.update(
        context=context,
        facts=context.facts,
        style_address=style_address,
        overview=overview,
        query_address=query_address,
        has_picture=has_picture,
        picture_of=picture_of,
        result_address=result_address,
        things_query=things_query,
        version=__version__,
    )
