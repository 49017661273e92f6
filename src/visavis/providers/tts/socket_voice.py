"""A voice that speaks over a vendor's WebSocket: one exchange of messages per utterance.

Text goes out clause by clause, and sound is passed on as it comes. Whoever stops listening stops the vendor.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Iterable, Sequence
from contextlib import aclosing, suppress
from typing import Protocol

from websockets.asyncio.client import ClientConnection
from websockets.exceptions import ConnectionClosed

from visavis.providers.base import ProviderError
from visavis.providers.tts.failures import complained, failed
from visavis.providers.tts.sockets import Lease, Sockets
from visavis.speech import Speech

Wire = str | bytes

FIRST_SOUND_S = 4.0
"""A voice that is silent for longer is taken for one that will not speak."""
NEXT_SOUND_S = 4.0
HOLD_FIRST_S, HOLD_S = 0.01, 0.04
"""So long sound waits for marks that follow it: the first, for which somebody waits, and what is made ahead.
The mouth of sound that came without them is read from it until they come."""
PARTING_S = 0.04
"""What a vendor may take to be told that nobody listens any more."""


class Exchange(Protocol):
    """One utterance in the words of one vendor."""

    over: bool
    """Everything has come."""
    holds: bool
    """Sound is here whose marks have not come yet."""

    def asks(self) -> Sequence[Wire]:
        """What to send: all of the text, and that it is all."""

    def read(self, message: Wire) -> Iterable[Speech]:
        """What a message brings. Raises ProviderError, and ValueError, KeyError or TypeError for one that
        nobody understands."""

    def let_go(self) -> Iterable[Speech]:
        """The sound that is held, without marks."""

    def stops(self) -> Sequence[Wire] | None:
        """What makes the vendor fall silent; None: hanging up, and nothing else."""


class SocketVoice:
    """Implements `Synthesizer`."""

    def __init__(self, sockets: Sockets, begin: Callable[[str], Exchange]) -> None:
        self._sockets, self._begin = sockets, begin
        sockets.warm()

    async def speak(self, text: str) -> AsyncGenerator[Speech, None]:
        if not any(character.isalnum() for character in text):
            return
        for fresh in (False, True):
            try:
                async with aclosing(self._exchanged(text, fresh)) as pieces:
                    async for piece in pieces:
                        yield piece
                return
            except _DiedMeanwhile:
                continue

    async def close(self) -> None:
        """Its connections are everybody's."""

    async def _exchanged(self, text: str, fresh: bool) -> AsyncGenerator[Speech, None]:
        exchange, engine = self._begin(text), self._sockets.address.engine
        now = asyncio.get_running_loop().time
        async with self._sockets.lease(fresh=fresh) as lease:
            answered = sounded = False
            try:
                for message in exchange.asks():
                    await lease.connection.send(message)
                due_s = now() + FIRST_SOUND_S
                while not exchange.over:
                    hold_s = HOLD_S if sounded else HOLD_FIRST_S
                    for piece in await self._next(lease.connection, exchange, due_s, hold_s):
                        sounded = sounded or len(piece.pcm) > 0
                        yield piece
                        due_s = now() + NEXT_SOUND_S
                    answered = True
                for piece in exchange.let_go():
                    sounded = True
                    yield piece
                if not sounded:
                    raise failed(engine, "it ended without a sound")
            except ConnectionClosed as closed:
                if lease.used_before and not answered:
                    raise _DiedMeanwhile from None
                raise self._hung_up(closed) from closed
            finally:
                lease.keep = await self._parted(lease, exchange)

    async def _next(
        self, connection: ClientConnection, exchange: Exchange, due_s: float, hold_s: float
    ) -> Iterable[Speech]:
        engine = self._sockets.address.engine
        until_s = due_s
        if exchange.holds:
            until_s = min(until_s, asyncio.get_running_loop().time() + hold_s)
        try:
            async with asyncio.timeout_at(until_s):
                message = await connection.recv()
        except TimeoutError:
            if exchange.holds:
                return exchange.let_go()
            raise failed(engine, "no sound came in time", retry_in_s=None) from None
        try:
            return list(exchange.read(message))
        except ProviderError:
            raise
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise failed(engine, f"its answer makes no sense: {error!r}") from error

    async def _parted(self, lease: Lease, exchange: Exchange) -> bool:
        """Whether the connection can be used again. A vendor that is still at work is stopped."""
        if exchange.over:
            return True
        stops = exchange.stops()
        with suppress(ConnectionClosed, TimeoutError):
            async with asyncio.timeout(PARTING_S):
                for message in stops or ():
                    await lease.connection.send(message)
                return stops is not None
        return False

    def _hung_up(self, closed: ConnectionClosed) -> ProviderError:
        address = self._sockets.address
        if closed.rcvd is not None and closed.rcvd.reason:
            return complained(address.engine, f"it hung up: {closed.rcvd.reason}", address.key)
        return failed(address.engine, "the connection broke in mid-sentence")


class _DiedMeanwhile(Exception):
    """A connection that was kept had been closed by the other side, unnoticed."""
