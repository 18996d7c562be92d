"""The engine: runs queries in executors of one zygote, on its own clock. Thread-safe and blocking; knows no HTTP."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from pathlib import Path

    from jakgraph.store.jobs import EngineHealth, QueryJob, QueryResult
    from jakgraph.store.limits import Limits


class Engine:
    """Evaluate public queries in the executors of the zygote that listens at ``socket_path``.

    One per process, created after any fork of that process; its methods may be called from any thread. Slots are
    counted per engine: several HTTP processes that share one zygote have as many slots each.
    """

    def __init__(self, socket_path: Path, limits: Limits, revision: str) -> None:
        raise NotImplementedError

    @property
    def revision(self) -> str:
        """The revision of the dataset as the zygote last told it (at first: as given)."""
        raise NotImplementedError

    def evaluate(self, job: QueryJob) -> QueryResult:
        """Return the complete answer of one query.

        Raises QuerySyntaxError (with line, column, token, hint), QueryRefused (SERVICE, an unknown graph, nesting,
        length), QueryTimeout, QueryOutOfMemory, ResultTooLarge, QueryCrashed, EngineBusy (no slot; when to come
        back), EngineUnavailable (no zygote), and ValueError for a ``result_format`` that the query's form cannot have.
        """
        raise NotImplementedError

    def health(self) -> EngineHealth:
        """Tell whether a query could run now, within a second, without taking a slot and without raising."""
        raise NotImplementedError

    def close(self) -> None:
        """Let go of every executor, also of those at work; later calls raise EngineUnavailable."""
        raise NotImplementedError

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
