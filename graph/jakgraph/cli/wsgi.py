"""The service as a WSGI app: in a worker of our own front, or under any other WSGI server."""

from __future__ import annotations

import atexit
import os
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jakgraph.cli.dataset import ServedDataset
from jakgraph.cli.engines import LazyEngine
from jakgraph.cli.logs import set_up_query_log
from jakgraph.cli.options import settings_from_environment
from jakgraph.service.answering import Answering
from jakgraph.service.app import create_app
from jakgraph.service.front.application import Front
from jakgraph.store.engine import Engine
from jakgraph.store.limits import Limits
from jakgraph.store.processes import die_with_parent

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask

    from jakgraph.settings import Settings


@dataclass(frozen=True)
class WorkerPlan:
    """Everything a worker process of our front needs; the main process pickles it to each."""

    settings: Settings
    dataset: ServedDataset
    socket_path: Path
    revision: str
    parent_pid: int

    def load(self) -> Front:
        """Return the front over the main process's zygote; from now on this worker dies with that process."""
        die_with_parent(self.parent_pid)
        set_up_query_log(self.settings)
        engine = Engine(self.socket_path, Limits.from_settings(self.settings), self.revision)
        context = self.dataset.context(engine, self.settings)
        answering = Answering.of(context)
        atexit.register(_end_at_once)
        return Front(create_app(context, answering), answering, context)


def _end_at_once() -> None:
    """End a stopped worker without taking Python apart: from 3.13 on, granian's idle threads panic at that."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)


def standalone_app() -> Flask:
    """Return an app that needs no process of ours: settings come from ``JAKGRAPH_*``, the engine starts when used.

    Raises SettingsError and what building the graph raises.
    """
    settings = settings_from_environment()
    set_up_query_log(settings)
    dataset = ServedDataset.from_settings(settings)
    return create_app(dataset.context(LazyEngine(dataset.source, settings), settings))
