"""Engines with a zygote of their own: for one command, or for an app that another WSGI server runs."""

from __future__ import annotations

import atexit
import os
import threading
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

import click

from jakgraph.namespaces import PREFIXES
from jakgraph.store.allocator import choose_allocator
from jakgraph.store.engine import Engine
from jakgraph.store.federation.keeper import BrokerKeeper
from jakgraph.store.federation.walls import missing_walls
from jakgraph.store.limits import Limits
from jakgraph.store.supervisor import Supervisor

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jakgraph.errors import EngineBusy
    from jakgraph.settings import Settings
    from jakgraph.store import wire
    from jakgraph.store.cancellation import Cancellation
    from jakgraph.store.dataset import DatasetSource
    from jakgraph.store.inspection import Inspection
    from jakgraph.store.jobs import EngineHealth, QueryJob, QueryResult
    from jakgraph.store.steps import Steps
    from jakgraph.store.supervisor import LoadedFacts


@contextmanager
def running_zygote(source: DatasetSource, settings: Settings) -> Iterator[tuple[Supervisor, LoadedFacts]]:
    """Load the dataset into a zygote that runs while the block does. Raises DatasetError for a bad file."""
    with running_broker(settings) as broker_url:
        allocator = choose_allocator(settings.allocator, os.environ)
        supervisor = Supervisor(
            source, Limits.from_settings(settings), PREFIXES, broker_url=broker_url, allocator=allocator
        )
        try:
            yield supervisor, supervisor.start()
        finally:
            supervisor.stop()


@contextmanager
def running_broker(settings: Settings) -> Iterator[str]:
    """Keep a broker running while the block does, where SERVICE may ask any endpoint; give its address, or "".

    Raises JakgraphError where it cannot start.
    """
    if not settings.allow_service:
        yield ""
        return
    if missing := missing_walls():
        lost = ", ".join(missing)
        click.echo(
            f"jakgraph: this system does not keep processes from {lost}; the gate alone guards SERVICE", err=True
        )
    with BrokerKeeper(Limits.from_settings(settings), settings.public_url) as keeper:
        yield keeper.url


@contextmanager
def running_engine(source: DatasetSource, settings: Settings) -> Iterator[Engine]:
    """Give an engine over the dataset, with a zygote that runs while the block does."""
    limits = Limits.from_settings(settings)
    with (
        running_zygote(source, settings) as (supervisor, loaded),
        Engine(supervisor.socket_path, limits, loaded.revision) as engine,
    ):
        yield engine


class LazyEngine(Engine):
    """An engine that starts its zygote at its first use in a process, and stops it when that process ends.

    So an app can be made before its server forks: each process that answers has a zygote of its own.
    """

    def __init__(self, source: DatasetSource, settings: Settings) -> None:
        self._source = source
        self._limits = Limits.from_settings(settings)
        self._settings = settings
        self._lock = threading.Lock()
        self._stack = ExitStack()
        self._engine: Engine | None = None
        os.register_at_fork(after_in_child=self._forget)

    @property
    def revision(self) -> str:
        """The revision of the dataset; starts the engine."""
        return self._running().revision

    @property
    def edition(self) -> str:
        """The revision with the name of its loading; starts the engine."""
        return self._running().edition

    def refusal_of(self, text: str) -> EngineBusy | None:
        """Return what `evaluate` would raise at once; starts the engine."""
        return self._running().refusal_of(text)

    def evaluate_in_steps(
        self, job: QueryJob, cancellation: Cancellation | None = None, inspection: Inspection | None = None
    ) -> Steps[QueryResult]:
        """Do what `Engine.evaluate_in_steps` does, as `evaluate` does; starts the engine."""
        return self._running().evaluate_in_steps(job, cancellation, inspection)

    def answer_in_steps(
        self, request: wire.Request, timeout_seconds: float | None = None, cancellation: Cancellation | None = None
    ) -> Steps[QueryResult]:
        """Do what `Engine.answer_in_steps` does, as every other way to ask does; starts the engine."""
        return self._running().answer_in_steps(request, timeout_seconds, cancellation)

    def health(self) -> EngineHealth:
        """Tell whether a query could run now; starts the engine."""
        return self._running().health()

    def close(self) -> None:
        """Stop this process's zygote, if it has one; the next use starts another."""
        with self._lock:
            stack, self._stack, self._engine = self._stack, ExitStack(), None
            stack.close()

    def _running(self) -> Engine:
        with self._lock:
            if self._engine is None:
                self._engine = self._stack.enter_context(running_engine(self._source, self._settings))
                atexit.register(self.close)
            return self._engine

    def _forget(self) -> None:
        """Begin without a zygote: what a forked process inherited belongs to its parent."""
        self._lock = threading.Lock()
        self._stack = ExitStack()
        self._engine = None
