"""A vendor's listening desk, as far as all of them are alike: a WebSocket server on this machine."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from enum import Enum, auto
from http import HTTPStatus
from typing import Any

from websockets.asyncio.server import ServerConnection, serve
from websockets.exceptions import ConnectionClosed
from websockets.http11 import Request, Response

from visavis.providers.base import MICROPHONE_HZ

KEY = "a-key-of-the-vendor"
WORD_S = 0.25
"""Of sound, for each word of the script."""


class Day(Enum):
    GOOD = auto()
    HANGS_UP_ONCE = auto()
    """In mid-turn; the next line is fine."""
    HANGS_UP = auto()
    NEVER_SETTLES = auto()
    SAYS_NOTHING = auto()
    """It takes everything, and never says a word."""
    COMPLAINS = auto()
    TALKS_NONSENSE = auto()
    REFUSES_KEY = auto()
    NO_CREDIT = auto()
    TOO_MANY = auto()
    IS_SLOW = auto()
    """Its first words come LATE_S after they could."""
    SETTLES_LATE = auto()
    """The last words of one turn, by LATE_S; the next turn is fine."""


LATE_S = 0.8
REFUSALS = {
    Day.REFUSES_KEY: (HTTPStatus.UNAUTHORIZED, "Invalid credentials."),
    Day.NO_CREDIT: (HTTPStatus.PAYMENT_REQUIRED, "Project does not have enough credits."),
    Day.TOO_MANY: (HTTPStatus.TOO_MANY_REQUESTS, "Too many requests. Please try again later."),
}
"""At the door. Deepgram's words (developers.deepgram.com/docs/errors); OpenAI's differ, and mean the same."""


@dataclass
class Desk:
    """Understands `script`, a word for each WORD_S of sound, turn after turn."""

    script: list[str]
    day: Day = Day.GOOD
    requests: list[Request] = field(default_factory=list)
    said: list[str | bytes] = field(default_factory=list)
    """Everything that was sent to it, over all lines."""
    lines: set[ServerConnection] = field(default_factory=set)
    """Open now."""

    def words(self, octets: int, turn: int, rate_hz: int = MICROPHONE_HZ) -> str:
        known = round(octets / 2 / rate_hz / WORD_S)
        return " ".join(self.script[min(turn, len(self.script) - 1)].split()[:known])

    def accepts(self, request: Request) -> tuple[HTTPStatus, str] | None:
        """None: yes; else what to answer."""
        raise NotImplementedError

    async def hear(self, connection: ServerConnection) -> None:
        raise NotImplementedError

    async def messages(self, connection: ServerConnection) -> AsyncIterator[str | bytes]:
        async for message in connection:
            self.said.append(message)
            if self.day is not Day.SAYS_NOTHING:
                yield message

    async def has(self, day: Day) -> None:
        """From now on; whoever is at the line has to call again."""
        self.day = day
        for line in list(self.lines):
            await line.close(1001, "going away")

    async def misbehave(self, connection: ServerConnection) -> None:
        """After the first words of a turn."""
        if self.day in (Day.HANGS_UP, Day.HANGS_UP_ONCE):
            if self.day is Day.HANGS_UP_ONCE:
                self.day = Day.GOOD
            await connection.close(1011, "NET-0001")
        elif self.day is Day.TALKS_NONSENSE:
            await connection.send("[1, 2")
        elif self.day is Day.IS_SLOW:
            self.day = Day.GOOD
            await asyncio.sleep(LATE_S)

    async def settles(self) -> bool:
        """Whether it says the words of a turn that is over, in its own time."""
        if self.day is Day.SETTLES_LATE:
            self.day = Day.GOOD
            await asyncio.sleep(LATE_S)
        return self.day is not Day.NEVER_SETTLES

    def controls(self) -> list[dict[str, Any]]:
        return [json.loads(one) for one in self.said if isinstance(one, str)]

    @asynccontextmanager
    async def open(self) -> AsyncIterator[str]:
        """Its base URL."""

        def received(connection: ServerConnection, request: Request) -> Response | None:
            self.requests.append(request)
            refusal = REFUSALS.get(self.day) or self.accepts(request)
            if refusal is None:
                return None
            status, text = refusal
            response = connection.respond(status, text)
            response.headers["dg-error"] = text
            return response

        async def heard(connection: ServerConnection) -> None:
            self.lines.add(connection)
            try:
                await self.hear(connection)
            except (asyncio.CancelledError, ConnectionClosed):
                pass
            finally:
                self.lines.remove(connection)

        async with serve(heard, "127.0.0.1", 0, process_request=received, close_timeout=1) as server:
            yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
