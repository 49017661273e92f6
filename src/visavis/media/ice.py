"""How a peer may be reached: servers, addresses and UDP ports."""

from __future__ import annotations

import errno
import random
import socket
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from ipaddress import ip_address

from visavis.contract.spec import IceServer
from visavis.settings import Settings


class NoFreePort(OSError):
    """Every UDP port of the configured range is taken."""


@dataclass(frozen=True, slots=True)
class IceOptions:
    """Explicit and complete: with no servers none is asked, so a machine without a network answers at once.

    `advertised_address` is offered instead of the machine's own addresses of the same family; `ports` limits
    the UDP ports that are bound.
    """

    servers: tuple[IceServer, ...] = ()
    advertised_address: str | None = None
    ports: range | None = None

    @classmethod
    def of(cls, settings: Settings, servers: Sequence[IceServer] = ()) -> IceOptions:
        """The process's settings, with a session's own servers before the process's."""
        configured: list[IceServer] = []
        if settings.stun_url:
            configured.append(IceServer(urls=(settings.stun_url,)))
        if settings.turn_url:
            credential = settings.turn_credential.get_secret_value() if settings.turn_credential else None
            configured.append(
                IceServer(urls=(settings.turn_url,), username=settings.turn_username, credential=credential)
            )
        return cls((*servers, *configured), settings.advertised_address, _ports(settings))

    def advertised(self, address: str) -> str:
        """What to offer for a socket that is bound to `address`."""
        if self.advertised_address is None:
            return address
        same_family = ip_address(self.advertised_address).version == ip_address(address).version
        return self.advertised_address if same_family else address


def _ports(settings: Settings) -> range | None:
    least, greatest = settings.udp_port_min, settings.udp_port_max
    if least is None and greatest is None:
        return None
    ports = range(least or 1024, (greatest or 65535) + 1)
    if not ports:
        raise ValueError(f"udp_port_min {least} is above udp_port_max {greatest}")
    return ports


def udp_socket(address: str, ports: range | None) -> socket.socket:
    """A UDP socket on `address`, on a free port of the range (any port without one).

    Raises NoFreePort, or OSError when the address cannot be bound at all.
    """
    family = socket.AF_INET6 if ip_address(address).version == 6 else socket.AF_INET
    for port in _in_turn(ports) if ports else (0,):
        bound = socket.socket(family, socket.SOCK_DGRAM)
        try:
            bound.setblocking(False)
            bound.bind((address, port))
        except OSError as error:
            bound.close()
            if ports is None or not _taken(error):
                raise
        else:
            return bound
    raise NoFreePort(f"no free UDP port from {ports}")


def _in_turn(ports: range) -> Iterator[int]:
    """All ports of the range once, from a random one on, so that engines sharing it seldom collide."""
    start = random.randrange(len(ports))
    yield from ports[start:]
    yield from ports[:start]


def _taken(error: OSError) -> bool:
    return error.errno in (errno.EADDRINUSE, errno.EACCES)
