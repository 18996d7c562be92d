"""What is worked out once for each revision and the same for everybody: nobody waits long for it, or asks in vain."""

from __future__ import annotations

import logging
import time
from threading import Lock
from typing import TYPE_CHECKING, Generic, TypeVar

from jakgraph.errors import EngineUnavailable, QueryError

if TYPE_CHECKING:
    from collections.abc import Callable

    from jakgraph.store.engine import Engine

WAIT_SECONDS = 0.5
"""How long a request waits for what another one is working out; then it goes without."""
RETRY_SECONDS = 60.0
"""How long what has failed is not tried again: it passed a limit, and will most likely do so the next time."""

Made = TypeVar("Made")
_LOG = logging.getLogger(__name__)


class OncePerRevision(Generic[Made]):
    """Keeps what ``make`` returns for the revision that an engine serves; ``what`` names it in the log of failures."""

    def __init__(self, engine: Engine, make: Callable[[str], Made], what: str) -> None:
        self._engine = engine
        self._make = make
        self._what = what
        self._making = Lock()
        self._made: tuple[str, Made] | None = None
        self._failed = ("", 0.0)

    def now(self) -> Made | None:
        """Return it for the current revision; None while it is being made, or cannot be made."""
        revision = self._engine.revision
        if (known := self._known(revision)) or not self._making.acquire(timeout=WAIT_SECONDS):
            return known
        try:
            return self._known(revision) or self._make_now(revision)
        finally:
            self._making.release()

    def _known(self, revision: str) -> Made | None:
        made = self._made
        return made[1] if made and made[0] == revision else None

    def _make_now(self, revision: str) -> Made | None:
        failed, until = self._failed
        if failed == revision and time.monotonic() < until:
            return None
        try:
            made = self._make(revision)
        except EngineUnavailable:
            return None
        except QueryError as error:
            _LOG.warning("%s: not worked out for this revision: %s", self._what, error)
            self._failed = (revision, time.monotonic() + RETRY_SECONDS)
            return None
        self._made = (revision, made)
        return made
