"""/v1/knowledge/documents: listed, renamed, downloaded, deleted"""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import httpx
import pytest
from tests.api.document_requests import FIELDS, count, listed, read
from tests.api.knowing import add, new_group, search
from tests.api.servers import Server, bearer
from tests.knowledge import files

from visavis.store.tables import BlobEntry, KnowledgeChunk


async def test_documents_are_listed_as_a_bare_array_the_newest_first(server: Server) -> None:
    group = await new_group(server)
    first, second = await add(server, group, "a.txt", "One."), await add(server, group, "b.txt", "Two.")

    found = await listed(server, group)

    assert [one["id"] for one in found] == [second["id"], first["id"]]
    assert set(found[0]) == FIELDS


async def test_the_published_rename_changes_the_name_alone(server: Server) -> None:
    group = await new_group(server)
    before = await add(server, group, "old.pdf", files.pdf("Giraffe."))

    reply = await server.client.put(
        f"/v1/knowledge/documents/{before['id']}", json={"filename": "updated-filename.pdf"}
    )

    assert reply.status_code == 200
    after = reply.json()
    assert after["filename"] == "updated-filename.pdf"
    changing = {"filename", "updatedAt", "fileUrl"}
    assert {name: after[name] for name in FIELDS - changing} == {
        name: before[name] for name in FIELDS - changing
    }
    assert (await search(server, group, "giraffe"))[0]["filename"] == "updated-filename.pdf"
    for name in ("", "a/b.pdf", None, 5):
        reply = await server.client.put(f"/v1/knowledge/documents/{before['id']}", json={"filename": name})
        assert (reply.status_code, reply.json()["details"][0]["path"]) == (400, "filename")
    assert (await server.client.put(f"/v1/knowledge/documents/{before['id']}", json={})).json() | {
        "fileUrl": ""
    } == after | {"fileUrl": ""}


async def test_a_document_is_downloaded_at_a_signed_address_under_its_name(server: Server) -> None:
    group = await new_group(server)
    content = files.pdf("Giraffe.")
    document = await add(server, group, "old.pdf", content)
    await server.client.put(f"/v1/knowledge/documents/{document['id']}", json={"filename": "Zürich.pdf"})

    reply = await server.client.get(f"/v1/knowledge/documents/{document['id']}/download")

    assert set(reply.json()) == {"downloadUrl", "filename"}
    assert reply.json()["filename"] == "Zürich.pdf"
    for url in (reply.json()["downloadUrl"], document["fileUrl"]):
        file = await server.client.send(httpx.Request("GET", url))  # without a key
        assert (file.status_code, file.content) == (200, content)
        assert file.headers["content-type"] == "application/pdf"
        assert "Z%C3%BCrich.pdf" in file.headers["content-disposition"]


async def test_a_deleted_document_leaves_nothing(server: Server) -> None:
    group = await new_group(server)
    document = await add(server, group, "a.txt", "Giraffe.")

    reply = await server.client.delete(f"/v1/knowledge/documents/{document['id']}")

    assert (reply.status_code, reply.content) == (204, b"")
    assert (await read(server, document["id"])).status_code == 404
    assert await server.wing.blobs.size(f"documents/{document['id']}") is None
    assert await count(server, KnowledgeChunk) == await count(server, BlobEntry) == 0
    assert await search(server, group, "giraffe") == []


@pytest.mark.parametrize(
    ("verb", "path", "body"),
    [
        ("GET", "", None),
        ("PUT", "", {"filename": "mine.txt"}),
        ("DELETE", "", None),
        ("GET", "/download", None),
        ("POST", "/confirm-upload", {"fileSize": 1}),
    ],
)
async def test_documents_that_are_not_there_or_not_ours_are_404(
    server: Server, verb: str, path: str, body: dict[str, Any] | None
) -> None:
    document = await add(server, await new_group(server), "a.txt", "x")
    theirs = bearer(await server.key_of_another_organization())

    async def status(id: Any, headers: dict[str, str] | None = None) -> int:
        url = f"/v1/knowledge/documents/{id}{path}"
        return (await server.client.request(verb, url, json=body, headers=headers)).status_code

    assert await status(document["id"], theirs) == 404
    assert await status(uuid4()) == 404
    assert await status("not-an-id") == 400
    assert await status(document["id"], bearer("wrong")) == 401
