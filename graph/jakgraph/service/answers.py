"""Answers queries for readers: the one way in which a page asks. Makes tables with labels; knows no HTML."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jakgraph.service.names import find_names, prefixes_in
from jakgraph.service.result_table import result_table
from jakgraph.service.terms import read_solutions, read_triples
from jakgraph.store.inspection import inspect_query
from jakgraph.store.jobs import QueryJob

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from jakgraph.service.answering import Answering
    from jakgraph.service.context import ServiceContext
    from jakgraph.service.names import Names
    from jakgraph.service.protocol.parameters import HttpCall, QueryParameters
    from jakgraph.service.result_table import ResultTable
    from jakgraph.store.cancellation import Cancellation
    from jakgraph.store.inspection import QueryForm
    from jakgraph.store.jobs import QueryResult

ROWS_SHOWN = 500


@dataclass(frozen=True)
class Answer:
    """A result as a page shows it: the first rows of ``count``, or the ``boolean`` of ASK."""

    form: QueryForm
    table: ResultTable
    boolean: bool | None
    count: int
    milliseconds: float
    show_iris: bool

    @property
    def is_whole(self) -> bool:
        """Whether the table shows every row there is."""
        return self.boolean is not None or len(self.table.rows) == self.count

    @property
    def has_iris(self) -> bool:
        """Whether a cell names a thing, so that labels and IRIs can be switched."""
        return any(cell.role == "iri" for row in self.table.rows for cell in row)

    @property
    def has_things(self) -> bool:
        """Whether a cell names a thing or a node without a name, so that there is something to draw."""
        return any(cell.role in ("iri", "blank") for row in self.table.rows for cell in row)

    @property
    def row_word(self) -> str:
        """What one row of the result is called, in the number that ``count`` asks for."""
        word = "row" if self.form == "SELECT" else "triple"
        return word if self.count == 1 else f"{word}s"


@dataclass(frozen=True)
class Reader:
    """Whom a page is made for: its request, and how the queries of that request are answered and stopped.

    Every query is answered from what is kept ready, or evaluated, listed in ``/queries``, logged, and charged to the
    client; all of one request end when the client hangs up. ``page`` is how the log names what is made. Made by
    `web.current_reader`.
    """

    context: ServiceContext
    answering: Answering
    call: HttpCall
    cancellation: Cancellation
    page: str

    def part(self, job: QueryJob, part: str = "", *, may_refuse: bool = True) -> QueryResult:
        """Return the result of a query for a part of the page; see `Answering.part_of`."""
        name = f"{self.page} {part}".strip()
        return self.answering.part_of(self.call, job, name, self.cancellation, may_refuse=may_refuse)


def answer_query(
    reader: Reader, parameters: QueryParameters, describe_url: Callable[[str], str], *, show_iris: bool = False
) -> Answer:
    """Return the answer with labels; ``describe_url`` gives the address of the page about an IRI.

    Raises QuerySyntaxError, QueryRefused, TooManyRequests, and what `Engine.evaluate` raises.
    """
    form = inspect_query(parameters.query, reader.context.settings.allow_service).form
    is_table = form in ("SELECT", "ASK")
    job = QueryJob(
        parameters.query,
        "json" if is_table else "ntriples",
        parameters.default_graphs,
        parameters.named_graphs,
        parameters.timeout_seconds,
    )
    result = reader.answering.result_of(reader.call, job, reader.cancellation)
    rows = read_solutions(result.body, ROWS_SHOWN) if is_table else read_triples(result.body, ROWS_SHOWN)

    names = names_for(reader, rows.iris(), prefixes_in(parameters.query))
    table = result_table(rows, names, describe_url, show_iris=show_iris)
    return Answer(form, table, rows.boolean, result.count, result.milliseconds, show_iris)


def names_for(reader: Reader, iris: Iterable[str], prefixes: Mapping[str, str] | None = None) -> Names:
    """Return the names of these IRIs, asked for on behalf of a reader; see `names.find_names`."""

    def evaluate(labels: QueryJob) -> QueryResult:
        return reader.part(labels, "labels", may_refuse=False)

    in_named_graphs = reader.context.settings.default_graph == "own"
    return find_names(evaluate, iris, prefixes or {}, in_named_graphs=in_named_graphs)
