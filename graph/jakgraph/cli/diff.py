"""``jakgraph diff``: what changed between two releases, claim by claim."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.text import Text

from jakgraph.changes import compare, read_snapshot, to_json, to_markdown
from jakgraph.changes.writing import SIGNS, arrow, counted, describe_side, inferred_line
from jakgraph.cli import consoles
from jakgraph.cli.failures import UsageFailure
from jakgraph.errors import JakgraphError

if TYPE_CHECKING:
    from jakgraph.changes import Change, Changelog

_STYLES = {"added": "green", "removed": "red", "changed": "yellow"}
_SIDE = click.Path(exists=True, readable=True, path_type=Path)
_TEXT = "text"


@click.command("diff")
@click.argument("old", type=_SIDE)
@click.argument("new", type=_SIDE)
@click.option(
    "--format",
    "wanted",
    type=click.Choice([_TEXT, "markdown", "json"]),
    default=_TEXT,
    show_default=True,
    help="How the changes are written.",
)
@click.option("--summary", is_flag=True, help="Only count the changes by kind; text only.")
@click.pass_context
def command(context: click.Context, old: Path, new: Path, *, wanted: str, summary: bool) -> None:
    """Say what changed between two releases.

    OLD and NEW are release folders (see jakgraph build --output), or RDF files that hold a JAKgraph. Claims come
    first, then entities and the rest, by kind: added, removed, or changed with the old and the new figure.

    Ends like diff: with 0 when nothing differs, with 1 when something does, with 2 when there was trouble.
    """
    if summary and wanted != _TEXT:
        raise click.UsageError("--summary goes with --format text only.")
    try:
        with consoles.steps("Comparing") as step:
            step(f"reading {old}")
            before = read_snapshot(old)
            step(f"reading {new}")
            after = read_snapshot(new)
            step("comparing")
            changelog = compare(before, after)
    except JakgraphError as error:
        raise UsageFailure(error) from error
    _write(changelog, wanted, summary=summary)
    context.exit(0 if changelog.same else 1)


def _write(changelog: Changelog, wanted: str, *, summary: bool) -> None:
    if wanted != _TEXT:
        text = to_json(changelog) if wanted == "json" else to_markdown(changelog)
        sys.stdout.write(text)
        return
    console = consoles.results()
    for line in text_lines(changelog, summary=summary):
        console.print(line, soft_wrap=True)


def text_lines(changelog: Changelog, *, summary: bool = False) -> list[Text]:
    """Return the changelog for a terminal, grouped by kind, each change on a line of its own with its figures below."""
    lines = [Text(f"from {describe_side(changelog.old)}\nto   {describe_side(changelog.new)}")]
    if changelog.same:
        lines.append(Text("Nothing differs.", "bold green"))
    for heading, kinds in changelog.groups().items():
        lines.append(Text(f"\n{heading}", "bold underline"))
        for kind, changes in kinds.items():
            lines.append(Text.assemble((kind, "bold"), f": {counted(changes)}"))
            if not summary:
                lines += [line for change in changes for line in _change_lines(change)]
    if line := inferred_line(changelog):
        lines.append(Text(f"\n{line}"))
    return lines


def _change_lines(change: Change) -> list[Text]:
    sign = Text.assemble("  ", (SIGNS[change.change], _STYLES[change.change]), f" {change.label}")
    sign.append(f"  {change.iri}", "dim")
    lines = [sign, *(Text(f"      {arrow(difference)}") for difference in change.differences)]
    return [*lines, Text(f"      retired: {change.reason}")] if change.reason else lines
