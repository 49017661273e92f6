"""The TCP side of a client's line to the server, which can be cut. Media goes over UDP and knows nothing of it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from urllib.parse import urlsplit


class Line:
    """Carries bytes between clients and a server at `url`."""

    def __init__(self, server_url: str) -> None:
        self._server = urlsplit(server_url)
        self._writers: set[asyncio.StreamWriter] = set()
        self.url = ""

    async def carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        far_reader, far_writer = await asyncio.open_connection(self._server.hostname, self._server.port)
        await asyncio.gather(self._copy(reader, far_writer), self._copy(far_reader, writer))

    async def _copy(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writers.add(writer)
        with suppress(ConnectionError):
            while data := await reader.read(65536):
                writer.write(data)
                await writer.drain()
        self._writers.discard(writer)
        writer.close()

    def cut(self) -> int:
        """Every connection breaks off, on both sides; how many there were. New ones are carried again."""
        cut = len(self._writers)
        for writer in self._writers:
            writer.transport.abort()
        return cut // 2


@asynccontextmanager
async def line_to(server_url: str) -> AsyncIterator[Line]:
    line = Line(server_url)
    async with await asyncio.start_server(line.carry, "127.0.0.1", 0) as listener:
        host, port = listener.sockets[0].getsockname()
        line.url = f"http://{host}:{port}"
        yield line
        line.cut()
