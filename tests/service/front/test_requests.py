"""Reading a request: its headers as one mapping, its body within limits."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from jakgraph.service.front import requests
from jakgraph.service.front.requests import headers_of, read_body
from jakgraph.service.protocol.faults import RequestTimeout, RequestTooLarge
from jakgraph.service.protocol.parameters import MAX_BODY_BYTES

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


class Lines:
    """Header lines, with names that may repeat."""

    def __init__(self, *lines: tuple[str, str]) -> None:
        self._lines = lines

    def items(self) -> list[tuple[str, str]]:
        return list(self._lines)


@dataclass
class Asked:
    """A request as RSGI gives it."""

    method: str
    headers: Lines
    authority: str | None = None


@dataclass
class Sender:
    """Sends pieces with a pause after each."""

    pieces: list[bytes]
    pause_seconds: float = 0.0

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for piece in self.pieces:
            yield piece
            await asyncio.sleep(self.pause_seconds)


def body(sender: Sender, method: str = "POST", **headers: str) -> bytes:
    asked: Any = Asked(method, Lines())
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return asyncio.run(read_body(asked, sender, named))  # type: ignore[arg-type]


def test_header_lines_of_one_name_are_one_list() -> None:
    """RFC 9110, 5.3: joined by commas in their order; cookies, by RFC 6265, by semicolons."""
    lines = Lines(("accept", "text/csv"), ("cookie", "a=1"), ("accept", "*/*;q=0.1"), ("cookie", "b=2"))
    asked: Any = Asked("GET", lines, "example.org")
    assert headers_of(asked) == {"accept": "text/csv, */*;q=0.1", "cookie": "a=1; b=2", "host": "example.org"}


def test_a_body_is_read_whole() -> None:
    """However it is cut on its way."""
    assert body(Sender([b"ASK", b" ", b"{}"])) == b"ASK {}"


def test_methods_without_body_are_not_waited_for() -> None:
    """A GET with a body is answered without it."""
    assert body(Sender([b"x"]), "GET", content_length="1") == b""


def test_a_body_that_is_too_large_is_known_early() -> None:
    """By its announced length, or else by the first piece too many."""
    with pytest.raises(RequestTooLarge):
        body(Sender([], 60), content_length=str(MAX_BODY_BYTES + 1))
    with pytest.raises(RequestTooLarge):
        body(Sender([b"x" * (MAX_BODY_BYTES + 1)], 60))


def test_a_body_that_does_not_come_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever stops sending is told so, after a while."""
    monkeypatch.setattr(requests, "BODY_SECONDS", 0.05)
    with pytest.raises(RequestTimeout):
        body(Sender([b"ASK"], 60))
