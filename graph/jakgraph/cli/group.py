"""The ``jakgraph`` command: finds its sub-commands when they are asked for, and turns our errors into messages.

Sub-commands are imported on demand, so that ``jakgraph serve`` does not wait for what only ``jakgraph check`` needs.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

import click

from jakgraph import __version__
from jakgraph.cli.failures import failure_of
from jakgraph.errors import JakgraphError

_COMMANDS = ("build", "check", "query", "serve", "diff")
"""Each is the ``command`` of the module of its name in this package."""


class CommandGroup(click.Group):
    """Loads ``jakgraph.cli.<name>.command`` on demand; shows a :class:`JakgraphError` without a traceback."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 (click's signature)
        """Return the names of all commands, in the order in which one uses them."""
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Return the command of that name, or None."""
        if cmd_name not in _COMMANDS:
            return None
        command = import_module(f"jakgraph.cli.{cmd_name}").command
        if not isinstance(command, click.Command):
            raise TypeError(f"jakgraph.cli.{cmd_name}.command is not a click command")
        return command

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; an error raised on purpose becomes a message, any other is our bug and stays a traceback."""
        try:
            return super().invoke(ctx)
        except JakgraphError as error:
            raise failure_of(error) from error


@click.group(
    cls=CommandGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="jakgraph", message="JAKgraph %(version)s")
def main() -> None:
    """JAK inhibitors in systemic lupus erythematosus: a knowledge graph and its SPARQL service."""
