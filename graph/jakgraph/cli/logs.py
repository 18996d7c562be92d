"""Where the log of queries goes: nowhere, to stderr, or to a file that somebody else may rotate."""

from __future__ import annotations

import logging
import sys
from logging.handlers import WatchedFileHandler
from typing import TYPE_CHECKING

from jakgraph.errors import SettingsError
from jakgraph.service.journal import LOG_NAME, JsonLines

if TYPE_CHECKING:
    from jakgraph.settings import Settings

STDERR = "stderr"


def set_up_query_log(settings: Settings) -> None:
    """Send the log of this process's queries where the settings say; SettingsError for a file that cannot be written.

    Several processes may write to one file: a line is written by one call, and appended.
    """
    log = logging.getLogger(LOG_NAME)
    log.propagate = False
    for old in list(log.handlers):
        log.removeHandler(old)
        old.close()
    log.setLevel(logging.INFO if settings.log else logging.CRITICAL)
    if settings.log:
        handler = _handler(settings.log)
        handler.setFormatter(JsonLines(with_text=settings.log_queries))
        log.addHandler(handler)


def _handler(place: str) -> logging.Handler:
    if place == STDERR:
        return logging.StreamHandler(sys.stderr)
    try:
        return WatchedFileHandler(place, encoding="utf-8")
    except OSError as error:
        raise SettingsError("log", f"{place} cannot be written: {error.strerror}.") from error
