"""Avatars whose image is fetched from an address"""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from tests.api.servers import Server, serving
from tests.images import MIME, photo
from tests.web import Web, web

from visavis.services.image_files import LARGEST_BYTES


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
