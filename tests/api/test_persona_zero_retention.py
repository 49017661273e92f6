"""Personas that promise to keep nothing, and parts that would break the promise"""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from tests.api.persona_requests import FLITE_RMS, LUCY, create, update
from tests.api.servers import Server, serving


async def promised(server: Server, **fields: Any) -> httpx.Response:
    return await server.client.post("/v1/personas", json={"zeroDataRetention": True} | fields)


def broken(reply: httpx.Response, path: str, says: str) -> None:
    assert (reply.status_code, reply.json()["details"][0]["path"]) == (400, path), reply.text
    assert says in reply.json()["message"]


async def own_llm(server: Server, **fields: Any) -> dict[str, Any]:
    made = {"displayName": "Elsewhere", "llmFormat": "openai", "modelName": "tiny"} | fields
    return await server.answer("POST", "/v1/llms", json=made)


async def test_what_speaks_and_answers_here_keeps_nothing(server: Server) -> None:
    for voice in (LUCY, FLITE_RMS):
        assert (await promised(server, voiceId=voice)).json()["voice"]["isZdr"] is True
    llms = (await server.client.get("/v1/llms")).json()["data"]
    assert {llm["isZdr"] for llm in llms} == {True}


async def test_an_llm_elsewhere_is_refused_unless_somebody_vouches_for_it(server: Server) -> None:
    llm = await own_llm(server)
    assert llm["isZdr"] is False

    broken(await promised(server, llmId=llm["id"]), "zeroDataRetention", "the LLM Elsewhere")
    persona = await create(server, llmId=llm["id"])
    reply = await server.client.put(f"/v1/personas/{persona['id']}", json={"zeroDataRetention": True})
    broken(reply, "zeroDataRetention", "elsewhere")
    config = {"llmId": llm["id"], "zeroDataRetention": True}
    reply = await server.start(body={"personaConfig": config})
    broken(reply, "personaConfig.zeroDataRetention", "the LLM Elsewhere")

    assert (await server.answer("PUT", f"/v1/llms/{llm['id']}", json={"isZdr": True}))["isZdr"] is True
    assert (await promised(server, llmId=llm["id"])).status_code == 201
    assert (await server.start(body={"personaConfig": config})).status_code == 200


async def test_a_persona_cannot_change_to_a_part_that_breaks_its_promise(server: Server) -> None:
    llm = await own_llm(server)
    persona = (await promised(server)).json()

    reply = await server.client.put(f"/v1/personas/{persona['id']}", json={"llmId": llm["id"]})

    broken(reply, "zeroDataRetention", "the LLM Elsewhere")
    both = {"llmId": llm["id"], "zeroDataRetention": False}
    assert (await update(server, persona["id"], **both))["zeroDataRetention"] is False


async def test_who_brings_their_own_sound_needs_no_llm(server: Server) -> None:
    llm = await own_llm(server)
    config = {"llmId": llm["id"], "zeroDataRetention": True, "enableAudioPassthrough": True}

    assert (await server.start(body={"personaConfig": config})).status_code == 200
    persona = (await promised(server, llmId=llm["id"], enableAudioPassthrough=True)).json()
    reply = await server.client.put(f"/v1/personas/{persona['id']}", json={"enableAudioPassthrough": False})
    broken(reply, "zeroDataRetention", "the LLM Elsewhere")


@pytest.mark.parametrize(
    ("address", "keeps_nothing"),
    [
        ("http://127.0.0.1:9/v1", True),
        ("http://localhost:9/v1", True),
        ("http://192.168.1.9/v1", True),
        ("https://api.example.com/v1", False),
    ],
)
async def test_the_default_llm_counts_by_where_it_is(
    data_dir: Any, address: str, keeps_nothing: bool
) -> None:
    llm = {"OPENAI_BASE_URL": address, "OPENAI_MODEL": "tiny"}
    async with serving(data_dir, **llm) as server:
        assert ((await promised(server)).status_code == 201) is keeps_nothing
        reply = await server.start(body={"personaConfig": {"zeroDataRetention": True}})
        assert (reply.status_code == 200) is keeps_nothing


async def test_the_operator_may_vouch_for_a_default_llm_elsewhere(data_dir: Any) -> None:
    llm = {"OPENAI_BASE_URL": "https://api.example.com/v1", "OPENAI_MODEL": "tiny"}
    async with serving(data_dir, default_llm_is_zdr=True, **llm) as server:
        assert (await promised(server)).status_code == 201


async def test_a_persona_made_before_the_default_llm_moved_away_cannot_be_talked_to(data_dir: Any) -> None:
    async with serving(data_dir) as server:
        persona = (await promised(server)).json()
    llm = {"OPENAI_BASE_URL": "https://api.example.com/v1", "OPENAI_MODEL": "tiny"}
    async with serving(data_dir, **llm) as server:
        reply = await server.start(body={"personaConfig": {"personaId": persona["id"]}})
        broken(reply, "personaConfig.zeroDataRetention", "the LLM Default LLM")
        assert (await update(server, persona["id"], name="Nora"))["name"] == "Nora"
