"""The main process's end of one worker: a connection, and what has been said over it."""

from __future__ import annotations

import contextlib
import os
import socket
import struct
import threading
from typing import TYPE_CHECKING, Any

from jakgraph.cli.snapshots import Answered, Prepared, Released, Switched

if TYPE_CHECKING:
    from collections.abc import Iterable
    from multiprocessing.connection import Connection

    from prometheus_client import Metric

    from jakgraph.cli.snapshots import FromWorker, ToWorker

TELL_SECONDS = 5
"""How long a worker may leave so much unread that nothing more can be sent. One that takes longer hangs."""


class Link:
    """One worker: what it was told to serve, and what it has said. ``serves``: it shall answer requests.

    ``counted`` is the last that is known of each of its metrics, by name.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        with self._socket() as end:
            end.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, struct.pack("ll", TELL_SECONDS, 0))
        self._lock = threading.Lock()
        self.serves = False
        self.prepared: dict[int, str] = {}
        self.switched = 0
        self.answers: dict[int, Any] = {}
        self.counted: dict[str, Metric] = {}
        self.holds: set[int] = set()
        """Snapshots from which it may still be answering."""

    def tell(self, message: ToWorker) -> None:
        """Send a message; a worker that has ended hears nothing, and one that does not listen is given up."""
        with self._lock:
            try:
                self._connection.send(message)
            except (OSError, ValueError):  # perhaps half of it was sent
                self.hang_up()

    def hear(self) -> FromWorker:
        """Return the next message; raises EOFError when the worker has ended."""
        try:
            message: FromWorker = self._connection.recv()
        except OSError as error:
            raise EOFError from error
        return message

    def note(self, message: FromWorker) -> None:
        """Keep what it said."""
        if isinstance(message, Prepared):
            self.prepared[message.number] = message.error
        elif isinstance(message, Switched):
            self.switched = message.number
        elif isinstance(message, Answered):
            self.answers[message.ticket] = message.answer
        elif isinstance(message, Released):
            self.holds.discard(message.number)

    def note_counted(self, counted: Iterable[Metric]) -> None:
        """Keep what it has counted."""
        self.counted.update({metric.name: metric for metric in counted})

    def hang_up(self) -> None:
        """Let go of it, from any thread; a worker that loses its main process ends."""
        # To close the file alone would not wake the thread that reads from it, nor tell the worker.
        with contextlib.suppress(OSError, ValueError), self._socket() as end:
            end.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Close what has hung up; for the thread that reads from it."""
        with contextlib.suppress(OSError):
            self._connection.close()

    def _socket(self) -> socket.socket:
        return socket.socket(fileno=os.dup(self._connection.fileno()))
