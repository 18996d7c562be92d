"""The search of one served dataset: its index, made when it is first needed and kept as long as its revision stands."""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING

from jakgraph.errors import EngineUnavailable, QueryError
from jakgraph.service.search.index import SearchIndex
from jakgraph.service.search.reading import read_names

if TYPE_CHECKING:
    from jakgraph.service.context import ServiceContext

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class Indexed:
    """The index of a revision; ``is_whole``: every name of the data is in it."""

    revision: str
    index: SearchIndex
    is_whole: bool


class Search:
    """Finds things of the dataset that is served by what they are called."""

    def __init__(self, context: ServiceContext) -> None:
        self._context = context
        self._lock = Lock()
        self._indexed: Indexed | None = None
        self._failed: tuple[str, QueryError] | None = None

    @property
    def is_offered(self) -> bool:
        """Whether there is something to find: a dataset that began empty has no names to speak of."""
        return not self._context.settings.empty

    def indexed(self) -> Indexed:
        """Return the index of the current revision, making it first if need be.

        Raises EngineUnavailable, and QueryError where the names of this revision cannot be read within the limits.
        """
        revision = self._context.engine.revision
        with self._lock:
            if self._indexed is not None and self._indexed.revision == revision:
                return self._indexed
            if self._failed is not None and self._failed[0] == revision:
                raise self._failed[1]
            try:
                self._indexed = self._made(revision)
            except QueryError as error:
                self._failed = (revision, error)  # it would fail in the same way the next time
                raise
            return self._indexed

    def warm(self) -> None:
        """Make the index ready before anybody asks; where that fails, whoever asks is told."""
        if self.is_offered:
            try:
                self.indexed()
            except (EngineUnavailable, QueryError) as error:
                _LOG.warning("the index of names could not be made: %s", error)

    def _made(self, revision: str) -> Indexed:
        started = time.monotonic()
        readings = read_names(self._context)
        index = SearchIndex(readings.things)
        seconds, size = time.monotonic() - started, index.bytes / 2**20
        _LOG.info("index of names: %d things, %.1f MiB, made in %.1f s", index.things, size, seconds)
        return Indexed(revision, index, readings.is_whole)
