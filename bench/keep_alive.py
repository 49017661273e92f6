"""Clients that send one request again and again over connections that stay open, at next to no cost of their
own: they share the machine with the server that is measured."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

CLIENTS = 8


@dataclass(frozen=True, slots=True)
class Call:
    """A request, and the status that its answer must have."""

    method: str
    path: str
    key: str = ""
    body: Any = None
    status: int = 200

    def at(self, host: str) -> bytes:
        content = b"" if self.body is None else json.dumps(self.body).encode()
        lines = [
            f"{self.method} {self.path} HTTP/1.1",
            f"host: {host}",
            f"authorization: Bearer {self.key}",
            "content-type: application/json",
            f"content-length: {len(content)}",
        ]
        return "\r\n".join([*lines, "", ""]).encode() + content


async def repeat(url: str, call: Call, times: int) -> int:
    """Sends it so often, over `CLIENTS` connections at once; the size of the last answer's body in bytes.

    Raises RuntimeError for an answer of another status.
    """
    host = urlsplit(url).netloc
    shares = [times // CLIENTS] * CLIENTS
    sizes = await asyncio.gather(*(_one_client(host, call, share) for share in shares))
    return sizes[-1]


async def _one_client(host: str, call: Call, times: int) -> int:
    address, port = host.rsplit(":", 1)
    reader, writer = await asyncio.open_connection(address, int(port))
    request, body = call.at(host), b""
    try:
        for _ in range(times):
            writer.write(request)
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
            body = await reader.readexactly(int(head.split("content-length:", 1)[1].split("\r\n", 1)[0]))
            if head.split(" ", 2)[1] != str(call.status):
                raise RuntimeError(f"{call.method} {call.path}: {head.splitlines()[0]} {body[:500]!r}")
    finally:
        writer.close()
    return len(body)
