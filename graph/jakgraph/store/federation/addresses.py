"""Which addresses the names of listed endpoints may resolve to: public ones, and those of listed networks. Pure.

A name is an operator's word for a place; the place is its owner's choice, and may be this machine tomorrow.
"""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

_NOT_PUBLIC = tuple(ip_network(network) for network in ("168.63.129.16/32", "192.0.0.0/24", "2002::/16", "fec0::/10"))
"""What Python calls global all the same: where machines of a cloud ask about themselves, tunnels to any address, and
the private addresses that IPv6 had before `fc00::/7`."""
_NAT64 = ip_network("64:ff9b::/96")


def is_address(host: str) -> bool:
    """Tell whether a host is written as an address: then there is no name that could resolve to another.

    >>> is_address("127.0.0.1"), is_address("[::1]"), is_address("2130706433"), is_address("example.org")
    (True, True, False, False)
    """
    try:
        ip_address(host.removeprefix("[").removesuffix("]"))
    except ValueError:
        return False
    return True


def read_networks(text: str) -> tuple[Network, ...]:
    """Return the networks that a setting names, by commas; raises ValueError."""
    return tuple(ip_network(part.strip(), strict=False) for part in text.split(",") if part.strip())


def may_be_asked(address: str, networks: Sequence[Network]) -> bool:
    """Tell whether a name may resolve to an address: a public one, or one in a network that the operator has named.

    >>> may_be_asked("193.62.193.80", ()), may_be_asked("10.0.0.7", ()), may_be_asked("::ffff:127.0.0.1", ())
    (True, False, False)
    >>> may_be_asked("10.0.0.7", (ip_network("10.0.0.0/8"),))
    True
    """
    found = _meant(ip_address(address.partition("%")[0]))
    return (found.is_global and not _is_special(found)) or _is_in(found, networks)


def _meant(address: Address) -> Address:
    """Return the IPv4 address to which an IPv6 address leads where it is but another way to write one (also NAT64)."""
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is not None:
            return address.ipv4_mapped
        if address in _NAT64:
            return IPv4Address(address.packed[-4:])
    return address


def _is_special(address: Address) -> bool:
    return address.is_multicast or address.is_reserved or address.is_unspecified or _is_in(address, _NOT_PUBLIC)


def _is_in(address: Address, networks: Sequence[Network]) -> bool:
    return any(address.version == network.version and address in network for network in networks)
