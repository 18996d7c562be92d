"""Whose request it is."""

from __future__ import annotations

import pytest

from jakgraph.service.protocol.clients import UNKNOWN, Clients
from jakgraph.service.protocol.parameters import HttpCall


def call(peer: str, forwarded: str | None = None) -> HttpCall:
    return HttpCall("GET", b"", {"x-forwarded-for": forwarded} if forwarded is not None else {}, b"", peer)


def test_without_trust_the_peer_is_the_client() -> None:
    """What a stranger writes into X-Forwarded-For is nobody's address."""
    assert Clients().address_of(call("192.0.2.1", "198.51.100.7")) == "192.0.2.1"


@pytest.mark.parametrize(
    ("peer", "forwarded", "client"),
    [
        ("10.0.0.1", "198.51.100.7", "198.51.100.7"),
        ("10.0.0.1", "203.0.113.9, 198.51.100.7", "198.51.100.7"),
        ("10.0.0.1", "203.0.113.9, 198.51.100.7, 10.0.0.2", "198.51.100.7"),
        ("10.0.0.1", "10.0.0.3", "10.0.0.3"),
        ("10.0.0.1", "", "10.0.0.1"),
        ("10.0.0.1", "nonsense", "10.0.0.1"),
        ("10.0.0.1", "198.51.100.7, nonsense", "10.0.0.1"),
        ("192.0.2.1", "198.51.100.7", "192.0.2.1"),
        ("::ffff:10.0.0.1", "2001:db8::1", "2001:db8::1"),
        ("", "198.51.100.7", UNKNOWN),
        ("unix:", None, UNKNOWN),
    ],
)
def test_trusted_proxies_name_the_client(peer: str, forwarded: str, client: str) -> None:
    """From the right, the first address that is no trusted proxy; what stands left of it is not believed."""
    assert Clients.behind("10.0.0.0/8, ::1").address_of(call(peer, forwarded)) == client


def test_a_network_that_is_none_is_refused() -> None:
    """A misspelt proxy must not go unnoticed."""
    with pytest.raises(ValueError, match=r"10\.0\.0\.256"):
        Clients.behind("10.0.0.256")
