"""Swaps what is served without a failed request: a zygote beside the old one, all workers, then the old one ends."""

from __future__ import annotations

import logging
import os
import queue
import threading
import time
from typing import TYPE_CHECKING, Self

import click

from jakgraph.cli.snapshots import Failure, Snapshot
from jakgraph.cli.workers import Workers
from jakgraph.errors import DatasetError, EngineUnavailable, JakgraphError
from jakgraph.namespaces import PREFIXES
from jakgraph.service.budget import Budget
from jakgraph.service.front.requests import BODY_SECONDS
from jakgraph.service.reloading import Reloaded
from jakgraph.store.allocator import choose_allocator
from jakgraph.store.folders import PrivateFolder
from jakgraph.store.limits import Limits
from jakgraph.store.supervisor import Supervisor

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from types import TracebackType

    from jakgraph.cli.dataset import ServedDataset
    from jakgraph.cli.restarts import Restarts
    from jakgraph.settings import Settings
    from jakgraph.store.supervisor import LoadedFacts

    Told = Callable[[Reloaded | Failure], None]

_LOG = logging.getLogger(__name__)
_SPARE_SECONDS = 5.0


class Reloader:
    """Owns the zygotes of the main process: one at rest, two while one takes the place of the other.

    ``loaded`` is what the first one holds; ``broker_url`` is where all of them have SERVICE asked, ``allocator`` what
    they have their memory from. Requests to reload that come during a reload share the next one. ``restarts`` learns of
    workers that have got ready.
    """

    def __init__(self, dataset: ServedDataset, settings: Settings, broker_url: str, restarts: Restarts) -> None:
        self._settings = settings
        self._broker_url = broker_url
        self._limits = Limits.from_settings(settings)
        self.allocator = choose_allocator(settings.allocator, os.environ)
        self._lock = threading.Lock()
        self._is_closed = False
        self._running: set[Supervisor] = set()
        self._asked: queue.SimpleQueue[Told | None] = queue.SimpleQueue()
        self._folder = PrivateFolder()
        self._next_number = 2
        self._served = self._supervisor(1, dataset)
        try:
            self.loaded: LoadedFacts = self._served.start()
            self._snapshot = Snapshot(1, dataset, self._served.socket_path, self.loaded.revision)
            budget = Budget(settings.client_seconds)
            self._workers = Workers(self.control_path, self.ask, settings.workers, budget, restarts.note_ready)
        except BaseException:
            self._served.stop()
            self._folder.remove()
            raise
        self._workers.serve_first(self._snapshot)
        self._thread = threading.Thread(target=self._run, name="jakgraph-reload", daemon=True)

    @property
    def control_path(self) -> Path:
        """Where workers connect."""
        return self._folder.path / "control"

    def ask(self, told: Told = lambda _outcome: None) -> None:
        """Have the dataset loaded anew soon, and be told what came of it. Safe in a signal handler."""
        self._asked.put(told)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, _type: type[BaseException] | None, _value: BaseException | None, _traceback: TracebackType | None
    ) -> None:
        with self._lock:
            self._is_closed = True
            running = tuple(self._running)
        self._asked.put(None)
        self._workers.close()
        for supervisor in running:
            supervisor.stop()
        self._folder.remove()

    def _run(self) -> None:
        while (told := self._asked.get()) is not None:
            waiting = [told]
            while not self._asked.empty():
                if (another := self._asked.get()) is None:
                    return
                waiting.append(another)
            outcome = self._reload()
            for tell in waiting:
                tell(outcome)

    def _reload(self) -> Reloaded | Failure:
        """Serve what the files hold now, or go on as before; both are said on stderr."""
        started = time.monotonic()
        _say(f"reload: loading; {self._snapshot.revision[:12]} is served meanwhile")
        try:
            snapshot, triples, supervisor = self._swapped()
        except JakgraphError as error:
            failure = _failure_of(error)
        except Exception as error:  # noqa: BLE001 - a mistake of ours must not end reloading for good
            _LOG.exception("a mistake of our own")
            failure = Failure(f"Something went wrong inside the service: {type(error).__name__}.")
        else:
            outcome = Reloaded(snapshot.revision, self._snapshot.revision, triples, time.monotonic() - started)
            self._retire(snapshot, supervisor)
            _say(f"reload: {triples} triples, revision {snapshot.revision[:12]}, in {outcome.seconds:.1f} s")
            return outcome
        _say(f"reload failed, {self._snapshot.revision[:12]} goes on being served: {failure.message} {failure.remedy}")
        return failure

    def _swapped(self) -> tuple[Snapshot, int, Supervisor]:
        """Load the dataset beside the one that is served, and bring all workers to it."""
        dataset = self._snapshot.dataset.as_it_is_now(self._settings)
        dataset.check_is_whole()
        number = self._next_number
        self._next_number += 1
        supervisor = self._supervisor(number, dataset)
        try:
            loaded = supervisor.start()
            dataset.check_is_whole()  # still: it may have been written to while it was read
            _say(f"reload: loaded {loaded.triples} triples, bringing the workers to them")
            snapshot = Snapshot(number, dataset, supervisor.socket_path, loaded.revision)
            self._workers.switch_to(snapshot)
        except BaseException:
            self._end(supervisor)
            raise
        return snapshot, loaded.triples, supervisor

    def _retire(self, snapshot: Snapshot, supervisor: Supervisor) -> None:
        """Let the snapshot that was served end when its last query has."""
        before, self._served = self._served, supervisor
        old, self._snapshot = self._snapshot.number, snapshot
        seconds = BODY_SECONDS + self._limits.timeout_seconds + _SPARE_SECONDS

        def end() -> None:
            self._workers.wait_until_released(old, seconds)
            self._end(before)

        threading.Thread(target=end, name="jakgraph-retire", daemon=True).start()

    def _supervisor(self, number: int, dataset: ServedDataset) -> Supervisor:
        path = self._folder.path / f"engine-{number}"
        supervisor = Supervisor(dataset.source, self._limits, PREFIXES, path, self._broker_url, self.allocator)
        with self._lock:
            if self._is_closed:
                raise EngineUnavailable("The service is being stopped.")
            self._running.add(supervisor)
        return supervisor

    def _end(self, supervisor: Supervisor) -> None:
        supervisor.stop()
        with self._lock:
            self._running.discard(supervisor)


def _say(what: str) -> None:
    click.echo(f"jakgraph: {what}", err=True)


def _failure_of(error: JakgraphError) -> Failure:
    if isinstance(error, DatasetError):
        return Failure(error.message, error.remedy, error.file, error.line, error.column)
    return Failure(error.message, error.remedy)
