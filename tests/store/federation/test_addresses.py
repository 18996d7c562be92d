"""Which addresses may be asked: public ones, and those that the operator means."""

from __future__ import annotations

import pytest

from jakgraph.store.federation.addresses import may_be_asked, read_networks


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "127.8.8.8", "0.0.0.0", "10.0.0.1", "172.16.0.1", "192.168.1.1", "100.64.0.1"),
        *("169.254.169.254", "100.100.100.200", "168.63.129.16", "192.0.0.192", "224.0.0.1", "255.255.255.255"),
        *("::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd00:ec2::254", "ff02::1", "2001:db8::1"),
        *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "2001:0:7f00:1::", "::7f00:1"),
        *("fec0::1", "feff::1"),
    ],
)
def test_addresses_that_are_not_public_are_refused(address: str) -> None:
    """Loopback, private, link-local, multicast, unspecified, reserved, metadata; also dressed up as IPv6."""
    assert not may_be_asked(address, ())


@pytest.mark.parametrize(
    "address", ["193.62.193.80", "8.8.8.8", "2a00:1450:4001:80e::200e", "::ffff:8.8.8.8", "64:ff9b::808:808"]
)
def test_public_addresses_may_be_asked(address: str) -> None:
    """Those of the Internet, however they are written."""
    assert may_be_asked(address, ())


def test_a_network_that_the_operator_names_may_be_asked() -> None:
    """And nothing beside it."""
    networks = read_networks("10.1.0.0/16, fd12::/16")
    assert may_be_asked("10.1.2.3", networks)
    assert may_be_asked("::ffff:10.1.2.3", networks)
    assert may_be_asked("fd12::1", networks)
    assert not may_be_asked("10.2.2.3", networks)
