"""``jakgraph serve``: the service over HTTP. Puts together release, zygote and front, and ends them together."""

from __future__ import annotations

import os
import signal
import sys
from typing import Any

import click

from jakgraph import __version__, paths
from jakgraph.cli.dataset import ServedDataset
from jakgraph.cli.engines import running_broker
from jakgraph.cli.front import Hooks, find_address, run_front
from jakgraph.cli.logs import set_up_query_log
from jakgraph.cli.options import refuse_unknown_variables, setting_options
from jakgraph.cli.reload import Reloader
from jakgraph.cli.restarts import Restarts
from jakgraph.cli.worker import WorkerPlan
from jakgraph.service.scripts import Scripts
from jakgraph.settings import Settings


@click.command("serve")
@setting_options()
def command(**chosen: Any) -> None:
    """Serve the built-in graph, or RDF files, over HTTP.

    Runs until Ctrl-C; SIGHUP loads the data anew without a failed request. FILES are served instead of the built-in
    graph: Turtle, TriG, N-Triples, N-Quads, RDF/XML or JSON-LD, as their endings say.
    """
    refuse_unknown_variables(os.environ)
    settings = Settings(**chosen)
    set_up_query_log(settings)  # each worker does it again; here a file that cannot be written stops the start
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))  # until the front has handlers of its own
    address = find_address(settings.host, settings.port)
    dataset = ServedDataset.from_settings(settings)
    restarts = Restarts()
    with running_broker(settings) as broker_url, Reloader(dataset, settings, broker_url, restarts) as reloader:
        loaded = reloader.loaded
        served = f"{loaded.triples} triples, revision {loaded.revision[:12]}, allocator {reloader.allocator.name}"
        announcement = f"JAKgraph {__version__}, {served}, on {address.url}"
        plan = WorkerPlan(settings, reloader.control_path, os.getpid())
        ready = Hooks(lambda: click.echo(announcement + _about_scripts()), reloader.ask, restarts)
        run_front(plan.load, address, settings, ready)


def _about_scripts() -> str:
    """Return a line for the operator of a checkout in which the scripts of the pages were not built."""
    if Scripts.read(paths.scripts_dir()).entries:
        return ""
    return "\nPages are served without their scripts, which were not built (make web builds them)."
