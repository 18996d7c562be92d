"""Writes a query's complete answer in the executor, or finds that it passes a limit. Knows no process and no socket.

Triples of CONSTRUCT and DESCRIBE are given once each and sorted by their N-Triples line, so the same dataset gives
the same bytes (blank nodes apart: their labels are new in every process). Solutions keep the order of the evaluation.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from pyoxigraph import QueryBoolean, QueryResultsFormat, QuerySolutions, QueryTriples, RdfFormat, parse, serialize

from jakgraph.errors import QueryRefused, ResultTooLarge

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import IO

_MIB = 2**20
_SOLUTION_FORMATS = {
    "json": QueryResultsFormat.JSON,
    "xml": QueryResultsFormat.XML,
    "csv": QueryResultsFormat.CSV,
    "tsv": QueryResultsFormat.TSV,
}
_GRAPH_FORMATS = {
    "turtle": RdfFormat.TURTLE,
    "rdfxml": RdfFormat.RDF_XML,
    "jsonld": RdfFormat.JSON_LD,
    "trig": RdfFormat.TRIG,
}
_LINE_FORMATS = frozenset({"ntriples", "nquads"})
_JSON_SOLUTIONS = b'"bindings":['
_BETWEEN_JSON_SOLUTIONS = re.compile(rb'\}\},\{(?:"[^,}]|(\}))')
"""Finds ``}`` for what may be a solution that binds nothing, else an empty text."""
_JSON_STRING = re.compile(rb'"(?:[^"\\]|\\.)*+"')
_XML_NAME_AT_END = re.compile(r"[^\W\d][\w.\-\u00b7]*>$")
_USUAL_ROW_BYTES = 64


@dataclass(frozen=True)
class ResultLimits:
    """The most rows (or triples) and bytes of one answer."""

    max_rows: int
    max_bytes: int

    def check_rows(self, count: int) -> None:
        """Raise ResultTooLarge if there are more rows than the limit."""
        if count > self.max_rows:
            raise ResultTooLarge("max-rows", self.max_rows)

    def check_bytes(self, size: int) -> None:
        """Raise ResultTooLarge if there are more bytes than the limit; the limit is named in MiB."""
        if size > self.max_bytes:
            raise ResultTooLarge("max-result-mb", self.max_bytes // _MIB)


@dataclass(frozen=True)
class WrittenResult:
    """A complete answer and the number of its rows or triples; with a plan that was made for it (`wire.Answer`)."""

    body: bytes | bytearray
    count: int
    plan: list[str] | None = None


def write_result(
    results: QuerySolutions | QueryBoolean | QueryTriples,
    result_format: str,
    limits: ResultLimits,
    prefixes: Mapping[str, str],
) -> WrittenResult:
    """Evaluate to the end and return the answer in a format, or raise ResultTooLarge.

    Never holds more than the limit of bytes (solutions), or than the limit of triples (graphs). Raises QueryRefused
    for triples that RDF/XML cannot hold.
    """
    if isinstance(results, QueryTriples):
        return _write_graph(results, result_format, limits, prefixes)
    if isinstance(results, QueryBoolean):
        answer = _Body(limits)
        results.serialize(answer.as_file(), format=_SOLUTION_FORMATS[result_format])
        return WrittenResult(answer.data, 1)
    variables = [variable.value for variable in results.variables]
    solutions = _SolutionBody(limits, result_format, variables)
    results.serialize(solutions.as_file(), format=_SOLUTION_FORMATS[result_format])
    count = count_rows(solutions.data, result_format, variables)
    limits.check_rows(count)
    return WrittenResult(solutions.data, count)


class _Sink:
    """What pyoxigraph writes to: of a binary file it needs ``write`` and ``flush`` only."""

    def write(self, chunk: bytes) -> int:
        """Take the next bytes."""
        raise NotImplementedError

    def flush(self) -> None:
        """Do nothing: what is written is there."""

    def as_file(self) -> IO[bytes]:
        """Return itself under the wider type that pyoxigraph asks for."""
        return cast("IO[bytes]", self)


class _Body(_Sink):
    """A growing answer, ``data``, that refuses to pass the limit of bytes."""

    def __init__(self, limits: ResultLimits) -> None:
        self._limits = limits
        self.data = bytearray()

    def write(self, chunk: bytes) -> int:
        """Take the next bytes, or raise ResultTooLarge."""
        self._limits.check_bytes(len(self.data) + len(chunk))
        self.data += chunk
        return len(chunk)


class _SolutionBody(_Body):
    """Also looks at the number of rows now and then, so that far too many end early."""

    def __init__(self, limits: ResultLimits, result_format: str, variables: Sequence[str]) -> None:
        super().__init__(limits)
        self._format = result_format
        self._variables = variables
        self._next_look = max(_MIB, limits.max_rows * _USUAL_ROW_BYTES)

    def write(self, chunk: bytes) -> int:
        """Take the next bytes, or raise ResultTooLarge."""
        written = super().write(chunk)
        if len(self.data) >= self._next_look:
            self._next_look *= 2
            self._limits.check_rows(count_rows(self.data, self._format, self._variables))
        return written


class _Lines(_Sink):
    """The distinct lines of what is written, up to the limit of rows; keeps nothing else."""

    def __init__(self, limits: ResultLimits) -> None:
        self._limits = limits
        self._rest = b""
        self.lines: set[bytes] = set()

    def write(self, chunk: bytes) -> int:
        """Take the next bytes, or raise ResultTooLarge."""
        *lines, self._rest = (self._rest + chunk).split(b"\n")
        self.lines.update(lines)
        self._limits.check_rows(len(self.lines))
        return len(chunk)


def _write_graph(
    triples: QueryTriples, result_format: str, limits: ResultLimits, prefixes: Mapping[str, str]
) -> WrittenResult:
    distinct = _Lines(limits)
    triples.serialize(distinct.as_file(), format=RdfFormat.N_TRIPLES)
    lines = sorted(distinct.lines)
    if result_format in _LINE_FORMATS:
        limits.check_bytes(sum(map(len, lines)) + len(lines))
    text = b"".join(line + b"\n" for line in lines)
    if result_format in _LINE_FORMATS:
        return WrittenResult(text, len(lines))
    if result_format == "rdfxml":
        _check_xml_names(lines)
    used = {name: iri for name, iri in prefixes.items() if b"<" + iri.encode() in text}
    body = _Body(limits)
    parsed = (quad.triple for quad in parse(text, format=RdfFormat.N_TRIPLES))
    try:
        serialize(parsed, body.as_file(), format=_GRAPH_FORMATS[result_format], prefixes=used)
    except OSError as error:  # the one way in which writing to memory fails: a term that the format forbids
        raise _refused_format(str(error)) from error
    return WrittenResult(body.data, len(lines))


def _check_xml_names(lines: Sequence[bytes]) -> None:
    """Raise QueryRefused for a property that no XML element can be named after; pyoxigraph would write broken XML."""
    for predicate in sorted({line.split(b" ", 2)[1] for line in lines}):
        if not _XML_NAME_AT_END.search(predicate.decode()):
            raise _refused_format(f"The property {predicate.decode()} cannot be written in RDF/XML.")


def _refused_format(message: str) -> QueryRefused:
    return QueryRefused("RDF/XML", message, remedy="Ask for Turtle or N-Triples.")


def count_rows(body: bytes | bytearray, result_format: str, variables: Sequence[str]) -> int:
    r"""Return the number of solutions that pyoxigraph has begun to write into ``body``.

    Counting what stands between solutions is far faster than taking solutions one by one in Python.

    >>> count_rows(b'x,y\r\n1,2\r\n"a\r\nb",3\r\n', "csv", ["x", "y"])
    2
    """
    if result_format == "json":
        return _count_json(body, variables)
    if result_format == "xml":
        return body.count(b"<result>")
    if result_format == "csv" and b'"' in body:
        return sum(outside.count(b"\n") for outside in body.split(b'"')[::2]) - 1
    return body.count(b"\n") - 1


def _count_json(body: bytes | bytearray, variables: Sequence[str]) -> int:
    r"""Count solutions by what stands between them, in one look at the body: each takes a twentieth of its making.

    A quotation mark inside a string is written with a backslash, and after the mark that ends a string comes one of
    ``,:}]``. So ``}},{"`` with something else behind it is always the end of one solution and the beginning of the
    next; with a comma or a brace it is the end of a literal. Solutions that bind nothing, ``{}``, cannot be told from
    text inside a literal; where there may be some, strings are taken out first.

    >>> _count_json(b'{"results":{"bindings":[{"x":{"value":"}},{"}},{"x":{"value":"}},{"}}]}}', ["x"])
    2
    """
    first = body.find(_JSON_SOLUTIONS) + len(_JSON_SOLUTIONS)
    if not body.startswith(b"{", first):
        return 0
    if variables and not body.startswith(b"{}", first):
        between = _BETWEEN_JSON_SOLUTIONS.findall(body, first)
        if b"}" not in between:
            return len(between) + 1
    return _JSON_STRING.sub(b"", body[first:]).count(b"},{") + 1
