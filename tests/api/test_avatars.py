"""/v1/avatars: listed, changed, deleted, and in sessions"""

from __future__ import annotations

import pytest
from tests.api.avatar_requests import STOCK, blobs, names, uploaded
from tests.api.servers import Server, bearer

# lists


async def test_avatars_can_be_searched_and_filtered(server: Server) -> None:
    await uploaded(server, "Alex")

    assert await names(server, search="CARA") == {"Cara"}
    assert await names(server, search="hoodie") == {"Kenji"}
    men = {"Arthur", "Gabriel", "Kenji", "Leo", "Marcus"}
    assert await names(server, tags="man,nobody") == men
    assert await names(server, tags=" MAN ") == men
    assert await names(server, renderStyle="realistic") == set()
    assert await names(server, renderStyle="unknown") == {"Alex"}
    assert await names(server, onlyOneShot="true") == {"Alex"}
    assert "Cara" in await names(server, renderStyle="animated_3d")
    assert {"Cara", "Alex"} <= await names(server)


@pytest.mark.parametrize(
    "query", [{"renderStyle": "cubist"}, {"page": "0"}, {"perPage": "101"}, {"onlyOneShot": "perhaps"}]
)
async def test_a_wrong_query_is_400(server: Server, query: dict[str, str]) -> None:
    reply = await server.client.get("/v1/avatars", params=query)

    assert reply.status_code == 400
    assert reply.json()["details"][0]["path"] in query


async def test_filtered_avatars_come_in_pages_too(server: Server) -> None:
    reply = await server.client.get("/v1/avatars", params={"tags": "woman", "perPage": 20, "page": 2})

    assert len(reply.json()["data"]) == 1
    assert reply.json()["meta"]["total"] == 21
    assert reply.json()["meta"]["prev"] == 1


# changed and deleted


async def test_an_avatar_can_be_renamed(server: Server) -> None:
    avatar = await uploaded(server)
    where = f"/v1/avatars/{avatar['id']}"

    reply = await server.client.put(where, json={"displayName": "Updated avatar name"})

    assert reply.status_code == 200
    assert reply.json()["displayName"] == "Updated avatar name"
    assert reply.json()["updatedAt"] > avatar["updatedAt"]
    assert (await server.client.put(where, json={"name": "Other"})).json()["displayName"] == "Other"
    for wrong in ({}, {"displayName": ""}, {"displayName": None}, {"displayName": 5}):
        reply = await server.client.put(where, json=wrong)
        assert (reply.status_code, reply.json()["details"][0]["path"]) == (400, "displayName")


async def test_a_soft_delete_hides_and_keeps(server: Server) -> None:
    avatar = await uploaded(server)
    where = f"/v1/avatars/{avatar['id']}"
    persona = (await server.client.post("/v1/personas", json={"avatarId": avatar["id"]})).json()

    reply = await server.client.delete(where)

    assert (reply.status_code, reply.json()) == (200, {"message": "Avatar deleted successfully"})
    assert "Alex" not in await names(server)
    assert (await server.client.get(where)).status_code == 404
    assert (await server.client.put(where, json={"displayName": "Alex"})).status_code == 404
    assert (await server.client.delete(where)).status_code == 404
    shown = await server.client.get(f"/v1/personas/{persona['id']}")
    assert (shown.status_code, shown.json()["avatar"]) == (200, None)
    listed = (await server.client.get("/v1/personas")).json()["data"]
    assert next(one for one in listed if one["id"] == persona["id"])["avatar"] is None
    assert (await server.client.post("/v1/personas", json={"avatarId": avatar["id"]})).status_code == 400
    assert len(blobs(server)) == 4


@pytest.mark.parametrize("softly_before", [False, True])
async def test_a_hard_delete_leaves_nothing(server: Server, softly_before: bool) -> None:
    avatar = await uploaded(server)
    where = f"/v1/avatars/{avatar['id']}"
    if softly_before:
        await server.client.delete(where)

    reply = await server.client.delete(where, params={"hard": "true"})

    assert reply.status_code == 200
    assert blobs(server) == []
    assert (await server.client.get(avatar["imageUrl"])).status_code == 404
    assert (await server.client.delete(where, params={"hard": "true"})).status_code == 404


async def test_another_organizations_avatar_is_404(server: Server) -> None:
    avatar = await uploaded(server)
    await server.client.delete(f"/v1/avatars/{(await uploaded(server, 'Gone'))['id']}")
    server.client.headers.update(bearer(await server.key_of_another_organization()))
    where = f"/v1/avatars/{avatar['id']}"

    for reply in (
        await server.client.get(where),
        await server.client.put(where, json={"displayName": "Mine"}),
        await server.client.delete(where),
        await server.client.delete(where, params={"hard": "true"}),
    ):
        assert reply.status_code == 404
    assert await names(server, onlyOneShot="true") == set()
    assert (await server.client.post("/v1/personas", json={"avatarId": avatar["id"]})).status_code == 400


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
async def test_unknown_avatars_are_404(server: Server, method: str) -> None:
    body = {"displayName": "Alex"} if method == "PUT" else None

    assert (await server.client.request(method, "/v1/avatars/no-such", json=body)).status_code == 404


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", ""), ("POST", ""), ("GET", f"/{STOCK}"), ("PUT", f"/{STOCK}"), ("DELETE", f"/{STOCK}")],
)
async def test_all_need_a_key(server: Server, method: str, path: str) -> None:
    del server.client.headers["authorization"]

    assert (await server.client.request(method, f"/v1/avatars{path}")).status_code == 401


# in sessions


async def test_a_session_with_a_face_that_is_not_built_says_why_not(server: Server) -> None:
    avatar = await uploaded(server)
    persona = (await server.client.post("/v1/personas", json={"avatarId": avatar["id"]})).json()
    assert persona["avatar"]["buildStatus"] == "waiting"

    for config in ({"avatarId": avatar["id"]}, {"personaId": persona["id"]}):
        reply = await server.start(body={"personaConfig": config})

        assert reply.status_code == 400
        assert reply.json()["details"][0]["path"] == "personaConfig.avatarId"
        assert (
            "still being built" in reply.json()["message"]
            or "visavis models fetch" in reply.json()["message"]
        )
    assert server.placement.placed == []
    assert persona["id"] not in str((await server.client.get("/lab/status")).json())
