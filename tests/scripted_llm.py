"""A server that speaks the OpenAI chat completions API and answers as scripted, one script after the other."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

MODEL = "scripted"

Delta = dict[str, Any]


def says(*pieces: str) -> list[Delta]:
    return [{"content": piece} for piece in pieces]


def calls(name: str, *arguments: str, id: str = "call_1", index: int = 0) -> list[Delta]:
    """A tool call; its arguments come in these pieces."""
    first = {"index": index, "id": id, "type": "function", "function": {"name": name, "arguments": ""}}
    rest = [{"index": index, "function": {"arguments": piece}} for piece in arguments]
    return [{"role": "assistant", "content": None, "tool_calls": [piece]} for piece in (first, *rest)]


@dataclass
class ScriptedLlm:
    scripts: list[Sequence[Delta] | Response] = field(default_factory=list)
    """The next answers; a response is sent as it is."""
    thinks: Callable[[dict[str, Any]], Sequence[Delta]] | None = None
    """In place of the scripts: the answer to the body of a request, however often it is asked."""
    asked: list[dict[str, Any]] = field(default_factory=list)
    """The bodies of all requests."""
    keys: list[str] = field(default_factory=list)
    """What stood behind "Bearer" in each."""
    url: str = ""

    @property
    def host(self) -> str:
        return urlsplit(self.url).netloc

    def results(self) -> list[str]:
        """What it read of its calls, the last time that it was asked."""
        return [message["content"] for message in self.asked[-1]["messages"] if message["role"] == "tool"]

    async def complete(self, request: Request) -> Response:
        self.asked.append(await request.json())
        self.keys.append(request.headers.get("authorization", "").removeprefix("Bearer "))
        if self.thinks is not None:
            return StreamingResponse(_stream(self.thinks(self.asked[-1])), media_type="text/event-stream")
        script = self.scripts.pop(0)
        if isinstance(script, Response):
            return script
        return StreamingResponse(_stream(script), media_type="text/event-stream")

    async def models(self, _: Request) -> Response:
        return JSONResponse({"object": "list", "data": [{"id": MODEL, "object": "model"}]})


@asynccontextmanager
async def scripted_llm() -> AsyncIterator[ScriptedLlm]:
    llm = ScriptedLlm()
    routes = [
        Route("/v1/models", llm.models),
        Route("/v1/chat/completions", llm.complete, methods=["POST"]),
    ]
    server = uvicorn.Server(
        uvicorn.Config(Starlette(routes=routes), port=0, log_level="critical", lifespan="off")
    )
    serving = asyncio.create_task(server.serve())
    while not server.started:  # uvicorn offers no event
        await asyncio.sleep(0.01)
    llm.url = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}/v1"
    try:
        yield llm
    finally:
        server.should_exit = server.force_exit = True
        await serving


def breaks_off(*pieces: str) -> Response:
    """An answer whose connection is closed in the middle, as if all was well."""

    async def stream() -> AsyncIterator[bytes]:
        for delta in says(*pieces):
            yield _event([{"index": 0, "delta": delta, "finish_reason": None}])

    return StreamingResponse(stream(), media_type="text/event-stream")


def hangs(*pieces: str) -> Response:
    """An answer that begins and never ends."""

    async def stream() -> AsyncIterator[bytes]:
        for delta in says(*pieces):
            yield _event([{"index": 0, "delta": delta, "finish_reason": None}])
        await asyncio.Event().wait()

    return StreamingResponse(stream(), media_type="text/event-stream")


async def _stream(deltas: Sequence[Delta]) -> AsyncIterator[bytes]:
    for delta in deltas:
        yield _event([{"index": 0, "delta": delta, "finish_reason": None}])
    yield _event([{"index": 0, "delta": {}, "finish_reason": "stop"}])
    yield _event([])  # some servers tell about usage so
    yield b"data: [DONE]\n\n"


def _event(choices: list[Any]) -> bytes:
    chunk = {"id": "1", "object": "chat.completion.chunk", "created": 0, "model": MODEL, "choices": choices}
    return f"data: {json.dumps(chunk)}\n\n".encode()
