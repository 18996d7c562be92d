"""From settings to what is served: the built-in graph, other files, or nothing; and what is known of it beforehand."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from jakgraph import paths
from jakgraph.cli.options import token_from_environment
from jakgraph.cli.release import current_release, release_in
from jakgraph.errors import DatasetError
from jakgraph.namespaces import JGR
from jakgraph.queries import load_competency_queries
from jakgraph.queries.panels import load_panels
from jakgraph.service.context import DESCRIPTION_NAME, DatasetFacts, ServedRelease, ServiceContext
from jakgraph.service.ontology.blueprint import COLUMNS_FILE, ONTOLOGY_FILE
from jakgraph.store.dataset import DatasetSource

if TYPE_CHECKING:
    from jakgraph.cli.release import Release
    from jakgraph.queries import CompetencyQuery
    from jakgraph.queries.panels import Panel
    from jakgraph.settings import Settings
    from jakgraph.store.engine import Engine

_BASE = str(JGR)
"""What relative IRIs in queries are relative to: the same wherever a copy of the graph is served."""
_DOCUMENTS = (DESCRIPTION_NAME, ONTOLOGY_FILE, COLUMNS_FILE)
_TITLE = "JAKgraph: JAK inhibitors in systemic lupus erythematosus"


@dataclass(frozen=True)
class ServedDataset:
    """What to load, and what pages say of it. Picklable: it goes to every worker process."""

    source: DatasetSource
    title: str
    built_on: date | None = None
    is_builtin: bool = False
    release: ServedRelease | None = None
    queries: tuple[CompetencyQuery, ...] = ()
    panels: tuple[Panel, ...] = ()

    @classmethod
    def from_settings(cls, settings: Settings) -> ServedDataset:
        """Return what the settings ask for; builds the built-in graph if it is missing or stale."""
        if settings.files or settings.empty:
            files = tuple(path.resolve() for path in settings.files)
            title = ", ".join(path.name for path in files) or "Empty dataset"
            base = settings.public_url and f"{settings.public_url.rstrip('/')}/"
            return cls(DatasetSource(files, settings.default_graph, base_iri=base or _BASE), title)
        return cls._of_release(current_release(), settings)

    @classmethod
    def _of_release(cls, release: Release, settings: Settings) -> ServedDataset:
        manifest = release.manifest
        source = DatasetSource((release.nquads,), settings.default_graph, manifest.revision, _BASE)
        built_on = date.fromisoformat(manifest.date) if manifest.date else None
        folder = release.nquads.parent
        documents = {name: (folder / name).read_bytes() for name in _DOCUMENTS if (folder / name).is_file()}
        served = ServedRelease(folder, manifest.version, manifest.revision, manifest.files, documents)
        queries = load_competency_queries(paths.queries_dir())
        panels = load_panels(paths.queries_dir() / "pages")
        return cls(source, _TITLE, built_on, is_builtin=True, release=served, queries=queries, panels=panels)

    def as_it_is_now(self, settings: Settings) -> ServedDataset:
        """Return the same files, or the release that lies in the same folder now. Nothing is built.

        A process that has run for a while is not the one to build: code and tables may have changed beneath it. Raises
        DatasetError where there is no whole release.
        """
        return self._of_release(release_in(self.release.folder), settings) if self.release else self

    def check_is_whole(self) -> None:
        """Raise DatasetError where files of the release are not those that its manifest names, as during a build."""
        if self.release is None:
            return
        file = self.source.files[0]
        try:
            contents = {file.name: file.read_bytes(), **self.release.documents}
        except OSError as error:
            raise DatasetError(file, f"cannot be read: {error}.", remedy="Run jakgraph build.") from error
        for name, content in contents.items():
            if self.release.files.get(name) != f"sha256:{hashlib.sha256(content).hexdigest()}":
                raise DatasetError(
                    self.release.folder / name,
                    "it is not the file that its MANIFEST.json names.",
                    remedy="Reload when jakgraph build has ended.",
                )

    def context(self, engine: Engine, settings: Settings) -> ServiceContext:
        """Return what the service is made from, with this engine to answer."""
        return ServiceContext(
            engine,
            settings,
            facts=DatasetFacts(self.title, self.source.revision, self.built_on),
            queries=self.queries,
            panels=self.panels,
            is_builtin=self.is_builtin,
            release=self.release,
            token=token_from_environment(),
        )
