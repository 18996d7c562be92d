"""Content codings: which one a client gets, and the coded bytes. Pure."""

from __future__ import annotations

import zlib
from typing import Literal

import brotli
import zstandard
from werkzeug.datastructures import Accept
from werkzeug.http import parse_accept_header

from jakgraph.service.protocol.faults import NotAcceptable

Coding = Literal["identity", "gzip", "br", "zstd"]

LEAST_BYTES = 1024
"""Shorter bodies fit into one packet as they are."""
SMALL_BYTES = 256 * 1024
"""Up to here, which is every page, the smallest coding is best; beyond, the quickest. See docs/performance.md."""
GZIP_LEVEL = 4
ZSTD_LEVEL = 3
BROTLI_LEVEL_SMALL = 5
BROTLI_LEVEL_LARGE = 3
BROTLI_LEVEL_LASTING = 6
"""Of what is coded once and sent for good: the graph browser's script of 591 kB is 168 kB so, 186 kB at level 3."""
_SMALLEST_FIRST: tuple[Coding, ...] = ("br", "zstd", "gzip", "identity")
_QUICKEST_FIRST: tuple[Coding, ...] = ("zstd", "br", "gzip", "identity")
_GZIP_CONTAINER = 16 + zlib.MAX_WBITS


def accepted_codings(accept_encoding: str | None) -> dict[Coding, float]:
    """Return the codings that a client may get, with their qualities (RFC 9110, 12.5.3).

    One that says nothing gets the bytes as they are. Raises NotAcceptable where it rules out every coding.

    >>> accepted_codings("gzip;q=0.8, br"), accepted_codings("*;q=0, gzip;q=1")
    ({'br': 1, 'gzip': 0.8, 'identity': 0.0}, {'gzip': 1.0})
    """
    if not accept_encoding or not accept_encoding.strip():
        return {"identity": 1.0}
    named = {name.lower(): quality for name, quality in parse_accept_header(accept_encoding, Accept)}
    if "x-gzip" in named:
        named.setdefault("gzip", named["x-gzip"])
    anything = named.get("*", 0.0)
    coded = [coding for coding in _SMALLEST_FIRST if coding != "identity"]
    qualities: dict[Coding, float] = {coding: named.get(coding, anything) for coding in coded}
    accepted = {coding: quality for coding, quality in qualities.items() if quality > 0}
    if named.get("identity", named.get("*", 1.0)) > 0:
        accepted["identity"] = named.get("identity", 0.0)  # not named: allowed, after everything that is
    if not accepted:
        raise NotAcceptable("Your Accept-Encoding header rules out every way to send an answer.", coded)
    return accepted


def coding_for(accept_encoding: str | None, size: int, *, is_lasting: bool = False) -> Coding:
    """Return the coding in which a body of this size goes out; raises NotAcceptable where there is none.

    ``is_lasting``: it is coded once and sent many times.

    >>> coding_for("gzip, br, zstd", 50_000), coding_for("gzip, br, zstd", 2_000_000), coding_for("br", 100)
    ('br', 'zstd', 'identity')
    >>> coding_for("gzip, br, zstd", 2_000_000, is_lasting=True)
    'br'
    """
    accepted = accepted_codings(accept_encoding)
    if size < LEAST_BYTES and "identity" in accepted:
        return "identity"
    order = _SMALLEST_FIRST if size <= SMALL_BYTES or is_lasting else _QUICKEST_FIRST
    return max((coding for coding in order if coding in accepted), key=lambda coding: accepted[coding])


def encode_body(body: bytes, coding: Coding, *, is_lasting: bool = False) -> bytes:
    """Return a body in a coding: always the same bytes for the same body, as a strong ETag promises.

    ``is_lasting``: it is coded once and sent many times.

    >>> import gzip
    >>> gzip.decompress(encode_body(b"SELECT", "gzip"))
    b'SELECT'
    """
    if coding == "br":
        level = BROTLI_LEVEL_SMALL if len(body) <= SMALL_BYTES else BROTLI_LEVEL_LARGE
        level = BROTLI_LEVEL_LASTING if is_lasting else level
        return bytes(brotli.compress(body, quality=level))
    if coding == "zstd":
        return zstandard.ZstdCompressor(level=ZSTD_LEVEL).compress(body)
    if coding == "gzip":
        compressor = zlib.compressobj(GZIP_LEVEL, zlib.DEFLATED, _GZIP_CONTAINER)
        return compressor.compress(body) + compressor.flush()
    return body
