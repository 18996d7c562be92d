"""Who asks: the address of a client, also behind proxies that are trusted to name it. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jakgraph.service.protocol.parameters import HttpCall

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

UNKNOWN = "unknown"


@dataclass(frozen=True)
class Clients:
    """Tells clients apart. ``trusted`` are the networks of proxies whose X-Forwarded-For is believed."""

    trusted: tuple[Network, ...] = ()

    @classmethod
    def behind(cls, networks: str) -> Clients:
        """Return what trusts these networks or addresses, separated by commas; ValueError for one that is none."""
        return cls(tuple(ip_network(part.strip(), strict=False) for part in networks.split(",") if part.strip()))

    def address_of(self, call: HttpCall) -> str:
        """Return the address of the client: the peer, or the last in X-Forwarded-For that is no trusted proxy.

        Everything to the left of that address was written by somebody who is not trusted.
        """
        address = _parse(call.peer)
        if address is None:
            return UNKNOWN
        if not self.trusted:
            return str(address)
        for part in reversed(call.headers.get("x-forwarded-for", "").split(",")):
            further = _parse(part.strip())
            if further is None or not self._is_trusted(address):
                break
            address = further
        return str(address)

    def _is_trusted(self, address: Address) -> bool:
        return any(address in network for network in self.trusted)


def is_loopback(client: str) -> bool:
    """Tell whether a client is this machine itself.

    >>> is_loopback("127.0.0.1"), is_loopback("::1"), is_loopback("192.0.2.1"), is_loopback(UNKNOWN)
    (True, True, False, False)
    """
    address = _parse(client)
    return address is not None and address.is_loopback


def budget_key(client: str) -> str:
    """Return what shares one budget: an IPv4 address, or the /64 network that one IPv6 customer has for himself.

    >>> budget_key("192.0.2.1"), budget_key("2001:db8:1:2:3::4")
    ('192.0.2.1', '2001:db8:1:2::/64')
    """
    address = _parse(client)
    return str(ip_network((address, 64), strict=False)) if isinstance(address, IPv6Address) else client


def _parse(text: str) -> Address | None:
    try:
        address = ip_address(text.strip("[]"))
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address
