"""Outgoing HTTP to addresses that users typed in: it reaches public addresses only.

A name is looked up here, every address it has is checked, and the connection goes to a checked address: a
name cannot mean one thing when it is checked and another when it is used. Redirects pass through here too,
because a client sends each of them like a request of its own.
"""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Awaitable, Callable, Collection, Sequence
from functools import cache
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

import httpx

Address = IPv4Address | IPv6Address
Lookup = Callable[[str, int], Awaitable[Sequence[str]]]
"""All addresses of a name, as text. Raises OSError for a name that has none."""

TRANSLATED = ip_network("64:ff9b::/96")
"""IPv6 addresses that a NAT64 gateway turns into the IPv4 address in their last 32 bits (RFC 6052)."""
UNICAST = ip_network("2000::/3")
"""All that has been given out of IPv6 (RFC 4291); the rest, local NAT64 prefixes among it, stays inside."""
NOT_GLOBAL = (ip_network("192.0.0.0/24"), ip_network("192.88.99.0/24"), ip_network("3fff::/20"))
"""Protocol assignments, relays of 6to4, documentation: some versions of Python take them for global."""
ADVICE = "; the operator of this server can allow it by name in VISAVIS_ALLOWED_HOSTS"
PORTS = {"http": 80, "https": 443}


@cache
def trust() -> ssl.SSLContext:
    """The certificates that outgoing HTTPS trusts; reading them is a quarter of a server's start."""
    return httpx.create_ssl_context()


class AddressRefused(httpx.TransportError):
    """The target is not a public address, or not HTTP."""


class GuardedTransport(httpx.AsyncBaseTransport):
    """For `httpx.AsyncClient(transport=…)`. The `allowed` hosts ("name" or "name:port") may be anywhere."""

    def __init__(
        self,
        allowed: Collection[str] = (),
        *,
        inner: httpx.AsyncBaseTransport | None = None,
        lookup: Lookup | None = None,
    ) -> None:
        self._allowed = frozenset(host.lower() for host in allowed)
        # a kept connection belongs to an address, and the next name at that address may be another's
        self._inner = inner or httpx.AsyncHTTPTransport(
            verify=trust(), limits=httpx.Limits(max_keepalive_connections=0)
        )
        self._lookup = lookup or look_up

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        addresses = await self.addresses(request.url)
        for address in addresses[:-1]:
            try:
                return await self._inner.handle_async_request(_aimed(request, address))
            except httpx.ConnectError:
                continue
        return await self._inner.handle_async_request(_aimed(request, addresses[-1]))

    async def addresses(self, url: httpx.URL) -> Sequence[str]:
        """Where to connect for this URL. Raises AddressRefused, and ConnectError for an unknown name."""
        host, port = _target(url)
        try:
            found = await self._lookup(host, port)
        except OSError as error:
            raise httpx.ConnectError(f"{host} cannot be found: {error}") from error
        if not found:
            raise httpx.ConnectError(f"{host} has no address")
        if not self._allowed & {host, f"{host}:{port}"} and not all(map(is_public, found)):
            raise AddressRefused(f"{host} is not a public address{ADVICE}")
        return found

    async def aclose(self) -> None:
        await self._inner.aclose()


def is_public(address: str) -> bool:
    """Whether packets to it leave for the internet: not loopback, private, link-local, multicast, …"""
    try:
        return all(_is_global(one) for one in _meant(ip_address(address)))
    except ValueError:
        return False


def _is_global(address: Address) -> bool:
    if isinstance(address, IPv6Address) and address not in UNICAST and address not in TRANSLATED:
        return False
    return address.is_global and not address.is_multicast and not any(address in net for net in NOT_GLOBAL)


def _meant(address: Address) -> list[Address]:
    """The address, and the IPv4 address that it carries inside."""
    if isinstance(address, IPv4Address):
        return [address]
    if address.ipv4_mapped:
        return [address.ipv4_mapped]
    if address.sixtofour:
        return [address, address.sixtofour]
    if address in TRANSLATED:
        return [IPv4Address(int(address) & 0xFFFF_FFFF)]
    return [address]


async def look_up(host: str, port: int) -> list[str]:
    loop = asyncio.get_running_loop()
    try:
        found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except UnicodeError as error:  # an empty or overlong label
        raise OSError(str(error)) from None
    return list(dict.fromkeys(str(sockaddr[0]) for *_, sockaddr in found))


def _target(url: httpx.URL) -> tuple[str, int]:
    host = url.raw_host.decode("ascii").strip("[]").rstrip(".").lower()
    if url.scheme not in PORTS or not host:
        raise AddressRefused("only http and https addresses can be reached")
    return host, url.port or PORTS[url.scheme]


def _aimed(request: httpx.Request, address: str) -> httpx.Request:
    """The same request, at a fixed address; its Host header and TLS still name the host."""
    host, _ = _target(request.url)
    return httpx.Request(
        request.method,
        request.url.copy_with(host=address),
        headers=request.headers,
        stream=request.stream,
        extensions=request.extensions | {"sni_hostname": host},
    )
