"""/v1/personas against the published contract."""

from __future__ import annotations

import re
from typing import Any

import pytest
from tests.api import published
from tests.api.persona_requests import FLITE_RMS, LUCY, create, update
from tests.api.servers import KEY, Server, bearer

TIMESTAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")
STOCK_PERSONA = "5a7c1e20-9d0b-4f6e-8a41-c0ffee000001"


async def test_the_published_create_example_gives_the_published_answer(server: Server) -> None:
    reply = await published.send_curl(server.client, published.CREATE_APRIL, KEY)

    assert reply.status_code == 201
    persona = reply.json()
    assert set(published.PERSONA_FIELDS) <= set(persona)
    assert set(published.AVATAR_FIELDS_JULY) <= set(persona["avatar"])
    assert set(published.VOICE_FIELDS) <= set(persona["voice"])
    assert persona | published.ANSWER_TO_CREATE_APRIL == persona
    assert persona["avatar"] | published.AVATAR_IN_ANSWER == persona["avatar"]
    assert persona["voice"] | published.VOICE_IN_ANSWER == persona["voice"]
    assert TIMESTAMP.fullmatch(persona["createdAt"])
    assert TIMESTAMP.fullmatch(persona["avatar"]["createdAt"])
    assert persona["avatar"]["imageUrl"].startswith("http://testserver/v1/assets/")


async def test_the_published_create_example_with_options_is_stored_whole(server: Server) -> None:
    reply = await published.send_curl(server.client, published.CREATE_WITH_OPTIONS, KEY)

    assert reply.status_code == 201, reply.text
    sent = published.sent_by_curl(published.CREATE_WITH_OPTIONS)
    persona = (await server.client.get(f"/v1/personas/{reply.json()['id']}")).json()
    for field in ("name", "description", "avatarModel", "llmId", "skipGreeting", "zeroDataRetention"):
        assert persona[field] == sent[field]
    assert persona["voiceDetectionOptions"] == sent["voiceDetectionOptions"]
    assert persona["voiceGenerationOptions"] == sent["voiceGenerationOptions"]
    assert persona["brain"]["systemPrompt"] == sent["systemPrompt"]
    assert persona["avatar"]["id"] == sent["avatarId"]
    assert persona["voice"]["id"] == sent["voiceId"]


async def test_the_published_update_changes_the_prompt_and_nothing_else(server: Server) -> None:
    before = (await published.send_curl(server.client, published.CREATE_WITH_OPTIONS, KEY)).json()

    after = await update(server, before["id"], **published.UPDATE)

    assert after["brain"]["systemPrompt"] == published.UPDATE["systemPrompt"]
    unchanged = set(before) - {"brain", "updatedAt"}
    assert {field: after[field] for field in unchanged} == {field: before[field] for field in unchanged}
    assert after["updatedAt"] > before["updatedAt"]


async def test_nothing_is_required_to_create_a_persona(server: Server) -> None:
    persona = await create(server)

    assert persona["avatar"]
    assert persona["voice"]
    assert persona["llmId"]
    assert (await server.start(body={"personaConfig": {"personaId": persona["id"]}})).status_code == 200


async def test_an_update_refuses_fields_that_it_does_not_know(server: Server) -> None:
    persona = await create(server, name="Cara")

    reply = await server.client.put(f"/v1/personas/{persona['id']}", json={"nickname": "C"})

    assert reply.status_code == 400
    assert reply.json()["error"] == "Validation error"
    assert reply.json()["details"] == [
        {"path": "nickname", "message": "Extra inputs are not permitted", "code": "unrecognized_keys"}
    ]


async def test_null_clears_what_may_be_null(server: Server) -> None:
    persona = await create(server, initialMessage="Hello", avatarModel="cara-4")
    assert (persona["initialMessage"], persona["avatarModel"]) == ("Hello", "cara-4")

    persona = await update(server, persona["id"], initialMessage=None, avatarModel=None)

    assert persona["initialMessage"] is None
    assert persona["avatarModel"] == "cara-3"


@pytest.mark.parametrize(
    "field",
    ["name", "description", "avatarId", "voiceId", "llmId", "systemPrompt", "skipGreeting", "toolIds"],
)
async def test_null_is_refused_where_the_contract_knows_no_null(server: Server, field: str) -> None:
    persona = await create(server, name="Cara")

    reply = await server.client.put(f"/v1/personas/{persona['id']}", json={field: None})

    assert reply.status_code == 400
    assert reply.json()["details"][0]["path"] == field


async def test_a_new_voice_resets_the_voice_options_unless_new_ones_come_with_it(server: Server) -> None:
    persona = await create(server, voiceId=LUCY, voiceGenerationOptions={"stability": 0.3})

    same = await update(server, persona["id"], voiceId=LUCY)
    assert same["voiceGenerationOptions"] == {"stability": 0.3}
    reset = await update(server, persona["id"], voiceId=FLITE_RMS)
    assert reset["voiceGenerationOptions"] is None
    given = await update(server, persona["id"], voiceId=LUCY, voiceGenerationOptions={"speed": 1.1})
    assert given["voiceGenerationOptions"] == {"speed": 1.1}


@pytest.mark.parametrize(
    ("voice", "options", "path"),
    [
        (LUCY, {"stability": 1.5}, "voiceGenerationOptions.stability"),
        (LUCY, {"speed": 0.5}, "voiceGenerationOptions.speed"),
        (LUCY, {"emotion": "calm"}, "voiceGenerationOptions.emotion"),
        (FLITE_RMS, {"stability": 0.5}, "voiceGenerationOptions.stability"),
        (FLITE_RMS, {"volume": 2.5}, "voiceGenerationOptions.volume"),
    ],
)
async def test_a_voice_takes_the_options_of_its_family_only(
    server: Server, voice: str, options: dict[str, Any], path: str
) -> None:
    reply = await server.client.post(
        "/v1/personas", json={"voiceId": voice, "voiceGenerationOptions": options}
    )

    assert reply.status_code == 400
    assert reply.json()["details"][0]["path"] == path


@pytest.mark.parametrize(
    ("option", "good", "bad"),
    [
        ("endOfSpeechSensitivity", [0, 1], [-0.1, 1.1]),
        ("silenceBeforeSkipTurnSeconds", [0, 30, 900], [-1, 901]),
        ("silenceBeforeSessionEndSeconds", [0, 7200], [-1, 7201]),
        ("silenceBeforeAutoEndTurnSeconds", [0.5, 10], [0.4, 10.5]),
        ("speechEnhancementLevel", [0, 1], [-0.1, 1.1]),
    ],
)
async def test_listening_options_have_the_ranges_of_april_and_july(
    server: Server, option: str, good: list[float], bad: list[float]
) -> None:
    for value in good:
        await create(server, voiceDetectionOptions={option: value})
    for value in bad:
        reply = await server.client.post("/v1/personas", json={"voiceDetectionOptions": {option: value}})
        assert reply.status_code == 400
        assert reply.json()["details"][0]["path"] == f"voiceDetectionOptions.{option}"
        assert reply.json()["details"][0]["code"] in ("too_small", "too_big")


async def test_avatar_models_of_april_and_july_are_taken(server: Server) -> None:
    for model in ("cara-2", "cara-3", "cara-4", "cara-4-latest"):
        assert (await create(server, avatarModel=model))["avatarModel"] == model
    reply = await server.client.post("/v1/personas", json={"avatarModel": "cara-9"})
    assert reply.status_code == 400
    assert reply.json()["details"][0]["code"] == "invalid_enum_value"


@pytest.mark.parametrize("field", ["avatarId", "voiceId", "llmId"])
async def test_parts_must_exist(server: Server, field: str) -> None:
    reply = await server.client.post("/v1/personas", json={field: "no-such-id"})

    assert reply.status_code == 400
    assert reply.json()["details"][0]["path"] == field
    assert "no-such-id" in reply.json()["message"]


async def test_widget_settings_are_merged_key_by_key(server: Server) -> None:
    persona = await create(server)

    await update(server, persona["id"], widgetConfig={"layout": "inline", "allowEverywhere": True})
    persona = await update(server, persona["id"], widgetConfig={"layout": "floating"})

    assert persona["widgetConfig"] == {"layout": "floating", "allowEverywhere": True}


async def test_the_list_shows_summaries_in_pages(server: Server) -> None:
    for number in range(3):
        await create(server, name=f"Persona {number}")

    first = (await server.client.get("/v1/personas", params={"perPage": 2})).json()
    assert [one["name"] for one in first["data"]] == ["Persona 2", "Persona 1"]
    assert set(first["data"][0]) == {*published.SUMMARY_FIELDS, "hasDraft"}
    assert first["data"][0]["languageCode"] == "inherit"
    assert first["data"][0]["description"] == ""
    total = first["meta"]["total"]
    assert first["meta"] == {
        "total": total,
        "lastPage": -(-total // 2),
        "currentPage": 1,
        "perPage": 2,
        "prev": None,
        "next": 2,
    }
    second = (await server.client.get("/v1/personas", params={"perPage": 2, "page": 2})).json()
    assert second["data"][0]["name"] == "Persona 0"
    assert second["meta"]["prev"] == 1
    found = (await server.client.get("/v1/personas", params={"search": "persona 1"})).json()
    assert [one["name"] for one in found["data"]] == ["Persona 1"]


@pytest.mark.parametrize("query", ["page=0", "perPage=0", "perPage=101", "page=first"])
async def test_pages_that_cannot_be_are_refused(server: Server, query: str) -> None:
    reply = await server.client.get(f"/v1/personas?{query}")

    assert reply.status_code == 400
    assert reply.json()["error"] == "Validation error"


async def test_a_deleted_persona_is_gone(server: Server) -> None:
    persona = await create(server, name="Brief")

    reply = await server.client.delete(f"/v1/personas/{persona['id']}")

    assert (reply.status_code, reply.json()) == (200, {"message": "Persona deleted"})
    for verb in ("GET", "DELETE"):
        reply = await server.client.request(verb, f"/v1/personas/{persona['id']}")
        assert (reply.status_code, reply.json()["message"]) == (404, "Persona not found")


async def test_personas_of_others_cannot_be_seen(server: Server) -> None:
    persona = await create(server, name="Ours")
    theirs = bearer(await server.key_of_another_organization())

    url = f"/v1/personas/{persona['id']}"
    assert (await server.client.get(url, headers=theirs)).status_code == 404
    assert (await server.client.put(url, headers=theirs, json={"name": "Mine"})).status_code == 404
    assert (await server.client.delete(url, headers=theirs)).status_code == 404
    names = [one["name"] for one in (await server.client.get("/v1/personas", headers=theirs)).json()["data"]]
    assert "Ours" not in names
    assert "Cara" in names


async def test_stock_personas_belong_to_the_server(server: Server) -> None:
    reply = await server.client.put(f"/v1/personas/{STOCK_PERSONA}", json={"name": "Mine"})
    assert (reply.status_code, reply.json()["error"]) == (403, "Forbidden")
    assert (await server.client.delete(f"/v1/personas/{STOCK_PERSONA}")).status_code == 403
    stock = (await server.client.get(f"/v1/personas/{STOCK_PERSONA}")).json()
    assert stock["name"] == "Cara"


async def test_patch_is_not_allowed(server: Server) -> None:
    reply = await server.client.patch(f"/v1/personas/{STOCK_PERSONA}", json={"name": "Mine"})

    assert reply.status_code == 405
    assert reply.json()["error"] == "Method not allowed"
    assert "PUT" in reply.headers["allow"]
