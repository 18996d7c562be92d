"""What can be wrong with a request before its query is looked at. Each fault carries what its HTTP status must tell.

::

    JakgraphError
    +-- RequestFault
        +-- BadRequest              400  a parameter is missing, doubled or unreadable
        +-- TokenMissing            401  only for the operator, and there is no token
        +-- TokenWrong              403  only for the operator, and the token is another
        +-- NoSuchGraph             404  carries the IRI that names nothing here
        +-- MethodNotAllowed        405  carries the methods that are
        +-- NotAcceptable           406  carries the media types that can be had
        +-- RequestTimeout          408  carries the limit
        +-- ReloadFailed            409  carries file, line and column of what cannot be loaded
        +-- RequestTooLarge         413  carries the limit
        +-- UnsupportedMediaType    415  carries the media types that are read
        +-- TooManyRequests         429  carries the limit and when to come back
        +-- NoOperator              503  the service was started without a token
        +-- ReloadUnavailable       503  the server that runs the service cannot swap it
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

    def __init__(self, method: str, allowed: Sequence[str], remedy: str = "") -> None:
        super().__init__(f"{method} is not possible here.", remedy=remedy or f"Use {' or '.join(allowed)}.")
        self.allowed = tuple(allowed)


class NoOperator(RequestFault):
    """The service was started without a token, so nobody is its operator."""

    def __init__(self) -> None:
        super().__init__(
            "Only the operator may do that, and this service was started without a token.",
            remedy="Start it with the environment variable JAKGRAPH_TOKEN set to a long random text.",
        )


class NotAcceptable(RequestFault):
    """No representation fits what the client accepts; ``available`` are the media types that can be had."""

    def __init__(self, message: str, available: Sequence[str]) -> None:
        super().__init__(message, remedy=f"Ask for one of: {', '.join(available)}.")
        self.available = tuple(available)


class ReloadFailed(RequestFault):
    """The dataset cannot be loaded anew, and the old one goes on being served; ``file`` is at fault where one is."""

    def __init__(
        self, message: str, remedy: str = "", *, file: str = "", line: int | None = None, column: int | None = None
    ) -> None:
        super().__init__(f"The data was not reloaded; what was served before goes on. {message}", remedy=remedy)
        self.file = file
        self.line = line
        self.column = column


class ReloadUnavailable(RequestFault):
    """The process that answers belongs to a server that cannot swap what it serves."""

    def __init__(self) -> None:
        super().__init__(
            "The server that runs this service cannot reload it.",
            remedy="Restart it as that server does it, or run the service with jakgraph serve.",
        )


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


class TokenMissing(RequestFault):
    """Only the operator may do that, and the request brings no token."""

    def __init__(self) -> None:
        super().__init__("Only the operator may do that.", remedy="Send Authorization: Bearer, and the token.")


class TokenWrong(RequestFault):
    """Only the operator may do that, and the request brings another token."""

    def __init__(self) -> None:
        super().__init__("The token is not the operator's.", remedy="It is what JAKGRAPH_TOKEN was at the start.")


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
