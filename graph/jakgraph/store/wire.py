"""What engine and executor say to each other over a Unix socket: framed messages, a JSON header and a raw body.

Pure: bytes in, messages out. The executor says `Hello` once, then one `Answer` per `Request`. When an executor ends,
the zygote, which keeps the socket's other end open too, appends a notice of how. An answer that was cut off just
before a notice is recognised by the mark that ends every frame, so half an answer is never taken for a whole one.
"""

from __future__ import annotations

import io
import json
import struct
from dataclasses import asdict, dataclass, field
from typing import Any

_START = struct.Struct("!4sIQ")
_NOTICE = struct.Struct("!4si")
_FRAME_TAG = b"JAKf"
_NOTICE_TAG = b"JAKx"
_END = b"ends"
_write_json = json.JSONEncoder(separators=(",", ":")).encode

SPARQL = "sparql"
"""The kind of job that every executor does; `kinds` has all."""

PATHS = "paths"
"""The kind of job that searches paths between two things."""


FEDERATED = "federated"
"""The kind of job that evaluates SPARQL with SERVICE; only executors that can reach the broker do it."""


class WireError(Exception):
    """The bytes are not what the other side should have sent: a bug, or two versions talking."""


@dataclass(frozen=True)
class Hello:
    """An executor's first message: who it is and what it answers from."""

    pid: int
    revision: str
    triples: int
    load: str = ""
    """Which loading of that revision; all executors of one zygote have the same."""


@dataclass(frozen=True)
class Request:
    """One job for an executor. Graphs are absolute IRIs; both None: the text has no dataset clause at all.

    ``options`` are what a ``kind`` other than SPARQL needs beside its text, as JSON has it. ``plan`` is what to
    evaluate in the text's place; empty: the text itself; None: the executor plans it and tells.
    """

    text: str
    result_format: str
    seconds: float
    default_graphs: list[str] | None = None
    named_graphs: list[str] | None = None
    kind: str = SPARQL
    options: dict[str, Any] = field(default_factory=dict)
    plan: str | None = None


@dataclass(frozen=True)
class Answer:
    """An executor's reply: ``status`` is "ok" (with a body) or the name of a problem with its ``detail``.

    ``retire`` asks for the executor to be replaced. ``plan`` is that of all texts of this shape, in pieces
    (`shapes.Form`); empty: they are evaluated as they are; None: nothing is told.
    """

    status: str
    count: int = 0
    milliseconds: float = 0.0
    retire: bool = False
    detail: dict[str, Any] = field(default_factory=dict)
    plan: list[str] | None = None


@dataclass(frozen=True)
class Frame:
    """One message as it travels."""

    header: dict[str, Any]
    body: bytes = b""


def encode_start(header: dict[str, Any], body_length: int) -> bytes:
    """Return the bytes that go before a body of that length."""
    encoded = _write_json(header).encode()
    return _START.pack(_FRAME_TAG, len(encoded), body_length) + encoded


def encode_end() -> bytes:
    """Return the bytes that go after a body."""
    return _END


def encode(header: dict[str, Any], body: bytes = b"") -> bytes:
    """Return one whole frame."""
    return b"".join((encode_start(header, len(body)), body, _END))


def encode_hello(hello: Hello) -> bytes:
    """Return the frame of a hello."""
    return encode(asdict(hello))


def encode_request(request: Request, seconds: float) -> bytes:
    """Return the frame of a request that may take so long; its text travels as the body."""
    header = {**vars(request), "seconds": seconds}  # `asdict` would copy in depth: a tenth of a short query
    return encode(header, header.pop("text").encode())


def decode_hello(frame: Frame) -> Hello:
    """Return the hello that a frame holds."""
    return Hello(**frame.header)


def decode_request(frame: Frame) -> Request:
    """Return the request that a frame holds."""
    return Request(text=frame.body.decode(), **frame.header)


def decode_answer(frame: Frame) -> Answer:
    """Return the answer that a frame holds, without its body."""
    return Answer(**frame.header)


def encode_notice(exit_code: int) -> bytes:
    """Return the notice that an executor ended: its exit code, or minus the signal that ended it."""
    return _NOTICE.pack(_NOTICE_TAG, exit_code)


class Incoming:
    """Collect bytes as they come and give them back as frames; at the end of the stream, how the sender ended.

    A body is collected by itself and given out as it is, without another copy: it may be hundreds of megabytes.
    """

    def __init__(self) -> None:
        self._has_begun = False
        self._head = b""
        self._body = io.BytesIO()
        self._missing = 0
        self._rest = bytearray()

    def feed(self, data: bytes) -> None:
        """Take the next bytes of the stream."""
        piece = data[: self._missing]
        self._body.write(piece)
        self._missing -= len(piece)
        self._rest += data[len(piece) :]

    def frame(self) -> Frame | None:
        """Return the next frame if it is whole; None if it is not, or if a notice stands in its place."""
        if not self._has_begun:
            self._begin()
        if not self._has_begun or self._missing or not self._rest.startswith(_END):
            return None
        frame = Frame(json.loads(self._head[_START.size :]), self._body.getvalue())
        del self._rest[: len(_END)]
        self._has_begun, self._head, self._body = False, b"", io.BytesIO()
        return frame

    def exit_code(self) -> int | None:
        """Return, once the stream has ended, the exit code of its notice; None: the zygote itself is gone."""
        with self._body.getbuffer() as body:  # a notice may begin in what was to be a head or a body
            end = self._head + bytes(body[-_NOTICE.size :]) + self._rest
        if len(end) < _NOTICE.size:
            return None
        tag, code = _NOTICE.unpack_from(end, len(end) - _NOTICE.size)
        return int(code) if tag == _NOTICE_TAG else None

    def _begin(self) -> None:
        """Take the header of the next frame, and what has come of its body, out of the rest, once they are there."""
        if len(self._rest) < _START.size:
            return
        tag, header_length, body_length = _START.unpack_from(self._rest)
        if tag == _NOTICE_TAG:
            return
        if tag != _FRAME_TAG:
            raise WireError(f"A frame begins with {tag!r}.")
        body_start = _START.size + header_length
        if len(self._rest) < body_start:
            return
        come, self._rest = bytes(self._rest), bytearray()
        self._has_begun, self._head, self._missing = True, come[:body_start], body_length
        self.feed(come[body_start:])
