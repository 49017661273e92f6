"""A local server in the place of a vendor of voices: what all of them have in common.

Every character lasts 50 ms, so that the right time of every mark is known.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from http import HTTPStatus
from typing import Any, Self

import numpy as np
from websockets.asyncio.server import ServerConnection, serve
from websockets.datastructures import Headers
from websockets.exceptions import ConnectionClosed
from websockets.http11 import Request, Response

RATE_HZ = 24_000
CHARACTER_S = 0.05
KEY = "key-of-the-tests"
RETRY_AFTER_S = 7


class Day(StrEnum):
    GOOD = "good"
    WRONG_KEY = "wrong key"
    """401 to everything."""
    NO_CREDIT = "no credit"
    """As the vendor says that nothing is left to spend."""
    BUSY = "busy"
    """429 with Retry-After."""
    HANGS = "hangs"
    """Takes the text and never says anything."""
    BREAKS_OFF = "breaks off"
    """The connection is closed in the middle of a word."""
    GARBAGE = "garbage"
    """What comes is not what the protocol knows."""
    MISTIMED = "mistimed"
    """Milliseconds as seconds, backwards, no numbers."""
    SAYS_NOTHING = "says nothing"
    """It ends as it should, without a sound."""
    HANGS_LATER = "hangs later"
    """Begins to speak, and then nothing comes any more."""


@dataclass
class Studio:
    """Subclasses speak to one connection in `serve_one`."""

    day: Day = Day.GOOD
    url: str = ""
    upgrades: list[Request] = field(default_factory=list)
    received: list[Any] = field(default_factory=list)
    """All messages, understood."""
    open: int = 0
    """Connections, now."""
    hung_up: asyncio.Event = field(default_factory=asyncio.Event)
    """Set when a client leaves."""
    may_go_on: asyncio.Event = field(default_factory=asyncio.Event)
    """Cleared: after its first sound it waits."""

    def __post_init__(self) -> None:
        self.may_go_on.set()

    def authorized(self, request: Request) -> bool:
        raise NotImplementedError

    def no_credit(self) -> Response | None:
        """Where that is said on the way in."""
        return None

    async def serve_one(self, connection: ServerConnection) -> None:
        raise NotImplementedError

    async def welcome(self, connection: ServerConnection, request: Request) -> Response | None:
        self.upgrades.append(request)
        if self.day is Day.WRONG_KEY or not self.authorized(request):
            return refusal(401, '{"detail": {"status": "invalid_api_key", "message": "Invalid API key"}}')
        if self.day is Day.BUSY:
            return refusal(
                429, '{"message": "Too many concurrent requests"}', {"Retry-After": f"{RETRY_AFTER_S}"}
            )
        return self.no_credit() if self.day is Day.NO_CREDIT else None

    async def handle(self, connection: ServerConnection) -> None:
        self.open += 1
        try:
            await self.serve_one(connection)
        except ConnectionClosed:
            pass
        finally:
            self.open -= 1
            self.hung_up.set()

    async def wait_to_go_on(self, connection: ServerConnection) -> None:
        """Or until the client has gone."""
        waits = [asyncio.create_task(self.may_go_on.wait()), asyncio.create_task(connection.wait_closed())]
        await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        for wait in waits:
            wait.cancel()

    @asynccontextmanager
    async def at_work(self) -> AsyncIterator[Self]:
        async with serve(self.handle, "127.0.0.1", 0, process_request=self.welcome) as server:
            self.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
            yield self

    async def until(self, condition: Any, within_s: float = 5.0) -> None:
        async with asyncio.timeout(within_s):
            while not condition():
                await asyncio.sleep(0.005)


def refusal(status: int, body: str, headers: dict[str, str] | None = None) -> Response:
    content = body.encode()
    lines = Headers(
        {"Content-Type": "application/json", "Content-Length": str(len(content))} | (headers or {})
    )
    return Response(status, HTTPStatus(status).phrase, lines, content)


def sound_of(text: str) -> bytes:
    """s16le: a tone for every letter, silence for everything else."""
    samples = round(CHARACTER_S * RATE_HZ)
    tone = (6000 * np.sin(2 * np.pi * 200 * np.arange(samples) / RATE_HZ)).astype("<i2").tobytes()
    return b"".join(tone if character.isalnum() else bytes(2 * samples) for character in text)
