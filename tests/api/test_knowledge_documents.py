"""/v1/knowledge/documents, from upload to download"""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import func, select, update
from tests.api.knowing import add, new_group, search, until_read, upload
from tests.api.servers import Server, bearer
from tests.knowledge import files

from visavis.api import limits
from visavis.services import knowledge_documents
from visavis.store.base import now
from visavis.store.tables import BlobEntry, Job, KnowledgeChunk, KnowledgeDocument

FIELDS = {
    *("id", "knowledgeFolderId", "filename", "fileType", "fileSize", "fileUrl", "status"),
    *("errorMessage", "createdAt", "updatedAt", "progress"),
}


async def read(server: Server, id: str) -> httpx.Response:
    return await server.client.get(f"/v1/knowledge/documents/{id}")


async def count(server: Server, table: type[Any]) -> int:
    async with server.wing.database.transaction() as session:
        return await session.scalar(select(func.count()).select_from(table)) or 0


# upload


async def test_an_uploaded_file_is_processed_and_then_ready(server: Server) -> None:
    group = await new_group(server)
    content = files.pdf("The museum opens at ten.", "Entrance is free.")

    reply = await upload(server, group, "guide.pdf", content)

    assert reply.status_code == 201
    document = reply.json()
    assert set(document) == FIELDS
    assert (
        document
        | {
            "knowledgeFolderId": group,
            "filename": "guide.pdf",
            "fileType": "application/pdf",
            "fileSize": len(content),
            "status": "PROCESSING",
            "errorMessage": None,
        }
        == document
    )
    ready = await until_read(server, document["id"])
    assert (ready["status"], ready["progress"], ready["errorMessage"]) == ("READY", 1.0, None)
    assert ready["updatedAt"] > document["updatedAt"]
    [hit] = await search(server, group, "entrance")
    assert (hit["content"], hit["chunkIndex"], hit["metadata"]) == ("Entrance is free.", 1, {"page": 2})


@pytest.mark.parametrize(
    ("filename", "content", "file_type"),
    [
        ("a.docx", files.word(("Heading 1", "Giraffes"), ("Normal", "They are tall.")), "wordprocessingml"),
        ("a.md", "# Giraffes\nThey are tall.", "text/markdown"),
        ("a.txt", "Giraffes are tall.", "text/plain"),
        ("a.csv", "animal,size\nGiraffe,tall", "text/csv"),
        ("a.json", '{"giraffe": "tall"}', "application/json"),
        ("a.log", "12:00 a giraffe, tall", "text/x-log"),
    ],
)
async def test_every_kind_of_file_is_found_again(
    server: Server, filename: str, content: bytes | str, file_type: str
) -> None:
    group = await new_group(server)

    document = await add(server, group, filename, content)

    assert document["status"] == "READY", document
    assert file_type in document["fileType"]
    assert [hit["filename"] for hit in await search(server, group, "tall giraffe")] == [filename]


async def test_the_sizes_of_chunks_can_be_chosen(server: Server) -> None:
    group = await new_group(server)
    text = " ".join(f"The giraffe number {number} is tall." for number in range(40))

    await add(server, group, "a.txt", text)
    assert await count(server, KnowledgeChunk) == 2
    await add(server, group, "b.txt", text, chunkSize="100", chunkOverlap="0")
    found = await search(server, group, "giraffe", limit=20)
    assert max(len(hit["content"]) for hit in found if hit["filename"] == "b.txt") <= 100


async def test_a_text_is_uploaded_as_the_public_mcp_server_does_it(server: Server) -> None:
    group = await new_group(server)
    body = {"name": "Opening hours", "content": "We open at ten.", "contentType": "text/plain"}

    reply = await server.client.post(f"/v1/knowledge/groups/{group}/documents", json=body)

    assert reply.status_code == 201, reply.text
    document = await until_read(server, reply.json()["id"])
    assert (document["filename"], document["fileType"]) == ("Opening hours", "text/plain")
    assert len(await search(server, group, "open")) == 1
    renamed = await server.client.put(f"/v1/knowledge/documents/{document['id']}", json={"name": "Hours"})
    assert renamed.json()["filename"] == "Hours"


@pytest.mark.parametrize(
    ("filename", "content", "form", "path"),
    [
        ("a.exe", b"MZ", {}, "file"),
        ("a", b"text", {}, "file"),
        ("a.txt", b"", {}, "file"),
        ("a.pdf", b"Hello", {}, "file"),
        ("a.docx", b"Hello", {}, "file"),
        ("a.txt", files.pdf("x"), {}, "file"),
        ("a.txt", b"x", {"chunkSize": "49"}, "chunkSize"),
        ("a.txt", b"x", {"chunkSize": "10001"}, "chunkSize"),
        ("a.txt", b"x", {"chunkSize": "many"}, "chunkSize"),
        ("a.txt", b"x", {"chunkOverlap": "-1"}, "chunkOverlap"),
        ("a.txt", b"x", {"chunkSize": "100", "chunkOverlap": "51"}, "body"),
        ("x" * 300 + ".txt", b"x", {}, "file"),
    ],
)
async def test_what_cannot_be_is_400_and_leaves_nothing(
    server: Server, filename: str, content: bytes, form: dict[str, str], path: str
) -> None:
    group = await new_group(server)

    reply = await upload(server, group, filename, content, **form)

    assert reply.status_code == 400, reply.text
    assert reply.json()["details"][0]["path"] == path
    assert (await server.client.get(f"/v1/knowledge/groups/{group}/documents")).json() == []
    assert list((server.wing.settings.blobs_dir).glob("documents/*")) == []


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({"content": "x"}, "name"),
        ({"name": "a/b.txt", "content": "x"}, "name"),
        ({"name": "a.txt"}, "content"),
        ({"name": "a.txt", "content": ""}, "content"),
        ({"name": "a", "content": "x", "contentType": "image/png"}, "content"),
        ({"name": "a", "content": "x", "contentType": "text"}, "contentType"),
    ],
)
async def test_a_text_that_cannot_be_is_400(server: Server, body: dict[str, Any], path: str) -> None:
    group = await new_group(server)

    reply = await server.client.post(f"/v1/knowledge/groups/{group}/documents", json=body)

    assert reply.status_code == 400, reply.text
    assert reply.json()["details"][0]["path"] == path


async def test_a_form_without_a_file_is_400(server: Server) -> None:
    group = await new_group(server)

    reply = await server.client.post(
        f"/v1/knowledge/groups/{group}/documents", files={"other": ("a.txt", b"x")}
    )

    assert (reply.status_code, reply.json()["details"][0]["path"]) == (400, "file")


async def test_what_is_neither_json_nor_a_form_is_415(server: Server) -> None:
    group = await new_group(server)

    reply = await server.client.post(
        f"/v1/knowledge/groups/{group}/documents", content=b"x", headers={"content-type": "text/plain"}
    )

    assert reply.status_code == 415


async def test_a_file_goes_to_disk_and_is_refused_when_it_is_too_large(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    group = await new_group(server)
    monkeypatch.setattr(knowledge_documents, "LARGEST_BYTES", 3_000_000)
    line = b"All work and no play makes a dull log.\n"

    reply = await upload(server, group, "a.txt", line * 70_000)
    assert reply.status_code == 201, "far more than a JSON body may have"
    reply = await upload(server, group, "b.txt", line * 80_000)
    assert (reply.status_code, reply.json()["error"]) == (413, "Payload too large")
    assert [one["filename"] for one in (await listed(server, group))] == ["a.txt"]


async def listed(server: Server, group: str) -> list[dict[str, Any]]:
    answer: list[dict[str, Any]] = (await server.client.get(f"/v1/knowledge/groups/{group}/documents")).json()
    return answer


async def test_only_forms_may_be_large(server: Server) -> None:
    group = await new_group(server)
    url = f"/v1/knowledge/groups/{group}/documents"

    reply = await server.client.post(url, json={"name": "a.txt", "content": "x" * limits.LARGEST_BODY})

    assert reply.status_code == 413
    assert limits.largest_body("POST", url, "multipart/form-data; boundary=x") > 50 * 1024 * 1024


async def test_folders_in_a_file_name_are_left_out(server: Server) -> None:
    group = await new_group(server)

    document = await add(server, group, "..\\secret/plan.txt", "x")

    assert document["filename"] == "plan.txt"


# what cannot be read


@pytest.mark.parametrize(
    ("filename", "content", "message"),
    [
        ("a.txt", b" \n ", "There is no text in this file."),
        ("a.pdf", files.pdf(""), "There is no text in this PDF; it may be a scan."),
        ("a.pdf", files.locked_pdf(files.pdf("x"), "sesame"), "The PDF is protected with a password."),
        ("a.docx", files.archive_of_nothing(1000), "The document cannot be read"),
        ("a.json", b"{", "The file is not JSON"),
    ],
)
async def test_a_file_that_cannot_be_read_has_failed_and_says_why(
    server: Server, filename: str, content: bytes, message: str
) -> None:
    group = await new_group(server)

    document = await add(server, group, filename, content)

    assert document["status"] == "FAILED"
    assert message in document["errorMessage"]
    assert await count(server, KnowledgeChunk) == 0
    assert await count(server, Job) == 0


# signed uploads


async def announce(server: Server, group: str, **fields: Any) -> dict[str, Any]:
    body = {"filename": "big.txt", "contentType": "text/plain", "fileSize": 12} | fields
    reply = await server.client.post(f"/v1/knowledge/groups/{group}/documents/presigned-upload", json=body)
    assert reply.status_code == 200, reply.text
    answer: dict[str, Any] = reply.json()
    return answer


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


# list, rename, download, delete


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
