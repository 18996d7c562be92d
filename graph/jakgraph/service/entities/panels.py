"""Runs the panels of a page and makes them ready to be shown: rows with names, figures that lead to their claims."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from jakgraph.errors import EngineUnavailable, QueryError
from jakgraph.queries.panels import CLAIM_SUFFIX, LINK_SUFFIX
from jakgraph.service.entities.reading import first_solutions
from jakgraph.service.protocol.problems import problem_of
from jakgraph.service.result_table import ResultTable, result_table
from jakgraph.service.terms import Rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from jakgraph.queries.panels import Panel
    from jakgraph.service.answers import Reader
    from jakgraph.service.names import Names
    from jakgraph.service.result_table import Cell, Column

ROWS_SHOWN = 60
MOST_ROWS = 5_000
_FOR_PICTURES = frozenset({"nmNumber", "estimateNumber", "low", "high"})
"""Columns of numbers beside the figures as printed."""


@dataclass(frozen=True)
class Asked:
    """A panel with the rows of its query for one thing; ``failure`` says why there are none."""

    panel: Panel
    query: str
    rows: Rows
    failure: str = ""

    @property
    def anchor(self) -> str:
        """Its name within the page."""
        return self.panel.name


@dataclass(frozen=True)
class ShownPanel:
    """A panel as a page shows it; ``table`` holds what it shows in words or draws: of a plain table the first rows."""

    asked: Asked
    table: ResultTable
    names: tuple[str, ...]

    @property
    def headings(self) -> tuple[str, ...]:
        """What its columns are called."""
        return tuple(self.panel.heading(name) for name in self.names)

    @property
    def panel(self) -> Panel:
        """The panel."""
        return self.asked.panel

    @property
    def shown_columns(self) -> tuple[int, ...]:
        """The places of the columns that a table shows: not those that only pictures need."""
        return tuple(place for place, name in enumerate(self.names) if name not in _FOR_PICTURES)

    @property
    def count(self) -> int:
        """How many rows there are in all."""
        return len(self.asked.rows.rows) + self.asked.rows.left_out

    @property
    def has_place(self) -> bool:
        """Whether it stands on the page by itself: with rows, with a failure, or because having none is an answer."""
        return bool(self.count or self.asked.failure or self.panel.empty_in_place)

    @property
    def shown_rows(self) -> tuple[tuple[Cell, ...], ...]:
        """The rows that stand in its table."""
        return self.table.rows[:ROWS_SHOWN]

    @property
    def is_whole(self) -> bool:
        """Whether every row stands in its table."""
        return len(self.shown_rows) == self.count

    @property
    def is_made_of_part(self) -> bool:
        """Whether rows were left out of what is not shown as a table, whose beginning is one."""
        return bool(self.asked.rows.left_out) and self.panel.view != "table"

    @property
    def facts(self) -> tuple[tuple[str, tuple[Cell, ...]], ...]:
        """Heading and values of each column that has any, each value once."""
        columns = ((heading, position) for position, heading in enumerate(self.headings))
        found = ((heading, self._values(position)) for heading, position in columns)
        return tuple((heading, cells) for heading, cells in found if cells)

    def _values(self, position: int) -> tuple[Cell, ...]:
        cells = (row[position] for row in self.table.rows)
        return tuple(dict.fromkeys(cell for cell in cells if cell.role != "none"))


def ask_panels(reader: Reader, panels: Iterable[Panel], kind: str, key: str) -> tuple[Asked, ...]:
    """Return the panels of a kind of thing with their rows. An engine that refuses costs a panel, never the page."""
    return tuple(_ask(reader, panel, panel.query_about(kind, key)) for panel in panels if kind in panel.kinds)


def _ask(reader: Reader, panel: Panel, query: str) -> Asked:
    try:
        return Asked(panel, query, first_solutions(reader, query, MOST_ROWS, panel.name))
    except (QueryError, EngineUnavailable) as error:
        return Asked(panel, query, Rows((), ()), problem_of(error).detail)


def show_panel(asked: Asked, names: Names, address: Callable[[str], str]) -> ShownPanel:
    """Return a panel with names in place of IRIs; columns of claims and links are folded into their values."""
    rows = asked.rows
    shown = rows if asked.panel.view != "table" else replace(rows, rows=rows.rows[:ROWS_SHOWN])
    table = result_table(shown, names, address, show_iris=False)
    positions = {name: position for position, name in enumerate(rows.columns)}
    kept = [name for name in rows.columns if not _belongs_to_another(name, positions)]
    body = tuple(tuple(_linked(row, name, positions) for name in kept) for row in table.rows)
    columns: tuple[Column, ...] = tuple(table.columns[positions[name]] for name in kept)
    return ShownPanel(asked, ResultTable(columns, body), tuple(kept))


def _belongs_to_another(name: str, positions: dict[str, int]) -> bool:
    return any(name.endswith(end) and name.removesuffix(end) in positions for end in (CLAIM_SUFFIX, LINK_SUFFIX))


def _linked(row: tuple[Cell, ...], name: str, positions: dict[str, int]) -> Cell:
    """Return a cell, which leads to the claim its value comes from, or to a link, where the row names one."""
    cell = row[positions[name]]
    for suffix in (CLAIM_SUFFIX, LINK_SUFFIX):
        position = positions.get(name + suffix)
        target = row[position] if position is not None else cell
        if cell.role != "none" and position is not None and target.href:
            is_claim = suffix == CLAIM_SUFFIX
            title = target.text if is_claim else target.title
            return replace(
                cell, href=target.href, title=title, is_claim=is_claim, is_outward=target.is_outward, kind=""
            )
    return cell
