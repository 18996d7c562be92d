"""Which content coding a client gets."""

from __future__ import annotations

import gzip

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jakgraph.service.protocol.codings import LEAST_BYTES, accepted_coding, coding_for, encode_body


@pytest.mark.parametrize(
    ("header", "coding"),
    [
        (None, "identity"),
        ("", "identity"),
        ("gzip, deflate, br", "gzip"),
        ("GZIP", "gzip"),
        ("*", "gzip"),
        ("gzip;q=0", "identity"),
        ("gzip;q=0, *", "identity"),
        ("identity, gzip;q=0.5", "identity"),
        ("br", "identity"),
        ("x-gzip", "gzip"),
    ],
)
def test_the_coding_is_the_one_the_client_likes_best(header: str | None, coding: str) -> None:
    """RFC 9110, 12.5.3: a coding with q=0 is never sent, a client without the header gets the bytes as they are."""
    assert accepted_coding(header) == coding


def test_short_bodies_are_sent_as_they_are() -> None:
    """Coding what fits into a packet gains nothing."""
    assert coding_for("gzip", LEAST_BYTES - 1) == "identity"
    assert coding_for("gzip", LEAST_BYTES) == "gzip"


@settings(deadline=None)
@given(st.binary())
def test_coded_bytes_decode_and_repeat(body: bytes) -> None:
    """The body comes back whole, and its coded bytes are the same each time: no time stamp is in them."""
    coded = encode_body(body, "gzip")
    assert gzip.decompress(coded) == body
    assert encode_body(body, "gzip") == coded
    assert encode_body(body, "identity") == body
