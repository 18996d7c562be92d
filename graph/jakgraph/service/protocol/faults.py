"""What can be wrong with a request before its query is looked at. Each fault carries what its HTTP status must tell.

::

    JakgraphError
    +-- RequestFault
        +-- BadRequest              400  a parameter is missing, doubled or unreadable
        +-- NoSuchGraph             404  carries the IRI that names nothing here
        +-- MethodNotAllowed        405  carries the methods that are
        +-- NotAcceptable           406  carries the media types that can be had
        +-- RequestTimeout          408  carries the limit
        +-- RequestTooLarge         413  carries the limit
        +-- UnsupportedMediaType    415  carries the media types that are read
        +-- TooManyRequests         429  carries the limit and when to come back
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jakgraph.errors import JakgraphError

if TYPE_CHECKING:
    from collections.abc import Sequence


class RequestFault(JakgraphError):  # noqa: N818  # named like the rest of the tree: for what happened
    """A request that cannot be served as it was sent."""


class BadRequest(RequestFault):
    """A parameter is missing, doubled or unreadable; ``parameter`` names it, or is empty for the request as a whole."""

    def __init__(self, message: str, *, parameter: str = "", remedy: str = "") -> None:
        super().__init__(message, remedy=remedy)
        self.parameter = parameter


class NoSuchGraph(RequestFault):
    """The dataset has none of these graphs; ``graph`` is the last of their IRIs."""

    def __init__(self, graphs: Sequence[str]) -> None:
        super().__init__(
            f"There is no graph {' or '.join(f'<{graph}>' for graph in graphs)} in this dataset.",
            remedy="SELECT ?g WHERE { GRAPH ?g {} } lists the graphs there are.",
        )
        self.graph = graphs[-1]


class MethodNotAllowed(RequestFault):
    """The resource does not know this method; ``allowed`` are those it knows."""

    def __init__(self, method: str, allowed: Sequence[str]) -> None:
        super().__init__(f"{method} is not possible here.", remedy=f"Use {' or '.join(allowed)}.")
        self.allowed = tuple(allowed)


class NotAcceptable(RequestFault):
    """No representation fits what the client accepts; ``available`` are the media types that can be had."""

    def __init__(self, message: str, available: Sequence[str]) -> None:
        super().__init__(message, remedy=f"Ask for one of: {', '.join(available)}.")
        self.available = tuple(available)


class RequestTimeout(RequestFault):
    """The body was not whole after ``limit_seconds``."""

    def __init__(self, limit_seconds: float) -> None:
        super().__init__(
            f"The rest of the request did not come within {limit_seconds:g} s.", remedy="Send it without a pause."
        )
        self.limit_seconds = limit_seconds


class RequestTooLarge(RequestFault):
    """The query text is longer than ``limit_bytes``."""

    def __init__(self, limit_bytes: int) -> None:
        super().__init__(
            f"The query is longer than this service's limit of {limit_bytes} bytes.",
            remedy="Split it, or put long VALUES lists into several requests.",
        )
        self.limit_bytes = limit_bytes


class TooManyRequests(RequestFault):
    """The client has used its share of query time; it may come back after ``retry_after_seconds``."""

    def __init__(self, limit_seconds: float, retry_after_seconds: int) -> None:
        super().__init__(
            f"Your address has used its {limit_seconds:g} s of query time per minute.",
            remedy=f"Try again in {retry_after_seconds} s.",
        )
        self.limit_seconds = limit_seconds
        self.retry_after_seconds = retry_after_seconds


class UnsupportedMediaType(RequestFault):
    """The body is of a media type, charset or coding that is not read; ``readable`` are those that are."""

    def __init__(self, message: str, readable: Sequence[str]) -> None:
        super().__init__(message, remedy=f"Send one of: {', '.join(readable)}.")
        self.readable = tuple(readable)
