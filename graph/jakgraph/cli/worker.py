"""A worker process of our front: serves the snapshot that the main process names, and switches to the next."""

from __future__ import annotations

import atexit
import contextlib
import itertools
import logging
import os
import signal
import sys
import threading
import time
from concurrent.futures import Future
from dataclasses import dataclass, replace
from multiprocessing.connection import Client
from typing import TYPE_CHECKING, Any

from jakgraph.cli.logs import set_up_query_log
from jakgraph.cli.snapshots import (
    Answered,
    Asked,
    AskReload,
    AskSiblings,
    Drop,
    Failure,
    Prepare,
    Prepared,
    Pulse,
    Released,
    ReloadEnded,
    SiblingsSaid,
    Spent,
    Switch,
    Switched,
)
from jakgraph.service.answering import Answering
from jakgraph.service.app import create_app
from jakgraph.service.front.application import Front
from jakgraph.service.front.snapshots import SnapshotFront
from jakgraph.service.search.search import Search
from jakgraph.service.siblings import Count, grant
from jakgraph.service.watch import QueryWatch
from jakgraph.store.engine import Engine
from jakgraph.store.limits import Limits
from jakgraph.store.processes import die_with_parent, name_process

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from pathlib import Path

    from prometheus_client import Metric

    from jakgraph.cli.snapshots import FromWorker, Snapshot, ToWorker
    from jakgraph.service.reloading import Reloaded
    from jakgraph.service.siblings import Wish
    from jakgraph.settings import Settings

_LOG = logging.getLogger(__name__)
PULSE_SECONDS = 0.25
"""How often other workers learn what clients have spent here."""
COUNTING_BEATS = 4
"""Counts are told at one pulse in so many."""
SERVING_NAME = "jakgraph-worker"
RESERVE_NAME = "jakgraph-spare"
"""Names of the process while it serves, and before: as ``ps`` and ``top`` show them."""


@dataclass(frozen=True)
class WorkerPlan:
    """Everything a worker process of our front needs; the main process pickles it to each."""

    settings: Settings
    control_path: Path
    parent_pid: int

    def load(self) -> SnapshotFront:
        """Return the front over the snapshot that is current, when this worker shall serve.

        From now on it dies with the main process. Until it serves it is in reserve, and not told of Ctrl-C: the main
        process is, and stops it.
        """
        die_with_parent(self.parent_pid)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        name_process(RESERVE_NAME)
        set_up_query_log(self.settings)
        atexit.register(_end_at_once)
        return Worker(self.settings, Client(str(self.control_path), family="AF_UNIX")).start()


class Worker:
    """Follows the main process: makes snapshots ready, switches to them, and asks for a reload for an operator."""

    def __init__(self, settings: Settings, main: Connection) -> None:
        self._settings = settings
        self._main = main
        self._sending = threading.Lock()
        self._watch = QueryWatch.of(settings)
        self._ready: dict[int, Front] = {}
        self._serving: tuple[int, SnapshotFront] | None = None
        self._asking: list[Future[Reloaded]] = []
        self._questions: dict[int, Future[tuple[Any, ...]]] = {}
        self._tickets = itertools.count()

    def start(self) -> SnapshotFront:
        """Return the front of this worker once it is told to serve; what follows is another thread's."""
        while self._serving is None:
            self._handle(self._hear())
        name_process(SERVING_NAME)
        threading.Thread(target=self._follow, name="jakgraph-snapshots", daemon=True).start()
        threading.Thread(target=self._pulse, name="jakgraph-pulse", daemon=True).start()
        return self._serving[1]

    def reload(self) -> Reloaded:
        """Have the main process load the dataset anew; returns when all workers serve it. Raises ReloadFailed."""
        answer: Future[Reloaded] = Future()
        with self._sending:
            self._asking.append(answer)
            self._main.send(AskReload())
        return answer.result()

    def ask_siblings(self, wish: Wish) -> tuple[Any, ...]:
        """Return what the other workers answer, as far as they do in time; to `Count` also those that have ended."""
        if self._settings.workers == 1 and not isinstance(wish, Count):
            return ()
        ticket = next(self._tickets)
        answer = self._questions[ticket] = Future()
        self._say(AskSiblings(ticket, wish))
        return answer.result()

    def _follow(self) -> None:
        while True:
            self._handle(self._hear())

    def _pulse(self) -> None:
        """Tell the main process every now and then what it must know should this worker be killed, or others share."""
        told: tuple[Metric, ...] = ()
        for beat in itertools.count():
            time.sleep(PULSE_SECONDS)
            spent = self._watch.budget.untold()
            counted = told if beat % COUNTING_BEATS else self._watch.journal.counted_queries()
            if spent or counted != told:
                self._say(Pulse(() if counted == told else counted, spent))
            told = counted

    def _hear(self) -> ToWorker:
        """Return the next message; ends this process where the main process has ended, or has given it up."""
        try:
            message: ToWorker = self._main.recv()
        except (EOFError, OSError):
            os._exit(1)
        return message

    def _say(self, message: FromWorker) -> None:
        with self._sending, contextlib.suppress(OSError):
            self._main.send(message)

    def _handle(self, message: ToWorker) -> None:
        if isinstance(message, Prepare):
            self._prepare(message.snapshot)
        elif isinstance(message, Switch):
            self._switch(message.number)
        elif isinstance(message, Drop):
            if front := self._ready.pop(message.number, None):
                front.close()
        elif isinstance(message, Asked):
            self._say(Answered(message.ticket, grant(self._watch, message.wish)))
        elif isinstance(message, SiblingsSaid):
            self._questions.pop(message.ticket).set_result(message.answers)
        elif isinstance(message, Spent):
            self._watch.budget.charge_spent(message.spent)
        else:
            self._tell(message)

    def _prepare(self, snapshot: Snapshot) -> None:
        try:
            self._ready[snapshot.number] = self._front(snapshot)
        except Exception as error:
            if self._serving is None and not self._ready:
                raise
            _LOG.exception("a snapshot cannot be served")
            self._say(Prepared(snapshot.number, f"A worker process cannot serve it: {error}"))
        else:
            self._say(Prepared(snapshot.number))

    def _front(self, snapshot: Snapshot) -> Front:
        engine = Engine(snapshot.socket_path, Limits.from_settings(self._settings), snapshot.revision)
        context = replace(
            snapshot.dataset.context(engine, self._settings),
            reload=self.reload,
            watched_by=self._watch,
            ask_siblings=self.ask_siblings,
        )
        answering = Answering.of(context)
        search = Search(context)
        app = create_app(context, answering, search)
        engine.health()  # so the first query finds an executor
        threading.Thread(target=search.warm, name="jakgraph-search", daemon=True).start()
        return Front(app, answering, context)

    def _switch(self, number: int) -> None:
        front = self._ready.pop(number)
        if self._serving is None:
            self._serving = (number, SnapshotFront(front))
        else:
            before, served = self._serving
            self._serving = (number, served)
            served.switch(front, lambda: self._say(Released(before)))
        self._say(Switched(number))

    def _tell(self, message: ReloadEnded) -> None:
        with self._sending:
            answer = self._asking.pop(0)
        outcome = message.outcome
        if isinstance(outcome, Failure):
            answer.set_exception(outcome.as_error())
        else:
            answer.set_result(outcome)


def _end_at_once() -> None:
    """End a stopped worker without taking Python apart: from 3.13 on, granian's idle threads panic at that."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)
