"""PostgreSQL keeps to the lengths and ranges of its columns: what is too large is refused, not a fault of ours."""

from __future__ import annotations

from typing import Any

import pytest
from tests.api.servers import Server

LONG = "x" * 2000
HUGE = 2**40
STOCK_PERSONA = "5a7c1e20-9d0b-4f6e-8a41-c0ffee000001"
LLM = {
    "displayName": "L",
    "llmFormat": "openai",
    "modelName": "m",
    "urls": [{"url": "https://example.com/v1", "region": "eu"}],
}
VOICE = {"displayName": "V", "provider": "ELEVENLABS", "providerVoiceId": "v"}


@pytest.mark.parametrize(
    ("verb", "path", "body"),
    [
        ("POST", "/v1/personas", {"name": LONG, "description": LONG, "personaPreset": LONG}),
        ("POST", "/v1/personas", {"avatarId": LONG}),
        ("POST", "/v1/personas", {"llmId": LONG, "voiceId": LONG}),
        ("POST", "/v1/share-links", {"personaId": STOCK_PERSONA, "usageLimit": HUGE}),
        ("POST", "/v1/share-links", {"personaId": STOCK_PERSONA, "name": LONG}),
        ("POST", "/v1/share-links", {"personaId": STOCK_PERSONA, "type": LONG}),
        ("POST", "/v1/share-links", {"personaId": STOCK_PERSONA, "expiresInHours": HUGE}),
        ("POST", "/v1/llms", LLM | {"maxTokens": HUGE}),
        ("POST", "/v1/llms", LLM | {"displayName": LONG}),
        ("POST", "/v1/llms", LLM | {"modelName": LONG}),
        ("POST", "/v1/llms", LLM | {"deploymentName": LONG, "apiVersion": LONG}),
        ("POST", "/v1/voices", VOICE | {"displayName": LONG}),
        ("POST", "/v1/voices", VOICE | {"providerVoiceId": LONG}),
        ("POST", "/v1/voices", VOICE | {"providerModelId": LONG}),
        ("POST", "/v1/voices", VOICE | {"country": LONG, "gender": LONG}),
        ("PUT", "/v1/organization", {"name": LONG}),
        ("PUT", "/v1/organization", {"maxConcurrentSessions": HUGE}),
        ("PUT", "/v1/organization", {"retentionDays": HUGE}),
        ("PUT", "/v1/organization", {"defaultLanguage": "de-" + "a" * 8 + "-" + "b" * 8}),
        ("POST", "/v1/personas", {"languageCode": "deu-" + "a" * 8 + "-" + "b" * 8}),
        ("POST", "/v1/api-keys", {"name": LONG}),
        ("POST", "/v1/tools", {"name": LONG, "description": LONG, "type": "client"}),
        ("POST", "/v1/auth/session-token", {"clientLabel": LONG, "personaConfig": {"personaId": LONG}}),
        ("POST", "/v1/engine/session", {"clientLabel": "x" * 200, "personaConfig": {"personaId": LONG}}),
    ],
)
async def test_what_is_too_large_is_refused(
    server: Server, verb: str, path: str, body: dict[str, Any]
) -> None:
    reply = await server.client.request(verb, path, json=body)

    assert reply.status_code < 500, reply.text
    if reply.status_code == 400:
        assert reply.json()["details"]


@pytest.mark.parametrize("path", ["/v1/personas", "/v1/sessions", "/v1/tools", "/v1/avatars", "/v1/voices"])
async def test_pages_and_searches_may_be_of_any_size(server: Server, path: str) -> None:
    query = {"page": 1_000_000, "perPage": 100, "search": LONG}

    assert (await server.client.get(path, params=query)).status_code == 200
