"""The service as a WSGI app that needs no process of ours, for any other WSGI server."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jakgraph.cli.dataset import ServedDataset
from jakgraph.cli.engines import LazyEngine
from jakgraph.cli.logs import set_up_query_log
from jakgraph.cli.options import settings_from_environment
from jakgraph.service.app import create_app

if TYPE_CHECKING:
    from flask import Flask


def standalone_app() -> Flask:
    """Return an app that needs no process of ours: settings come from ``JAKGRAPH_*``, the engine starts when used.

    Raises SettingsError and what building the graph raises.
    """
    settings = settings_from_environment()
    set_up_query_log(settings)
    dataset = ServedDataset.from_settings(settings)
    return create_app(dataset.context(LazyEngine(dataset.source, settings), settings))
