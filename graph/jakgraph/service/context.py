"""What the service is made from: one frozen object, put together by the command line."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from jakgraph.queries import GROUPS
from jakgraph.service.watch import QueryWatch

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

    from jakgraph.queries import CompetencyQuery
    from jakgraph.queries.panels import Panel
    from jakgraph.service.reloading import Reload
    from jakgraph.service.siblings import AskSiblings, Wish
    from jakgraph.settings import Settings
    from jakgraph.store.engine import Engine


MANIFEST_NAME = "MANIFEST.json"
DESCRIPTION_NAME = "void.ttl"
"""Names of files in a release, which the build gives them."""


@dataclass(frozen=True)
class ServedRelease:
    """The folder of the release that is served, with what its manifest says: ``files`` are digests by name.

    ``documents`` are the files that pages are made of, as they were when the release began to be served.
    """

    folder: Path
    version: str
    revision: str
    files: Mapping[str, str]
    documents: Mapping[str, bytes] = field(default_factory=dict, repr=False)

    def document(self, name: str) -> bytes:
        """Return a file of this release, also where another has been built into the folder since."""
        kept = self.documents.get(name)
        return (self.folder / name).read_bytes() if kept is None else kept

    def is_in_place(self) -> bool:
        """Tell whether the folder still holds this very release: a build may have put another there."""
        try:
            content = json.loads((self.folder / MANIFEST_NAME).read_text("utf-8"))
        except (OSError, ValueError):
            return False
        return bool(content.get("revision") == self.revision)


@dataclass(frozen=True)
class DatasetFacts:
    """What is known of the dataset without asking it; ``built_on`` is the date of the data, None where unknown."""

    title: str
    revision: str
    built_on: date | None = None


def _ask_nobody(_: Wish) -> tuple[()]:
    return ()


@dataclass(frozen=True)
class ServiceContext:
    """The engine, and all that pages say beside its answers. ``is_builtin``: the dataset is JAKgraph's own graph.

    ``release`` is where the files of that graph lie; None for other people's files. Whoever brings the ``token`` may do
    what only the operator may; empty: nobody. ``reload`` swaps the whole service to another snapshot; None where the
    process that answers cannot. ``watched_by`` watches the queries of every snapshot of a process;
    ``ask_siblings`` asks the other processes of the service.
    """

    engine: Engine
    settings: Settings
    facts: DatasetFacts
    queries: tuple[CompetencyQuery, ...] = ()
    panels: tuple[Panel, ...] = ()
    is_builtin: bool = True
    release: ServedRelease | None = None
    token: str = field(default="", repr=False)
    reload: Reload | None = None
    watched_by: QueryWatch | None = None
    ask_siblings: AskSiblings = _ask_nobody

    @cached_property
    def watch(self) -> QueryWatch:
        """What watches the queries of this process."""
        return self.watched_by or QueryWatch.of(self.settings)

    @property
    def questions(self) -> tuple[tuple[str, tuple[CompetencyQuery, ...]], ...]:
        """The competency queries under the headings of their groups; groups without any are left out."""
        grouped = [(group, tuple(query for query in self.queries if query.group == group)) for group in GROUPS]
        return tuple((group, queries) for group, queries in grouped if queries)
