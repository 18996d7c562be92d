"""Turns a panel around so that each arm of a trial has a column: figures that belong together stand in one line."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jakgraph.service.entities.panels import ShownPanel
    from jakgraph.service.result_table import Cell

ARM, FIGURE = "arm", "figure"
"""The columns of a query that are turned around: whose figure it is, and the figure."""
LINES_SHOWN = 60


@dataclass(frozen=True)
class CrossedLine:
    """A line: what its figures are of, for each arm none, one or several of them, and what is said beside them."""

    about: tuple[Cell, ...]
    figures: tuple[tuple[Cell, ...], ...]
    beside: tuple[Cell, ...]


@dataclass(frozen=True)
class Crossed:
    """A table with a column for each arm; a figure of no arm is one of the whole trial. ``count``: of all its lines.

    Columns that the query names before its arm stand before the figures, the others beside them.
    """

    headings: tuple[str, ...]
    arms: tuple[Cell, ...]
    headings_beside: tuple[str, ...]
    lines: tuple[CrossedLine, ...]
    count: int


def crossed(panel: ShownPanel) -> Crossed:
    """Return the rows of a panel as lines of what is neither arm nor figure, in the order in which rows have them."""
    arm, figure = panel.names.index(ARM), panel.names.index(FIGURE)
    beside = [place for place in range(arm + 1, len(panel.names)) if place != figure]
    found: dict[tuple[tuple[Cell, ...], tuple[Cell, ...]], dict[Cell, list[Cell]]] = {}
    for row in panel.table.rows:
        line = found.setdefault((row[:arm], tuple(row[place] for place in beside)), {})
        line.setdefault(row[arm], []).append(row[figure])
    arms = sorted({name for line in found.values() for name in line}, key=_place)
    lines = tuple(
        CrossedLine(about, tuple(tuple(line.get(name, ())) for name in arms), said)
        for (about, said), line in found.items()
    )
    headings_beside = tuple(panel.headings[place] for place in beside)
    return Crossed(panel.headings[:arm], tuple(arms), headings_beside, lines[:LINES_SHOWN], len(lines))


def _place(arm: Cell) -> tuple[bool, list[tuple[float, str]], str]:
    """Return where an arm stands: by name, 2 mg before 12 mg; the whole trial last."""
    parts = re.findall(r"(\d+(?:\.\d+)?)|(\D+)", arm.text)
    return arm.role == "none", [(float(digits or 0), words) for digits, words in parts], arm.href
