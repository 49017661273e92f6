"""POST /v1/auth/session-token"""

from __future__ import annotations

import time
from typing import Any

import jwt
import pytest
from tests.api import published
from tests.api.servers import AVATAR, EPHEMERAL, KEY, Server, bearer, claims_of
from tests.databases import only_sqlite

STOCK_PERSONA = "5a7c1e20-9d0b-4f6e-8a41-c0ffee000001"


async def ask(server: Server, body: Any) -> Any:
    return await server.client.post("/v1/auth/session-token", json=body)


async def test_a_token_is_what_the_sdks_read(server: Server) -> None:
    reply = await ask(server, {"clientLabel": "js-sdk-api-key", "personaConfig": EPHEMERAL})

    assert reply.status_code == 200  # exactly: old Python SDKs refuse 201
    token = reply.json()["sessionToken"]
    assert token.count(".") == 2
    claims = claims_of(token)
    assert claims["type"] == "ephemeral"
    assert claims["accountId"]
    assert claims["exp"] - claims["iat"] == 3600


@pytest.mark.parametrize("config", [{"personaId": STOCK_PERSONA}, {"id": STOCK_PERSONA}])
async def test_a_stored_persona_makes_a_stateful_token(server: Server, config: dict[str, str]) -> None:
    token = await server.token(**config)

    assert claims_of(token)["type"] == "stateful"
    assert (await server.start(token)).status_code == 200
    assert server.placement.placed[0].persona.id == STOCK_PERSONA
    assert server.placement.placed[0].persona.name == "Cara"


@pytest.mark.parametrize("config", published.PERSONA_CONFIGS)
async def test_the_published_persona_configs_start_sessions(server: Server, config: dict[str, str]) -> None:
    reply = await server.start(await server.token(**config))

    assert reply.status_code == 200
    spec = server.placement.placed[0]
    assert spec.persona.system_prompt == config["systemPrompt"]
    assert spec.avatar.id == config["avatarId"]
    assert spec.voice.id == config["voiceId"]
    assert spec.llm.id == config["llmId"]


async def test_the_defaults_of_the_public_mcp_server_start_a_session(server: Server) -> None:
    config = {
        "name": "Assistant",
        "avatarModel": "cara-3",
        "llmId": "7736a22f-2d79-4720-952c-25fdca55ad40",
        "voiceId": "6bfbe25a-979d-40f3-a92b-5394170af54b",
        "avatarId": AVATAR,
        "systemPrompt": "You are a helpful assistant.",
        "maxSessionLengthSeconds": 600,
        "skipGreeting": True,
    }

    assert (await server.start(await server.token(**config))).status_code == 200
    assert server.placement.placed[0].max_session_seconds == 600
    assert server.placement.placed[0].greeting.skip


@pytest.mark.parametrize("body", [{}, {"personaConfig": {"avatarId": AVATAR}}])
async def test_little_or_nothing_is_enough(server: Server, body: dict[str, Any]) -> None:
    reply = await ask(server, body)

    assert reply.status_code == 200
    assert (await server.start(reply.json()["sessionToken"])).status_code == 200


async def test_fields_that_we_do_not_know_are_taken(server: Server) -> None:
    token = await server.token(**EPHEMERAL, fillerPhrases=["well"], metadata={"client": "js-sdk"})

    assert (await server.start(token)).status_code == 200


@only_sqlite
async def test_a_browser_cannot_read_the_prompt_out_of_its_token(server: Server) -> None:
    token = await server.token(**EPHEMERAL)

    assert "recipe" not in str(claims_of(token))
    assert b"recipe" not in (server.wing.settings.data_dir / "visavis.db").read_bytes()


@pytest.mark.parametrize(
    ("config", "path"),
    [
        ({"personaId": "no-such"}, "personaConfig.personaId"),
        ({"avatarId": "no-such"}, "personaConfig.avatarId"),
        ({"voiceId": "no-such"}, "personaConfig.voiceId"),
        ({"llmId": "no-such"}, "personaConfig.llmId"),
        ({"avatarModel": "cara-9"}, "personaConfig.avatarModel"),
        ({"languageCode": "klingon!"}, "personaConfig.languageCode"),
        ({"maxSessionLengthSeconds": 0}, "personaConfig.maxSessionLengthSeconds"),
        (
            {"voiceDetectionOptions": {"endOfSpeechSensitivity": 2}},
            "personaConfig.voiceDetectionOptions.endOfSpeechSensitivity",
        ),
        ({"voiceGenerationOptions": {"stability": 9}}, "personaConfig.voiceGenerationOptions.stability"),
        (
            {"directorNotes": {"presetStyle": "happy", "customStylePrompt": "sober"}},
            "personaConfig.directorNotes",
        ),
        ({"directorNotes": {"expressivity": 1.5}}, "personaConfig.directorNotes.expressivity"),
        (
            {"tools": [{"type": "client", "name": "t", "parameters": {"x": "y" * 10_001}}]},
            "personaConfig.tools.0.parameters",
        ),
        ({"toolIds": ["no-such"]}, "personaConfig.toolIds"),
        ({"systemPrompt": 5}, "personaConfig.systemPrompt"),
    ],
)
async def test_a_wrong_persona_is_refused_where_the_developer_looks(
    server: Server, config: dict[str, Any], path: str
) -> None:
    reply = await ask(server, {"personaConfig": config})

    assert reply.status_code == 400
    answer = reply.json()
    assert answer["error"] == "Validation error"
    assert [one["path"] for one in answer["details"]] == [path]
    assert set(answer["details"][0]) == {"path", "message", "code"}
    assert answer["details"][0]["message"] in answer["message"]


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ({"environment": {"livekitUrl": "wss://lk", "livekitToken": "t"}}, "LiveKit"),
        ({"environment": {"elevenLabsAgentSettings": {"signedUrl": "u", "agentId": "a"}}}, "ElevenLabs"),
        ({"environment": {"agoraSettings": {"appId": "a"}}}, "Agora"),
        ({"sessionOptions": {"egress": {"mode": "daily", "daily": {"roomUrl": "https://d"}}}}, "Daily"),
    ],
)
async def test_what_is_not_built_is_refused_plainly(server: Server, body: dict[str, Any], says: str) -> None:
    for url in ("/v1/auth/session-token", "/v1/engine/session"):
        reply = await server.client.post(url, json={"personaConfig": EPHEMERAL, **body})
        assert reply.status_code == 400
        assert says in reply.json()["message"]
        assert "not supported by this server" in reply.json()["message"]
    reply = await server.start(await server.token(), body)
    assert reply.status_code == 400
    assert server.placement.placed == []


@pytest.mark.parametrize(("options", "marked"), [({"showAIAvatarDisclosure": True}, True), ({}, False)])
async def test_a_mark_may_say_that_it_is_an_avatar(
    server: Server, options: dict[str, Any], marked: bool
) -> None:
    reply = await server.start(body={"personaConfig": EPHEMERAL, "sessionOptions": options})

    assert reply.status_code == 200
    assert server.placement.placed[-1].avatar.disclosed is marked


@pytest.mark.parametrize("model", ["cara-2", "cara-3", "cara-4"])
async def test_the_engine_is_told_which_model_renders(server: Server, model: str) -> None:
    reply = await server.start(body={"personaConfig": EPHEMERAL | {"avatarModel": model}})

    assert reply.status_code == 200
    assert server.placement.placed[-1].avatar.model == model


async def test_a_wish_for_a_certain_engine_is_ignored(server: Server) -> None:
    where = {"podName": "p", "cluster": "c", "engineVersion": "v5"}
    body = {"personaConfig": EPHEMERAL, "environment": where, "sessionOptions": {"region": "eu"}}

    assert (await server.start(body=body)).status_code == 200


async def test_the_older_contract_may_ask_for_a_longer_life(server: Server) -> None:
    reply = await ask(server, {"personaConfig": EPHEMERAL, "expiresIn": "12h"})

    claims = claims_of(reply.json()["sessionToken"])
    assert claims["exp"] - claims["iat"] == 12 * 3600


@pytest.mark.parametrize("authorization", [None, "Bearer", "Bearer ", "Basic abc", "Bearer wrong", KEY])
async def test_without_a_good_key_there_is_no_token(server: Server, authorization: str | None) -> None:
    del server.client.headers["authorization"]
    headers = {} if authorization is None else {"authorization": authorization}

    reply = await server.client.post("/v1/auth/session-token", json={}, headers=headers)

    assert reply.status_code == 401
    assert reply.json() == {"error": "Unauthorized", "message": "Invalid or missing API key"}


async def test_a_session_token_is_no_api_key(server: Server) -> None:
    token = await server.token()

    reply = await server.client.post("/v1/auth/session-token", json={}, headers=bearer(token))
    assert reply.status_code == 401
    assert (await server.client.get("/v1/personas", headers=bearer(token))).status_code == 401


class TestBadTokens:
    async def refused(self, server: Server, token: str) -> None:
        reply = await server.start(token)
        assert reply.status_code == 401
        assert reply.json() == {"error": "Unauthorized", "message": "Invalid or expired session token"}
        assert server.placement.placed == []

    @pytest.mark.parametrize("token", ["a.b.c", "..", "x.y", "e30.e30.e30"])
    async def test_nonsense(self, server: Server, token: str) -> None:
        await self.refused(server, token)

    async def test_expired(self, server: Server) -> None:
        claims = claims_of(await server.token()) | {"exp": int(time.time()) - 1}
        await self.refused(server, jwt.encode(claims, server.wing.keyring.signing, "HS256"))

    async def test_signed_by_another_server(self, server: Server) -> None:
        claims = claims_of(await server.token())
        await self.refused(server, jwt.encode(claims, b"another key, just as long as ours!", "HS256"))

    async def test_unsigned(self, server: Server) -> None:
        claims = claims_of(await server.token())
        await self.refused(server, jwt.encode(claims, None, "none"))

    async def test_changed(self, server: Server) -> None:
        head, claims, signature = (await server.token()).split(".")
        await self.refused(server, f"{head}.{claims}.{signature[::-1]}")

    async def test_unknown_to_the_database(self, server: Server) -> None:
        claims = claims_of(await server.token()) | {"jti": "00000000-0000-0000-0000-000000000000"}
        await self.refused(server, jwt.encode(claims, server.wing.keyring.signing, "HS256"))
