"""What the endpoints of the graph browser have in common: reading what is asked, naming what is found, answering."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from flask import Response, request

from jakgraph.namespaces import JG, JGR
from jakgraph.service.answers import names_for
from jakgraph.service.entities.addresses import KIND, thing_of
from jakgraph.service.explore.filtering import FACETS, Choice, EdgeFilter
from jakgraph.service.protocol.faults import BadRequest
from jakgraph.service.web import kept

if TYPE_CHECKING:
    from collections.abc import Iterable

    from jakgraph.service.answers import Reader
    from jakgraph.service.explore.edges import Edge
    from jakgraph.service.names import Names

LARGEST_OFFSET = 1_000_000
MOST_CHOSEN = 200
LAST_YEAR = 9999
_KIND = re.compile(KIND)


def thing_asked(name: str) -> str:
    """Return the IRI of the thing that a parameter names. Raises BadRequest."""
    return checked_thing(request.args.get(name, ""))


def checked_thing(iri: str) -> str:
    """Return the IRI of one of our own things, given whole or by kind and key. Raises BadRequest."""
    whole = iri if iri.startswith(JGR) else f"{JGR}{iri}"
    if thing_of(whole) is None:
        raise BadRequest(
            f"{iri[:80]!r} names no thing of this graph: write its kind and key, such as drug/baricitinib."
        )
    return whole


def kind_asked(name: str) -> str:
    """Return the kind of things that a parameter names. Raises BadRequest."""
    kind = request.args.get(name, "")
    if not _KIND.fullmatch(kind):
        raise BadRequest(f"{name} is a kind of things, such as drug or outcome-measure.")
    return kind


def relation_named(text: str) -> str:
    """Return the IRI of one of our terms, given whole or by its name. Raises BadRequest."""
    name = text.removeprefix(JG)
    if not (name.isascii() and name.isalnum()):
        raise BadRequest(f"{text[:80]!r} names no relation of this graph: write its name, such as testedIn.")
    return f"{JG}{name}"


def one_of(name: str, values: tuple[str, ...]) -> str:
    """Return a parameter that is one of these words. Raises BadRequest."""
    value = request.args.get(name, "")
    if value not in values:
        raise BadRequest(f"{name} is one of {', '.join(values)}.")
    return value


def number_asked(name: str, default: int, least: int, most: int) -> int:
    """Return a parameter that is a whole number within limits. Raises BadRequest."""
    text = request.args.get(name, str(default))
    if text.isdecimal() and text.isascii() and len(text) <= len(str(most)) and least <= int(text) <= most:
        return int(text)
    raise BadRequest(f"{name} is a whole number from {least} to {most}.")


def filter_asked() -> EdgeFilter:
    """Return the filter that a request describes. Raises BadRequest."""
    chosen = {
        facet: Choice(is_only=is_only, values=frozenset(values))
        for name, is_only in (("hide", False), ("only", True))
        for facet, values in _by_facet(name).items()
    }
    return EdgeFilter(chosen, number_asked("since", 0, 0, LAST_YEAR), number_asked("until", 0, 0, LAST_YEAR))


def _by_facet(name: str) -> dict[str, list[str]]:
    """Return the values that a parameter gives as ``facet/value``. Raises BadRequest."""
    given = request.args.getlist(name)
    if len(given) > MOST_CHOSEN:
        raise BadRequest(f"{name} is given {MOST_CHOSEN} times at most.")
    found: dict[str, list[str]] = {}
    for text in given:
        facet, _, value = text.partition("/")
        if facet not in FACETS or not value:
            raise BadRequest(f"{name} is a facet and a value, such as evidence/in-vitro; facets: {', '.join(FACETS)}.")
        found.setdefault(facet, []).append(value)
    return found


def names_of(reader: Reader, edges: Iterable[Edge], *more: str) -> Names:
    """Return the names of everything in some edges, and of more."""
    return names_for(reader, {iri for edge in edges for iri in edge.iris()} | set(more))


def answered(document: dict[str, Any]) -> Response:
    """Return a document as JSON that its reader may keep."""
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    return kept(Response(text, content_type="application/json; charset=utf-8"))
