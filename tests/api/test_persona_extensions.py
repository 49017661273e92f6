"""What a persona brings to its sessions beyond the published create and update."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from tests.api.knowing import new_group
from tests.api.persona_requests import FLITE_RMS, LUCY, create, refused, started, update
from tests.api.servers import Server

from visavis.contract.spec import StyleSpec

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
    await server.answer("PUT", "/v1/organization", json={"maxSessionLengthSeconds": 60})

    assert (await refused(server, maxSessionLengthSeconds=61))["path"] == "maxSessionLengthSeconds"
    persona = await create(server, maxSessionLengthSeconds=60)
    await server.answer("PUT", "/v1/organization", json={"maxSessionLengthSeconds": 30})

    assert (await update(server, persona["id"], name="Nora"))["maxSessionLengthSeconds"] == 60
    assert (await started(server, persona["id"])).max_session_seconds == 30


async def test_a_model_by_invitation_is_403_to_those_who_are_not_invited(server: Server) -> None:
    await server.answer("PUT", "/v1/organization", json={"allowedAvatarModels": ["cara-3", "cara-4"]})

    persona = await create(server, avatarModel="cara-4")
    for verb, path in (("POST", "/v1/personas"), ("PUT", f"/v1/personas/{persona['id']}")):
        reply = await server.client.request(verb, path, json={"avatarModel": "cara-4-latest"})
        assert (reply.status_code, reply.json()["error"]) == (403, "Forbidden")
        assert "cara-4-latest" in reply.json()["message"]
