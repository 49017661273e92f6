"""The WebSocket of one session: opened when it is needed, opened anew when it is needed again."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from typing import Protocol

from websockets.asyncio.client import ClientConnection
from websockets.exceptions import WebSocketException

from visavis.providers.base import ProviderError
from visavis.providers.live import realtime_messages as messages
from visavis.providers.tts.failures import failed
from visavis.providers.tts.sockets import Address, connected
from visavis.reasons import reason_of

log = logging.getLogger(__name__)


class LineEvents(Protocol):
    def opened(self) -> None:
        """Nothing has been said over it yet."""

    def take(self, said: messages.Said) -> None:
        """Raises ProviderError where that is the end of it."""

    def lost(self, error: ProviderError) -> None:
        """It broke, or could not be had. Nobody tries again before it is needed."""


class RealtimeLine:
    def __init__(self, address: Address, events: LineEvents) -> None:
        self.address = address
        self._events = events
        self._needed = asyncio.Event()
        self._outgoing: asyncio.Queue[str] | None = None
        self._serving: asyncio.Task[None] | None = None

    @property
    def is_open(self) -> bool:
        return self._outgoing is not None

    def need(self) -> None:
        self._needed.set()
        if self._serving is None:
            self._serving = asyncio.create_task(self._serve())

    def say(self, message: str) -> None:
        """Where it is not open, whoever opens it has to tell everything."""
        if self._outgoing is not None:
            self._outgoing.put_nowait(message)

    async def close(self) -> None:
        if self._serving is not None:
            self._serving.cancel()
            await asyncio.wait({self._serving})

    async def _serve(self) -> None:
        while True:
            await self._needed.wait()
            try:
                connection = await connected(self.address)
                try:
                    await self._talk(connection)
                finally:
                    self._outgoing = None
                    with suppress(OSError, WebSocketException):
                        await connection.close()
            except ProviderError as error:
                self._needed.clear()
                self._events.lost(error)

    async def _talk(self, connection: ClientConnection) -> None:
        """Until it breaks. Raises ProviderError."""
        outgoing = self._outgoing = asyncio.Queue()
        self._events.opened()
        writing = asyncio.create_task(_write(connection, outgoing))
        try:
            while True:
                said = messages.read(await connection.recv())
                if said is not None:
                    self._events.take(said)
        except (WebSocketException, OSError) as error:
            raise self._broken(f"the connection broke: {reason_of(error)}") from error
        except ProviderError:
            raise
        except Exception as error:  # whatever it was: answers and turns wait for the end of this line
            log.warning("what came over a line is not understood", exc_info=True)
            raise self._broken(f"it cannot be understood: {error}") from error
        finally:
            writing.cancel()
            await asyncio.wait({writing})

    def _broken(self, how: str) -> ProviderError:
        address = self.address
        return failed(address.engine, how, key=address.key, stage=address.stage)


async def _write(connection: ClientConnection, outgoing: asyncio.Queue[str]) -> None:
    with suppress(WebSocketException, OSError):  # whoever reads meets it too
        while True:
            await connection.send(await outgoing.get())
