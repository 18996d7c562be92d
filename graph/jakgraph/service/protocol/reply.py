"""A reply as plain data, its headers for caches and for other origins, and strong validators."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from werkzeug.http import parse_etags

if TYPE_CHECKING:
    from jakgraph.service.protocol.codings import Coding
    from jakgraph.store.jobs import QueryJob

Headers = tuple[tuple[str, str], ...]

VARY: Headers = (("Vary", "Accept, Accept-Encoding"),)
REVALIDATE: Headers = (("Cache-Control", "public, no-cache"),)
"""Keep it, but ask each time whether it still holds: a new snapshot may be served at any moment."""
DO_NOT_STORE: Headers = (("Cache-Control", "no-store"),)

QUERY_ID = "Query-Id"
"""The header that names the query that was answered, as logs and ``/queries`` do; what was kept ready has none."""

CROSS_ORIGIN: Headers = (
    ("Access-Control-Allow-Origin", "*"),
    ("Access-Control-Expose-Headers", "ETag, Query-Id, Retry-After, Content-Length, Allow"),
)
"""Reading is open to scripts of every origin; no cookie or credential is ever looked at."""

_CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; worker-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'"
)
SECURITY_HEADERS: Headers = (
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "same-origin"),
    ("Content-Security-Policy", _CONTENT_SECURITY_POLICY),
)
"""What a browser is told with every response: run our own scripts only, guess nothing, tell nobody.

A page may tell it otherwise.
"""


@dataclass(frozen=True)
class Reply:
    """Status, headers and whole body; whoever sends it adds Content-Length and leaves the body out for HEAD."""

    status: int
    headers: Headers
    body: bytes = b""


def preflight(allowed: tuple[str, ...]) -> Reply:
    """Return the answer to OPTIONS, which is also what a browser asks before a cross-origin request."""
    methods = ", ".join(allowed)
    headers = (
        *CROSS_ORIGIN,
        ("Allow", methods),
        ("Access-Control-Allow-Methods", methods),
        ("Access-Control-Allow-Headers", "Accept, Content-Type, If-None-Match"),
        ("Access-Control-Max-Age", "86400"),
    )
    return Reply(204, headers)


def entity_tag(edition: str, job: QueryJob, normal_text: str, media_type: str, coding: Coding = "identity") -> str:
    """Return the strong ETag, quotes included, of a query's answer: the same bytes as long as the edition stands.

    ``normal_text`` stands for all texts of the job's query that have this answer.

    An edition is a revision as one zygote has loaded it (`Engine.edition`): the next loading may order solutions
    otherwise, and a strong tag must not stand for both.

    The media type counts besides the format: one body under two labels is two representations. So does the content
    coding, which stands readable at the end.
    """
    identity = [edition, normal_text, job.result_format, media_type, job.default_graphs, job.named_graphs]
    ending = "" if coding == "identity" else f"-{coding}"
    return f'"{hashlib.sha256(json.dumps(identity).encode()).hexdigest()[:32]}{ending}"'


def is_fresh(if_none_match: str | None, etag: str) -> bool:
    """Tell whether the client already holds this answer (RFC 9110, 13.1.2: weak comparison).

    ``*`` does not count here: whether there is any answer is known only after evaluation.
    """
    if not if_none_match or if_none_match.strip() == "*":
        return False
    return parse_etags(if_none_match).contains_weak(etag.strip('"'))
