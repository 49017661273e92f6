"""A local server in a vendor's place: it keeps what it was asked, and sends the bytes it was given."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route


@dataclass
class Asked:
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: dict[str, Any]


@dataclass
class Vendor:
    answers: list[Response] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    url: str = ""

    async def answer(self, request: Request) -> Response:
        url = request.url
        body = json.loads(await request.body())
        self.asked.append(Asked(url.path, dict(request.query_params), dict(request.headers), body))
        return self.answers.pop(0)


@asynccontextmanager
async def vendor() -> AsyncIterator[Vendor]:
    here = Vendor()
    app = Starlette(routes=[Route("/{path:path}", here.answer, methods=["POST"])])
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="critical", lifespan="off"))
    serving = asyncio.create_task(server.serve())
    while not server.started:  # uvicorn offers no event
        await asyncio.sleep(0.01)
    here.url = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    try:
        yield here
    finally:
        server.should_exit = server.force_exit = True
        await serving


def streamed(events: Sequence[bytes], *, cut: int = 7) -> Response:
    """Server-sent events, in packets whose borders fall anywhere."""
    whole = b"".join(events)

    async def packets() -> AsyncIterator[bytes]:
        for start in range(0, len(whole), cut):
            yield whole[start : start + cut]

    return StreamingResponse(packets(), media_type="text/event-stream")


def refused(status: int, error: dict[str, Any]) -> Response:
    return JSONResponse(error, status)
