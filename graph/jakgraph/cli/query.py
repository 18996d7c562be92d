"""``jakgraph query``: one query against the built-in graph, without a server."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from jakgraph.cli import consoles
from jakgraph.cli.dataset import ServedDataset
from jakgraph.cli.engines import running_engine
from jakgraph.cli.failures import Failure
from jakgraph.cli.options import setting_options
from jakgraph.cli.results import solutions_for_reading
from jakgraph.errors import InputError, JakgraphError
from jakgraph.settings import Settings
from jakgraph.store.inspection import inspect_query
from jakgraph.store.jobs import GRAPH_FORMATS, SOLUTION_FORMATS, QueryJob, ResultFormat

if TYPE_CHECKING:
    from jakgraph.store.inspection import QueryForm

_TABLE = "table"
_STDIN = "-"


@click.command("query")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, allow_dash=True))
@click.option(
    "--format",
    "wanted",
    type=click.Choice([_TABLE, *SOLUTION_FORMATS, *GRAPH_FORMATS]),
    default=_TABLE,
    show_default=True,
    help="How the result is written. A table shows labels for IRIs; CONSTRUCT and DESCRIBE have no table, but turtle.",
)
@setting_options("timeout", "max_rows", "max_result_mb", "memory_mb")
def command(file: str, wanted: str, **chosen: Any) -> None:
    """Answer the SPARQL query in FILE without a server.

    FILE may be - for standard input. The answer comes from the built-in graph.
    """
    source = "standard input" if file == _STDIN else file
    settings = Settings(**chosen)
    text = _read(file, source)
    try:
        result_format = _result_format(wanted, inspect_query(text).form)
        _answer(text, result_format, settings, as_table=wanted == _TABLE and result_format == "json")
    except JakgraphError as error:
        raise Failure(error, source=source, query=text) from error


def _read(file: str, source: str) -> str:
    content = sys.stdin.buffer.read() if file == _STDIN else Path(file).read_bytes()
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise InputError(f"{source}:{line}: the query is not UTF-8.", remedy="Save it as UTF-8.") from error


def _result_format(wanted: str, form: QueryForm) -> ResultFormat:
    fitting: tuple[ResultFormat, ...] = SOLUTION_FORMATS if form in ("SELECT", "ASK") else GRAPH_FORMATS
    if wanted == _TABLE:
        return "json" if fitting is SOLUTION_FORMATS else "turtle"
    for possible in fitting:
        if possible == wanted:
            return possible
    raise click.UsageError(f"The answer of a {form} query cannot be {wanted}; choose {', '.join(fitting)}.")


def _answer(text: str, result_format: ResultFormat, settings: Settings, *, as_table: bool) -> None:
    dataset = ServedDataset.from_settings(settings)
    with running_engine(dataset.source, settings) as engine:
        result = engine.evaluate(QueryJob(text, result_format))
        if not as_table:
            sys.stdout.buffer.write(result.body)
            return
        console = consoles.results()
        table, shown = solutions_for_reading(dataset.context(engine, settings), text, result, console)
    console.print(table)
    if shown < result.count:
        consoles.messages().print(f"The first {shown} of {result.count} rows. --format csv writes all of them.")
    elif console.is_terminal:
        consoles.messages().print(f"{result.count} rows, {result.milliseconds:.0f} ms")
