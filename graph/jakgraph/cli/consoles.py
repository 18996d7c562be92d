"""Where output goes: results to stdout, everything else to stderr; colour and progress bars on a terminal only."""

from __future__ import annotations

import sys

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

_UNBOUNDED_WIDTH = 100_000
"""Columns of an output that nobody looks at through a window: a pipe or a file gets whole lines."""


def results() -> Console:
    """Return the console for results. Into a pipe it neither colours, nor wraps, nor cuts off."""
    if sys.stdout.isatty():
        return Console(highlight=False)
    return Console(highlight=False, width=_UNBOUNDED_WIDTH, color_system=None)


def messages() -> Console:
    """Return the console for messages, on stderr."""
    return Console(stderr=True, highlight=False, soft_wrap=True)


def progress() -> Progress:
    """Return a progress display on stderr that shows nothing where stderr is not a terminal."""
    console = messages()
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    )
