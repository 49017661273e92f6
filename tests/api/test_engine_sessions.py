"""POST /v1/engine/session, stop, kill and concurrency"""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from sqlalchemy import select
from tests.api.servers import AVATAR, EPHEMERAL, KEY, Server, bearer, serving

from visavis.contract.events import SessionEnded, SessionStarted
from visavis.contract.internal import EventBatch
from visavis.contract.spec import ClientSpec, LlmSpec
from visavis.services.keys import create_key, list_keys, revoke_key
from visavis.services.organizations import create_organization
from visavis.services.seats import engine_lost
from visavis.services.session_events import apply
from visavis.store.sessions import Session
from visavis.store.tables import Avatar

CARA_4 = {**EPHEMERAL, "avatarModel": "cara-4"}


async def stream_came_up(server: Server, session_id: str) -> None:
    started = SessionStarted(session_id=session_id, number=1, at=datetime.now(UTC))
    await apply(server.wing.database, EventBatch(events=(started,)))


async def ended(server: Server, session_id: str, number: int = 2) -> None:
    end = SessionEnded(
        session_id=session_id,
        number=number,
        at=datetime.now(UTC),
        exit_status="NORMAL_EXIT",
        reason="hung up",
    )
    await apply(server.wing.database, EventBatch(events=(end,)))


async def stored(server: Server, session_id: str) -> Session:
    async with server.wing.database.transaction() as session:
        return (await session.scalars(select(Session).where(Session.id == session_id))).one()


# the answer


async def test_the_answer_suits_every_sdk(server: Server) -> None:
    reply = await server.start(await server.token())

    assert reply.status_code == 200
    answer = reply.json()
    UUID(answer["sessionId"])
    assert answer == {
        "sessionId": answer["sessionId"],
        "engineHost": "testserver/v1/webrtc/engines/engine-1",
        "engineProtocol": "http",
        "signallingEndpoint": "/v1/webrtc/engines/engine-1/ws",
        "clientConfig": {
            "heartbeatIntervalSeconds": 5,
            "expectedHeartbeatIntervalSecs": 5,
            "maxWsReconnectionAttempts": 5,
            "maxWsReconnectAttempts": 5,
            "iceServers": [],
        },
        "region": "local",
    }
    assert server.placement.placed[0].session_id == answer["sessionId"]


async def test_configured_ice_servers_reach_client_and_engine(data_dir: Path) -> None:
    ice = {
        "stun_url": "stun:stun.example.com",
        "turn_url": "turn:turn.example.com:3478",
        "turn_username": "me",
        "turn_credential": "secret",
    }
    async with serving(data_dir, **ice) as server:
        servers = (await server.start()).json()["clientConfig"]["iceServers"]
        spec = server.placement.placed[0]

    assert servers == [
        {"urls": ["stun:stun.example.com"], "credentialType": "password"},
        {
            "urls": ["turn:turn.example.com:3478"],
            "username": "me",
            "credential": "secret",
            "credentialType": "password",
        },
    ]
    assert [one.urls[0] for one in spec.ice_servers] == [
        "stun:stun.example.com",
        "turn:turn.example.com:3478",
    ]


@pytest.mark.parametrize(
    ("headers", "host", "protocol"),
    [
        ({}, "testserver", "http"),
        ({"host": "10.0.0.7:8000"}, "10.0.0.7:8000", "http"),
        ({"x-forwarded-proto": "https", "x-forwarded-host": "a.example.com"}, "a.example.com", "https"),
        (
            {"x-forwarded-proto": "https,http", "x-forwarded-host": "a.example.com, b"},
            "a.example.com",
            "https",
        ),
    ],
)
async def test_the_engine_is_reached_the_way_the_server_was(
    server: Server, headers: dict[str, str], host: str, protocol: str
) -> None:
    reply = await server.client.post(
        "/v1/engine/session", json={"personaConfig": EPHEMERAL}, headers=bearer(KEY) | headers
    )

    assert reply.json()["engineHost"] == f"{host}/v1/webrtc/engines/engine-1"
    assert reply.json()["engineProtocol"] == protocol


async def test_a_public_url_counts_more_than_the_request(data_dir: Path) -> None:
    async with serving(data_dir, public_url="https://example.com/personas/") as server:
        answer = (await server.start()).json()

    assert answer["engineHost"] == "example.com/personas/v1/webrtc/engines/engine-1"
    assert answer["signallingEndpoint"] == "/personas/v1/webrtc/engines/engine-1/ws"
    assert answer["engineProtocol"] == "https"


async def test_the_misspelt_version_of_a_public_client_works(server: Server) -> None:
    reply = await server.client.post("/None/engine/session", json={"personaConfig": EPHEMERAL})

    assert reply.status_code == 200


# what the engine is told


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


# one token, one session


async def test_a_retry_before_signalling_gets_the_same_session(server: Server) -> None:
    token = await server.token()

    answers = [(await server.start(token)).json() for _ in range(3)]

    assert answers[0] == answers[1] == answers[2]
    assert len(server.placement.placed) == 1
    assert await server.active() == 1


async def test_tries_at_once_with_one_token_start_one_session(server: Server) -> None:
    token = await server.token()
    server.placement.gate = asyncio.Event()
    tries = [asyncio.create_task(server.start(token)) for _ in range(4)]
    await server.placement.waiting.wait()
    server.placement.gate.set()

    replies = await asyncio.gather(*tries)

    assert {reply.status_code for reply in replies} == {200}
    assert len({reply.json()["sessionId"] for reply in replies}) == 1
    assert len(server.placement.placed) == 1


async def test_a_token_whose_session_has_begun_or_ended_is_used_up(server: Server) -> None:
    begun, over = await server.token(), await server.token()
    await stream_came_up(server, (await server.start(begun)).json()["sessionId"])
    await ended(server, (await server.start(over)).json()["sessionId"])

    for token in (begun, over):
        reply = await server.start(token)
        assert reply.status_code == 401
        assert "already started a session" in reply.json()["message"]


async def test_a_token_survives_a_start_that_failed(server: Server) -> None:
    token = await server.token()
    server.placement.refuses = True
    assert (await server.start(token)).status_code == 503

    server.placement.refuses = False
    assert (await server.start(token)).status_code == 200


async def test_a_revoked_key_takes_its_tokens_with_it(server: Server) -> None:
    token = await server.token()
    async with server.wing.database.transaction() as session:
        await revoke_key(session, (await list_keys(session))[0].id)

    assert (await server.start(token)).status_code == 401
    assert (await server.start(KEY)).status_code == 401
    assert (await server.client.get("/v1/personas")).status_code == 401


# seats


async def test_starts_that_come_at_once_never_pass_the_limit(data_dir: Path) -> None:
    async with serving(data_dir, max_concurrent_sessions=3) as server:
        replies = await asyncio.gather(*(server.start() for _ in range(12)))

        assert sorted(reply.status_code for reply in replies) == [200] * 3 + [429] * 9
        refusal = next(reply for reply in replies if reply.status_code == 429).json()
        assert refusal["error"] == "Concurrent session limit reached"
        assert set(refusal) == {"error", "message"}
        assert len(server.placement.placed) == 3
        status = (await server.client.get("/v1/sessions/concurrency")).json()
        assert status == {"limit": 3, "active": 3, "canStartSession": False, "estimatedWaitSeconds": None}


async def test_an_ended_session_gives_its_seat_back(data_dir: Path) -> None:
    async with serving(data_dir, max_concurrent_sessions=1) as server:
        session_id = (await server.start()).json()["sessionId"]
        assert (await server.start()).status_code == 429

        await ended(server, session_id)

        status = (await server.client.get("/v1/sessions/concurrency")).json()
        assert status == {"limit": 1, "active": 0, "canStartSession": True, "estimatedWaitSeconds": 0}
        assert (await server.start()).status_code == 200


async def test_no_engine_is_a_503_that_leaves_no_seat_taken(server: Server) -> None:
    server.placement.refuses = True

    for _ in range(3):  # the JS SDK tries three times
        reply = await server.start()
        assert reply.status_code == 503
        assert reply.json()["error"] == "Service busy"
    assert await server.active() == 0


async def test_a_broken_placement_is_a_500_that_leaves_no_seat_taken(server: Server) -> None:
    server.placement.breaks = True

    reply = await server.start()

    assert reply.status_code == 500
    assert reply.json()["error"] == "Internal server error"
    assert await server.active() == 0


async def test_a_placement_that_hangs_is_given_up_before_the_client_gives_up(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("visavis.services.sessions.PLACING_S", 0.05)
    server.placement.gate = asyncio.Event()

    reply = await server.start()

    assert reply.status_code == 503
    assert await server.active() == 0
    assert [reason for _, reason in server.placement.ended] == ["the session could not be started"]


async def test_a_request_that_is_cut_off_while_placing_leaves_no_seat_taken(server: Server) -> None:
    server.placement.gate = asyncio.Event()
    request = asyncio.create_task(server.start())
    await server.placement.waiting.wait()
    assert await server.active() == 1

    request.cancel()
    with pytest.raises(asyncio.CancelledError):
        await request

    assert await server.active() == 0
    assert len(server.placement.ended) == 1


async def test_a_dead_engine_frees_the_seats_of_its_sessions_and_no_others(server: Server) -> None:
    first = (await server.start()).json()["sessionId"]
    server.placement.engine = "engine-2"
    second = (await server.start()).json()["sessionId"]
    await stream_came_up(server, first)

    assert await engine_lost(server.wing.database, "engine-1") == 1

    assert (await stored(server, first)).exit_status == "ERROR"
    assert (await stored(server, first)).exit_reason == "engine engine-1 was lost"
    assert (await stored(server, second)).ended_at is None
    assert await server.active() == 1


async def test_sessions_just_being_handed_to_a_dead_engine_are_ended_too(server: Server) -> None:
    session_id = (await server.start()).json()["sessionId"]

    assert await engine_lost(server.wing.database, "another", {session_id}) == 1
    assert await server.active() == 0


async def test_a_restart_closes_what_was_left_open(data_dir: Path) -> None:
    async with serving(data_dir) as server:
        session_id = (await server.start()).json()["sessionId"]
    async with serving(data_dir) as server:
        row = await stored(server, session_id)

        assert (row.exit_status, row.exit_reason) == ("ERROR", "the server was restarted")
        assert await server.active() == 0


async def test_an_unclaimed_session_whose_end_was_never_reported_frees_its_seat(data_dir: Path) -> None:
    async with serving(data_dir, max_concurrent_sessions=1, unclaimed_session_seconds=30) as server:
        session_id = (await server.start()).json()["sessionId"]
        assert (await server.start()).status_code == 429
        async with server.wing.database.transaction() as session:
            row = await session.get_one(Session, session_id)
            row.created_at = row.created_at.replace(year=row.created_at.year - 1)

        assert (await server.start()).status_code == 200
        assert (await stored(server, session_id)).exit_reason == "nobody connected"


async def test_an_organization_may_have_a_limit_of_its_own(server: Server) -> None:
    async with server.wing.database.transaction() as session:
        organization = await create_organization(session, "Small", max_concurrent_sessions=1)
        key = (await create_key(session, server.wing.keyring, organization.id, "theirs")).key

    replies = [await server.start(key, {"personaConfig": EPHEMERAL}) for _ in range(2)]

    assert [reply.status_code for reply in replies] == [200, 429]
    assert await server.active() == 0
    assert (await server.start()).status_code == 200


# ending from outside


@pytest.mark.parametrize("url", ["/v1/sessions/{}/stop", "/v1/engine/session/{}/kill"])
async def test_a_session_can_be_stopped(server: Server, url: str) -> None:
    session_id = (await server.start()).json()["sessionId"]

    reply = await server.client.post(url.format(session_id))

    assert (reply.status_code, reply.json()) == (200, {})
    assert server.placement.ended == [(session_id, "stopped through the API")]


async def test_what_its_engine_has_just_ended_cannot_be_stopped_again(server: Server) -> None:
    session_id = (await server.start()).json()["sessionId"]
    server.placement.holds = False

    assert (await server.client.post(f"/v1/sessions/{session_id}/stop")).status_code == 404


async def test_only_running_sessions_of_ones_own_can_be_stopped(server: Server) -> None:
    session_id = (await server.start()).json()["sessionId"]
    theirs = bearer(await server.key_of_another_organization())

    async def stop(id: Any, headers: dict[str, str] | None = None) -> httpx.Response:
        return await server.client.post(f"/v1/sessions/{id}/stop", headers=headers)

    assert (await stop(session_id, theirs)).status_code == 404
    assert (await stop(uuid4())).status_code == 404
    assert (await stop("not-an-id")).status_code == 400
    await ended(server, session_id)
    assert (await stop(session_id)).status_code == 404
    assert server.placement.ended == []
