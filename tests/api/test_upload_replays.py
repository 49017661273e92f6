"""Files that are sent again"""

from __future__ import annotations

from collections.abc import AsyncIterator

from tests.api.knowing import new_group, until_read
from tests.api.repeats import is_replay, post, rows
from tests.api.servers import Server
from tests.sounds import wav


async def test_a_form_with_a_file_is_the_same_whatever_its_boundary_and_pieces(server: Server) -> None:
    files = {"audioFile": ("me.wav", wav(), "audio/wav")}
    first = await post(server, "/v1/voices", data={"name": "Me"}, files=files)
    again = await post(server, "/v1/voices", data={"name": "Me"}, files=files)

    assert first.status_code == 201
    assert first.request.headers["content-type"] != again.request.headers["content-type"]
    is_replay(again, first)
    rebuilt = server.client.build_request("POST", "/v1/voices", data={"name": "Me"}, files=files)
    form = await rebuilt.aread()

    async def in_pieces() -> AsyncIterator[bytes]:
        for at in range(0, len(form), 1000):
            yield form[at : at + 1000]

    content_type = {"content-type": rebuilt.headers["content-type"]}
    is_replay(await post(server, "/v1/voices", content=in_pieces(), headers=content_type), first)
    other = {"audioFile": ("me.wav", wav(2.0), "audio/wav")}
    assert (await post(server, "/v1/voices", data={"name": "Me"}, files=other)).status_code == 422


async def test_a_document_is_uploaded_once(server: Server) -> None:
    group = await new_group(server)
    path = f"/v1/knowledge/groups/{group}/documents"
    file = {"file": ("a.txt", b"Opening hours: 9 to 5", "text/plain")}

    first = await post(server, path, files=file)

    assert first.status_code == 201
    is_replay(await post(server, path, files=file), first)
    assert len((await server.client.get(path)).json()) == 1
    await until_read(server, first.json()["id"])


async def test_a_signed_upload_is_announced_and_confirmed_once(server: Server) -> None:
    group, content = await new_group(server), b"Opening hours: 9 to 5"
    wish = {"filename": "a.txt", "contentType": "text/plain", "fileSize": len(content)}
    announce = f"/v1/knowledge/groups/{group}/documents/presigned-upload"
    announced = await post(server, announce, "announce", json=wish)
    is_replay(await post(server, announce, "announce", json=wish), announced)

    url, document = announced.json()["uploadUrl"], announced.json()["documentId"]
    put = await server.client.put(url, content=content, headers={"content-type": "text/plain"})
    assert put.status_code == 200
    confirm = f"/v1/knowledge/documents/{document}/confirm-upload"
    confirmed = await post(server, confirm, "confirm", json={"fileSize": len(content)})

    assert confirmed.status_code == 200
    is_replay(await post(server, confirm, "confirm", json={"fileSize": len(content)}), confirmed)
    await until_read(server, document)


async def test_a_body_that_is_too_large_is_413_and_not_kept(server: Server) -> None:
    async def endless() -> AsyncIterator[bytes]:
        for _ in range(1100):
            yield b"x" * 1000

    for _ in range(2):
        reply = await post(
            server, "/v1/personas", content=endless(), headers={"content-type": "application/json"}
        )
        assert reply.status_code == 413
    assert await rows(server) == []
