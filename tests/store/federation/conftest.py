"""Real endpoints on this machine: one that answers as it is told, and whatever it was sent."""

from __future__ import annotations

import http.server
import json
import threading
import time
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import pytest
from tests.store.conftest import PREFIXES, TEST_LIMITS

from jakgraph.store.dataset import DatasetSource
from jakgraph.store.engine import Engine
from jakgraph.store.federation.keeper import BrokerKeeper
from jakgraph.store.supervisor import Supervisor

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from jakgraph.store.limits import Limits

JSON = "application/sparql-results+json"
ROWS = {
    "head": {"vars": ["s", "n"]},
    "results": {
        "bindings": [
            {
                "s": {"type": "uri", "value": "https://example.org/a"},
                "n": {"type": "literal", "value": "from elsewhere"},
            }
        ]
    },
}


@dataclass
class Reply:
    """What an endpoint answers: ``seconds`` pass before, and between the ``pieces`` of its body."""

    status: int = 200
    content_type: str = JSON
    pieces: tuple[bytes, ...] = (json.dumps(ROWS).encode(),)
    headers: dict[str, str] = field(default_factory=dict)
    seconds: float = 0.0
    length: int | None = None


@dataclass
class Request:
    """What an endpoint was sent."""

    method: str
    path: str
    headers: dict[str, str]
    body: str


class Elsewhere(http.server.ThreadingHTTPServer):
    """An HTTP server on loopback whose paths answer as they are told; ``left`` counts clients that hung up."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.replies: dict[str, Reply] = {}
        self.requests: list[Request] = []
        self.left = 0

    def url(self, path: str = "/sparql", host: str = "127.0.0.1") -> str:
        """Return the address of a path."""
        return f"http://{host}:{self.server_port}{path}"

    def at(self, path: str, reply: Reply) -> None:
        """Say what a path answers."""
        self.replies[path] = reply

    def handle_error(self, *_: object) -> None:
        """Say nothing where a client has gone."""


class _Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Elsewhere

    def _answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.server.requests.append(Request(self.command, self.path, headers, body))
        reply = self.server.replies.get(self.path, Reply())
        if self._waits(reply.seconds):
            return
        self.send_response(reply.status)
        length = sum(map(len, reply.pieces)) if reply.length is None else reply.length
        told = {"Content-Type": reply.content_type, "Content-Length": str(length), **reply.headers}
        for name, value in told.items():
            self.send_header(name, value)
        self.end_headers()
        for piece in reply.pieces:
            self.wfile.write(piece)
            self.wfile.flush()
            if len(reply.pieces) > 1 and self._waits(reply.seconds):
                return
        self.close_connection = self.close_connection or reply.length is not None

    do_GET = do_POST = _answer  # noqa: N815 - the names that the base class calls

    def _waits(self, seconds: float) -> bool:
        """Wait, and tell whether the client hung up meanwhile."""
        end = time.monotonic() + seconds
        self.connection.settimeout(0.02)
        try:
            while time.monotonic() < end:
                with suppress(TimeoutError):
                    if not self.connection.recv(1):
                        raise ConnectionResetError
        except ConnectionError:
            self.server.left += 1
            self.close_connection = True
            return True
        finally:
            self.connection.settimeout(None)
        return False

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def elsewhere() -> Iterator[Elsewhere]:
    """Give an endpoint that answers one row, until it is told otherwise."""
    with Elsewhere() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@dataclass(frozen=True)
class Federation:
    """An engine that may ask endpoints, with the processes behind it."""

    engine: Engine
    supervisor: Supervisor
    keeper: BrokerKeeper
    limits: Limits


@contextmanager
def federation(file: Path, limits: Limits) -> Iterator[Federation]:
    """Run broker, zygote and engine over a file until the block ends."""
    with (
        BrokerKeeper(limits) as keeper,
        Supervisor(DatasetSource((file,)), limits, PREFIXES, broker_url=keeper.url) as supervisor,
        Engine(supervisor.socket_path, limits, "") as engine,
    ):
        yield Federation(engine, supervisor, keeper, limits)


@pytest.fixture
def federate(dataset_file: Path) -> Iterator[Callable[..., Federation]]:
    """Give a way to run an engine that may ask the endpoints named, under limits of the test's own."""
    with ExitStack() as stack:

        def run(*services: str, **changes: Any) -> Federation:
            asked = {"timeout_seconds": 5.0, "services": services, **changes}
            return stack.enter_context(federation(dataset_file, replace(TEST_LIMITS, **asked)))

        yield run
