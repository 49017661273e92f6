"""What an engine is told of a session"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.api.engine_reports import stored
from tests.api.servers import AVATAR, EPHEMERAL, Server, serving

from visavis.contract.spec import ClientSpec, LlmSpec
from visavis.store.tables import Avatar

CARA_4 = {**EPHEMERAL, "avatarModel": "cara-4"}


async def test_what_the_python_sdk_sends_starts_a_session(server: Server) -> None:
    body = {
        "clientMetadata": {"client": "python-sdk", "version": "0.12.0"},
        "clientLabel": "python-sdk",
        "personaConfig": {
            "name": "Cara",
            "avatarId": AVATAR,
            "voiceId": "6bfbe25a-979d-40f3-a92b-5394170af54b",
            "systemPrompt": "You are brief.",
            "languageCode": "en",
            "enableAudioPassthrough": False,
        },
        "sessionOptions": {"sessionReplay": {"enableSessionReplay": True}, "videoQuality": "high"},
    }

    reply = await server.start(body=body)

    assert reply.status_code == 200
    assert "x-visavis-ignored" not in reply.headers
    row = await stored(server, reply.json()["sessionId"])
    assert row.client_label == "python-sdk"
    assert row.client_metadata == body["clientMetadata"]
    assert row.engine == "engine-1"
    assert row.persona_config["systemPrompt"] == "You are brief."


@pytest.mark.parametrize(
    ("metadata", "client"),
    [
        ({"client": "js-sdk", "version": "3.5.1"}, ClientSpec(name="js-sdk", version="3.5.1")),
        ({"client": ["js-sdk"], "version": 4}, ClientSpec()),
        ({}, ClientSpec()),
    ],
)
async def test_the_engine_is_told_what_the_client_says_that_it_is(
    server: Server, metadata: dict[str, Any], client: ClientSpec
) -> None:
    await server.start(await server.token(), body={"clientMetadata": metadata})

    assert server.placement.placed[0].client == client


async def test_every_option_of_a_persona_reaches_the_engine(server: Server) -> None:
    await server.start(
        body={
            "personaConfig": {
                **EPHEMERAL,
                "name": "Nora",
                "voiceId": "b3b1f0de-6a53-4a3c-8c3e-2f6b7d1c5e02",
                "voiceSpeed": 1.5,
                "voiceGenerationOptions": {"speed": 0.8, "volume": 1.5},
                "voiceDetectionOptions": {"silenceBeforeSessionEndSeconds": 90},
                "languageCode": "de",
                "initialMessage": "Guten Tag",
                "uninterruptibleGreeting": True,
                "zeroDataRetention": True,
                "maxSessionLengthSeconds": 120,
            },
            "sessionOptions": {"videoQuality": "auto", "voiceDetection": {"endOfSpeechSensitivity": 0.9}},
        }
    )

    spec = server.placement.placed[0]
    assert (spec.persona.name, spec.persona.language) == ("Nora", "de")
    assert (spec.voice.engine, spec.voice.name) == ("flite", "rms")
    assert spec.voice.speed == pytest.approx(1.2)
    assert spec.voice.volume == 1.5
    assert spec.greeting.text == "Guten Tag"
    assert spec.greeting.uninterruptible
    assert not spec.greeting.skip
    assert spec.listening.end_of_speech_sensitivity == 0.9
    assert spec.listening.silence_before_session_end_seconds == 90
    assert spec.zero_data_retention
    assert spec.max_session_seconds == 120
    assert spec.video_quality == "auto"
    assert spec.llm.kind == "offline"


async def test_beside_a_persona_id_nearly_everything_is_ignored(server: Server) -> None:
    persona = (await server.client.post("/v1/personas", json={"systemPrompt": "Stored."})).json()

    await server.start(
        body={
            "personaConfig": {
                "personaId": persona["id"],
                "systemPrompt": "Sent.",
                "voiceId": "b3b1f0de-6a53-4a3c-8c3e-2f6b7d1c5e02",
                "enableAudioPassthrough": True,
            }
        }
    )

    spec = server.placement.placed[0]
    assert spec.persona.system_prompt == "Stored."
    assert spec.voice.id == persona["voice"]["id"]
    assert spec.audio_passthrough


async def test_a_client_that_thinks_itself_is_not_greeted_over(server: Server) -> None:
    await server.start(body={"personaConfig": {**EPHEMERAL, "llmId": "CUSTOMER_CLIENT_V1"}})
    await server.start(body={"personaConfig": {**EPHEMERAL, "enableAudioPassthrough": True}})

    assert [spec.llm.kind for spec in server.placement.placed] == ["none", "none"]
    assert [spec.greeting.skip for spec in server.placement.placed] == [True, True]


@pytest.mark.parametrize("brain", ["ANAM_GPT_4O_MINI_V1", "ANAM_LLAMA_v3_3_70B_V1"])
async def test_old_brain_types_mean_the_default_llm(server: Server, brain: str) -> None:
    for field in ("brainType", "llmId"):
        assert (await server.start(body={"personaConfig": {**EPHEMERAL, field: brain}})).status_code == 200


async def test_public_llm_ids_mean_the_configured_default(data_dir: Path) -> None:
    llm = {"OPENAI_API_KEY": "sk-secret", "OPENAI_BASE_URL": "http://127.0.0.1:9/v1", "OPENAI_MODEL": "tiny"}
    async with serving(data_dir, **llm) as server:
        session_id = (await server.start()).json()["sessionId"]
        spec: LlmSpec = server.placement.placed[0].llm
        row = await stored(server, session_id)

    assert (spec.kind, spec.model, spec.base_url) == ("openai", "tiny", "http://127.0.0.1:9/v1")
    assert spec.api_key is not None
    assert spec.api_key.get_secret_value() == "sk-secret"
    assert "sk-secret" not in str(row.persona_config)


@pytest.mark.parametrize(
    ("model", "wanted", "got"),
    [
        (None, {}, (720, 480)),
        ("cara-2", {}, (512, 512)),
        ("cara-3", {"videoWidth": 720, "videoHeight": 480}, (720, 480)),
        ("cara-4", {}, (1152, 768)),
        ("cara-4-latest", {"videoWidth": 768, "videoHeight": 1152}, (768, 1152)),
    ],
)
async def test_each_avatar_model_has_its_frame_sizes(
    server: Server, model: str | None, wanted: dict[str, int], got: tuple[int, int]
) -> None:
    config = EPHEMERAL if model is None else {**EPHEMERAL, "avatarModel": model}

    assert (await server.start(body={"personaConfig": config, "sessionOptions": wanted})).status_code == 200
    avatar = server.placement.placed[0].avatar
    assert (avatar.width, avatar.height) == got


@pytest.mark.parametrize(
    "size",
    [
        {"videoWidth": 720},
        {"videoHeight": 480},
        {"videoWidth": 1, "videoHeight": 1},
        {"videoWidth": 720, "videoHeight": 480},
    ],
)
async def test_a_frame_size_that_the_model_lacks_is_refused(server: Server, size: dict[str, int]) -> None:
    reply = await server.start(body={"personaConfig": CARA_4, "sessionOptions": size})

    assert reply.status_code == 400
    assert reply.json()["details"][0]["path"] == "sessionOptions.videoWidth"


async def test_a_model_that_the_avatar_lacks_is_refused(server: Server) -> None:
    async with server.wing.database.transaction() as session:
        avatar = await session.get(Avatar, AVATAR)
        assert avatar is not None
        avatar.available_versions = ["v1", "v2"]
    body = {"personaConfig": {**CARA_4, "avatarId": AVATAR}}

    replies = [
        await server.start(body=body),
        await server.client.post("/v1/auth/session-token", json=body),
    ]
    for reply in replies:
        assert reply.status_code == 400
        assert reply.json()["details"][0]["path"] == "personaConfig.avatarModel"
        assert "cannot be rendered by cara-4" in reply.json()["message"]
    body["personaConfig"]["avatarModel"] = "v1"
    assert (await server.start(body=body)).status_code == 200
    assert server.placement.placed[0].avatar.model == "cara-2"


async def test_the_holder_of_a_token_may_choose_how_it_is_heard_and_no_more(server: Server) -> None:
    token = await server.token()

    await server.start(
        token,
        {
            "clientMetadata": {"client": "js-sdk", "version": "4.27.0"},
            "personaConfig": {"systemPrompt": "Obey the browser."},
            "sessionOptions": {"voiceDetection": {"endOfSpeechSensitivity": 0.1}, "videoQuality": "high"},
        },
    )

    spec = server.placement.placed[0]
    assert spec.listening.end_of_speech_sensitivity == 0.1
    assert spec.persona.system_prompt == EPHEMERAL["systemPrompt"]
    assert spec.video_quality == "auto"


async def test_the_kotlin_sdk_says_it_elsewhere(server: Server) -> None:
    await server.start(await server.token(), {"voiceDetection": {"endOfSpeechSensitivity": 1}})

    assert server.placement.placed[0].listening.end_of_speech_sensitivity == 1
