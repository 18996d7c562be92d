"""Finding an address to listen on."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

import pytest

from jakgraph.cli.front import find_address
from jakgraph.errors import JakgraphError

if TYPE_CHECKING:
    from collections.abc import Iterator


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
