"""/v1/avatars"""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from tests.api import published
from tests.api.servers import Server, bearer, serving
from tests.images import MIME, Kind, decoded, photo, png_that_says
from tests.web import Web, web

from visavis.services.errors import TooManyRequests, Unprocessable
from visavis.services.image_files import LARGEST_BYTES
from visavis.services.wing import ControlWing

PUBLISHED = {
    "30fa96d0-26c4-4e55-94a0-517025942e18": "Cara",
    "071b0286-4cce-4808-bee2-e642f1062de3": "Liv",
    "edf6fdcb-acab-44b8-b974-ded72665ee26": "Mia",
}
STOCK = "30fa96d0-26c4-4e55-94a0-517025942e18"
EVERYTHING = {"perPage": 100}
EXTENSIONS = {"buildStatus", "buildNote"}
PICTURES = {"imageUrl": (768, 768), "landscapeImageUrl": (1152, 768), "portraitImageUrl": (768, 1152)}


async def upload(server: Server, image: bytes | None = None, name: str = "Alex", **fields: str) -> Any:
    files = {"imageFile": ("alex.jpg", photo() if image is None else image, "image/jpeg")}
    return await server.client.post("/v1/avatars", data={"displayName": name, **fields}, files=files)


async def uploaded(server: Server, name: str = "Alex") -> dict[str, Any]:
    reply = await upload(server, name=name)
    assert reply.status_code == 201, reply.text
    answer: dict[str, Any] = reply.json()
    return answer


async def names(server: Server, **query: str) -> set[str]:
    reply = await server.client.get("/v1/avatars", params=EVERYTHING | query)
    return {avatar["displayName"] for avatar in reply.json()["data"]}


def blobs(server: Server) -> list[Path]:
    return [path for path in (server.wing.settings.data_dir / "blobs").rglob("*") if path.is_file()]


# ---- stock


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


# ---- lists


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


# ---- made from an image


@pytest.mark.parametrize("kind", ["png", "jpeg", "webp"])
async def test_an_image_becomes_an_avatar_with_pictures_in_all_shapes(server: Server, kind: Kind) -> None:
    reply = await upload(server, photo(kind))

    assert reply.status_code == 201, reply.text
    avatar = reply.json()
    assert set(avatar) == set(published.AVATAR_FIELDS_JULY) | EXTENSIONS
    assert (avatar["displayName"], avatar["activeVersion"], avatar["renderStyle"]) == (
        "Alex",
        "cara-3",
        "unknown",
    )
    assert avatar["videoUrl"] is avatar["idleVideoUrl"] is None
    assert avatar["createdByOrganizationId"]
    del server.client.headers["authorization"]
    for field, size in PICTURES.items():
        picture = await server.client.get(avatar[field])
        assert picture.headers["content-type"] == "image/webp"
        assert decoded(picture.content).shape[1::-1] == size


async def test_the_image_itself_is_kept_for_whoever_builds_the_face(server: Server) -> None:
    await upload(server, photo("png"))

    assert photo("png") in [path.read_bytes() for path in blobs(server)]


async def test_an_avatar_may_name_its_model(server: Server) -> None:
    for named, model in {"cara-4": "cara-4", "v1": "cara-2", "v2": "cara-3", "cara-4-3": "cara-4"}.items():
        assert (await upload(server, avatarModel=named)).json()["activeVersion"] == model
    reply = await upload(server, avatarModel="cara-9")
    assert (reply.status_code, reply.json()["details"][0]["path"]) == (400, "avatarModel")


@pytest.mark.parametrize("name", ["Al", "", "A" * 51])
async def test_a_form_wants_a_name_of_3_to_50_characters(server: Server, name: str) -> None:
    reply = await upload(server, name=name)

    assert (reply.status_code, reply.json()["details"][0]["path"]) == (400, "displayName")


async def test_a_form_wants_an_image_and_only_one(server: Server) -> None:
    none = await server.client.post(
        "/v1/avatars", data={"displayName": "Alex"}, files={"other": ("x", b"", "text/plain")}
    )
    both = await upload(server, imageUrl="https://example.com/alex.jpg")

    assert (none.status_code, none.json()["details"][0]["path"]) == (400, "imageFile")
    assert (both.status_code, both.json()["details"][0]["path"]) == (400, "imageUrl")


@pytest.mark.parametrize(
    "image", [b"not an image", png_that_says(65_000, 65_000), png_that_says(400, 300), photo("png", 100, 100)]
)
async def test_an_image_that_cannot_be_used_is_422_and_leaves_nothing(server: Server, image: bytes) -> None:
    reply = await upload(server, image)

    assert reply.status_code == 422
    assert reply.json()["error"] == "Unprocessable entity"
    assert await names(server, onlyOneShot="true") == set()
    assert blobs(server) == []


async def test_an_image_may_have_four_and_a_half_megabytes(server: Server) -> None:
    padded = photo("jpeg") + bytes(LARGEST_BYTES)

    assert (await upload(server, padded[:LARGEST_BYTES])).status_code == 201
    assert (await upload(server, padded[: LARGEST_BYTES + 1])).status_code == 413
    assert (await upload(server, padded + bytes(1_000_000))).status_code == 413


@pytest.mark.parametrize(
    ("content", "content_type", "status"),
    [
        (b"{}", "text/plain", 415),
        (b"{", "application/json", 400),
        (b"[" * 100_000, "application/json", 400),
        (b"[]", "application/json", 400),
        (b"{}", "application/json", 400),
        (b"x", "multipart/form-data", 400),
        (b"x", "multipart/form-data; boundary=y", 400),
    ],
)
async def test_other_bodies_are_refused(
    server: Server, content: bytes, content_type: str, status: int
) -> None:
    reply = await server.client.post("/v1/avatars", content=content, headers={"content-type": content_type})

    assert reply.status_code == status, reply.text
    assert set(reply.json()) >= {"error", "message"}


# ---- made from an address


@pytest.fixture
async def elsewhere() -> AsyncIterator[Web]:
    async with web() as served:
        yield served


@pytest.fixture
async def reaching(data_dir: Path, elsewhere: Web) -> AsyncIterator[Server]:
    """A server whose operator allows the other one."""
    async with serving(data_dir, allowed_hosts=elsewhere.host) as running:
        yield running


async def test_the_published_create_example_fetches_its_image(reaching: Server, elsewhere: Web) -> None:
    where = elsewhere.put("/alex.jpg", photo(), MIME["jpeg"])

    reply = await reaching.client.post("/v1/avatars", json={"displayName": "Alex", "imageUrl": where})

    assert reply.status_code == 201, reply.text
    assert (await reaching.client.get(reply.json()["imageUrl"])).status_code == 200
    assert elsewhere.asked[0].path == "/alex.jpg"
    assert "authorization" not in elsewhere.asked[0].headers


async def test_the_name_may_be_called_name_and_be_short(reaching: Server, elsewhere: Web) -> None:
    where = elsewhere.put("/alex.png", photo("png"), "text/plain")  # what it is called does not count

    reply = await reaching.client.post("/v1/avatars", json={"name": "A", "imageUrl": where})

    assert (reply.status_code, reply.json()["displayName"]) == (201, "A")


async def test_a_form_may_give_an_address_too(reaching: Server, elsewhere: Web) -> None:
    where = elsewhere.put("/alex.webp", photo("webp"))
    fields = {"displayName": (None, "Alex"), "imageUrl": (None, where)}

    assert (await reaching.client.post("/v1/avatars", files=fields)).status_code == 201


@pytest.mark.parametrize("path", ["/none.jpg", "/large.jpg", "/away"])
async def test_what_cannot_be_fetched_is_400(reaching: Server, elsewhere: Web, path: str) -> None:
    elsewhere.put("/large.jpg", bytes(LARGEST_BYTES + 1))
    elsewhere.put("/away", b"")
    elsewhere.pages["/away"].status, elsewhere.pages["/away"].headers = (
        302,
        {"location": "http://127.0.0.1:9/"},
    )

    reply = await reaching.client.post(
        "/v1/avatars", json={"displayName": "Alex", "imageUrl": elsewhere.url + path}
    )

    assert (reply.status_code, reply.json()["details"][0]["path"]) == (400, "imageUrl")


async def test_no_address_inside_the_house_is_reached(server: Server, elsewhere: Web) -> None:
    where = elsewhere.put("/alex.jpg", photo())

    reply = await server.client.post("/v1/avatars", json={"displayName": "Alex", "imageUrl": where})

    assert reply.status_code == 400
    assert "VISAVIS_ALLOWED_HOSTS" in reply.json()["message"]
    assert elsewhere.asked == []


async def test_json_wants_name_and_address(server: Server) -> None:
    reply = await server.client.post("/v1/avatars", json={})

    assert {one["path"] for one in reply.json()["details"]} == {"displayName", "imageUrl"}


# ---- moderation


@dataclass
class Strict:
    refusal: Exception

    async def check_image(self, content: bytes, content_type: str) -> None:
        assert content_type == "image/jpeg"
        raise self.refusal


def moderated(server: Server, monkeypatch: pytest.MonkeyPatch, refusal: Exception) -> None:
    app = server.client._transport.app  # type: ignore[attr-defined]
    wing: ControlWing = replace(app.state.wing, moderation=Strict(refusal))
    monkeypatch.setattr(app.state, "wing", wing)


async def test_moderation_may_refuse_an_image(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    moderated(server, monkeypatch, Unprocessable("The image shows a celebrity"))

    reply = await upload(server)

    assert (reply.status_code, reply.json()["message"]) == (422, "The image shows a celebrity")
    assert blobs(server) == []


async def test_moderation_may_be_too_busy(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    moderated(server, monkeypatch, TooManyRequests("Too many images to look at", 20))

    reply = await upload(server)

    assert (reply.status_code, reply.headers["retry-after"]) == (429, "20")


# ---- changed and deleted


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


# ---- in sessions


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
