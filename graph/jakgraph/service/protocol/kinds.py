"""Every kind of problem a client can meet, and which error is which. The page ``/problem`` shows this table."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus

from jakgraph import errors
from jakgraph.service.protocol import faults


@dataclass(frozen=True)
class Kind:
    """One kind of problem: the fragment of its IRI, its status, its title, and what it means (`member names` so)."""

    slug: str
    status: int
    title: str
    meaning: str


INTERNAL = Kind(
    "internal",
    500,
    "The service made a mistake",
    "This is our fault, not yours. It is logged with its cause; repeating the request is unlikely to help.",
)

_UNAVAILABLE = Kind(
    "engine-unavailable",
    503,
    "The engine is not ready",
    "The engine is starting or being restarted. `Retry-After` says when to come back.",
)

_BAD_REQUEST = Kind(
    "bad-request",
    400,
    "The request is malformed",
    "A parameter is missing, given twice or unreadable. `parameter` names it.",
)

_OPERATOR_ABSENT = Kind(
    "operation-unavailable",
    503,
    "This service cannot do that",
    "It was started without an operator's token, or by a server that cannot do it; trying again does not help.",
)

KINDS: dict[type[errors.JakgraphError], Kind] = {
    errors.QuerySyntaxError: Kind(
        "query-syntax",
        400,
        "The query is not SPARQL",
        "The text does not follow the grammar of SPARQL 1.1. `line` and `column` (from 1) and `token` say where it "
        "stopped making sense; the mistake is there or just before.",
    ),
    errors.QueryRefused: Kind(
        "query-refused",
        403,
        "This service does not do that",
        "The query is well formed but asks for something that is never done here, such as SERVICE, or is nested more "
        "deeply than the service reads. `feature` names it.",
    ),
    errors.QueryTimeout: Kind(
        "query-timeout",
        503,
        "The query took too long",
        "The query ran into the time limit and was stopped. `limit` gives it in seconds; a request can lower it with "
        "the parameter `timeout`, never raise it.",
    ),
    errors.QueryOutOfMemory: Kind(
        "query-memory",
        503,
        "The query needed too much memory",
        "The query ran into the memory limit and was stopped; no other query was affected. `limit` gives it in bytes.",
    ),
    errors.ResultTooLarge: Kind(
        "result-too-large",
        422,
        "The result is too large",
        "The complete result passes a published limit. Nothing is ever cut off silently, so nothing is sent: page "
        "through it with ORDER BY, LIMIT and OFFSET.",
    ),
    errors.QueryCancelled: Kind(
        "query-cancelled", 503, "The query was cancelled", "Somebody asked for this query to be stopped."
    ),
    errors.QueryCrashed: Kind(
        "query-crashed",
        500,
        "The query ended its process",
        "The process that evaluated this query died. The service goes on; please report the query.",
    ),
    errors.EndpointFailed: Kind(
        "endpoint-failed",
        502,
        "Another endpoint gave no answer",
        "The query asks another endpoint by SERVICE, and that one could not be reached, refused, or answered with "
        "something else than a result of a query. `endpoint` names it, `reason` says in a word what went wrong.",
    ),
    errors.EndpointTimeout: Kind(
        "endpoint-timeout",
        504,
        "Another endpoint was too slow",
        "The query asks another endpoint by SERVICE, and that one had no answer within the time that the query has. "
        "`endpoint` names it.",
    ),
    errors.EngineUnavailable: _UNAVAILABLE,
    errors.EngineBusy: Kind(
        "engine-busy",
        503,
        "Too many queries at once",
        "All places for running queries are taken. `Retry-After` says when to come back.",
    ),
    errors.ParameterError: _BAD_REQUEST,
    faults.BadRequest: _BAD_REQUEST,
    faults.NoSuchGraph: Kind(
        "no-such-graph",
        404,
        "There is no such graph",
        "The dataset has no graph of the name `graph`; nothing is fetched from elsewhere.",
    ),
    faults.MethodNotAllowed: Kind(
        "method-not-allowed", 405, "The method is not allowed", "The `Allow` header lists the methods that are."
    ),
    faults.NotAcceptable: Kind(
        "not-acceptable",
        406,
        "No acceptable format",
        "Nothing that the `Accept` header (or the parameter `format`) allows can be had. `available` lists what can.",
    ),
    faults.RequestTimeout: Kind(
        "request-timeout", 408, "The request came too slowly", "The rest of its body did not come in time."
    ),
    faults.ReloadFailed: Kind(
        "reload-failed",
        409,
        "The data was not reloaded",
        "The dataset's files cannot be loaded as they are now; the data served before goes on being served. `file`, "
        "`line` and `column` name the place.",
    ),
    faults.NoOperator: _OPERATOR_ABSENT,
    faults.ReloadUnavailable: _OPERATOR_ABSENT,
    faults.TokenMissing: Kind(
        "token-missing", 401, "Only for the operator", "Send the operator's token: `Authorization: Bearer …`."
    ),
    faults.TokenWrong: Kind("token-wrong", 403, "Not the operator's token", "The token is another."),
    faults.RequestTooLarge: Kind(
        "request-too-large", 413, "The request is too large", "The query text is longer than the service reads."
    ),
    faults.TooManyRequests: Kind(
        "too-many-requests",
        429,
        "Too much query time from one address",
        "Everybody has the same share of query time a minute; `limit` gives it. `Retry-After` says when to come back.",
    ),
    faults.UnsupportedMediaType: Kind(
        "unsupported-media-type",
        415,
        "The body cannot be read",
        "A query is posted as `application/x-www-form-urlencoded` or as `application/sparql-query`, in UTF-8.",
    ),
}
"""What a request can cause. Any other error of ours in a request is a mistake of ours: see ``INTERNAL``."""

NEVER_IN_A_REQUEST: frozenset[type[errors.JakgraphError]] = frozenset(
    {
        errors.JakgraphError,
        errors.SettingsError,
        errors.InputError,
        errors.TableErrors,
        errors.DatasetError,
        errors.ReasonerError,
        errors.JavaMissing,
        errors.QueryError,
        faults.RequestFault,
    }
)
"""Abstract bases, and errors of starting and building: a request that meets one is answered 500."""


def kind_of(error_class: type[errors.JakgraphError]) -> Kind:
    """Return the kind of a class of error."""
    return KINDS.get(error_class, INTERNAL)


def kind_of_status(status: int) -> Kind:
    """Return the kind for a status that the framework found, such as 404: ours where we have one, else a plain one."""
    for kind in (KINDS[faults.MethodNotAllowed], KINDS[faults.RequestTooLarge], KINDS[faults.BadRequest]):
        if kind.status == status:
            return kind
    try:
        phrase = HTTPStatus(status).phrase
    except ValueError:
        phrase = f"Status {status}"
    return Kind(phrase.lower().replace(" ", "-"), status, phrase, "")
