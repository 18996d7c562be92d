"""A query's result as a table for a terminal: labels instead of IRIs, numbers to the right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich import box
from rich.console import Group
from rich.measure import Measurement
from rich.rule import Rule
from rich.style import Style
from rich.table import Table
from rich.text import Text

from jakgraph.service.names import look_up_names, prefixes_in
from jakgraph.service.result_table import result_table
from jakgraph.service.terms import read_solutions

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

    from jakgraph.service.context import ServiceContext
    from jakgraph.service.result_table import Cell, ResultTable
    from jakgraph.store.jobs import QueryResult

_UNBOUNDED = 1_000_000
_CONTROLS = dict.fromkeys({*range(32), *range(127, 160)} - {ord("\n"), ord("\t")}, "\N{REPLACEMENT CHARACTER}")
"""Control characters, with which a literal could steer a terminal, to what is shown in their place."""


def solutions_for_reading(
    context: ServiceContext, query: str, result: QueryResult, console: Console
) -> tuple[RenderableType, int]:
    """Return what to print for the JSON answer of a SELECT or ASK, and how many of its rows that shows.

    A table; row by row where the console is too narrow for the table without breaking words. Of an answer too large
    to be read anyway (megabytes), the first rows only.
    """
    rows = read_solutions(result.body, result.count)
    if rows.boolean is not None:
        return Text("yes" if rows.boolean else "no"), result.count
    names = look_up_names(context, rows.iris(), prefixes_in(query))
    table = result_table(rows, names, str, show_iris=False)
    shown = terminal_table(table)
    if Measurement.get(console, console.options.update(max_width=_UNBOUNDED), shown).minimum > console.width:
        return terminal_records(table), len(rows.rows)
    return shown, len(rows.rows)


def terminal_table(table: ResultTable) -> Table:
    """Return the table as rich prints it; an IRI's cell is a link to it where the terminal knows links."""
    shown = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
    for column in table.columns:
        shown.add_column(column.name, justify="right" if column.is_numeric else "left", overflow="fold")
    for row in table.rows:
        shown.add_row(*(_cell_text(cell) for cell in row))
    return shown


def terminal_records(table: ResultTable) -> Group:
    """Return the rows one below the other, each as a list of its columns."""
    records: list[RenderableType] = []
    for number, row in enumerate(table.rows, 1):
        record = Table.grid(padding=(0, 2))
        record.add_column(style="bold")
        record.add_column(overflow="fold")
        for column, cell in zip(table.columns, row, strict=True):
            record.add_row(column.name, _cell_text(cell))
        records += [Rule(str(number), align="left", style="dim"), record]
    return Group(*records)


def _cell_text(cell: Cell) -> Text:
    text = Text(
        "".join(character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in cell.text)
    )
    if cell.role == "iri" and cell.title.startswith(("https://", "http://")):
        text.stylize(Style(link=cell.title))
    return text
