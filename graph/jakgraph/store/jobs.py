"""What goes into the engine and what comes out of it. Knows no process, no socket and no HTTP."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

SolutionFormat = Literal["json", "xml", "csv", "tsv"]
"""How the solutions of SELECT and the answer of ASK are written."""

GraphFormat = Literal["turtle", "ntriples", "rdfxml", "jsonld", "nquads", "trig"]
"""How the triples of CONSTRUCT and DESCRIBE are written."""

MOST_PATHS = 10
"""The most paths that one job may ask for."""

MOST_HOPS = 6
"""The longest paths that a job may ask for."""

ResultFormat = Literal["json", "xml", "csv", "tsv", "turtle", "ntriples", "rdfxml", "jsonld", "nquads", "trig"]

SOLUTION_FORMATS: tuple[SolutionFormat, ...] = get_args(SolutionFormat)
GRAPH_FORMATS: tuple[GraphFormat, ...] = get_args(GraphFormat)


@dataclass(frozen=True)
class QueryJob:
    """One query and the form its answer shall have.

    ``result_format`` must fit the query's form: solutions for SELECT and ASK, graphs for CONSTRUCT and DESCRIBE
    (`inspection.inspect_query` tells the form). ``default_graphs`` and ``named_graphs`` are the protocol's
    ``default-graph-uri`` and ``named-graph-uri``; where either is given, FROM and FROM NAMED of the text do not count.
    ``timeout_seconds`` can lower the service's limit, never raise it; None: the service's limit.
    """

    text: str
    result_format: ResultFormat
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    timeout_seconds: float | None = None


@dataclass(frozen=True)
class PathsJob:
    """The ``count`` shortest paths between two things that are asked for, by IRI.

    No path is longer than ``hops``, none goes over an edge whose relation is in ``without``.
    """

    source: str
    target: str
    count: int = 5
    hops: int = 4
    without: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The job in words, as lists of queries and logs show it."""
        avoided = f" without {', '.join(self.without)}" if self.without else ""
        return f"{self.count} paths of {self.hops} hops from {self.source} to {self.target}{avoided}"


@dataclass(frozen=True)
class QueryResult:
    """A complete answer, already written in the format asked for.

    ``count`` is rows of a SELECT, distinct triples of a CONSTRUCT or DESCRIBE, 1 for an ASK, or the number of paths.
    ``milliseconds`` is the
    time from parsing to the last byte in the executor. ``revision`` is that of the dataset that answered.
    ``edition`` is that revision as it was loaded: within one edition the same query gives the same bytes.
    """

    body: bytes
    count: int
    milliseconds: float
    revision: str = ""
    edition: str = ""


@dataclass(frozen=True)
class EngineHealth:
    """Whether the engine could take a query now, and what it answers from."""

    ready: bool
    triples: int
    revision: str
