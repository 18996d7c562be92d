"""Reads a query operation of the SPARQL 1.1 Protocol (section 2.1) out of the bytes of a request."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from werkzeug.http import parse_options_header

from jakgraph.service.protocol.faults import BadRequest, MethodNotAllowed, RequestTooLarge, UnsupportedMediaType

if TYPE_CHECKING:
    from collections.abc import Mapping

MAX_QUERY_BYTES = 2**20
MAX_BODY_BYTES = 3 * MAX_QUERY_BYTES + 2**16
"""A form body may be three times as long as the query in it: every byte percent-encoded; the rest are graph names."""
MAX_PARAMETERS = 10_000

METHODS = ("GET", "HEAD", "POST", "QUERY", "OPTIONS")
"""QUERY is a POST that promises to change nothing (draft-ietf-httpbis-safe-method-w-body), so it may be repeated."""
FORM = "application/x-www-form-urlencoded"
DIRECT = "application/sparql-query"
ACCEPT_QUERY = f"{DIRECT}, {FORM}"
"""The header Accept-Query: the media types of what a QUERY may send."""
_ABSOLUTE_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|^`\\]*")

Pairs = list[tuple[str, str]]


@dataclass(frozen=True)
class HttpCall:
    """A request as the protocol sees it. ``headers`` have lower-case names; ``body`` is whole.

    ``peer`` is the address at the other end of the connection: the client, or a proxy before it.
    """

    method: str
    query_string: bytes
    headers: Mapping[str, str]
    body: bytes = b""
    peer: str = ""


@dataclass(frozen=True)
class QueryParameters:
    """A query operation as it was asked for. ``timeout_seconds`` and ``format`` are None where the client left them."""

    query: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    timeout_seconds: float | None = None
    format: str | None = None


@dataclass(frozen=True)
class DescriptionParameters:
    """A GET without a query: it asks for the service description."""

    format: str | None = None


def read_query_operation(call: HttpCall) -> QueryParameters | DescriptionParameters:
    """Return the operation that a request asks for.

    Raises MethodNotAllowed, UnsupportedMediaType, RequestTooLarge or BadRequest.
    """
    if call.method not in METHODS:
        raise MethodNotAllowed(call.method, METHODS)
    if len(call.body) > MAX_BODY_BYTES:
        raise RequestTooLarge(MAX_QUERY_BYTES)
    in_url = decode_pairs(call.query_string, "query string")
    pairs = in_url if call.method in ("GET", "HEAD") else in_url + pairs_of_body(call)
    if not any(name == "query" for name, _ in pairs) and call.method in ("GET", "HEAD"):
        _refuse_update(pairs)
        return DescriptionParameters(asked_format(pairs))
    return query_operation_of(pairs)


def query_operation_of(pairs: Pairs) -> QueryParameters:
    """Return the query operation that these parameters describe; unknown ones are left alone, as the Protocol asks."""
    _refuse_update(pairs)
    query = single(pairs, "query")
    if query is None:
        raise BadRequest("There is no query in this request.", parameter="query", remedy="Add the parameter query.")
    if len(query.encode()) > MAX_QUERY_BYTES:
        raise RequestTooLarge(MAX_QUERY_BYTES)
    return QueryParameters(
        query,
        _graph_names(pairs, "default-graph-uri"),
        _graph_names(pairs, "named-graph-uri"),
        _timeout(single(pairs, "timeout")),
        asked_format(pairs),
    )


def decode_pairs(data: bytes, place: str) -> Pairs:
    """Return the name-value pairs of a query string or form body; raises BadRequest where they are not UTF-8."""
    try:
        return parse_qsl(data.decode("utf-8"), keep_blank_values=True, errors="strict", max_num_fields=MAX_PARAMETERS)
    except UnicodeDecodeError as error:
        raise BadRequest(
            f"The {place} is not UTF-8.", remedy="Percent-encode the UTF-8 bytes of each parameter."
        ) from error
    except ValueError as error:
        raise BadRequest(f"The {place} has more than {MAX_PARAMETERS} parameters.") from error


def single(pairs: Pairs, name: str) -> str | None:
    """Return the value of a parameter that may be given once, None where it is not; raises BadRequest if twice."""
    values = [value for key, value in pairs if key == name]
    if len(values) > 1:
        raise BadRequest(f"The parameter {name} is given {len(values)} times.", parameter=name, remedy="Give it once.")
    return values[0] if values else None


def asked_format(pairs: Pairs) -> str | None:
    """Return the first format that is asked for: SPARQLWrapper sends two names of the one it wants."""
    return next((value for key, value in pairs if key == "format" and value), None)


def is_absolute_iri(text: str) -> bool:
    """Tell whether a text has a scheme and no character that an IRI cannot have.

    >>> is_absolute_iri("urn:x"), is_absolute_iri("graph/x"), is_absolute_iri("urn:x> } #")
    (True, False, False)
    """
    return _ABSOLUTE_IRI.fullmatch(text) is not None


def pairs_of_body(call: HttpCall) -> Pairs:
    """Return the name-value pairs of a body that is a form, or a query; raises UnsupportedMediaType or BadRequest."""
    if call.headers.get("content-encoding", "identity").strip().lower() != "identity":
        raise UnsupportedMediaType("Request bodies with a content coding are not read.", ["an uncompressed body"])
    media_type, options = parse_options_header(call.headers.get("content-type", ""))
    media_type = media_type.strip().lower()
    if media_type not in (FORM, DIRECT):
        named = f"A body of type {media_type}" if media_type else "A body without Content-Type"
        raise UnsupportedMediaType(f"{named} is not read here.", [FORM, DIRECT])
    if options.get("charset", "utf-8").lower() not in ("utf-8", "utf8", "us-ascii"):
        raise UnsupportedMediaType(f"The charset {options['charset']} is not read.", [f"{media_type}; charset=utf-8"])
    if media_type == FORM:
        return decode_pairs(call.body, "form body")
    try:
        return [("query", call.body.decode("utf-8"))]
    except UnicodeDecodeError as error:
        raise BadRequest(f"The query is not UTF-8 (byte {error.start}).", remedy="Send it as UTF-8.") from error


def _refuse_update(pairs: Pairs) -> None:
    if any(name == "update" for name, _ in pairs):
        raise BadRequest("This service is read-only: it takes no update.", parameter="update")


def _graph_names(pairs: Pairs, name: str) -> tuple[str, ...]:
    values = tuple(value for key, value in pairs if key == name)
    for value in values:
        if not is_absolute_iri(value):
            raise BadRequest(f"{name}={value} is not an absolute IRI.", parameter=name)
    return values


def _timeout(text: str | None) -> float | None:
    if not text:
        return None
    try:
        seconds = float(text)
    except ValueError:
        seconds = math.nan
    if not (math.isfinite(seconds) and seconds > 0):
        raise BadRequest(f"timeout={text} is not a number of seconds above 0.", parameter="timeout")
    return seconds
