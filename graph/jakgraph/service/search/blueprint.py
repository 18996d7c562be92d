"""``/search``: finding things by what they are called; ``/search.json``: the same for programs and for the box."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, render_template, request, url_for

from jakgraph import __version__
from jakgraph.service.entities.addresses import addresses
from jakgraph.service.explore.links import result_address
from jakgraph.service.protocol.faults import BadRequest
from jakgraph.service.protocol.parameters import decode_pairs, single
from jakgraph.service.protocol.reply import CROSS_ORIGIN, REVALIDATE
from jakgraph.service.search.results import (
    HITS_ON_A_PAGE,
    grouped,
    hits_of_kind,
    is_explained,
    kind_name,
    nodes_of,
    parts_of,
    way_name,
)
from jakgraph.service.web import current_call, current_cancellation, kept

if TYPE_CHECKING:
    from jakgraph.service.context import ServiceContext
    from jakgraph.service.protocol.parameters import Pairs
    from jakgraph.service.search.index import Found, Hit
    from jakgraph.service.search.search import Indexed, Search

MOST_CHARACTERS = 200
SUGGESTIONS = 8
MOST_SUGGESTIONS = 50
THINGS_IN_PICTURE = 50
"""Hits that are shown as a picture; each stands in its address."""


@dataclass(frozen=True)
class Asked:
    """What somebody looks for; ``kind`` is empty for all kinds, ``page`` counts from 1."""

    text: str
    kind: str = ""
    page: int = 1
    limit: int = SUGGESTIONS
    is_of_nodes: bool = False
    """Whether only things that the graph browser draws as nodes are wanted."""


def search_blueprint(context: ServiceContext, search: Search) -> Blueprint:
    """Return the blueprint of the search page and of what feeds its box."""
    blueprint = Blueprint("search", __name__)

    def found_in(indexed: Indexed, text: str) -> Found:
        """Return what is found; a search is watched, and may be stopped, as a query is."""
        stop = current_cancellation()
        with context.watch.query(current_call(), f"search {text}", stop, "search") as record:
            record.form = "SEARCH"
            found = indexed.index.find(text, stop)
            record.rows = len(found.hits)
        return found

    @blueprint.get("/search")
    def page() -> Response:
        asked = _asked()
        if not asked.text:
            return kept(render_template("search.html", asked=asked))
        indexed = search.indexed()
        return kept(_answer(context, indexed, asked, found_in(indexed, asked.text)))

    @blueprint.get("/search.json")
    def suggestions() -> Response:
        asked = _asked()
        indexed = search.indexed()
        found = found_in(indexed, asked.text)
        found = nodes_of(found) if asked.is_of_nodes else found
        body = json.dumps(_document(context, asked, found), ensure_ascii=False, separators=(",", ":"))
        response = Response(body, content_type="application/json")
        response.headers.extend([*CROSS_ORIGIN, *REVALIDATE])
        identity = [__version__, indexed.revision, asked.text, asked.limit, asked.is_of_nodes, request.script_root]
        response.set_etag(hashlib.sha256(json.dumps(identity).encode()).hexdigest()[:32])
        return response

    return blueprint


def _answer(context: ServiceContext, indexed: Indexed, asked: Asked, found: Found) -> str:
    of_kind = hits_of_kind(found, asked.kind, is_builtin=context.is_builtin) if asked.kind else None
    return render_template(
        "search.html",
        asked=asked,
        found=found,
        is_whole=indexed.is_whole,
        groups=grouped(found, is_builtin=context.is_builtin),
        of_kind=of_kind,
        pages=-(-of_kind.count // HITS_ON_A_PAGE) if of_kind else 1,
        hits_on_a_page=HITS_ON_A_PAGE,
        address=addresses(context),
        picture=_picture(found) if context.is_builtin else "",
        parts_of=partial(parts_of, words=found.words),
        is_explained=is_explained,
        way_name=way_name,
    )


def _picture(found: Found) -> str:
    """Return the address of the best hits as a picture; empty where it would be no more than a dot."""
    things = [hit.iri for hit in nodes_of(found).hits[:THINGS_IN_PICTURE]]
    values = " ".join(f"<{iri}>" for iri in things)
    return result_address(f"SELECT ?thing {{ VALUES ?thing {{ {values} }} }}") if len(things) > 1 else ""


def _document(context: ServiceContext, asked: Asked, found: Found) -> dict[str, Any]:
    address = addresses(context)
    results = [_result(hit, address(hit.iri), found) for hit in found.hits[: asked.limit]]
    near = [{"label": hit.label, "iri": hit.iri, "href": address(hit.iri)} for hit in found.near]
    return {
        "q": asked.text,
        "count": len(found.hits),
        "countIsWhole": found.is_whole,
        "results": results,
        "near": near,
        "more": url_for("search.page", q=asked.text),
    }


def _result(hit: Hit, href: str, found: Found) -> dict[str, Any]:
    shown = hit.name if is_explained(hit) else hit.label
    way = way_name(hit) if is_explained(hit) else hit.way
    match = {
        "way": way,
        "parts": [{"text": text, "matched": matched} for text, matched in parts_of(shown, found.words)],
    }
    return {
        "label": hit.label,
        "iri": hit.iri,
        "href": href,
        "kind": hit.kind,
        "kindName": kind_name(hit.kind),
        "within": hit.within,
        "match": match,
    }


def _asked() -> Asked:
    """Return what the request looks for. Raises BadRequest."""
    pairs = decode_pairs(request.query_string, "query string")
    text = " ".join((single(pairs, "q") or "").split())
    if len(text) > MOST_CHARACTERS:
        raise BadRequest(
            f"The search is {len(text)} characters long, more than {MOST_CHARACTERS}.",
            parameter="q",
            remedy="Search for one name, or write a query.",
        )
    limit = min(_number(pairs, "limit", SUGGESTIONS), MOST_SUGGESTIONS)
    return Asked(text, single(pairs, "kind") or "", _number(pairs, "page", 1), limit, _of_nodes(pairs))


def _of_nodes(pairs: Pairs) -> bool:
    """Tell whether only nodes of the graph browser are looked for. Raises BadRequest."""
    among = single(pairs, "among")
    if among not in (None, "nodes"):
        raise BadRequest(
            f"{among} is nothing to search among.", parameter="among", remedy="Write nodes, or leave it out."
        )
    return among is not None


def _number(pairs: Pairs, name: str, default: int) -> int:
    word = single(pairs, name)
    if word is None:
        return default
    if not (word.isascii() and word.isdecimal() and int(word[:9]) > 0 and len(word) < 9):
        raise BadRequest(f"{word} is no number for {name}.", parameter=name, remedy="Give a number from 1 on.")
    return int(word)
