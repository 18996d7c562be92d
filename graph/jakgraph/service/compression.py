"""Pages, style sheets and pictures in the coding that a client likes best, kept coded; and 304 for those it holds."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from flask import request

from jakgraph.service.cache import ByteBoundCache
from jakgraph.service.protocol.codings import accepted_codings, coding_for, encode_body
from jakgraph.service.protocol.reply import is_fresh

if TYPE_CHECKING:
    from flask import Flask, Response

    from jakgraph.service.protocol.codings import Coding

KEPT_BYTES = 8 * 2**20
"""Coded pages kept ready in each worker process."""
_TEXTS = ("text/", "application/json", "application/javascript", "application/xml", "image/svg+xml")
_LASTING = ("static", "scripts.static")
"""Endpoints of files that clients keep under addresses which change with their content."""


def register_codings(app: Flask) -> None:
    """Code every response of this app that is text and not coded yet; each coding has an ETag of its own."""
    kept: ByteBoundCache[bytes] = ByteBoundCache(KEPT_BYTES)

    @app.before_request
    def refuse_what_cannot_be_sent() -> None:
        accepted_codings(request.headers.get("Accept-Encoding"))

    @app.after_request
    def encode(response: Response) -> Response:
        response.headers.pop("Expires", None)  # Flask's for files: max-age says it, and this is another each second
        if response.status_code == 304:
            response.vary.add("Accept-Encoding")
        if response.status_code == 200 and _is_text(response) and "Content-Encoding" not in response.headers:
            response.vary.add("Accept-Encoding")
            _encode(response, kept)
        return response


def _is_text(response: Response) -> bool:
    kind = response.mimetype or ""
    return kind.startswith(_TEXTS) or kind.endswith(("+json", "+xml"))


def _encode(response: Response, kept: ByteBoundCache[bytes]) -> None:
    body = _body_of(response)
    digest = hashlib.sha256(body).hexdigest()
    is_page = response.mimetype == "text/html" and request.method in ("GET", "HEAD")
    if is_page and not response.cache_control.no_store and response.get_etag()[0] is None:
        response.set_etag(digest[:32])
    is_lasting = request.endpoint in _LASTING
    coding = coding_for(request.headers.get("Accept-Encoding"), len(body), is_lasting=is_lasting)
    if coding != "identity":
        response.set_data(_coded(body, digest, coding, kept, is_lasting=is_lasting))
        response.headers["Content-Encoding"] = coding
        tag, is_weak = response.get_etag()
        if tag:
            response.set_etag(f"{tag}-{coding}", bool(is_weak))
    _answer_condition(response)


def _body_of(response: Response) -> bytes:
    """Return the whole body, which stays the response's; a file is read and closed."""
    pieces = response.response
    response.direct_passthrough = False
    body = response.get_data()
    if (close := getattr(pieces, "close", None)) is not None:
        close()
    return body


def _coded(body: bytes, digest: str, coding: Coding, kept: ByteBoundCache[bytes], *, is_lasting: bool) -> bytes:
    coded = kept.find((digest, coding))
    if coded is None:
        coded = encode_body(body, coding, is_lasting=is_lasting)
        kept.keep((digest, coding), coded, len(coded) + len(digest))
    return coded


def _answer_condition(response: Response) -> None:
    tag, _ = response.get_etag()
    if tag and request.method in ("GET", "HEAD") and is_fresh(request.headers.get("If-None-Match"), f'"{tag}"'):
        response.status_code = 304
        response.set_data(b"")
        for name in ("Content-Type", "Content-Encoding", "Content-Length"):
            response.headers.pop(name, None)
