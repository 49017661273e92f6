"""/v1/avatars, /v1/voices, /v1/llms"""

from __future__ import annotations

import pytest
from tests.api import published
from tests.api.servers import Server

from visavis.services import stock

PUBLISHED_AVATARS = {
    "30fa96d0-26c4-4e55-94a0-517025942e18": "Cara",
    "071b0286-4cce-4808-bee2-e642f1062de3": "Liv",
    "edf6fdcb-acab-44b8-b974-ded72665ee26": "Mia",
}
PUBLISHED_VOICES = ["de23e340-1416-4dd8-977d-065a7ca11697", "6bfbe25a-979d-40f3-a92b-5394170af54b"]
PUBLISHED_LLMS = [
    "a7cf662c-2ace-4de1-a21e-ef0fbf144bb7",
    "0934d97d-0c3a-4f33-91b0-5e136a0ef466",
    "7736a22f-2d79-4720-952c-25fdca55ad40",
    "CUSTOMER_CLIENT_V1",
]
EVERYTHING = {"perPage": 100}


async def test_published_avatars_have_their_published_names(server: Server) -> None:
    listed = (await server.client.get("/v1/avatars", params=EVERYTHING)).json()["data"]

    by_id = {avatar["id"]: avatar for avatar in listed}
    for id, name in PUBLISHED_AVATARS.items():
        assert by_id[id]["displayName"] == name
        assert set(by_id[id]) == set(published.AVATAR_FIELDS_JULY)
        assert (await server.client.get(f"/v1/avatars/{id}")).json() == by_id[id]


async def test_every_stock_avatar_has_pictures_that_anybody_may_see(server: Server) -> None:
    listed = (await server.client.get("/v1/avatars", params=EVERYTHING)).json()["data"]
    del server.client.headers["authorization"]

    for avatar in listed:
        for shape in ("imageUrl", "landscapeImageUrl", "portraitImageUrl"):
            assert avatar[shape].startswith("http://testserver/")
            reply = await server.client.get(avatar[shape])
            assert reply.headers["content-type"] == "image/webp"
            assert reply.content[8:12] == b"WEBP"


@pytest.mark.parametrize("name", ["none.webp", "..%2F..%2Fpy.typed", "%2Fetc%2Fpasswd", "ana_square.png"])
async def test_pictures_come_from_their_folder_only(server: Server, name: str) -> None:
    assert (await server.client.get(f"/v1/assets/avatars/{name}")).status_code == 404


async def test_avatars_can_be_searched_and_filtered(server: Server) -> None:
    async def names(**query: str) -> set[str]:
        reply = await server.client.get("/v1/avatars", params=EVERYTHING | query)
        return {avatar["displayName"] for avatar in reply.json()["data"]}

    assert await names(search="CARA") == {"Cara"}
    assert await names(search="hoodie") == {"Kenji", "Gabriel"}
    assert await names(tags="man,nobody") == {"Kenji", "Gabriel"}
    assert await names(renderStyle="realistic") == set()
    assert await names(onlyOneShot="true") == set()
    assert "Cara" in await names(renderStyle="animated_3d")
    reply = await server.client.get("/v1/avatars", params={"renderStyle": "cubist"})
    assert reply.status_code == 400


async def test_filtered_avatars_come_in_pages_too(server: Server) -> None:
    reply = await server.client.get("/v1/avatars", params={"tags": "woman", "perPage": 3, "page": 2})

    assert len(reply.json()["data"]) == 1
    assert reply.json()["meta"]["total"] == 4
    assert reply.json()["meta"]["prev"] == 1


async def test_voices_say_what_really_speaks(server: Server) -> None:
    listed = (await server.client.get("/v1/voices", params=EVERYTHING)).json()["data"]

    by_id = {voice["id"]: voice for voice in listed}
    for id in PUBLISHED_VOICES:
        voice = by_id[id]
        assert set(published.VOICE_FIELDS) | {"engine", "engineNote", "language"} == set(voice)
        assert voice["engine"] == "flite"
        assert "stands in" in voice["engineNote"]
        assert (await server.client.get(f"/v1/voices/{id}")).json() == voice
    own = [voice for voice in listed if voice["id"] not in PUBLISHED_VOICES]
    assert {voice["engine"] for voice in own} == {"flite", "espeak-ng"}
    assert {voice["engineNote"] for voice in own} == {None}
    assert {voice["provider"] for voice in listed} <= {
        "CARTESIA", "ELEVENLABS", "OPENAI_ADVANCED_VOICE", "FISH_AUDIO",
    }  # fmt: skip


async def test_voices_can_be_searched(server: Server) -> None:
    reply = await server.client.get("/v1/voices", params={"search": "scottish"})

    assert [voice["displayName"] for voice in reply.json()["data"]] == ["Flite AWB"]


async def test_llms_say_what_really_answers(server: Server) -> None:
    listed = (await server.client.get("/v1/llms", params=EVERYTHING)).json()["data"]

    by_id = {llm["id"]: llm for llm in listed}
    assert set(PUBLISHED_LLMS) <= set(by_id)
    assert set(published.LLM_FIELDS) | {"engine", "engineNote"} == set(listed[0])
    default = by_id["a7cf662c-2ace-4de1-a21e-ef0fbf144bb7"]
    assert default["engine"] == "offline"
    assert "offline answerer" in default["engineNote"]
    disabled = by_id["CUSTOMER_CLIENT_V1"]
    assert (disabled["displayName"], disabled["llmFormat"], disabled["isGlobal"]) == (
        "Disable LLM",
        "none",
        True,
    )
    assert (await server.client.get("/v1/llms/CUSTOMER_CLIENT_V1")).json() == disabled
    legacy = await server.client.get("/v1/llms/ANAM_GPT_4O_MINI_V1")
    assert legacy.json()["id"] == stock.DEFAULT_LLM


async def test_default_llms_can_be_left_out(server: Server) -> None:
    reply = await server.client.get("/v1/llms", params={"includeDefaults": "false"})

    assert reply.json()["data"] == []
    assert reply.json()["meta"] == {
        "total": 0, "lastPage": 1, "currentPage": 1, "perPage": 10, "prev": None, "next": None,
    }  # fmt: skip


@pytest.mark.parametrize("path", ["avatars", "voices", "llms"])
async def test_unknown_parts_are_404_and_all_need_a_key(server: Server, path: str) -> None:
    assert (await server.client.get(f"/v1/{path}/no-such")).status_code == 404
    del server.client.headers["authorization"]
    assert (await server.client.get(f"/v1/{path}")).status_code == 401
