"""How a query's error travels from the executor to the engine: written and read in one place. Pure."""

from __future__ import annotations

import signal
from dataclasses import asdict
from typing import Any

from jakgraph.errors import (
    EndpointFailed,
    EngineUnavailable,
    JakgraphError,
    QueryCrashed,
    QueryError,
    QueryOutOfMemory,
    QueryRefused,
    QuerySyntaxError,
    QueryTimeout,
    ResultTooLarge,
)
from jakgraph.store.federation.exchange import Report
from jakgraph.store.wire import Answer

TravellingError = QuerySyntaxError | QueryRefused | ResultTooLarge | EndpointFailed


def answer_of(error: TravellingError | MemoryError) -> Answer:
    """Return the answer that tells the engine of an error."""
    if isinstance(error, MemoryError):
        return Answer("memory", retire=True)
    if isinstance(error, ResultTooLarge):
        return Answer("too-large", detail={"limit": error.limit, "value": error.value})
    if isinstance(error, EndpointFailed):
        return Answer("endpoint", detail=asdict(Report.of(error)))
    place: dict[str, Any] = {"message": error.message, "line": error.line, "column": error.column}
    if isinstance(error, QuerySyntaxError):
        return Answer("syntax", detail={**place, "token": error.token, "hint": error.hint})
    return Answer("refused", detail={**place, "feature": error.feature, "remedy": error.remedy})


def error_of(answer: Answer, memory_bytes: int) -> QueryError:
    """Return the error that an answer other than "ok" tells of."""
    match answer.status:
        case "memory":
            return QueryOutOfMemory(memory_bytes)
        case "too-large":
            return ResultTooLarge(**answer.detail)
        case "endpoint":
            return Report(**answer.detail).as_error()
        case "syntax":
            return QuerySyntaxError(**answer.detail)
        case _:
            return QueryRefused(**answer.detail)


def error_of_end(exit_code: int | None, limit_seconds: float, memory_bytes: int) -> JakgraphError:
    """Return the error for an executor that ended before its answer: its exit code, or minus the signal.

    None: nobody was left to tell how it ended, so the zygote is gone too.

    >>> type(error_of_end(-14, 30, 2**30)).__name__
    'QueryTimeout'
    """
    if exit_code is None:
        return EngineUnavailable("The query engine is restarting.")
    if exit_code == -signal.SIGALRM:
        return QueryTimeout(limit_seconds)
    if exit_code == -signal.SIGABRT:
        return QueryOutOfMemory(memory_bytes)
    return QueryCrashed(-exit_code if exit_code < 0 else None)
