"""What changes with a new avatar, model, voice, LLM or site of a persona"""

from __future__ import annotations

from typing import Any

import pytest
from tests.api.persona_requests import FLITE_RMS, LUCY, create, refused, started, update
from tests.api.servers import Server

from visavis.store.tables import Avatar


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
    voice = await server.answer("POST", "/v1/voices", json=imported)
    persona = await create(server, voiceId=voice["id"])
    await server.client.delete(f"/v1/voices/{voice['id']}")

    persona = await update(server, persona["id"], name="Nora")

    assert (persona["name"], persona["voice"]) == ("Nora", None)
