"""Where the marks of a panel's picture stand: potencies by kinase, comparisons with their intervals. Draws nothing."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from jakgraph.service.entities.panels import ShownPanel
    from jakgraph.service.result_table import Cell

LETTER_WIDTH, PLOT_WIDTH, MARGIN = 6.9, 460, 24
"""Widths in user units: a letter of the names to the left, the marks beside them, free room at either end."""
ROW_HEIGHT, AXIS_HEIGHT = 22, 30
MOST_ROWS = 40
SHAPES = ("disc", "square", "triangle", "diamond")
_LONGEST_LABEL, _SHORTEST_TRIAL = 44, 8
_RATIOS = ("odds ratio", "risk ratio", "relative risk", "rate ratio", "hazard ratio")


@dataclass(frozen=True)
class Mark:
    """A value in the picture; ``low`` and ``high`` are the ends of its interval where it has one."""

    x: float
    shape: str
    href: str
    title: str
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Line:
    """A row of the picture, ``y`` being its middle; ``span`` joins its outermost marks."""

    y: float
    label: str
    title: str
    marks: tuple[Mark, ...]

    @property
    def span(self) -> tuple[float, float]:
        """The outermost marks."""
        places = [mark.x for mark in self.marks]
        return min(places), max(places)


@dataclass(frozen=True)
class Plot:
    """A picture: its lines, the ticks of its scale as place and words, and what its shapes mean."""

    caption: str
    unit: str
    lines: tuple[Line, ...]
    ticks: tuple[tuple[float, str], ...]
    shapes: tuple[tuple[str, str], ...] = ()
    reference: float | None = None
    left_out: int = 0
    label_width: int = 0

    @property
    def width(self) -> int:
        """The width of the whole picture."""
        return self.label_width + PLOT_WIDTH

    @property
    def height(self) -> int:
        """The height of the whole picture."""
        return len(self.lines) * ROW_HEIGHT + AXIS_HEIGHT


@dataclass(frozen=True)
class _Value:
    """A value before it has its place."""

    label: str
    title: str
    value: float
    shape: str
    href: str
    words: str
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class _Scale:
    """From values to places: by their logarithms or as they are."""

    left: int
    lowest: float
    highest: float
    is_logarithmic: bool
    ticks: tuple[float, ...] = field(default=())

    @classmethod
    def over(cls, values: Sequence[float], left: int, *, is_logarithmic: bool) -> _Scale:
        """Return a scale that begins and ends at a round number and holds every value; ``left`` is where it begins."""
        if is_logarithmic:
            low, high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
            high = max(high, low + 1)
            wide = high - low > 2
            steps = (1.0,) if wide else (1.0, 2.0, 5.0)
            ticks = [step * 10.0**power for power in range(low, high + 1) for step in steps]
            kept = _between(ticks, min(values), max(values))
            return cls(left, math.log10(kept[0]), math.log10(kept[-1]), is_logarithmic, tuple(kept))
        step = _round_step((max(values) - min(values)) or 1.0)
        first, last = math.floor(min(values) / step), math.ceil(max(values) / step)
        ticks = [round(step * number, 10) for number in range(first, max(last, first + 1) + 1)]
        return cls(left, ticks[0], ticks[-1], is_logarithmic, tuple(ticks))

    def place(self, value: float) -> float:
        """Return where a value stands, in user units from the left of the picture."""
        position = math.log10(value) if self.is_logarithmic else value
        share = (position - self.lowest) / (self.highest - self.lowest)
        return round(self.left + MARGIN + share * (PLOT_WIDTH - 2 * MARGIN), 1)


def plots_of(panel: ShownPanel) -> tuple[Plot, ...]:
    """Return the pictures of a panel: one of potencies, one for ratios and one for differences, or none."""
    if panel.panel.view == "potencies":
        return _potencies(panel)
    return _contrasts(panel) if panel.panel.view == "contrasts" else ()


def _potencies(panel: ShownPanel) -> tuple[Plot, ...]:
    of = "kinase" if "kinase" in panel.names else "drug"
    assays = list(dict.fromkeys(row["assay"].text for row in _rows(panel)))
    shapes = {assay: SHAPES[min(place, len(SHAPES) - 1)] for place, assay in enumerate(assays)}
    values = [
        _Value(
            label=" ".join(
                part for part in (_short(row[of].text), row["domain"].text if "domain" in row else "") if part
            ),
            title=row[of].text,
            value=number,
            shape=shapes[row["assay"].text],
            href=row["nm"].href,
            words=f"{row['measure'].text} {row['nm'].text} nM, {row['assay'].text}: {row['source'].text}",
        )
        for row in _rows(panel)
        if (number := _number(row["nmNumber"])) is not None and number > 0
    ]
    used = {value.shape for value in values}
    legend = tuple((shape, assay) for assay, shape in shapes.items() if shape in used)
    left_out = panel.count - len(values)
    pictures = _plot(f"Potency by {of}", "nM, logarithmic", values, is_logarithmic=True)
    return tuple(replace(picture, shapes=legend, left_out=picture.left_out + left_out) for picture in pictures)


def _contrasts(panel: ShownPanel) -> tuple[Plot, ...]:
    values: dict[bool, list[_Value]] = {True: [], False: []}
    for row in _rows(panel):
        number, low, high = (_number(row.get(name)) for name in ("estimateNumber", "low", "high"))
        is_ratio = row["effect"].text in _RATIOS
        if number is None or (is_ratio and min(number, number if low is None else low) <= 0):
            continue
        names = [row[name].text for name in ("trial", "arm", "endpoint") if name in row]
        words = f"{row['effect'].text} {row['estimate'].text}"
        words += f" ({row['interval'].text})" if row["interval"].text else ""
        title = ", ".join(names)
        values[is_ratio].append(
            _Value(
                _label(names, begins_with_trial="trial" in row),
                title,
                number,
                "square",
                row["estimate"].href,
                words,
                low,
                high,
            )
        )
    drawn = sum(map(len, values.values()))
    ratios = _plot("Ratios", "ratio, logarithmic; 1: no difference", values[True], is_logarithmic=True, reference=1.0)
    differences = _plot("Differences", "0: no difference", values[False], is_logarithmic=False, reference=0.0)
    pictures = ratios + differences
    not_drawn = panel.count - drawn
    return tuple(
        replace(picture, left_out=picture.left_out + (not_drawn if picture is pictures[-1] else 0))
        for picture in pictures
    )


def _plot(
    caption: str,
    unit: str,
    values: Sequence[_Value],
    *,
    is_logarithmic: bool,
    reference: float | None = None,
) -> tuple[Plot, ...]:
    if not values:
        return ()
    is_by_row = reference is not None
    groups: dict[tuple[str, int], list[_Value]] = {}
    for number, value in enumerate(values):
        groups.setdefault((value.label, number if is_by_row else 0), []).append(value)
    shown = dict(list(groups.items())[:MOST_ROWS])
    ends = [
        end
        for group in shown.values()
        for item in group
        for end in (item.low, item.value, item.high)
        if end is not None
    ]
    left = math.ceil(max(len(_cut(label)) for label, _ in shown) * LETTER_WIDTH)
    scale = _Scale.over([*ends, *([] if reference is None else [reference])], left, is_logarithmic=is_logarithmic)
    lines = tuple(
        Line((number + 0.5) * ROW_HEIGHT, _cut(label), group[0].title, tuple(_mark(item, scale) for item in group))
        for number, ((label, _), group) in enumerate(shown.items())
    )
    ticks = tuple((scale.place(tick), f"{tick:g}") for tick in scale.ticks)
    place = None if reference is None else scale.place(reference)
    return (Plot(caption, unit, lines, ticks, reference=place, left_out=len(groups) - len(shown), label_width=left),)


def _mark(item: _Value, scale: _Scale) -> Mark:
    low, high = (None if end is None else scale.place(end) for end in (item.low, item.high))
    return Mark(scale.place(item.value), item.shape, item.href, f"{item.title}: {item.words}", low, high)


def _rows(panel: ShownPanel) -> Iterable[dict[str, Cell]]:
    names = panel.names
    return (dict(zip(names, row, strict=True)) for row in panel.table.rows)


def _number(cell: Cell | None) -> float | None:
    return float(cell.text) if cell is not None and cell.role == "number" else None


def _short(name: str) -> str:
    """Return the symbol in a protein's name, where it has one.

    >>> _short("Janus kinase 2 (JAK2)")
    'JAK2'
    """
    return name.rpartition("(")[2].rstrip(")") if name.endswith(")") else name


def _label(names: Sequence[str], *, begins_with_trial: bool) -> str:
    """Return the first two names; a long trial is cut rather than its arm.

    >>> _label(["Baricitinib in SLE, three trials pooled", "Baricitinib 4 mg (pooled)"], begins_with_trial=True)
    'Baricitinib in S…, Baricitinib 4 mg (pooled)'
    """
    text = ", ".join(names[:2])
    room = _LONGEST_LABEL - len(text) + len(names[0]) - 1
    return (
        f"{names[0][:room]}…, {names[1]}" if begins_with_trial and _SHORTEST_TRIAL <= room < len(names[0]) - 1 else text
    )


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST_LABEL else f"{text[: _LONGEST_LABEL - 1]}…"


def _between(ticks: Sequence[float], low: float, high: float) -> list[float]:
    """Return the ticks from the last one below the values to the first one above them."""
    first = max((place for place, tick in enumerate(ticks) if tick <= low), default=0)
    last = min((place for place, tick in enumerate(ticks) if tick >= high), default=len(ticks) - 1)
    return list(ticks[first : max(last, first + 1) + 1])


def _round_step(width: float) -> float:
    """Return a step of 1, 2 or 5 times a power of ten that divides a width into some five parts.

    >>> _round_step(23.0)
    5.0
    """
    power = 10.0 ** math.floor(math.log10(width / 5))
    return next(step * power for step in (1.0, 2.0, 5.0, 10.0) if step * power * 5 >= width)
