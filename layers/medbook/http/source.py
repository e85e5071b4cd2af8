"""Where a request comes from, as the host tells it: the gateway's `sourceIp` on Lambda, the peer of the connection elsewhere.

A client can write anything into `X-Forwarded-For`, so it is read only behind proxies that one is told to trust (FORWARDED_ALLOW_IPS): by
uvicorn in a container, by `Proxies` on Lambda, where a CDN's edge is the gateway's peer.
"""

from collections.abc import Iterable
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Annotated

from fastapi import Depends, Request


async def _source(request: Request) -> str:
    return request.client.host if request.client else "unknown"


SourceAddress = Annotated[str, Depends(_source)]


class Proxies:
    """Whose word on a client's address is taken. What is no address or network, such as `none`, names nobody."""

    def __init__(self, names: str) -> None:
        self._networks = tuple(_networks(names.split(",")))
        # The same few edges come again and again.
        self._trusted = lru_cache(maxsize=256)(self._is_named)

    def client_of(self, peer: str, forwarded_for: str) -> str:
        """Return the right-most address that is no proxy's: what stands left of it, the client may have written.

        The peer itself where it is no proxy, and where the proxies told nothing that can be believed.
        """
        address = _address(peer)
        if address is None or not self._trusted(address):
            return peer
        for told in reversed(forwarded_for.split(",")):
            address = _address(told)
            if address is None:
                return peer
            if not self._trusted(address):
                return str(address)
        return peer

    def _is_named(self, address: IPv4Address | IPv6Address) -> bool:
        return any(address in network for network in self._networks)


def _networks(names: Iterable[str]) -> Iterable[IPv4Network | IPv6Network]:
    for name in names:
        try:
            yield ip_network(name.strip(), strict=False)
        except ValueError:
            continue


def _address(told: str) -> IPv4Address | IPv6Address | None:
    """Read an address; one of IPv4 written as IPv6 is that of IPv4."""
    try:
        address = ip_address(told.strip())
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address
