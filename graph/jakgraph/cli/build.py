"""``jakgraph build``: the tables as RDF."""

from __future__ import annotations

from pathlib import Path

import click
from rich.text import Text

from jakgraph.cli import consoles
from jakgraph.cli.release import build_anew, build_into, read_manifest


@click.command("build")
@click.option(
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder to write to. Default: graph/release in a checkout, else the user's cache.",
)
def command(output: Path | None) -> None:
    """Build the graph from the curated tables.

    Writes N-Quads, TriG and a manifest with counts and checksums. The same input gives the same bytes.
    """
    if output:
        build_into(output)
    folder = output or build_anew()
    manifest = read_manifest(folder)
    summary = f"{manifest.quads} quads in {manifest.graphs} graphs, revision {manifest.revision}, in {folder}"
    consoles.messages().print(Text.assemble(("built ", "bold green"), summary))
