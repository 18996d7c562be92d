"""Where output goes: results to stdout, everything else to stderr; colour and progress bars on a terminal only."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

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


@contextmanager
def steps(title: str) -> Iterator[Callable[[str], None]]:
    """Show a moving bar on stderr while the block runs; call what it gives with a few words before each step.

    Nothing is shown where stderr is not a terminal.
    """
    console = messages()
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(title, total=None)
        yield lambda step: bar.update(task, description=f"{title}: {step}")
