"""What the front needs of RSGI (granian's interface), as types; the server itself is not imported here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Iterable


class RequestHeaders(Protocol):
    """The headers of a request; names are in lower case and may come more than once."""

    def items(self) -> Iterable[tuple[str, str]]:
        """Return name and value of each header line."""


class Scope(Protocol):
    """A request without its body. ``path`` is percent-decoded, ``client`` and ``server`` are ``host:port``."""

    http_version: str
    server: str
    client: str
    scheme: str
    method: str
    path: str
    query_string: str
    authority: str | None

    @property
    def headers(self) -> RequestHeaders:
        """The request's headers."""


class Exchange(Protocol):
    """Reads a request's body, sends its response, and sees its client hang up."""

    def __aiter__(self) -> AsyncIterator[Any]:
        """Give the body in the pieces in which it comes."""

    def client_disconnect(self) -> Awaitable[None]:
        """Come back when the client has hung up, never before the body has been read."""

    def response_empty(self, status: int, headers: list[tuple[str, str]]) -> None:
        """Send a response without a body."""

    def response_bytes(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
        """Send a response."""
