"""Reads a request: its headers, and its body within limits of size and time. A slow sender takes no thread."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from jakgraph.service.protocol.faults import RequestTimeout, RequestTooLarge
from jakgraph.service.protocol.parameters import MAX_BODY_BYTES, MAX_QUERY_BYTES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jakgraph.service.front.rsgi import Exchange, Scope

BODY_SECONDS = 30.0
"""How long a body may take to come; the largest one that is read comes in that time at 100 kB/s."""
_WITHOUT_BODY = ("GET", "HEAD", "OPTIONS")


def headers_of(scope: Scope) -> dict[str, str]:
    """Return the headers of a request by lower-case name; lines of one name are joined as RFC 9110, 5.3 says."""
    lines = list(scope.headers.items())
    headers = dict(lines)
    if len(headers) < len(lines):
        headers = {}
        for name, value in lines:
            mark = "; " if name == "cookie" else ", "
            headers[name] = f"{headers[name]}{mark}{value}" if name in headers else value
    if scope.authority and "host" not in headers:  # HTTP/2
        headers["host"] = scope.authority
    return headers


def peer_of(scope: Scope) -> str:
    """Return the IP address at the other end of the connection."""
    return scope.client.rpartition(":")[0].strip("[]")


async def read_body(scope: Scope, exchange: Exchange, headers: Mapping[str, str]) -> bytes:
    """Return the whole body. Raises RequestTooLarge as soon as it is known, RequestTimeout when the rest is late."""
    if scope.method in _WITHOUT_BODY:
        return b""
    announced = headers.get("content-length", "0")
    if announced.isdecimal() and int(announced) > MAX_BODY_BYTES:
        raise RequestTooLarge(MAX_QUERY_BYTES)
    body = bytearray()
    try:
        async with asyncio.timeout(BODY_SECONDS):
            async for piece in exchange:
                body += piece
                if len(body) > MAX_BODY_BYTES:
                    raise RequestTooLarge(MAX_QUERY_BYTES)
    except TimeoutError:
        raise RequestTimeout(BODY_SECONDS) from None
    return bytes(body)
