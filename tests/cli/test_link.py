"""The main process's end of one worker."""

from __future__ import annotations

import threading
from multiprocessing.connection import Client, Listener
from typing import TYPE_CHECKING

from jakgraph.cli.link import TELL_SECONDS, Link
from jakgraph.cli.snapshots import Spent

if TYPE_CHECKING:
    from pathlib import Path


def test_a_worker_that_does_not_listen_holds_nobody_up(tmp_path: Path) -> None:
    """Whoever tells it something goes on after a while, and it is given up: a thread that hears it learns of that."""
    with Listener(str(tmp_path / "control"), "AF_UNIX") as listener, Client(str(tmp_path / "control")):
        link = Link(listener.accept())
        much = Spent({f"198.51.100.{number}": 1.0 for number in range(100_000)})
        telling = threading.Thread(target=link.tell, args=(much,), daemon=True)
        telling.start()
        telling.join(5 * TELL_SECONDS)
        assert not telling.is_alive()
        heard: list[str] = []

        def hear() -> None:
            try:
                link.hear()
            except EOFError:
                heard.append("the end")

        hearing = threading.Thread(target=hear, daemon=True)
        hearing.start()
        hearing.join(5 * TELL_SECONDS)
        link.close()
    assert heard == ["the end"]
