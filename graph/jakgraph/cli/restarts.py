"""When worker processes that die are no longer replaced: granian's rule, told what is needed for a better one."""

from __future__ import annotations

from math import inf

MOST_IN_VAIN = 10
"""So many starts in a row of which no worker gets ready: something is wrong that another start will not mend."""


class Restarts(dict[int, float]):
    """granian's note of the workers that it has started again, by their index, and when.

    It stops the whole service where one of those in its note dies within 5.5 s of its start: that would include a
    worker that had served meanwhile. So this shows what is noted only where the starts are in vain: where no worker
    has ever got ready, at once; later, after `MOST_IN_VAIN` of them. `note_ready` may come from any thread.
    """

    def __init__(self) -> None:
        super().__init__()
        self._in_vain = 0
        self._most = 1

    def note_ready(self) -> None:
        """Note that a worker has started and is ready to serve."""
        self._in_vain = 0
        self._most = MOST_IN_VAIN

    def __setitem__(self, index: int, started: float) -> None:
        """Note that a worker is being started again."""
        self._in_vain += 1
        super().__setitem__(index, started)

    def get(self, index: int, default: float) -> float:  # type: ignore[override]
        """Return when a worker was started again, long ago unless starts are in vain."""
        return super().get(index, default) if self._in_vain >= self._most else -inf
