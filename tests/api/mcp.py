"""The official MCP server of the public API as a process, and a client of it."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from mcp import ClientSession, StdioServerParameters
from mcp.client.stdio import stdio_client
from mcp.types import TextContent

COMMAND = Path(sys.executable).with_name("anam-mcp")


class McpServer:
    def __init__(self, session: ClientSession) -> None:
        self._session = session
        self.called: set[str] = set()

    async def tools(self) -> set[str]:
        return {tool.name for tool in (await self._session.list_tools()).tools}

    async def call(self, tool: str, **arguments: object) -> str:
        """What it says, which is for people. It tells of failures in two ways; either fails the test."""
        self.called.add(tool)
        result = await self._session.call_tool(tool, dict(arguments))
        said = "\n".join(part.text for part in result.content if isinstance(part, TextContent))
        assert not result.isError, f"{tool}: {said}"
        assert not said.startswith("Error"), f"{tool}: {said}"
        return said


@asynccontextmanager
async def mcp_server(**variables: str) -> AsyncIterator[McpServer]:
    """Started as its documentation says. It lives in a task of its own: its scopes must end where they began."""
    started: asyncio.Future[McpServer] = asyncio.get_running_loop().create_future()
    done = asyncio.Event()

    async def live() -> None:
        try:
            parameters = StdioServerParameters(command=str(COMMAND), env=variables)
            async with stdio_client(parameters) as streams, ClientSession(*streams) as session:
                await session.initialize()
                started.set_result(McpServer(session))
                await done.wait()
        except BaseException as error:
            if not started.done():
                started.set_exception(error)
            raise

    living = asyncio.create_task(live())
    try:
        yield await started
    finally:
        done.set()
        await living
