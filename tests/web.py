"""A small web server somewhere else, for what our server fetches and calls."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Page:
    content: bytes
    content_type: str = "application/octet-stream"
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    gate: asyncio.Event | None = None
    """When set, the answer waits for it."""


@dataclass
class Asked:
    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Web:
    host: str
    """127.0.0.1 and its port."""
    pages: dict[str, Page] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://{self.host}"

    def put(self, path: str, content: bytes, content_type: str = "application/octet-stream") -> str:
        """The address of the new page."""
        self.pages[path] = Page(content, content_type)
        return self.url + path


@asynccontextmanager
async def web() -> AsyncIterator[Web]:
    served = Web("")

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
        method, path, _ = head[0].split(" ")
        headers = {
            name.lower(): value for name, _, value in (line.partition(": ") for line in head[1:] if line)
        }
        body = await reader.readexactly(int(headers.get("content-length", 0)))
        served.asked.append(Asked(method, path, headers, body))
        page = served.pages.get(path.split("?")[0], Page(b"not here", "text/plain", 404))
        if page.gate is not None:
            await page.gate.wait()
        lines = [f"HTTP/1.1 {page.status} X", f"content-type: {page.content_type}", "connection: close"]
        lines += [f"content-length: {len(page.content)}", *(f"{n}: {v}" for n, v in page.headers.items())]
        writer.write("\r\n".join([*lines, "", ""]).encode() + page.content)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    async with server:
        served.host = "{}:{}".format(*server.sockets[0].getsockname()[:2])
        yield served
