"""What changed between two releases, claim by claim. Knows no command line and no web."""

from jakgraph.changes.comparison import Change, Changelog, Difference, compare
from jakgraph.changes.snapshot import Snapshot, read_snapshot
from jakgraph.changes.writing import to_json, to_markdown

__all__ = ["Change", "Changelog", "Difference", "Snapshot", "compare", "read_snapshot", "to_json", "to_markdown"]
