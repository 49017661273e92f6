"""Files and texts that become documents, and those that cannot"""

from __future__ import annotations

from typing import Any

import pytest
from tests.api.document_requests import FIELDS, count, listed
from tests.api.knowing import add, new_group, search, until_read, upload
from tests.api.servers import Server
from tests.knowledge import files

from visavis.api import limits
from visavis.services import knowledge_documents
from visavis.store.tables import Job, KnowledgeChunk

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
