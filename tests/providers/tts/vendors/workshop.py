"""A local server in the place of a vendor that makes voices of recordings: what all of them have in common."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, ClassVar, Self

import uvicorn
from starlette.applications import Starlette
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from tests.providers.tts.vendors.studio import KEY, RETRY_AFTER_S


class Mood(StrEnum):
    GOOD = "good"
    WRONG_KEY = "wrong key"
    NO_CREDIT = "no credit"
    NOT_IN_THE_PLAN = "not in the plan"
    BUSY = "busy"
    TOO_SHORT = "too short a sample"
    BROKEN = "broken"
    """A 500 with a page for people."""
    GARBAGE = "garbage"
    """200, and nothing that it documents."""
    HANGS = "hangs"


@dataclass
class Workshop:
    """Subclasses know paths, forms and errors."""

    provider: ClassVar[str]
    settings: ClassVar[tuple[str, str]]
    """Our variables for its key and its address."""
    making: ClassVar[str]
    """The path that takes recordings."""
    one: ClassVar[str]
    """The path of a voice, with {id}."""

    listing: ClassVar[str]
    """The path of the list of its voices."""

    accounts: tuple[str, ...] = (KEY,)
    """Keys that it knows."""
    asked_with: list[str] = field(default_factory=list)
    """The key of each request."""
    mood: Mood = Mood.GOOD
    url: str = ""
    voices: dict[str, dict[str, Any]] = field(default_factory=dict)
    """Forms of those that it has, by id; the recording is bytes."""
    previews: dict[str, bytes] = field(default_factory=dict)
    """Recordings that it shows of voices, by their ids."""
    asked: int = 0
    deleted: list[str] = field(default_factory=list)

    def key_in(self, request: Request) -> str:
        """With which it is asked; "" where it is not said as documented."""
        raise NotImplementedError

    def complaint(self, mood: Mood) -> Response:
        """How it says that."""
        raise NotImplementedError

    def make(self, form: dict[str, Any]) -> Response:
        """Checks the form and adds to `voices`."""
        raise NotImplementedError

    def gone(self) -> Response:
        """One that is not there."""
        raise NotImplementedError

    def told(self, id: str, preview: str | None) -> dict[str, Any]:
        """What it tells of a voice that it has. `preview`: the address of a recording, where it shows one."""
        return {"id": id}

    deleting: ClassVar[Response]
    """Its answer to a DELETE that went well."""

    def forget(self) -> None:
        self.mood, self.voices, self.deleted, self.asked, self.asked_with = Mood.GOOD, {}, [], 0, []
        self.previews = {}

    def environment(self, key: str = KEY) -> dict[str, str]:
        named, address = self.settings
        return {named: key, address: self.url}

    @asynccontextmanager
    async def at_work(self) -> AsyncIterator[Self]:
        routes = [
            Route(self.listing, self._listing, methods=["GET"]),
            Route("/previews/{id}", self._previewing, methods=["GET"]),
            Route(self.making, self._making, methods=["POST"]),
            Route(self.one, self._telling, methods=["GET"]),
            Route(self.one, self._deleting, methods=["DELETE"]),
        ]
        server = uvicorn.Server(
            uvicorn.Config(Starlette(routes=routes), host="127.0.0.1", port=0, log_level="warning")
        )
        running = asyncio.create_task(server.serve())
        while not server.started:
            await asyncio.sleep(0.01)
        self.url = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
        try:
            yield self
        finally:
            server.should_exit = True
            await running

    async def _listing(self, request: Request) -> Response:
        return await self._moody(request) or JSONResponse({})

    async def _making(self, request: Request) -> Response:
        if (answer := await self._moody(request)) is not None:
            return answer
        form = await request.form()
        known = {
            name: (value.filename, await value.read()) if isinstance(value, UploadFile) else value
            for name, value in form.multi_items()
        }
        return self.make(known)

    async def _telling(self, request: Request) -> Response:
        if (answer := await self._moody(request)) is not None:
            return answer
        id = request.path_params["id"]
        if id not in self.voices:
            return self.gone()
        return JSONResponse(self.told(id, f"{self.url}/previews/{id}" if id in self.previews else None))

    async def _previewing(self, request: Request) -> Response:
        """Anybody may hear it."""
        return Response(self.previews[request.path_params["id"]], media_type="audio/mpeg")

    async def _deleting(self, request: Request) -> Response:
        if (answer := await self._moody(request)) is not None:
            return answer
        id = request.path_params["id"]
        if self.voices.pop(id, None) is None:
            return self.gone()
        self.deleted.append(id)
        return self.deleting

    async def _moody(self, request: Request) -> Response | None:
        self.asked += 1
        await request.body()
        self.asked_with.append(key := self.key_in(request))
        if self.mood is Mood.WRONG_KEY or key not in self.accounts:
            return self.complaint(Mood.WRONG_KEY)
        if self.mood is Mood.HANGS:
            while not await request.is_disconnected():
                await asyncio.sleep(0.01)
            return PlainTextResponse("")
        if self.mood is Mood.GARBAGE:
            return JSONResponse(["voice"])
        if self.mood is Mood.BROKEN:
            return Response("<html><body>Bad gateway</body></html>", 502, media_type="text/html")
        if self.mood is Mood.GOOD:
            return None
        answer = self.complaint(self.mood)
        if self.mood is Mood.BUSY:
            answer.headers["retry-after"] = str(RETRY_AFTER_S)
        return answer
