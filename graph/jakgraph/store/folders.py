"""Folders for the sockets of one process, and the sockets: this user's only, gone with the process however it ends."""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import socket
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_BACKLOG = 512
_PREFIX = "jakgraph-run-"
_LONGEST_SOCKET_PATH = 100
"""A Unix socket's path may have 103 characters on macOS, 107 on Linux."""
_ROOM_FOR_NAMES = 20
_SETTLED_SECONDS = 60
"""A folder that was made less long ago may belong to a process that is about to lock it."""


class PrivateFolder:
    """A new folder, with a path short enough for a socket in it; this process holds a lock on it.

    A process that is killed loses the lock, so the next folder that its user makes here sweeps what it left.
    """

    def __init__(self) -> None:
        parent = Path(tempfile.gettempdir())
        if len(str(parent / _PREFIX)) > _LONGEST_SOCKET_PATH - 2 * _ROOM_FOR_NAMES:
            parent = Path("/tmp")  # noqa: S108 - mkdtemp makes a folder there that only this user may enter
        _sweep(parent)
        self.path = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=parent))
        self._lock = os.open(self.path, os.O_RDONLY)
        fcntl.flock(self._lock, fcntl.LOCK_SH)  # shared: a sweep that looks at it must not make this wait or fail

    def remove(self) -> None:
        """Remove the folder with all that is in it; a second time does nothing."""
        shutil.rmtree(self.path, ignore_errors=True)
        if self._lock >= 0:
            os.close(self._lock)
            self._lock = -1


def _sweep(parent: Path) -> None:
    """Remove the folders of this user that no process holds any more."""
    for folder in parent.glob(f"{_PREFIX}*"):
        with contextlib.suppress(OSError):  # somebody else's, or swept by somebody else meanwhile
            status = folder.lstat()
            if status.st_uid == os.getuid() and time.time() - status.st_mtime > _SETTLED_SECONDS:
                _remove_if_left(folder)


def _remove_if_left(folder: Path) -> None:
    lock = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        shutil.rmtree(folder, ignore_errors=True)
    finally:
        os.close(lock)


@contextlib.contextmanager
def listening(path: Path) -> Iterator[socket.socket]:
    """Give a socket that listens at a path, taking the place of whatever listened there before without a gap.

    At the end the path goes, unless somebody else listens there by then.
    """
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listener:
        passing = path.with_name(f"{path.name}.{os.getpid()}")
        listener.bind(str(passing))
        listener.listen(_BACKLOG)
        own_inode = passing.stat().st_ino
        passing.rename(path)
        yield listener
    if path.exists() and path.stat().st_ino == own_inode:
        path.unlink()
