"""Collects figures of all rounds and writes their medians as Markdown, with ratios to one of the services."""

from __future__ import annotations

import argparse
import json
import platform
from collections import defaultdict
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from benchmarks.load import Figures

_Figures = dict[str, dict[str, list[float]]]
"""What was measured -> service -> a figure for each round."""


class Results:
    """Figures by what was measured and by service."""

    def __init__(self, single: _Figures | None = None, loads: dict[str, _Figures] | None = None) -> None:
        self._single: _Figures = defaultdict(lambda: defaultdict(list), single or {})
        self._loads: dict[str, _Figures] = defaultdict(lambda: defaultdict(lambda: defaultdict(list)), loads or {})

    @classmethod
    def from_json(cls, text: str) -> Results:
        """Read what `to_json` wrote."""
        return cls(*json.loads(text))

    def to_json(self) -> str:
        """Return all figures, round by round."""
        return json.dumps([self._single, self._loads], indent=1)

    def note(self, what: str, service: str, figure: float) -> None:
        """Keep one figure, such as a start in seconds."""
        self._single[what].setdefault(service, []).append(figure)

    def note_load(self, what: str, service: str, figures: Figures) -> None:
        """Keep what a load reached."""
        load = self._loads[what]
        for part in ("rate", "median", "p95", "cpu"):
            load.setdefault(part, {}).setdefault(service, []).append(getattr(figures, part))

    def as_markdown(self, reference: str) -> str:
        """Return three tables: single figures, loads by requests/s (median / p95), loads by processor time."""
        services = list(dict.fromkeys(name for each in self._single.values() for name in each))
        lines = [f"{platform.platform()}, Python {platform.python_version()}", ""]
        lines += [_row("measured", services), "|---" * (len(services) + 1) + "|"]
        for what, by_service in self._single.items():
            lines.append(_row(what, [_told(by_service.get(name)) for name in services]))
        lines += ["", _row("requests/s (median / p95, ms)", [f"{name} | ratio" for name in services])]
        lines.append("|---" * (2 * len(services) + 1) + "|")
        for what, load in self._loads.items():
            lines.append(_row(what, [_load_cell(load, name, reference) for name in services]))
        lines += ["", _row("processor time, ms per request", [f"{name} | ratio" for name in services])]
        lines.append("|---" * (2 * len(services) + 1) + "|")
        for what, load in self._loads.items():
            lines.append(_row(what, [_cpu_cell(load, name, reference) for name in services]))
        return "\n".join(lines)


def _row(name: str, cells: list[str]) -> str:
    return f"| {name} | {' | '.join(cells)} |"


def _told(figures: list[float] | None) -> str:
    return _digits(median(figures)) if figures else ""


def _load_cell(load: _Figures, name: str, reference: str) -> str:
    rates = load["rate"].get(name)
    if not rates:
        return "none | "
    to = load["rate"].get(reference)
    ratio = _digits(median(rates) / median(to), 2) if to else ""
    times = f"{_told(load['median'][name])} / {_told(load['p95'][name])}"
    return f"{_digits(median(rates))} ({times}) | {ratio}"


def _cpu_cell(load: _Figures, name: str, reference: str) -> str:
    figures, to = load["cpu"].get(name), load["cpu"].get(reference)
    if not figures:
        return "none | "
    return f"{_told(figures)} | {_digits(median(figures) / median(to), 2) if to and median(to) else ''}"


def _digits(value: float, places: int = 3) -> str:
    """Return a figure with three significant digits, thousands apart.

    >>> _digits(12345.6), _digits(0.01234), _digits(7)
    ('12,300', '0.0123', '7')
    """
    rounded = float(f"{value:.{places}g}")
    return f"{rounded:,.0f}" if rounded >= 10 ** (places - 1) or rounded == int(rounded) else f"{rounded:g}"


def main() -> None:
    """Print the tables of a file that ``benchmarks.http --json`` wrote."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("json", type=Path)
    print(Results.from_json(parser.parse_args().json.read_text("utf-8")).as_markdown("oxigraph"))


if __name__ == "__main__":
    main()
