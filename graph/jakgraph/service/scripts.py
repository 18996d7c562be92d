"""The scripts of the pages: what Vite built, served under addresses that change with their content.

Without them every page still works: a page then names no script.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from flask import Blueprint, url_for

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

MANIFEST_NAME = "manifest.json"


@dataclass(frozen=True)
class Entry:
    """What one kind of page loads, as file names: the script, what it imports at once, and style sheets."""

    script: str
    imports: tuple[str, ...] = ()
    styles: tuple[str, ...] = ()


@dataclass(frozen=True)
class Scripts:
    """The entries that a build left in a folder, by their names; none where nothing was built."""

    folder: Path
    entries: Mapping[str, Entry] = field(default_factory=dict)

    @classmethod
    def read(cls, folder: Path) -> Scripts:
        """Return what the manifest in this folder lists."""
        try:
            chunks = json.loads((folder / MANIFEST_NAME).read_text("utf-8"))
        except FileNotFoundError:
            return cls(folder)
        return cls(
            folder, {chunk["name"]: _entry(chunks, key) for key, chunk in chunks.items() if chunk.get("isEntry")}
        )

    def blueprint(self) -> Blueprint:
        """Return the blueprint that serves the folder; its files may be kept for good."""
        return Blueprint("scripts", __name__, static_folder=self.folder, static_url_path="/assets")

    def entry(self, name: str) -> Entry | None:
        """Return an entry with the addresses of its files, None where it was not built."""
        built = self.entries.get(name)
        if built is None:
            return None
        return Entry(_address(built.script), tuple(map(_address, built.imports)), tuple(map(_address, built.styles)))


def _entry(chunks: Mapping[str, dict[str, list[str]]], key: str) -> Entry:
    """Return an entry with everything that its imports import, each once, in the order in which it is needed."""
    reached: dict[str, None] = {}
    waiting = [key]
    while waiting:
        name = waiting.pop(0)
        if name not in reached:
            reached[name] = None
            waiting += chunks[name].get("imports", [])
    files = [str(chunks[name]["file"]) for name in reached]
    styles = dict.fromkeys(style for name in reached for style in chunks[name].get("css", []))
    return Entry(files[0], tuple(files[1:]), tuple(styles))


def _address(file: str) -> str:
    return url_for("scripts.static", filename=file)
