"""Documents that tests ask for, and rows that they count."""

from __future__ import annotations

from typing import Any

import httpx
from sqlalchemy import func, select
from tests.api.servers import Server

FIELDS = {
    *("id", "knowledgeFolderId", "filename", "fileType", "fileSize", "fileUrl", "status"),
    *("errorMessage", "createdAt", "updatedAt", "progress"),
}


async def read(server: Server, id: str) -> httpx.Response:
    return await server.client.get(f"/v1/knowledge/documents/{id}")


async def count(server: Server, table: type[Any]) -> int:
    async with server.wing.database.transaction() as session:
        return await session.scalar(select(func.count()).select_from(table)) or 0


async def listed(server: Server, group: str) -> list[dict[str, Any]]:
    answer: list[dict[str, Any]] = (await server.client.get(f"/v1/knowledge/groups/{group}/documents")).json()
    return answer
