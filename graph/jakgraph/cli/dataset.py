"""From settings to what is served: the built-in graph, other files, or nothing; and what is known of it beforehand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from jakgraph import paths
from jakgraph.cli.options import token_from_environment
from jakgraph.cli.release import current_release
from jakgraph.queries import load_competency_queries
from jakgraph.service.context import DatasetFacts, ServedRelease, ServiceContext
from jakgraph.store.dataset import DatasetSource

if TYPE_CHECKING:
    from jakgraph.settings import Settings
    from jakgraph.store.engine import Engine

_TITLE = "JAKgraph: JAK inhibitors in systemic lupus erythematosus"


@dataclass(frozen=True)
class ServedDataset:
    """What to load, and what pages say of it. Picklable: it goes to every worker process."""

    source: DatasetSource
    title: str
    built_on: date | None = None
    is_builtin: bool = False
    release: ServedRelease | None = None

    @classmethod
    def from_settings(cls, settings: Settings) -> ServedDataset:
        """Return what the settings ask for; builds the built-in graph if it is missing or stale."""
        if settings.files or settings.empty:
            files = tuple(path.resolve() for path in settings.files)
            title = ", ".join(path.name for path in files) or "Empty dataset"
            return cls(DatasetSource(files, settings.default_graph), title)
        release = current_release()
        source = DatasetSource((release.nquads,), settings.default_graph, release.manifest.revision)
        built_on = date.fromisoformat(release.manifest.date) if release.manifest.date else None
        manifest = release.manifest
        served = ServedRelease(release.nquads.parent, manifest.version, manifest.revision, manifest.files)
        return cls(source, _TITLE, built_on, is_builtin=True, release=served)

    def context(self, engine: Engine, settings: Settings) -> ServiceContext:
        """Return what the service is made from, with this engine to answer."""
        facts = DatasetFacts(self.title, self.source.revision, self.built_on)
        queries = load_competency_queries(paths.queries_dir()) if self.is_builtin else ()
        token = token_from_environment()
        return ServiceContext(engine, settings, facts, queries, self.is_builtin, self.release, token)
