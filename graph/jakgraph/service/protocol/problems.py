"""One error body for the whole service (RFC 9457), and the one place where errors become statuses."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from math import ceil
from typing import TYPE_CHECKING, Any

from jakgraph import errors
from jakgraph.service.protocol import faults
from jakgraph.service.protocol.kinds import INTERNAL, Kind, kind_of, kind_of_status
from jakgraph.service.protocol.reply import CROSS_ORIGIN, DO_NOT_STORE, QUERY_ID, VARY, Headers, Reply

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

PROBLEM_JSON = "application/problem+json"
TYPE_BASE = "https://w3id.org/jakgraph/problem#"
"""Each problem type is explained on the service's own page ``/problem``, under the same fragment."""


@dataclass(frozen=True)
class ProblemDocument:
    """What a client is told. ``members`` extend the body: line, column, token, hint, limit, available, ..."""

    kind: Kind
    detail: str
    members: Mapping[str, Any] = field(default_factory=dict)
    headers: Headers = ()

    def as_dict(self) -> dict[str, Any]:
        """Return the members of the problem body; those without a value are left out."""
        told = {key: value for key, value in self.members.items() if value not in (None, "", ())}
        return {
            "type": TYPE_BASE + self.kind.slug if self.kind.meaning else "about:blank",
            "title": self.kind.title,
            "status": self.kind.status,
            "detail": self.detail,
            **told,
        }


def problem_of(error: errors.JakgraphError) -> ProblemDocument:
    """Return what the client is told about an error: its words, its data, and the headers its status asks for."""
    kind = kind_of(type(error))
    if kind is INTERNAL:
        return internal_problem()
    members = {"hint": error.remedy, **_members_of(error)}
    named: Headers = ((QUERY_ID, error.query_id),) if error.query_id else ()
    return ProblemDocument(kind, error.message, members, (*_headers_of(error), *named))


def internal_problem() -> ProblemDocument:
    """Return the problem for a mistake of our own; nothing of its cause goes out."""
    return ProblemDocument(INTERNAL, "Something went wrong inside the service. It has been logged.")


def status_problem(status: int, detail: str, headers: Headers = ()) -> ProblemDocument:
    """Return the problem for a status that the framework found, such as an unknown path."""
    return ProblemDocument(kind_of_status(status), detail, headers=headers)


def problem_reply(problem: ProblemDocument) -> Reply:
    """Return a problem as ``application/problem+json``."""
    body = json.dumps(problem.as_dict(), ensure_ascii=False, indent=2).encode() + b"\n"
    return Reply(problem.kind.status, (*headers_of(problem), ("Content-Type", PROBLEM_JSON)), body)


def headers_of(problem: ProblemDocument) -> Headers:
    """Return the headers of a problem in any representation, Content-Type apart."""
    return (*CROSS_ORIGIN, *VARY, *DO_NOT_STORE, *problem.headers)


def _position(error: Any) -> dict[str, Any]:
    return {"line": error.line, "column": error.column}


def _limit(name: str, value: float, unit: str) -> dict[str, Any]:
    return {"limit": {"name": name, "value": value, "unit": unit}}


_MEMBERS: dict[type[errors.JakgraphError], Callable[[Any], dict[str, Any]]] = {
    errors.QuerySyntaxError: lambda error: {**_position(error), "token": error.token},
    errors.QueryRefused: lambda error: {**_position(error), "feature": error.feature},
    errors.QueryTimeout: lambda error: _limit("timeout", error.limit_seconds, "second"),
    errors.QueryOutOfMemory: lambda error: _limit("memory", error.limit_bytes, "byte"),
    errors.ResultTooLarge: lambda error: _limit(error.limit, error.value, "row" if "rows" in error.limit else "MiB"),
    errors.QueryCrashed: lambda error: {"signal": error.signal},
    errors.EndpointFailed: lambda error: {"endpoint": error.endpoint, "reason": error.reason},
    errors.EndpointTimeout: lambda error: {"endpoint": error.endpoint, "reason": error.reason},
    errors.ParameterError: lambda error: {"parameter": error.parameter},
    faults.BadRequest: lambda error: {"parameter": error.parameter},
    faults.NoSuchGraph: lambda error: {"graph": error.graph},
    faults.MethodNotAllowed: lambda error: {"allowed": error.allowed},
    faults.NotAcceptable: lambda error: {"available": error.available},
    faults.ReloadFailed: lambda error: {"file": error.file, **_position(error)},
    faults.RequestTimeout: lambda error: _limit("request", error.limit_seconds, "second"),
    faults.RequestTooLarge: lambda error: _limit("max-query", error.limit_bytes, "byte"),
    faults.TooManyRequests: lambda error: _limit("client-seconds", error.limit_seconds, "second"),
    faults.UnsupportedMediaType: lambda error: {"readable": error.readable},
}


def _members_of(error: errors.JakgraphError) -> dict[str, Any]:
    describe = _MEMBERS.get(type(error))
    return describe(error) if describe else {}


def _headers_of(error: errors.JakgraphError) -> Headers:
    if isinstance(error, errors.EngineUnavailable | faults.TooManyRequests):
        return (("Retry-After", str(max(1, ceil(error.retry_after_seconds)))),)
    if isinstance(error, errors.QueryTimeout):
        # Whoever repeats it unchanged waits at least as long as the query was allowed to run.
        return (("Retry-After", str(max(1, ceil(error.limit_seconds)))),)
    if isinstance(error, faults.MethodNotAllowed):
        return (("Allow", ", ".join(error.allowed)),)
    if isinstance(error, faults.TokenMissing):
        return (("WWW-Authenticate", "Bearer"),)
    if isinstance(error, faults.UnsupportedMediaType):
        return (("Accept-Post", ", ".join(error.readable)),)
    return ()
