"""A changelog as Markdown for people and as JSON for programs."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from jakgraph.changes.comparison import Change, ChangeKind, Changelog, Difference
    from jakgraph.changes.snapshot import Snapshot

SIGNS: dict[ChangeKind, str] = {"added": "+", "removed": "-", "changed": "~"}
NOTHING = "nothing"
"""What stands for no value on one side of an arrow."""


def describe_side(snapshot: Snapshot) -> str:
    """Return one side in a few words: its version, revision and date where they are known, else its name."""
    parts = [f"version {snapshot.version}"] if snapshot.version else []
    parts += [f"revision {snapshot.revision}"] if snapshot.revision else []
    parts += [f"data of {snapshot.date}"] if snapshot.date else []
    return f"{snapshot.name} ({', '.join(parts)})" if parts else snapshot.name


def counted(changes: Iterable[Change]) -> str:
    """Return how many were added, removed and changed, in words."""
    counts = Counter(change.change for change in changes)
    return ", ".join(f"{counts[name]} {name}" for name in SIGNS if counts[name])


def arrow(difference: Difference) -> str:
    """Return a difference as ``property: old → new``."""
    old, new = ("; ".join(values) or NOTHING for values in (difference.old, difference.new))
    return f"{difference.label}: {old} → {new}"


def inferred_line(changelog: Changelog) -> str:
    """Return what changed among inferred triples, in words; empty where nothing did."""
    if not (changelog.inferred_added or changelog.inferred_removed):
        return ""
    return f"{changelog.inferred_added} inferred triples added, {changelog.inferred_removed} removed"


def to_markdown(changelog: Changelog) -> str:
    """Return the changelog as Markdown, by group and kind."""
    lines = ["# Changes", "", f"From {describe_side(changelog.old)} to {describe_side(changelog.new)}.", ""]
    if changelog.same:
        lines += ["Nothing differs.", ""]
    for heading, kinds in changelog.groups().items():
        lines += [f"## {heading}", ""]
        for kind, changes in kinds.items():
            lines += [f"### {kind}: {counted(changes)}", ""]
            for change in changes:
                lines += _item(change)
            lines.append("")
    if line := inferred_line(changelog):
        lines += ["## Inferred", "", f"{line}.", ""]
    return "\n".join(lines)


def _item(change: Change) -> list[str]:
    reason = f" Retired: {_escape(change.reason)}" if change.reason else ""
    first = f"- **{change.change}** {_escape(change.label)} (<{change.iri}>){reason}"
    return [first, *(f"  - {_escape(arrow(difference))}" for difference in change.differences)]


def _escape(text: str) -> str:
    return " ".join(text.split()).replace("<", "\\<").replace("*", "\\*").replace("_", "\\_")


def to_json(changelog: Changelog) -> str:
    """Return the changelog as JSON: both sides, counts by kind, and every change with old and new values."""
    content: dict[str, Any] = {
        "old": _side(changelog.old),
        "new": _side(changelog.new),
        "same": changelog.same,
        "counts": {
            heading: {kind: dict(Counter(change.change for change in changes)) for kind, changes in kinds.items()}
            for heading, kinds in changelog.groups().items()
        },
        "changes": [_change(change) for change in changelog.changes],
        "inferred": {"added": changelog.inferred_added, "removed": changelog.inferred_removed},
    }
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"


def _side(snapshot: Snapshot) -> dict[str, Any]:
    names = ("name", "version", "revision", "date", "quads")
    return {name: getattr(snapshot, name) for name in names}


def _change(change: Change) -> dict[str, Any]:
    return {
        "change": change.change,
        "group": change.group,
        "kind": change.kind,
        "iri": change.iri,
        "label": change.label,
        **({"reason": change.reason} if change.reason else {}),
        "properties": [
            {"iri": item.property_iri, "label": item.label, "old": list(item.old), "new": list(item.new)}
            for item in change.differences
        ],
    }
