"""A vendor of voices whose protocol is a WebSocket: what all of them have in common."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Self

from websockets.asyncio.server import ServerConnection, serve
from websockets.datastructures import Headers
from websockets.exceptions import ConnectionClosed
from websockets.http11 import Request, Response

from tests.providers.tts.vendors.studio import Day, Studio

GOING_AWAY = 1001


@dataclass
class SocketStudio(Studio):
    """Subclasses speak to one connection in `serve_one`."""

    upgrades: list[Request] = field(default_factory=list)
    lines: set[ServerConnection] = field(default_factory=set)
    """Connections, now."""

    def authorized(self, request: Request) -> bool:
        raise NotImplementedError

    def no_credit(self) -> Response | None:
        """Where that is said on the way in."""
        return None

    async def serve_one(self, connection: ServerConnection) -> None:
        raise NotImplementedError

    async def has(self, day: Day, *, once: bool = False) -> None:
        """Whoever wants to speak has to come in anew."""
        await super().has(day, once=once)
        closing = set(self.lines)
        for line in closing:
            await line.close(GOING_AWAY)
        await self.until(lambda: not closing & self.lines)
        self.hung_up.clear()

    async def welcome(self, connection: ServerConnection, request: Request) -> Response | None:
        self.upgrades.append(request)
        if self.day is Day.WRONG_KEY or not self.authorized(request):
            return refusal(401, '{"detail": {"status": "invalid_api_key", "message": "Invalid API key"}}')
        if self.day is Day.BUSY:
            return refusal(
                429, '{"message": "Too many concurrent requests"}', {"Retry-After": f"{self.retry_after_s}"}
            )
        return self.no_credit() if self.day is Day.NO_CREDIT else None

    async def handle(self, connection: ServerConnection) -> None:
        self.lines.add(connection)
        try:
            await self.serve_one(connection)
        except ConnectionClosed:
            pass
        finally:
            self.lines.discard(connection)
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


def refusal(status: int, body: str, headers: dict[str, str] | None = None) -> Response:
    content = body.encode()
    lines = Headers(
        {"Content-Type": "application/json", "Content-Length": str(len(content))} | (headers or {})
    )
    return Response(status, HTTPStatus(status).phrase, lines, content)
