"""Finding an address to listen on."""

from __future__ import annotations

import resource
import socket
import time
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import httpx
import pytest

from jakgraph.cli.front import find_address
from jakgraph.errors import JakgraphError

if TYPE_CHECKING:
    from collections.abc import Iterator

IDLE = 10_000
HALF_SENT = 500
HEALTH_SECONDS = 0.1
HALF_A_REQUEST = (
    b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\nContent-Length: 99\r\n\r\nAS"
)


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    """A listening socket that would share its port with anyone who asks for SO_REUSEPORT, as granian does."""
    with socket.socket() as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        yield taken


def test_taken_port_is_an_error_that_names_it_and_the_way_out(listener: socket.socket) -> None:
    """Two services never share a port, even where the kernel would let them."""
    port = listener.getsockname()[1]
    with pytest.raises(JakgraphError, match=f"port {port}: Address already in use") as caught:
        find_address("127.0.0.1", port)
    assert "--port" in caught.value.remedy
    assert "make serve PORT=" in caught.value.remedy


def test_port_0_becomes_a_free_port() -> None:
    """The port is known before the workers start, so that all of them share it and it can be announced."""
    address = find_address("127.0.0.1", 0)
    assert address.port > 0
    assert address.url == f"http://127.0.0.1:{address.port}"


def test_host_name_is_resolved() -> None:
    """A name may be given; granian takes IP addresses only."""
    address = find_address("localhost", 0)
    assert address.ip in {"127.0.0.1", "::1"}
    assert address.url.startswith("http://localhost:")


def test_foreign_address_is_an_error() -> None:
    """An address of another machine cannot be listened on, and the error says so."""
    with pytest.raises(JakgraphError, match=r"Cannot listen on 192\.0\.2\.1"):
        find_address("192.0.2.1", 8000)


def test_unknown_host_is_an_error() -> None:
    """A name that does not resolve is reported like any other address that cannot be had."""
    with pytest.raises(JakgraphError, match=r"Cannot listen on no-such-host\.invalid"):
        find_address("no-such-host.invalid", 8000)


@contextmanager
def open_files(number: int) -> Iterator[None]:
    """Allow this process so many open files, or skip where the system does not."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < number:
        pytest.skip(f"needs {number} open files, this system allows {hard}")
    if soft == resource.RLIM_INFINITY or soft >= number:
        yield
        return
    resource.setrlimit(resource.RLIMIT_NOFILE, (number, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def health_seconds(service: Any) -> float:
    """Return how long the quickest of five new connections waits for its health; the machine may be busy otherwise."""
    found = []
    for _ in range(5):
        began = time.perf_counter()
        assert httpx.get(f"{service.url}/health", timeout=10).status_code == httpx.codes.OK
        found.append(time.perf_counter() - began)
    return min(found)


@pytest.mark.server
def test_idle_connections_and_half_sent_bodies_keep_nobody_out(serve: Any) -> None:
    """With 10,000 idle connections and 500 half-sent bodies open, health comes within 100 ms, and queries too."""
    with open_files(IDLE + HALF_SENT + 1_000), serve("--empty", "--workers", "1") as service, ExitStack() as stack:
        place = urlsplit(service.url)
        for number in range(IDLE + HALF_SENT):
            connection = stack.enter_context(socket.create_connection((place.hostname, place.port), timeout=10))
            if number >= IDLE:
                connection.sendall(HALF_A_REQUEST)
        assert health_seconds(service) < HEALTH_SECONDS
        assert httpx.get(f"{service.url}/sparql", params={"query": "ASK {}"}, timeout=10).json()["boolean"] is True
