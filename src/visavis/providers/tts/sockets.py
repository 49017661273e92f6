"""WebSockets to vendors of voices, kept open between utterances: the next words wait for no handshake."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import InvalidStatus, WebSocketException
from websockets.protocol import State

from visavis.guarded_http import GuardedTransport, trust
from visavis.providers.base import Stage
from visavis.providers.tts.failures import failed, refused

log = logging.getLogger(__name__)

CONNECT_S = 4.0
IDLE_S = 90.0
"""So long an unused one is kept; vendors close theirs after 100 s and more."""
LARGEST_MESSAGE = 4 << 20
FAREWELL_S = 2.0
"""How long a vendor may take to close its end."""


@dataclass(frozen=True, slots=True)
class Address:
    engine: str
    url: str
    """ws:// or wss://."""
    key: str = field(repr=False)
    headers: tuple[tuple[str, str], ...] = field(repr=False)
    allowed_hosts: tuple[str, ...] | None = None
    """None: the operator's address, reached as it is. Else public ones and these hosts alone."""
    stage: Stage = Stage.SPEAK
    """What fails where it cannot be reached."""


@dataclass(slots=True)
class Lease:
    """One connection, for one utterance at a time."""

    connection: ClientConnection
    used_before: bool
    """It may have died since, and nobody noticed."""
    keep: bool = False
    """It can serve the next utterance."""


class Sockets:
    """Those to one address."""

    def __init__(self, address: Address) -> None:
        self.address = address
        self._idle: dict[ClientConnection, asyncio.TimerHandle] = {}
        self._opening: asyncio.Task[ClientConnection] | None = None
        self._closing: set[asyncio.Task[None]] = set()

    def warm(self) -> None:
        """Have one at hand soon."""
        if self._opening is None and not any(map(_is_open, self._idle)):
            self._opening = asyncio.create_task(connected(self.address))
            self._opening.add_done_callback(self._opened)

    @asynccontextmanager
    async def lease(self, *, fresh: bool = False) -> AsyncIterator[Lease]:
        """Raises ProviderError where the vendor cannot be reached."""
        lease = await self._lease(fresh)
        try:
            yield lease
        finally:
            if lease.keep and _is_open(lease.connection):
                self._keep(lease.connection)
            else:
                self._let_go(lease.connection)
                self.warm()

    async def close(self) -> None:
        if self._opening is not None:
            self._opening.cancel()
        for connection in list(self._idle):
            self._forget(connection)
            self._let_go(connection)
        await asyncio.gather(*self._closing, return_exceptions=True)

    async def _lease(self, fresh: bool) -> Lease:
        while self._idle and not fresh:
            connection = next(reversed(self._idle))
            self._forget(connection)
            if _is_open(connection):
                return Lease(connection, used_before=True)
        if self._opening is not None:
            await asyncio.shield(self._opening)
            await asyncio.sleep(0)  # it is kept by a callback, which may come after us
            return await self._lease(fresh=False)
        return Lease(await connected(self.address), used_before=False)

    def _opened(self, opening: asyncio.Task[ClientConnection]) -> None:
        self._opening = None
        if opening.cancelled():
            return
        if (error := opening.exception()) is not None:
            log.warning("no connection is kept warm: %s", error)  # whoever speaks will be told
        else:
            self._keep(opening.result())

    def _keep(self, connection: ClientConnection) -> None:
        later = asyncio.get_running_loop().call_later
        self._idle[connection] = later(IDLE_S, self._expire, connection)

    def _expire(self, connection: ClientConnection) -> None:
        self._forget(connection)
        self._let_go(connection)

    def _forget(self, connection: ClientConnection) -> None:
        self._idle.pop(connection).cancel()

    def _let_go(self, connection: ClientConnection) -> None:
        closing = asyncio.create_task(connection.close())
        self._closing.add(closing)
        closing.add_done_callback(self._closing.discard)


_shared: dict[Address, Sockets] = {}


def shared(address: Address) -> Sockets:
    """Those that all voices of this process use."""
    return _shared.setdefault(address, Sockets(address))


async def close_shared() -> None:
    await asyncio.gather(*(sockets.close() for sockets in _shared.values()))
    _shared.clear()


async def connected(address: Address) -> ClientConnection:
    """Raises ProviderError."""
    engine, key, stage = address.engine, address.key, address.stage
    try:
        async with asyncio.timeout(CONNECT_S):
            return await connect(
                address.url,
                additional_headers=address.headers,
                compression=None,  # sound does not shrink
                max_size=LARGEST_MESSAGE,
                open_timeout=None,
                close_timeout=FAREWELL_S,
                **await _way(address.url, address.allowed_hosts),
            )
    except InvalidStatus as error:
        response = error.response
        said = response.body.decode(errors="replace") if response.body else response.reason_phrase
        raise refused(engine, response.status_code, response.headers, said, key, stage) from error
    except TimeoutError as error:
        raise failed(engine, "it does not pick up", retry_in_s=None, stage=stage) from error
    except (OSError, WebSocketException, httpx.TransportError) as error:
        raise failed(engine, f"it cannot be reached: {error}", key=key, stage=stage) from error


def _is_open(connection: ClientConnection) -> bool:
    return connection.state is State.OPEN


async def _way(url: str, allowed_hosts: Collection[str] | None) -> dict[str, Any]:
    """How to get there. The name of a user's address is looked up once, checked, and not again."""
    way: dict[str, Any] = {"ssl": trust()} if url.startswith("wss:") else {}
    if allowed_hosts is None:
        return way
    guard = GuardedTransport(allowed_hosts)
    try:
        addresses = await guard.addresses(httpx.URL(url.replace("ws", "http", 1)))
    finally:
        await guard.aclose()
    return way | {"host": addresses[0], "proxy": None}
