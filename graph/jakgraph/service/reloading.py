"""What a reload is to whoever asks for one: a call that ends in new data served everywhere, or in why not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Reloaded:
    """A new snapshot is served by every worker: its revision, that of the one before, and how long it took."""

    revision: str
    previous: str
    triples: int
    seconds: float


Reload = Callable[[], Reloaded]
"""Swaps to what the dataset's files hold now; blocks until that is served. Raises ReloadFailed: all stays as it was."""
