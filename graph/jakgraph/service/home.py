"""``/``: what is served here, in numbers that are queries, and where to go on. ``/problem``: the kinds of problems."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import Blueprint, Response, render_template, url_for

from jakgraph.service.answers import names_for
from jakgraph.service.overview import GRAPHS_QUERY, TRIPLES_QUERY
from jakgraph.service.protocol.kinds import INTERNAL, KINDS
from jakgraph.service.sparql import endpoint_address
from jakgraph.service.standing import StandingOfGraph
from jakgraph.service.things import THING_KINDS
from jakgraph.service.web import current_reader, kept

if TYPE_CHECKING:
    from jakgraph.service.answering import Answering
    from jakgraph.service.answers import Reader
    from jakgraph.service.context import ServiceContext
    from jakgraph.service.overview import Counts, Overview

CLASSES_SHOWN = 12


@dataclass(frozen=True)
class Figure:
    """One number on the home page: what it counts, the query that gives it, and the mark of what it counts."""

    count: int
    label: str
    query: str
    mark: str = ""


@dataclass(frozen=True)
class Group:
    """Figures that are read together; ``heading`` is empty where there is one group only."""

    heading: str
    figures: tuple[Figure, ...]


def home_blueprint(context: ServiceContext, overview: Overview, answering: Answering) -> Blueprint:
    """Return the blueprint of the home page and of the page about problems."""
    blueprint = Blueprint("home", __name__)
    standing = StandingOfGraph(context) if context.is_builtin else None

    @blueprint.get("/")
    def home() -> Response:
        counts = overview.counts()
        return kept(
            render_template(
                "home.html",
                counts=counts,
                groups=_groups(current_reader(context, answering), counts) if counts else (),
                totals=_totals(overview, counts) if counts else (),
                standing=standing.now() if standing else None,
                kinds=THING_KINDS,
                endpoint=endpoint_address(context),
            )
        )

    @blueprint.get("/problem")
    def problems() -> Response:
        kinds = sorted({*KINDS.values(), INTERNAL}, key=lambda kind: (kind.status, kind.slug))
        return kept(render_template("problems.html", kinds=kinds))

    return blueprint


def _totals(overview: Overview, counts: Counts) -> tuple[Figure, ...]:
    return (
        Figure(counts.default_triples, "triple" if counts.default_triples == 1 else "triples", TRIPLES_QUERY),
        Figure(counts.graphs, "named graph" if counts.graphs == 1 else "named graphs", GRAPHS_QUERY),
        Figure(counts.classes, "class" if counts.classes == 1 else "classes", overview.classes_query),
    )


def _groups(reader: Reader, counts: Counts) -> tuple[Group, ...]:
    if not reader.context.is_builtin:
        return (Group("", _largest_classes(reader, counts)),)
    numbers = dict(counts.largest_classes)
    headings = dict.fromkeys(kind.group for kind in THING_KINDS)
    groups = [
        Group(
            heading,
            tuple(
                Figure(numbers[kind.iri], kind.called(numbers[kind.iri]), things_query(kind.iri), kind.path)
                for kind in THING_KINDS
                if kind.group == heading and kind.iri in numbers
            ),
        )
        for heading in headings
    ]
    return tuple(group for group in groups if group.figures)


def _largest_classes(reader: Reader, counts: Counts) -> tuple[Figure, ...]:
    largest = [(iri, count) for iri, count in counts.largest_classes if iri][:CLASSES_SHOWN]
    names = names_for(reader, [iri for iri, _ in largest])
    everywhere = reader.context.settings.default_graph == "own"
    return tuple(Figure(count, names.of(iri), things_query(iri, everywhere=everywhere)) for iri, count in largest)


def things_query(class_iri: str, *, everywhere: bool = False) -> str:
    """Return the query that lists what is of a class; ``everywhere``: in named graphs too, not the default one only."""
    pattern = f"?thing a <{class_iri}>"
    where = f"{{ {pattern} }} UNION {{ GRAPH ?graph {{ {pattern} }} }}" if everywhere else pattern
    return f"SELECT DISTINCT ?thing WHERE {{\n  {where}\n}} ORDER BY ?thing"


def query_address(text: str) -> str:
    """Return the address of the query page with this query."""
    return url_for("query_page.page", query=text)
