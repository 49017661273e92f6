"""/v1/blobs: signed addresses need no key and are good for one thing."""

from __future__ import annotations

import pytest
from tests.api.servers import Server

from visavis.api.addresses import blob_path
from visavis.services import blob_keeping
from visavis.store.blobs import whole
from visavis.store.queries import first_organization

KEY = "voices/5f0c"


async def organization(server: Server) -> str:
    async with server.wing.database.reading() as connection:
        caller = await first_organization(connection)
    assert caller
    return caller.organization_id


def address(server: Server, verb: str = "GET", key: str = KEY) -> str:
    return server.wing.signed_urls.sign(verb, blob_path(key))  # type: ignore[arg-type]


@pytest.fixture(autouse=True)
async def _stored(server: Server) -> None:
    await blob_keeping.store(server.wing, await organization(server), KEY, b"0123456789", "audio/wav")
    del server.client.headers["authorization"]


async def test_a_signed_address_shows_the_blob_without_a_key(server: Server) -> None:
    reply = await server.client.get(address(server))

    assert reply.status_code == 200
    assert reply.content == b"0123456789"
    assert reply.headers["content-type"] == "audio/wav"
    assert reply.headers["content-length"] == "10"
    assert reply.headers["content-disposition"] == "inline"
    assert reply.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in reply.headers["content-security-policy"]


@pytest.mark.parametrize(
    ("asked", "content", "says"),
    [
        ("bytes=2-4", b"234", "bytes 2-4/10"),
        ("bytes=7-", b"789", "bytes 7-9/10"),
        ("bytes=-3", b"789", "bytes 7-9/10"),
        ("bytes=-30", b"0123456789", "bytes 0-9/10"),
        ("bytes=8-99", b"89", "bytes 8-9/10"),
    ],
)
async def test_players_may_ask_for_a_range(server: Server, asked: str, content: bytes, says: str) -> None:
    reply = await server.client.get(address(server), headers={"range": asked})

    assert reply.status_code == 206
    assert reply.content == content
    assert reply.headers["content-range"] == says
    assert reply.headers["content-length"] == str(len(content))


@pytest.mark.parametrize("asked", ["bytes=4-2", "bytes=-", "bytes=0-1,3-4", "lines=1-2", "bytes=x"])
async def test_ranges_that_say_nothing_are_ignored(server: Server, asked: str) -> None:
    reply = await server.client.get(address(server), headers={"range": asked})

    assert (reply.status_code, reply.content) == (200, b"0123456789")


@pytest.mark.parametrize("asked", ["bytes=10-", "bytes=10-12", "bytes=-0"])
async def test_ranges_beyond_the_end_are_416(server: Server, asked: str) -> None:
    reply = await server.client.get(address(server), headers={"range": asked})

    assert reply.status_code == 416
    assert reply.headers["content-range"] == "bytes */10"


async def test_without_its_signature_nothing_is_shown(server: Server) -> None:
    assert (await server.client.get(blob_path(KEY))).status_code == 400
    assert (await server.client.get(address(server) + "0")).status_code == 403
    assert (await server.client.get(address(server, "PUT"))).status_code == 403
    assert (await server.client.get(address(server).replace("5f0c", "5f0d"))).status_code == 403
    assert (await server.client.put(address(server), content=b"x")).status_code == 403


async def test_what_is_gone_is_404(server: Server) -> None:
    assert (await server.client.get(address(server, key="voices/none"))).status_code == 404
    assert (await server.client.get(address(server, key="../visavis.db"))).status_code in (403, 404)
    await server.wing.blobs.delete(KEY)
    assert (await server.client.get(address(server))).status_code == 404


async def test_a_download_has_its_name(server: Server) -> None:
    await blob_keeping.store(
        server.wing, await organization(server), "documents/1", b"x", "text/html", filename='a"b é.html'
    )

    reply = await server.client.get(address(server, key="documents/1"))

    assert reply.headers["content-disposition"] == "attachment; filename*=UTF-8''a%22b%20%C3%A9.html"


async def test_an_upload_wants_its_type_and_size(server: Server) -> None:
    await blob_keeping.expect(server.wing, await organization(server), "voices/new", "audio/wav", largest=4)
    where = address(server, "PUT", "voices/new")

    wrong = await server.client.put(where, content=b"1234", headers={"content-type": "text/html"})
    large = await server.client.put(where, content=b"12345", headers={"content-type": "audio/wav"})
    right = await server.client.put(where, content=b"1234", headers={"content-type": "audio/wav"})

    assert (wrong.status_code, large.status_code, right.status_code) == (415, 413, 200)
    assert (await server.client.get(address(server, key="voices/new"))).content == b"1234"


async def test_an_upload_for_nothing_is_404(server: Server) -> None:
    reply = await server.client.put(
        address(server, "PUT", "voices/none"), content=b"x", headers={"content-type": "audio/wav"}
    )

    assert reply.status_code == 404
    assert await server.wing.blobs.size("voices/none") is None


async def test_an_upload_may_be_larger_than_other_requests(server: Server) -> None:
    size = 5 * 1024 * 1024
    await blob_keeping.expect(
        server.wing, await organization(server), "voices/big", "audio/wav", largest=size
    )

    reply = await server.client.put(
        address(server, "PUT", "voices/big"),
        content=whole(b"\0" * size),
        headers={"content-type": "audio/wav"},
    )

    assert reply.status_code == 200
    assert await server.wing.blobs.size("voices/big") == size
