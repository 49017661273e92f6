"""A real llama.cpp server behind a door that can be closed: what an LLM does on its bad days."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from enum import StrEnum
from pathlib import Path

import httpx
import uvicorn
import xllamacpp
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route
from tests.providers.llm import tiny_model

MODEL = "tiny"
MAX_TOKENS = 40
"""The tiny model talks gibberish and knows no end."""


class Day(StrEnum):
    GOOD = "good"
    """Everything is passed on to llama.cpp and back."""
    BROKEN = "broken"
    """500 to everything."""
    SILENT = "silent"
    """Takes the question and says nothing."""
    BREAKS_OFF = "breaks off"
    """Begins an answer, and the connection breaks."""


class UnreliableLlm:
    def __init__(self, llama_url: str) -> None:
        self.day = Day.GOOD
        self.questions = 0
        self._llama = httpx.AsyncClient(base_url=llama_url, timeout=30)
        self.app = Starlette(
            routes=[
                Route("/v1/models", self._models),
                Route("/v1/chat/completions", self._complete, methods=["POST"]),
            ]
        )

    async def _models(self, _: Request) -> Response:
        return JSONResponse({"object": "list", "data": [{"id": MODEL, "object": "model"}]})

    async def _complete(self, request: Request) -> Response:
        self.questions += 1
        match self.day:
            case Day.BROKEN:
                return JSONResponse({"error": {"message": "the graphics card is on fire"}}, 500)
            case Day.SILENT:
                await asyncio.sleep(60)
                return JSONResponse({}, 503)
            case Day.BREAKS_OFF:
                return StreamingResponse(self._half_an_answer(), media_type="text/event-stream")
        body = json.dumps(await request.json() | {"max_tokens": MAX_TOKENS})
        return StreamingResponse(self._answer(body), media_type="text/event-stream")

    async def _answer(self, body: str) -> AsyncIterator[bytes]:
        headers = {"content-type": "application/json"}
        async with self._llama.stream("POST", "/v1/chat/completions", content=body, headers=headers) as reply:
            assert reply.is_success
            async for piece in reply.aiter_bytes():
                yield piece

    async def _half_an_answer(self) -> AsyncIterator[bytes]:
        choice = {"index": 0, "delta": {"content": "The clock strikes. And then"}, "finish_reason": None}
        chunk = {"id": "1", "object": "chat.completion.chunk", "created": 0, "model": MODEL}
        yield f"data: {json.dumps(chunk | {'choices': [choice]})}\n\n".encode()
        raise ConnectionResetError


@asynccontextmanager
async def unreliable_llm(folder: Path) -> AsyncIterator[tuple[UnreliableLlm, str]]:
    """The model, and the base URL at which a server finds it."""
    path = folder / "tiny.gguf"
    tiny_model.write(path)
    parameters = xllamacpp.CommonParams()
    parameters.model.path = str(path)
    parameters.n_ctx = 1024
    parameters.n_parallel = 1
    parameters.cpuparams.n_threads = 1
    parameters.port = 0
    llama = xllamacpp.Server(parameters)
    llm = UnreliableLlm(llama.listening_address)
    server = uvicorn.Server(uvicorn.Config(llm.app, port=0, log_level="critical", lifespan="off"))
    serving = asyncio.create_task(server.serve())
    while not server.started:  # uvicorn offers no event
        await asyncio.sleep(0.01)
    try:
        yield llm, f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}/v1"
    finally:
        server.should_exit = server.force_exit = True
        await serving
        del llama
