"""A server of OpenAI's /audio/speech, as it documents it.

Sources: openai 3.52 `types/audio/speech_create_params` for the body; platform.openai.com/docs/guides/text-to-speech
for "pcm": s16le at 24 kHz without a header, in chunks; docs "Error codes" for 401, 429 and `insufficient_quota`.
Chunks end anywhere, in the middle of a sample too.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Self

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from tests.providers.tts.vendors.studio import KEY, Day, Studio, sound_of

VOICE = "alloy"
CHUNK = 2401
ERRORS = {
    Day.WRONG_KEY: (401, "invalid_api_key", f"Incorrect API key provided: {KEY}."),
    Day.NO_CREDIT: (429, "insufficient_quota", "You exceeded your current quota."),
    Day.BUSY: (429, "rate_limit_exceeded", "Rate limit reached."),
}


@dataclass
class OpenAi(Studio):
    recordings: dict[str, bytes] = field(default_factory=dict)
    """What it says by its text, where that is more than tones."""

    def texts(self) -> list[str]:
        return [body["input"].strip() for body in self.received]

    async def speak(self, request: Request) -> Response:
        body = await request.json()
        self.received.append(body)
        day = self.today()
        if day in ERRORS:
            status, code, said = ERRORS[day]
            error = {"error": {"code": code, "message": said}}
            return JSONResponse(error, status, {"retry-after": str(self.retry_after_s)})
        if day is Day.GARBAGE:
            return HTMLResponse("<!doctype html><title>Sign in</title>")
        assert request.headers["authorization"] == f"Bearer {KEY}"
        assert body["response_format"] == "pcm"
        return StreamingResponse(self._sound(body["input"], day), media_type="audio/pcm")

    async def _sound(self, text: str, day: Day) -> AsyncIterator[bytes]:
        sound = self.recordings.get(text.strip()) or sound_of(text)
        if day is Day.SAYS_NOTHING:
            sound = b""
        try:
            if day is Day.HANGS:
                await asyncio.sleep(3600)
            for number, at in enumerate(range(0, len(sound), CHUNK)):
                if number == 2:
                    await self.may_go_on.wait()
                if number == 4 and day is Day.BREAKS_OFF:
                    raise ConnectionResetError
                if number == 4 and day is Day.HANGS_LATER:
                    await asyncio.sleep(3600)
                yield await self.make(sound[at : at + CHUNK])
        except asyncio.CancelledError:
            self.hung_up.set()
            raise

    @asynccontextmanager
    async def at_work(self) -> AsyncIterator[Self]:
        app = Starlette(routes=[Route("/v1/audio/speech", self.speak, methods=["POST"])])
        server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="critical", lifespan="off"))
        serving = asyncio.create_task(server.serve())
        while not server.started:  # uvicorn offers no event
            await asyncio.sleep(0.01)
        self.url = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}/v1"
        try:
            yield self
        finally:
            server.should_exit = server.force_exit = True
            await serving
