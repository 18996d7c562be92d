"""Links to pictures: fragments that hold the log of the graph browser's operations, as ``operations.ts`` reads them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from flask import url_for

from jakgraph.namespaces import PREFIXES
from jakgraph.service.things import CLAIMS, NODE_KINDS

if TYPE_CHECKING:
    from jakgraph.service.entities.reading import Thing
    from jakgraph.service.things import ThingKind

CONNECTED_KINDS = frozenset(
    ("adverse-event", "arm", "disease", "manifestation", "outcome-measure", "pathway", "protein", "trial")
)
"""Kinds of which things are connected with others of the same kind."""
_VERSION = "1"
_AS_THEY_ARE = "/?,=$@!'()*~"
"""Characters that need no escape in a fragment and separate nothing in the log."""


def result_fragment(query: str) -> str:
    """Return the fragment of the picture of a query's result, laid out as a whole.

    >>> result_fragment("SELECT ?drug { ?drug a jg:Drug }")
    '1;q:SELECT+?drug+%7B+?drug+a+jg%3ADrug+%7D;l:force'
    """
    return f"{_VERSION};q:{quote(query, safe=_AS_THEY_ARE).replace('%20', '+')};l:force"


def result_address(query: str) -> str:
    """Return the address of the picture of a query's result. Within a request."""
    return f"{url_for('explore.page')}#{result_fragment(query)}"


@dataclass(frozen=True)
class PictureLink:
    """The way from a page to the picture of its thing; ``fragment`` is its log, empty for the thing alone."""

    address: str
    fragment: str = ""


def has_picture(kind: ThingKind) -> bool:
    """Tell whether all things of a kind are a picture: claims are lines, other things may be dots without any."""
    return kind.group == CLAIMS or kind.path in CONNECTED_KINDS


def picture_of(thing: Thing) -> PictureLink | None:
    """Return the picture of a thing: it and what is around it, of a claim its things, of a source all its claims.

    None for what is neither; a picture of it would be a dot. Within a request.
    """
    if thing.kind in NODE_KINDS:
        return PictureLink(url_for("explore.page", focus=f"{thing.kind}/{thing.key}"))
    query = _CLAIM if thing.is_claim else _CLAIMS_OF_SOURCE if thing.kind == "source" else ""
    if not query:
        return None
    fragment = result_fragment(query.format(iri=thing.iri))
    return PictureLink(f"{url_for('explore.page')}#{fragment}", fragment)


_CLAIM = """SELECT ?claim {{
  VALUES ?claim {{ <{iri}> }}
}}"""

_CLAIMS_OF_SOURCE = f"""PREFIX prov: <{PREFIXES["prov"]}>

SELECT ?claim {{{{
  ?claim prov:hadPrimarySource <{{iri}}>
}}}} ORDER BY ?claim"""
