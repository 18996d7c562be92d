"""Answers that are kept ready, bounded by bytes. Knows no query, no request and no Flask; safe for threads."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Hashable

Value = TypeVar("Value")

ENTRY_BYTES = 512
"""What an entry takes beside its contents: about the size of its Python objects."""
LARGEST_SHARE = 4
"""An entry larger than one part in so many of the whole is not kept: it would drive out too many others."""


class ByteBoundCache(Generic[Value]):
    """Values up to ``max_bytes`` in all; the one that was not asked for the longest goes first."""

    def __init__(self, max_bytes: int) -> None:
        self._max_bytes = max_bytes
        self._used_bytes = 0
        self._entries: OrderedDict[Hashable, tuple[Value, int]] = OrderedDict()
        self._lock = threading.Lock()

    @property
    def used_bytes(self) -> int:
        """How many bytes the entries take, at most ``max_bytes``."""
        return self._used_bytes

    def __len__(self) -> int:
        return len(self._entries)

    def find(self, key: Hashable) -> Value | None:
        """Return the value kept under a key, or None."""
        with self._lock:
            entry = self._entries.get(key)
            if entry is None:
                return None
            self._entries.move_to_end(key)
            return entry[0]

    def keep(self, key: Hashable, value: Value, content_bytes: int) -> None:
        """Keep a value whose contents, with those of its key, take so many bytes; a large one is not kept at all."""
        size = content_bytes + ENTRY_BYTES
        with self._lock:
            self._forget(key)
            if size > self._max_bytes // LARGEST_SHARE:
                return
            self._entries[key] = (value, size)
            self._used_bytes += size
            while self._used_bytes > self._max_bytes:
                self._forget(next(iter(self._entries)))

    def _forget(self, key: Hashable) -> None:
        entry = self._entries.pop(key, None)
        if entry is not None:
            self._used_bytes -= entry[1]
