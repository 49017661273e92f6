"""Knowledge in a test: groups, documents, and waiting until these are read."""

from __future__ import annotations

from typing import Any

import httpx
from tests.api.servers import Server

from visavis.services.job_kinds import JOB_KINDS
from visavis.services.jobs import Worker


async def new_group(server: Server, **fields: Any) -> str:
    reply = await server.client.post("/v1/knowledge/groups", json={"name": "Product docs"} | fields)
    assert reply.status_code == 201, reply.text
    return str(reply.json()["id"])


async def upload(
    server: Server, group: str, filename: str, content: bytes | str, **form: Any
) -> httpx.Response:
    return await server.client.post(
        f"/v1/knowledge/groups/{group}/documents",
        files={"file": (filename, content, "application/octet-stream")},
        data=form,
    )


async def add(server: Server, group: str, filename: str, content: bytes | str, **form: Any) -> dict[str, Any]:
    """Uploads a document, and gives it back when it has been read, or could not be."""
    reply = await upload(server, group, filename, content, **form)
    assert reply.status_code == 201, reply.text
    return await until_read(server, reply.json()["id"])


async def until_read(server: Server, document: str) -> dict[str, Any]:
    """Works beside the server's own worker, which may have taken the job already."""
    while True:
        await Worker(server.wing, JOB_KINDS).work_off()
        answer: dict[str, Any] = (await server.client.get(f"/v1/knowledge/documents/{document}")).json()
        if answer["status"] in ("READY", "FAILED"):
            return answer


async def search(server: Server, group: str, query: str, **fields: Any) -> list[dict[str, Any]]:
    reply = await server.client.post(f"/v1/knowledge/groups/{group}/search", json={"query": query} | fields)
    assert reply.status_code == 200, reply.text
    found: list[dict[str, Any]] = reply.json()
    return found
