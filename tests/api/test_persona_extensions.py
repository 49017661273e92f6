"""What a persona brings to its sessions beyond the published create and update."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import httpx
import pytest
from tests.api.knowing import new_group
from tests.api.servers import Server, bearer, serving

from visavis.contract.spec import SessionSpec, StyleSpec
from visavis.store.tables import Avatar, KnowledgeGroup

LUCY = "de23e340-1416-4dd8-977d-065a7ca11697"
FLITE_RMS = "b3b1f0de-6a53-4a3c-8c3e-2f6b7d1c5e02"
STOCK_PERSONA = "5a7c1e20-9d0b-4f6e-8a41-c0ffee000001"

BROUGHT: dict[str, Any] = {
    "enableAudioPassthrough": True,
    "voiceSpeed": 1.1,
    "personality": "warm and dry",
    "personaPreset": "museum-guide",
    "directorNotes": {"presetStyle": "warm", "expressivity": 0.8},
    "maxSessionLengthSeconds": 90,
    "sessionReplay": {"enableSessionReplay": False},
    "videoQuality": "high",
    "videoWidth": 768,
    "videoHeight": 1152,
    "initialMessage": "Good morning",
    "uninterruptibleGreeting": True,
    "languageCode": "de",
}


async def send(server: Server, verb: str, path: str, fields: dict[str, Any]) -> dict[str, Any]:
    reply = await server.client.request(verb, path, json=fields)
    assert reply.is_success, reply.text
    answer: dict[str, Any] = reply.json()
    return answer


async def create(server: Server, **fields: Any) -> dict[str, Any]:
    return await send(server, "POST", "/v1/personas", fields)


async def update(server: Server, id: str, **fields: Any) -> dict[str, Any]:
    return await send(server, "PUT", f"/v1/personas/{id}", fields)


async def refused(server: Server, **fields: Any) -> dict[str, Any]:
    """What is wrong with the first field, by create and by update alike."""
    by_create = await server.client.post("/v1/personas", json=fields)
    persona = await create(server)
    by_update = await server.client.put(f"/v1/personas/{persona['id']}", json=fields)
    assert (by_create.status_code, by_update.status_code) == (400, 400), by_create.text
    assert by_create.json() == by_update.json()
    detail: dict[str, Any] = by_create.json()["details"][0]
    return detail


async def started(server: Server, persona_id: str, **body: Any) -> SessionSpec:
    config = {"personaId": persona_id} | body.pop("personaConfig", {})
    reply = await server.start(body={"personaConfig": config} | body)
    assert reply.status_code == 200, reply.text
    return server.placement.placed[-1]


def seen(persona: dict[str, Any]) -> dict[str, Any]:
    return {"personality": persona["brain"]["personality"]} | persona


async def test_everything_is_answered_as_it_was_given(server: Server) -> None:
    created = await create(server, avatarModel="cara-4", **BROUGHT)

    assert {name: seen(created)[name] for name in BROUGHT} == BROUGHT
    assert (await server.client.get(f"/v1/personas/{created['id']}")).json() == created
    renamed = await update(server, created["id"], name="Nora")
    assert {name: seen(renamed)[name] for name in BROUGHT} == BROUGHT


async def test_an_update_gives_the_same_to_a_persona_without(server: Server) -> None:
    persona = await create(server, avatarModel="cara-4")
    for name in ("directorNotes", "maxSessionLengthSeconds", "sessionReplay", "videoQuality", "videoWidth"):
        assert persona[name] is None
    assert (persona["voiceSpeed"], persona["personaPreset"], persona["knowledge"]) == (1, "", [])

    updated = await update(server, persona["id"], **BROUGHT)

    assert {name: seen(updated)[name] for name in BROUGHT} == BROUGHT


async def test_a_session_with_the_persona_has_it_all(server: Server) -> None:
    group = await new_group(server)
    persona = await create(
        server, avatarModel="cara-4", knowledge=[group], **BROUGHT | {"enableAudioPassthrough": False}
    )

    spec = await started(server, persona["id"])

    assert (spec.persona.personality, spec.persona.preset) == ("warm and dry", "museum-guide")
    assert spec.persona.language == "de"
    assert spec.voice.speed == 1.1
    assert spec.style == StyleSpec(preset="warm", expressivity=0.8)
    assert spec.knowledge == (group,)
    assert spec.max_session_seconds == 90
    assert spec.record is False
    assert spec.video_quality == "high"
    assert (spec.avatar.width, spec.avatar.height) == (768, 1152)
    assert (spec.greeting.text, spec.greeting.uninterruptible) == ("Good morning", True)


async def test_a_persona_may_be_for_audio_passthrough(server: Server) -> None:
    persona = await create(server, enableAudioPassthrough=True)
    assert (await started(server, persona["id"])).audio_passthrough

    await update(server, persona["id"], enableAudioPassthrough=False)
    assert not (await started(server, persona["id"])).audio_passthrough


async def test_what_a_session_request_says_counts_more(server: Server) -> None:
    persona = await create(server, avatarModel="cara-4", **BROUGHT)

    spec = await started(
        server,
        persona["id"],
        personaConfig={"maxSessionLengthSeconds": 300},
        sessionOptions={
            "videoQuality": "auto",
            "videoWidth": 1152,
            "videoHeight": 768,
            "sessionReplay": {"enableSessionReplay": True},
        },
    )

    assert spec.max_session_seconds == 300
    assert (spec.avatar.width, spec.avatar.height, spec.video_quality) == (1152, 768, "auto")
    assert spec.record


async def test_a_token_for_the_persona_has_it_too(server: Server) -> None:
    persona = await create(server, avatarModel="cara-4", **BROUGHT)

    assert (await server.start(await server.token(personaId=persona["id"]))).status_code == 200

    spec = server.placement.placed[-1]
    assert (spec.style, spec.max_session_seconds) == (StyleSpec(preset="warm", expressivity=0.8), 90)


async def test_what_was_kept_of_the_session_shows_it(server: Server) -> None:
    group = await new_group(server)
    persona = await create(server, avatarModel="cara-4", knowledge=[group], **BROUGHT)
    await started(server, persona["id"])

    kept = (await server.client.get("/v1/sessions")).json()["data"][0]["personaConfig"]

    assert kept["directorNotes"] == {"presetStyle": "warm", "customStylePrompt": None, "expressivity": 0.8}
    assert (kept["knowledge"], kept["personaPreset"]) == ([group], "museum-guide")
    assert kept["sessionReplay"] == {"enableSessionReplay": False}


# null, and what cannot be


@pytest.mark.parametrize(
    ("field", "value", "afterwards"),
    [
        ("voiceSpeed", 1.5, None),
        ("directorNotes", {"presetStyle": "sad"}, None),
        ("maxSessionLengthSeconds", 60, None),
        ("sessionReplay", {"enableSessionReplay": False}, None),
        ("videoQuality", "high", None),
    ],
)
async def test_null_clears(server: Server, field: str, value: Any, afterwards: Any) -> None:
    persona = await create(server, voiceId=FLITE_RMS, **{field: value})
    assert persona[field] == value

    persona = await update(server, persona["id"], **{field: None})

    assert persona[field] == afterwards
    spec = await started(server, persona["id"])
    assert (spec.voice.speed, spec.style, spec.max_session_seconds) == (1, None, None)
    assert (spec.record, spec.video_quality) == (True, "auto")


async def test_a_size_is_cleared_as_a_pair(server: Server) -> None:
    persona = await create(server, avatarModel="cara-4", videoWidth=768, videoHeight=1152)

    reply = await server.client.put(f"/v1/personas/{persona['id']}", json={"videoWidth": None})
    assert (reply.status_code, reply.json()["details"][0]["path"]) == (400, "videoWidth")
    persona = await update(server, persona["id"], videoWidth=None, videoHeight=None)
    assert (persona["videoWidth"], persona["videoHeight"]) == (None, None)


@pytest.mark.parametrize("field", ["personaPreset", "knowledge", "enableAudioPassthrough"])
async def test_null_is_refused_for_what_has_an_empty_value(server: Server, field: str) -> None:
    assert (await refused(server, **{field: None}))["path"] == field


@pytest.mark.parametrize(
    ("fields", "path"),
    [
        ({"voiceSpeed": 0.4}, "voiceSpeed"),
        ({"voiceSpeed": 2.5}, "voiceSpeed"),
        ({"voiceId": LUCY, "voiceSpeed": 1.3}, "voiceSpeed"),
        ({"voiceSpeed": "fast"}, "voiceSpeed"),
        ({"personaPreset": "x" * 101}, "personaPreset"),
        ({"directorNotes": {"presetStyle": "grumpy"}}, "directorNotes.presetStyle"),
        ({"directorNotes": {"expressivity": 1.1}}, "directorNotes.expressivity"),
        ({"directorNotes": {"customStylePrompt": "x" * 2001}}, "directorNotes.customStylePrompt"),
        ({"directorNotes": {"presetStyle": "sad", "customStylePrompt": "sober"}}, "directorNotes"),
        ({"maxSessionLengthSeconds": 0}, "maxSessionLengthSeconds"),
        ({"sessionReplay": {"enableSessionReplay": "no"}}, "sessionReplay.enableSessionReplay"),
        ({"videoQuality": "low"}, "videoQuality"),
        ({"videoWidth": 720}, "videoWidth"),
        ({"videoWidth": 1152, "videoHeight": 768}, "videoWidth"),
        ({"avatarModel": "cara-4", "videoWidth": 720, "videoHeight": 480}, "videoWidth"),
        ({"knowledge": ["not-an-id"]}, "knowledge.0"),
        ({"knowledge": [str(uuid4())]}, "knowledge.0"),
    ],
)
async def test_what_cannot_be_is_400_and_named(server: Server, fields: dict[str, Any], path: str) -> None:
    assert (await refused(server, **fields))["path"] == path


async def test_a_refused_update_changes_nothing(server: Server) -> None:
    persona = await create(server, name="Nora")

    reply = await server.client.put(
        f"/v1/personas/{persona['id']}", json={"name": "Cara", "knowledge": [str(uuid4())]}
    )

    assert reply.status_code == 400
    assert (await server.client.get(f"/v1/personas/{persona['id']}")).json() == persona


async def test_a_persona_cannot_ask_for_longer_than_its_organization_has(server: Server) -> None:
    await send(server, "PUT", "/v1/organization", {"maxSessionLengthSeconds": 60})

    assert (await refused(server, maxSessionLengthSeconds=61))["path"] == "maxSessionLengthSeconds"
    persona = await create(server, maxSessionLengthSeconds=60)
    await send(server, "PUT", "/v1/organization", {"maxSessionLengthSeconds": 30})

    assert (await update(server, persona["id"], name="Nora"))["maxSessionLengthSeconds"] == 60
    assert (await started(server, persona["id"])).max_session_seconds == 30


async def test_a_model_by_invitation_is_403_to_those_who_are_not_invited(server: Server) -> None:
    await send(server, "PUT", "/v1/organization", {"allowedAvatarModels": ["cara-3", "cara-4"]})

    persona = await create(server, avatarModel="cara-4")
    for verb, path in (("POST", "/v1/personas"), ("PUT", f"/v1/personas/{persona['id']}")):
        reply = await server.client.request(verb, path, json={"avatarModel": "cara-4-latest"})
        assert (reply.status_code, reply.json()["error"]) == (403, "Forbidden")
        assert "cara-4-latest" in reply.json()["message"]


# director notes


async def test_directions_in_words_reach_the_engine_with_the_usual_expressivity(server: Server) -> None:
    persona = await create(server, avatarModel="cara-4", directorNotes={"customStylePrompt": "sober"})

    assert (await started(server, persona["id"])).style == StyleSpec(prompt="sober", expressivity=0.5)


async def test_a_model_that_takes_directions_has_a_style_for_its_cues_even_without_notes(
    server: Server,
) -> None:
    persona = await create(server, avatarModel="cara-4")

    assert (await started(server, persona["id"])).style == StyleSpec()


async def test_a_model_that_takes_no_directions_passes_them_over(server: Server) -> None:
    persona = await create(server, avatarModel="cara-3", directorNotes={"presetStyle": "happy"})

    assert persona["directorNotes"] == {"presetStyle": "happy"}
    assert (await started(server, persona["id"])).style is None


async def test_directions_in_words_are_not_kept_under_zero_data_retention(server: Server) -> None:
    persona = await create(
        server,
        avatarModel="cara-4",
        directorNotes={"customStylePrompt": "gentle: her mother died"},
        zeroDataRetention=True,
    )

    spec = await started(server, persona["id"])

    assert (spec.style, spec.record) == (StyleSpec(prompt="gentle: her mother died"), False)
    assert "mother" not in (await server.client.get("/v1/sessions")).text


# knowledge


async def test_knowledge_is_shown_as_groups_in_the_order_given(server: Server) -> None:
    first, second = await new_group(server, name="Opening hours"), await new_group(server, name="Paintings")

    persona = await create(server, knowledge=[second, first, second])

    groups = (await server.client.get("/v1/knowledge/groups")).json()
    by_id = {group["id"]: group for group in groups}
    assert persona["knowledge"] == [by_id[second], by_id[first]]
    assert set(persona["knowledge"][0]) == {
        *("id", "name", "description", "documentCount", "createdAt", "updatedAt")
    }


async def test_an_update_replaces_all_knowledge_and_leaves_it_where_it_is_not_named(server: Server) -> None:
    one, other = await new_group(server), await new_group(server)
    persona = await create(server, knowledge=[one])

    assert [g["id"] for g in (await update(server, persona["id"], name="Nora"))["knowledge"]] == [one]
    assert [g["id"] for g in (await update(server, persona["id"], knowledge=[other]))["knowledge"]] == [other]
    assert (await update(server, persona["id"], knowledge=[]))["knowledge"] == []
    assert (await started(server, persona["id"])).knowledge == ()


async def test_a_deleted_group_disappears_from_personas_and_their_sessions(server: Server) -> None:
    one, other = await new_group(server), await new_group(server)
    persona = await create(server, knowledge=[one, other])

    assert (await server.client.delete(f"/v1/knowledge/groups/{one}")).status_code == 204

    persona = (await server.client.get(f"/v1/personas/{persona['id']}")).json()
    assert [group["id"] for group in persona["knowledge"]] == [other]
    assert (await started(server, persona["id"])).knowledge == (other,)


async def test_knowledge_of_others_is_none(server: Server) -> None:
    theirs = bearer(await server.key_of_another_organization())
    group = (await server.client.post("/v1/knowledge/groups", json={"name": "x"}, headers=theirs)).json()

    assert (await refused(server, knowledge=[group["id"]]))["path"] == "knowledge.0"


async def test_an_ephemeral_persona_may_bring_knowledge(server: Server) -> None:
    group = await new_group(server)

    assert (await server.start(body={"personaConfig": {"knowledge": [group]}})).status_code == 200
    reply = await server.start(body={"personaConfig": {"knowledge": [str(uuid4())]}})

    assert server.placement.placed[-1].knowledge == (group,)
    assert (reply.status_code, reply.json()["details"][0]["path"]) == (400, "personaConfig.knowledge.0")


async def test_a_deleted_persona_leaves_its_knowledge_alone(server: Server) -> None:
    group = await new_group(server)
    persona = await create(server, knowledge=[group])

    await server.client.delete(f"/v1/personas/{persona['id']}")

    async with server.wing.database.transaction() as session:
        assert await session.get(KnowledgeGroup, group)


# what changes with a new part


async def limited_avatar(server: Server, *versions: str) -> str:
    """An avatar of ours that only some models can render."""
    own = (await server.client.get("/v1/organization")).json()["id"]
    async with server.wing.database.transaction() as session:
        avatar = Avatar(
            organization_id=own,
            display_name="Old",
            rig="ana",
            available_versions=list(versions),
            active_version=versions[0],
        )
        session.add(avatar)
        await session.flush()
        return avatar.id


async def test_a_new_avatar_resets_a_model_that_it_does_not_have(server: Server) -> None:
    avatar = await limited_avatar(server, "v1", "v2")
    kept = await create(server, avatarModel="cara-3")
    lost = await create(server, avatarModel="cara-4", videoWidth=768, videoHeight=1152)

    assert (await update(server, kept["id"], avatarId=avatar))["avatarModel"] == "cara-3"
    changed = await update(server, lost["id"], avatarId=avatar)

    assert (changed["avatarModel"], changed["videoWidth"]) == ("cara-2", None)


async def test_naming_a_model_that_the_avatar_does_not_have_is_400(server: Server) -> None:
    avatar = await limited_avatar(server, "v2")

    detail = await refused(server, avatarId=avatar, avatarModel="cara-4")

    assert detail["path"] == "avatarModel"


async def test_a_new_model_resets_a_size_that_it_does_not_have(server: Server) -> None:
    persona = await create(server, avatarModel="cara-4", videoWidth=768, videoHeight=1152)

    assert (await update(server, persona["id"], avatarModel="cara-4-latest"))["videoWidth"] == 768
    assert (await update(server, persona["id"], avatarModel="cara-3"))["videoWidth"] is None


async def test_a_new_voice_resets_a_speed_that_it_does_not_have(server: Server) -> None:
    persona = await create(server, voiceId=FLITE_RMS, voiceSpeed=1.8)

    assert (await update(server, persona["id"], voiceId=LUCY))["voiceSpeed"] == 1
    persona = await create(server, voiceId=FLITE_RMS, voiceSpeed=1.2)
    assert (await update(server, persona["id"], voiceId=LUCY))["voiceSpeed"] == 1.2


async def test_a_session_checks_the_speed_against_the_voice_too(server: Server) -> None:
    reply = await server.start(body={"personaConfig": {"voiceId": LUCY, "voiceSpeed": 1.5}})

    assert (reply.status_code, reply.json()["details"][0]["path"]) == (400, "personaConfig.voiceSpeed")


@pytest.mark.parametrize(
    "options",
    [
        {"stability": 0, "similarityBoost": 1, "speed": 0.7},
        {"stability": 1, "style": 0.4, "useSpeakerBoost": True, "speed": 1.2, "model": "eleven_flash_v2_5"},
    ],
)
async def test_an_elevenlabs_voice_takes_options_of_v1_and_of_v2(
    server: Server, options: dict[str, Any]
) -> None:
    persona = await create(server, voiceId=LUCY, voiceGenerationOptions=options)

    assert persona["voiceGenerationOptions"] == options


async def test_the_prompt_and_the_personality_are_merged_into_the_brain(server: Server) -> None:
    persona = await create(server, systemPrompt="You guide.", personality="dry")

    persona = await update(server, persona["id"], systemPrompt="You guide briefly.")
    assert persona["brain"] == {"systemPrompt": "You guide briefly.", "personality": "dry"}
    persona = await update(server, persona["id"], personality=None)
    assert persona["brain"] == {"systemPrompt": "You guide briefly.", "personality": None}


async def test_a_persona_whose_client_thinks_has_no_llm_to_show(server: Server) -> None:
    persona = await create(server, llmId="CUSTOMER_CLIENT_V1")

    assert persona["llmId"] is None
    assert (await started(server, persona["id"])).llm.kind == "none"


async def test_bare_domains_of_a_widget_mean_https(server: Server) -> None:
    persona = await create(server)

    origins = ["example.com", "http://localhost:3000"]
    persona = await update(server, persona["id"], widgetConfig={"allowedOrigins": origins})

    assert persona["widgetConfig"]["allowedOrigins"] == ["https://example.com", "http://localhost:3000"]
    reply = await server.client.put(
        f"/v1/personas/{persona['id']}", json={"widgetConfig": {"allowedOrigins": ["https://a.example/path"]}}
    )
    assert reply.json()["details"][0]["path"] == "widgetConfig.allowedOrigins.0"


async def test_a_persona_whose_voice_was_deleted_can_still_be_renamed(server: Server) -> None:
    imported = {"displayName": "Ours", "provider": "cartesia", "providerVoiceId": "x"}
    voice = await send(server, "POST", "/v1/voices", imported)
    persona = await create(server, voiceId=voice["id"])
    await server.client.delete(f"/v1/voices/{voice['id']}")

    persona = await update(server, persona["id"], name="Nora")

    assert (persona["name"], persona["voice"]) == ("Nora", None)


# zero data retention


async def promised(server: Server, **fields: Any) -> httpx.Response:
    return await server.client.post("/v1/personas", json={"zeroDataRetention": True} | fields)


def broken(reply: httpx.Response, path: str, says: str) -> None:
    assert (reply.status_code, reply.json()["details"][0]["path"]) == (400, path), reply.text
    assert says in reply.json()["message"]


async def own_llm(server: Server, **fields: Any) -> dict[str, Any]:
    made = {"displayName": "Elsewhere", "llmFormat": "openai", "modelName": "tiny"} | fields
    return await send(server, "POST", "/v1/llms", made)


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

    assert (await send(server, "PUT", f"/v1/llms/{llm['id']}", {"isZdr": True}))["isZdr"] is True
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
