"""The avatars that the server brings"""

from __future__ import annotations

import pytest
from tests.api import published
from tests.api.avatar_requests import EVERYTHING, EXTENSIONS, PICTURES, STOCK
from tests.api.servers import Server

PUBLISHED = {
    "30fa96d0-26c4-4e55-94a0-517025942e18": "Cara",
    "071b0286-4cce-4808-bee2-e642f1062de3": "Liv",
    "edf6fdcb-acab-44b8-b974-ded72665ee26": "Mia",
}


async def test_published_avatars_have_their_published_names(server: Server) -> None:
    listed = (await server.client.get("/v1/avatars", params=EVERYTHING)).json()["data"]

    by_id = {avatar["id"]: avatar for avatar in listed}
    for id, name in PUBLISHED.items():
        assert by_id[id]["displayName"] == name
        assert set(by_id[id]) == set(published.AVATAR_FIELDS_JULY) | EXTENSIONS
        assert by_id[id]["buildStatus"] == "ready"
        assert (await server.client.get(f"/v1/avatars/{id}")).json() == by_id[id]


async def test_every_stock_avatar_has_pictures_that_anybody_may_see(server: Server) -> None:
    listed = (await server.client.get("/v1/avatars", params=EVERYTHING)).json()["data"]
    del server.client.headers["authorization"]

    for avatar in listed:
        for shape in PICTURES:
            assert avatar[shape].startswith("http://testserver/")
            reply = await server.client.get(avatar[shape])
            assert reply.headers["content-type"] == "image/webp"
            assert reply.content[8:12] == b"WEBP"


@pytest.mark.parametrize(
    "name", ["none.webp", "..%2F..%2Fpy.typed", "%2Fetc%2Fpasswd", "ana-office_square.png"]
)
async def test_pictures_come_from_their_folder_only(server: Server, name: str) -> None:
    assert (await server.client.get(f"/v1/assets/avatars/{name}")).status_code == 404


async def test_stock_avatars_cannot_be_changed(server: Server) -> None:
    where = f"/v1/avatars/{STOCK}"

    for reply in (
        await server.client.put(where, json={"displayName": "Mine"}),
        await server.client.delete(where),
        await server.client.delete(where, params={"hard": "true"}),
    ):
        assert (reply.status_code, reply.json()["error"]) == (403, "Forbidden")
    assert (await server.client.get(where)).json()["displayName"] == "Cara"


async def test_stock_avatars_have_a_clip_of_idling_that_anybody_may_watch(server: Server) -> None:
    avatar = (await server.client.get(f"/v1/avatars/{STOCK}")).json()

    assert avatar["videoUrl"] == avatar["idleVideoUrl"]
    reply = await server.client.get(
        avatar["idleVideoUrl"], headers={"authorization": "", "range": "bytes=4-7"}
    )
    assert (reply.status_code, reply.content) == (206, b"ftyp")
    assert reply.headers["content-type"] == "video/mp4"


async def test_everybody_of_the_gallery_is_listed_in_three_rooms(server: Server) -> None:
    listed = (await server.client.get("/v1/avatars", params=EVERYTHING)).json()["data"]

    rooms: dict[str, set[str]] = {}
    for avatar in listed:
        rooms.setdefault(avatar["displayName"], set()).add(avatar["variantName"])
    assert rooms["Noor"] == rooms["Arthur"] == {"studio", "office", "home"}
    assert len([name for name, of in rooms.items() if len(of) == 3]) == 10
