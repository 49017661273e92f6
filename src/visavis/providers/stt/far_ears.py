"""Listens with a vendor's recogniser: one WebSocket a session, on it turn after turn.

turns     |-- sound --|ending|            |-- sound --|ending|
line      ============== open ============X    ======================
                             └─ words          └─ the sound once more, from the turn's beginning

A turn keeps its sound until its words are settled, so a line that breaks costs time and no words.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncGenerator
from contextlib import aclosing, suppress
from typing import Any

import numpy as np
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import InvalidStatus, WebSocketException

from visavis.guarded_http import trust
from visavis.providers.base import MICROPHONE_HZ, ProviderError, Stage
from visavis.providers.stt.dialect import Complaint, Dialect
from visavis.reasons import reason_of
from visavis.speech import Pcm

log = logging.getLogger(__name__)

CONNECT_S = 4.0
CHUNK = MICROPHONE_HZ * 64 // 1000
"""Samples of a message at least, but for the last of a turn: fewer cost more than they say."""
SETTLES_S, DROPS_S = 2.0, 0.5
"""How long a vendor may take for the last words of a turn, and to be done with one that nobody asks for."""
RESTING_S = 4.0
"""How often a line without a turn is kept open. Deepgram closes it after 10 s."""
TRIES = 2
MUTE_AFTER_S = 1.0
"""Of a turn that is longer every vendor says something, if only that it understands nothing: Flux four times
a second (developers.deepgram.com/docs/flux/state), Nova and OpenAI at its end."""


class Mute(Exception):
    """A vendor takes the sound of a whole turn and says nothing of it."""


FAILURES = (OSError, WebSocketException, Complaint, Mute, TimeoutError, ValueError)


class FarEars:
    """Implements `Transcriber`. To be made where a loop runs: the line is opened at once."""

    def __init__(self, name: str, dialect: Dialect) -> None:
        self.name = name
        self._dialect = dialect
        self._turns: asyncio.Queue[FarTranscription] = asyncio.Queue()
        self._line: ClientConnection | None = None
        self._serving = asyncio.create_task(self._serve())

    def open(self) -> FarTranscription:
        turn = FarTranscription(self.name)
        self._turns.put_nowait(turn)
        return turn

    async def close(self) -> None:
        self._serving.cancel()
        await asyncio.wait({self._serving})
        await self._hang_up()

    async def _serve(self) -> None:
        await self._rest()
        while True:
            turn = await self._next_turn()
            if not turn.dropped:
                await self._take(turn)

    async def _next_turn(self) -> FarTranscription:
        while True:
            try:
                async with asyncio.timeout(RESTING_S):
                    return await self._turns.get()
            except TimeoutError:
                await self._rest()

    async def _rest(self) -> None:
        """Have the line open for the next turn. One that cannot be opened is complained of in a turn."""
        try:
            line = await self._connected()
            await line.send(self._dialect.resting)
        except FAILURES as error:
            log.debug("%s is not at the line: %s", self.name, error)
            await self._hang_up()

    async def _take(self, turn: FarTranscription) -> None:
        for tries_left in reversed(range(TRIES)):
            try:
                await self._transcribe(turn, await self._connected())
                return
            except FAILURES as error:
                await self._hang_up()
                if turn.dropped:
                    return
                if not tries_left or _is_final(error):
                    turn.fail(_said(error))
                    return
                log.warning("%s lost a turn and is told it again: %s", self.name, _said(error))

    async def _transcribe(self, turn: FarTranscription, line: ClientConnection) -> None:
        reader = self._dialect.reader()
        ended = told = False

        async def tell() -> None:
            nonlocal ended
            async with aclosing(turn.sound()) as sound:
                async for pcm in sound:
                    await line.send(self._dialect.sound(pcm))
            for message in self._dialect.ending:
                await line.send(message)
            ended = True
            limit.reschedule(asyncio.get_running_loop().time() + (DROPS_S if turn.dropped else SETTLES_S))

        telling: asyncio.Task[None] | None = None
        try:
            async with asyncio.timeout(None) as limit:
                telling = asyncio.create_task(tell())
                while True:
                    heard = reader.read(_message(await line.recv()))
                    if heard is None:
                        continue
                    told = True
                    turn.partial, turn.completeness = heard.text, heard.completeness
                    if heard.settled and ended:
                        break
        except TimeoutError:
            if not told and not turn.dropped and turn.seconds > MUTE_AFTER_S:
                raise Mute("it says nothing of what it hears") from None
            log.debug("%s settles nothing more", self.name)
            if turn.partial:  # what it says of them late would be taken for the words of the next turn
                await self._hang_up()
        finally:
            if telling is not None:
                telling.cancel()
                await asyncio.wait({telling})
                if not telling.cancelled():
                    telling.exception()  # the line's end, which the reading has met too
        turn.settle()

    async def _connected(self) -> ClientConnection:
        if self._line is None:
            dialect = self._dialect
            ways: dict[str, Any] = {"ssl": trust()} if dialect.url.startswith("wss:") else {}
            async with asyncio.timeout(CONNECT_S):
                self._line = await connect(
                    dialect.url,
                    additional_headers=dict(dialect.headers),
                    compression=None,  # sound does not shrink
                    open_timeout=None,
                    close_timeout=CONNECT_S,
                    **ways,
                )
            for message in dialect.opening:
                await self._line.send(message)
        return self._line

    async def _hang_up(self) -> None:
        line, self._line = self._line, None
        if line is not None:
            with suppress(*FAILURES):
                await line.close()


class FarTranscription:
    """Implements `Transcription`."""

    def __init__(self, name: str) -> None:
        self.partial = ""
        self.completeness: float | None = None
        self.dropped = False
        self._name = name
        self._heard: list[Pcm] = []
        self._over = False
        self._more = asyncio.Event()
        self._done = asyncio.Event()
        self._failure: str | None = None

    def feed(self, pcm: Pcm) -> None:
        if not self._over:
            self._heard.append(pcm)
            self._more.set()

    async def finish(self) -> str:
        self._end()
        await self._done.wait()
        if self._failure is not None:
            raise ProviderError(Stage.HEAR, self._name, self._failure)
        return self.partial

    def cancel(self) -> None:
        self.dropped = True
        self._end()

    def _end(self) -> None:
        self._over = True
        self._more.set()

    @property
    def seconds(self) -> float:
        return sum(map(len, self._heard)) / MICROPHONE_HZ

    async def sound(self) -> AsyncGenerator[Pcm, None]:
        """From its beginning to its end, as it comes in."""
        sent = 0
        while True:
            waiting = self._heard[sent:]
            if self._over or sum(map(len, waiting)) >= CHUNK:
                sent += len(waiting)
                if waiting:
                    yield np.concatenate(waiting)
                if self._over and sent == len(self._heard):
                    return
                continue
            self._more.clear()
            await self._more.wait()

    def settle(self) -> None:
        self._done.set()

    def fail(self, why: str) -> None:
        self._failure = why
        self._done.set()


def _message(raw: str | bytes) -> dict[str, Any]:
    message = json.loads(raw)
    return message if isinstance(message, dict) else {}


def _is_final(error: Exception) -> bool:
    """No other try helps: a key, or what is asked for, is refused, or it would take as long again."""
    if isinstance(error, InvalidStatus):
        return error.response.status_code in (400, 401, 402, 403, 404)
    return isinstance(error, Mute)


def _said(error: Exception) -> str:
    if isinstance(error, InvalidStatus):
        response = error.response
        said = response.headers.get("dg-error") or (response.body or b"").decode(errors="replace")
        key = "the key was refused; " if response.status_code in (401, 403) else ""
        return f"{key}the answer was {response.status_code}: {said or response.reason_phrase}"[:300]
    if isinstance(error, TimeoutError):
        return "it does not answer"
    return reason_of(error)[:300]
