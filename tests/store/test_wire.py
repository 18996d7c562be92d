"""Framed messages between engine and executor."""

from __future__ import annotations

import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jakgraph.store import wire

HEADERS = st.dictionaries(st.text(max_size=5), st.integers() | st.text(max_size=5), max_size=3)


@given(st.lists(st.tuples(HEADERS, st.binary(max_size=50)), max_size=4), st.integers(1, 40))
def test_frames_come_out_as_they_went_in(messages: list[tuple[dict[str, object], bytes]], step: int) -> None:
    """However the stream is cut into pieces, the same frames come out, in order and each once."""
    stream = b"".join(wire.encode(header, body) for header, body in messages)
    incoming = wire.Incoming()
    frames = []
    for start in range(0, len(stream), step):
        incoming.feed(stream[start : start + step])
        while frame := incoming.frame():
            frames.append((frame.header, frame.body))
    assert frames == messages


@given(HEADERS, st.binary(max_size=40), st.integers(-64, 255))
def test_half_an_answer_is_never_taken_for_a_whole_one(header: dict[str, object], body: bytes, exit_code: int) -> None:
    """Wherever an executor's last frame is cut off by its end, no frame comes out and the exit code is known."""
    whole = wire.encode(header, body)
    for cut in range(len(whole)):
        incoming = wire.Incoming()
        incoming.feed(whole[:cut] + wire.encode_notice(exit_code))
        assert incoming.frame() is None
        assert incoming.exit_code() == exit_code


def test_a_whole_answer_before_the_end_still_counts() -> None:
    """An executor that ends right after its answer has answered."""
    incoming = wire.Incoming()
    incoming.feed(wire.encode({"status": "ok"}, b"x") + wire.encode_notice(-9))
    frame = incoming.frame()
    assert frame is not None
    assert frame.body == b"x"
    assert incoming.frame() is None
    assert incoming.exit_code() == -9


@given(st.binary(max_size=30))
def test_a_stream_without_a_notice_has_no_exit_code(body: bytes) -> None:
    """A cut-off stream without a notice means that the zygote is gone too."""
    incoming = wire.Incoming()
    incoming.feed(wire.encode({}, body)[:-1])
    assert incoming.exit_code() is None


def test_a_large_body_is_not_copied_once_more() -> None:
    """While a body comes in and goes out, its bytes are held about once."""
    size, piece = 64 * 2**20, bytes(2**18)
    incoming = wire.Incoming()
    tracemalloc.start()
    try:
        incoming.feed(wire.encode_start({"status": "ok"}, size))
        for _ in range(size // len(piece)):
            assert incoming.frame() is None
            incoming.feed(piece)
        incoming.feed(wire.encode_end())
        frame = incoming.frame()
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert frame is not None
    assert len(frame.body) == size
    assert peak < 1.5 * size


def test_foreign_bytes_are_an_error() -> None:
    """What does not begin like a frame is a bug of the other side and is said to be one."""
    incoming = wire.Incoming()
    incoming.feed(b"HTTP/1.1 400 Bad Request")
    with pytest.raises(wire.WireError, match="HTTP"):
        incoming.frame()


def _round_trip(encoded: bytes) -> wire.Frame:
    incoming = wire.Incoming()
    incoming.feed(encoded)
    frame = incoming.frame()
    assert frame is not None
    return frame


def test_messages_keep_their_fields() -> None:
    """Hello and request come back equal, with text of any script and line end."""
    hello = wire.Hello(7, "r1", 10)
    request = wire.Request("SELECT * {\r\n 'é😀\0' }", "json", 1.5, ["http://a"], [])
    assert wire.decode_hello(_round_trip(wire.encode_hello(hello))) == hello
    assert wire.decode_request(_round_trip(wire.encode_request(request, request.seconds))) == request
