"""What main process and workers say to each other, over a Unix socket that only this user reaches."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from jakgraph.service.protocol.faults import ReloadFailed

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from prometheus_client import Metric

    from jakgraph.cli.dataset import ServedDataset
    from jakgraph.service.reloading import Reloaded
    from jakgraph.service.siblings import Wish


@dataclass(frozen=True)
class Snapshot:
    """A loaded dataset: what it is, where its zygote listens, and its number; later ones have higher numbers."""

    number: int
    dataset: ServedDataset
    socket_path: Path
    revision: str


@dataclass(frozen=True)
class Failure:
    """Why a reload changed nothing, as data that can be sent."""

    message: str
    remedy: str = ""
    file: str = ""
    line: int | None = None
    column: int | None = None

    def as_error(self) -> ReloadFailed:
        """Return it as the error that a client is told."""
        return ReloadFailed(self.message, self.remedy, file=self.file, line=self.line, column=self.column)


@dataclass(frozen=True)
class Prepare:
    """To a worker: make everything ready that serving this snapshot takes, and say `Prepared`."""

    snapshot: Snapshot


@dataclass(frozen=True)
class Switch:
    """To a worker: answer with this prepared snapshot from now on, and say `Switched`."""

    number: int


@dataclass(frozen=True)
class Drop:
    """To a worker: this prepared snapshot will not be served."""

    number: int


@dataclass(frozen=True)
class ReloadEnded:
    """To a worker that has sent `AskReload`: what came of it."""

    outcome: Reloaded | Failure


@dataclass(frozen=True)
class Prepared:
    """From a worker: the snapshot is ready, or ``error`` says why it is not."""

    number: int
    error: str = ""


@dataclass(frozen=True)
class Switched:
    """From a worker: requests that come from now on are answered from this snapshot."""

    number: int


@dataclass(frozen=True)
class Released:
    """From a worker: the last request that was answered from this snapshot has its answer."""

    number: int


@dataclass(frozen=True)
class AskReload:
    """From a worker: an operator wants the dataset loaded anew."""


@dataclass(frozen=True)
class AskSiblings:
    """From a worker: what do the others answer to this? ``ticket`` is the worker's own."""

    ticket: int
    wish: Wish


@dataclass(frozen=True)
class SiblingsSaid:
    """To a worker that has sent `AskSiblings`: the answers of those that answered in time."""

    ticket: int
    answers: tuple[Any, ...]


@dataclass(frozen=True)
class Asked:
    """To a worker: a sibling wishes this; ``ticket`` is the main process's."""

    ticket: int
    wish: Wish


@dataclass(frozen=True)
class Answered:
    """From a worker: the answer to `Asked`."""

    ticket: int
    answer: Any


@dataclass(frozen=True)
class Pulse:
    """From a worker, unasked and often: what it has counted so far, where that has changed; what clients have spent.

    ``spent`` is query time in seconds since the last pulse, by `protocol.clients.budget_key`.
    """

    counted: tuple[Metric, ...]
    spent: Mapping[str, float]


@dataclass(frozen=True)
class Spent:
    """To a worker: query time that clients have had of other workers."""

    spent: Mapping[str, float]


ToWorker = Prepare | Switch | Drop | ReloadEnded | Asked | SiblingsSaid | Spent
FromWorker = Prepared | Switched | Released | AskReload | AskSiblings | Answered | Pulse
