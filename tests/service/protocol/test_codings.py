"""Which content coding a client gets."""

from __future__ import annotations

import gzip
from contextlib import suppress
from typing import TYPE_CHECKING

import brotli
import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from jakgraph.service.protocol.codings import LEAST_BYTES, SMALL_BYTES, coding_for, encode_body
from jakgraph.service.protocol.faults import NotAcceptable

if TYPE_CHECKING:
    from jakgraph.service.protocol.codings import Coding


@pytest.mark.parametrize(
    ("header", "coding"),
    [
        (None, "identity"),
        ("", "identity"),
        ("gzip, deflate, br", "br"),
        ("gzip, deflate, br, zstd", "br"),
        ("gzip, br;q=0.5", "gzip"),
        ("gzip;q=0.5, zstd;q=0.6, br;q=0", "zstd"),
        ("GZIP", "gzip"),
        ("x-gzip", "gzip"),
        ("*", "br"),
        ("gzip;q=0", "identity"),
        ("gzip;q=0, *", "br"),
        ("*;q=0, gzip", "gzip"),
        ("identity, gzip;q=0.5", "identity"),
        ("deflate", "identity"),
        ("identity;q=0, gzip;q=0.1", "gzip"),
    ],
)
def test_the_coding_is_the_one_the_client_likes_best(header: str | None, coding: str) -> None:
    """RFC 9110, 12.5.3: a coding with q=0 is never sent, a client without the header gets the bytes as they are."""
    assert coding_for(header, LEAST_BYTES) == coding


@pytest.mark.parametrize("header", ["identity;q=0", "*;q=0", "deflate, identity;q=0", "*;q=0, identity;q=0, compress"])
def test_a_client_that_rules_out_everything_is_told(header: str) -> None:
    """RFC 9110, 12.5.3: where even identity is unacceptable there is nothing that could be sent."""
    with pytest.raises(NotAcceptable):
        coding_for(header, LEAST_BYTES)


def test_short_bodies_are_sent_as_they_are() -> None:
    """Coding what fits into a packet gains nothing; it is done only for who rules out identity."""
    assert coding_for("gzip", LEAST_BYTES - 1) == "identity"
    assert coding_for("gzip, identity;q=0", LEAST_BYTES - 1) == "gzip"


def test_large_bodies_go_out_in_the_quickest_coding() -> None:
    """Where a client likes all the same, a page is made small and a large result is made soon."""
    assert coding_for("gzip, br, zstd", SMALL_BYTES) == "br"
    assert coding_for("gzip, br, zstd", SMALL_BYTES + 1) == "zstd"


@pytest.mark.parametrize("coding", ["identity", "gzip", "br", "zstd"])
@settings(deadline=None)
@given(body=st.binary())
def test_coded_bytes_decode_and_repeat(coding: Coding, body: bytes) -> None:
    """The body comes back whole, and its coded bytes are the same each time: no time stamp is in them."""
    decode = {
        "identity": bytes,
        "gzip": gzip.decompress,
        "br": brotli.decompress,
        "zstd": zstandard.ZstdDecompressor().decompress,
    }[coding]
    coded = encode_body(body, coding)
    assert decode(coded) == body
    assert encode_body(body, coding) == coded


@given(st.text())
@settings(deadline=None)
def test_any_header_can_be_read(header: str) -> None:
    """Whatever is sent, a coding comes out or NotAcceptable."""
    with suppress(NotAcceptable):
        assert coding_for(header, LEAST_BYTES) in ("identity", "gzip", "br", "zstd")
