"""Documents that are put to a signed address and confirmed"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import update
from tests.api.document_requests import count, listed, read
from tests.api.knowing import new_group, search, until_read
from tests.api.servers import Server, bearer

from visavis.store.base import now
from visavis.store.tables import BlobEntry, KnowledgeDocument


async def announce(server: Server, group: str, **fields: Any) -> dict[str, Any]:
    body = {"filename": "big.txt", "contentType": "text/plain", "fileSize": 12} | fields
    return await server.answer("POST", f"/v1/knowledge/groups/{group}/documents/presigned-upload", json=body)


async def put(server: Server, announced: dict[str, Any], content: bytes = b"Hello world.") -> httpx.Response:
    """As a browser would that knows nothing but the address."""
    request = httpx.Request(
        "PUT", announced["uploadUrl"], content=content, headers={"content-type": "text/plain"}
    )
    return await server.client.send(request)


async def confirm(server: Server, announced: dict[str, Any], size: int = 12) -> httpx.Response:
    url = f"/v1/knowledge/documents/{announced['documentId']}/confirm-upload"
    return await server.client.post(url, json={"fileSize": size})


async def test_a_file_is_uploaded_to_a_signed_address_and_confirmed(server: Server) -> None:
    group = await new_group(server)

    announced = await announce(server, group)
    assert (await read(server, announced["documentId"])).status_code == 404, "nothing is there yet"
    assert await listed(server, group) == []
    assert (await put(server, announced)).status_code == 200
    reply = await confirm(server, announced)

    assert (reply.status_code, reply.json()["status"]) == (200, "UPLOADED")
    document = await until_read(server, announced["documentId"])
    assert (document["status"], document["fileSize"]) == ("READY", 12)
    assert len(await search(server, group, "hello")) == 1
    assert (await confirm(server, announced)).json()["status"] == "READY", "twice is once"
    assert (await put(server, announced)).status_code == 409, "and it cannot be replaced"


async def test_what_was_not_uploaded_cannot_be_confirmed(server: Server) -> None:
    announced = await announce(server, await new_group(server))

    reply = await confirm(server, announced)

    assert (reply.status_code, reply.json()["error"]) == (409, "Conflict")


async def test_a_confirmation_is_checked(server: Server) -> None:
    group = await new_group(server)
    announced = await announce(server, group)
    await put(server, announced)
    reply = await confirm(server, announced, size=11)
    assert (reply.status_code, reply.json()["details"][0]["path"]) == (400, "fileSize")
    forged = await announce(server, group, filename="a.pdf")
    await put(server, forged)
    reply = await confirm(server, forged)
    assert (reply.status_code, reply.json()["details"][0]["path"]) == (400, "file")
    theirs = bearer(await server.key_of_another_organization())
    url = f"/v1/knowledge/documents/{announced['documentId']}/confirm-upload"
    assert (await server.client.post(url, json={}, headers=theirs)).status_code == 404
    assert (await server.client.post(url)).status_code == 200, "the size may be left out"


async def test_an_upload_that_took_too_long_cannot_be_confirmed(server: Server) -> None:
    announced = await announce(server, await new_group(server))
    await put(server, announced)
    async with server.wing.database.transaction() as session:
        await session.execute(update(BlobEntry).values(expires_at=now() - timedelta(seconds=1)))

    assert (await confirm(server, announced)).status_code == 409


async def test_announcements_that_nobody_used_are_forgotten(server: Server) -> None:
    group = await new_group(server)
    await announce(server, group)
    async with server.wing.database.transaction() as session:
        await session.execute(update(KnowledgeDocument).values(created_at=now() - timedelta(hours=3)))

    await announce(server, group)

    assert await count(server, KnowledgeDocument) == 1


@pytest.mark.parametrize(
    ("fields", "path"),
    [
        ({"filename": "a.exe"}, "filename"),
        ({"filename": None}, "filename"),
        ({"contentType": "text"}, "contentType"),
        ({"fileSize": 0}, "fileSize"),
        ({"fileSize": 50 * 1024 * 1024 + 1}, "fileSize"),
    ],
)
async def test_an_announcement_that_cannot_be_is_400(
    server: Server, fields: dict[str, Any], path: str
) -> None:
    group = await new_group(server)
    body = {"filename": "a.txt", "contentType": "text/plain", "fileSize": 12} | fields

    reply = await server.client.post(f"/v1/knowledge/groups/{group}/documents/presigned-upload", json=body)

    assert reply.status_code == 400, reply.text
    assert reply.json()["details"][0]["path"] == path
