"""Avatars that are made of an image"""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest
from tests.api import published
from tests.api.avatar_requests import EXTENSIONS, PICTURES, blobs, names, upload
from tests.api.servers import Server
from tests.images import Kind, decoded, photo, png_that_says

from visavis.services.errors import TooManyRequests, Unprocessable
from visavis.services.image_files import LARGEST_BYTES
from visavis.services.wing import ControlWing

# made from an image


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


# moderation


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
