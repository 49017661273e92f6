"""LLMs that hear and speak by themselves"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.api.llm_requests import NEXT_DOOR
from tests.api.servers import Server, serving

ALOUD = {"displayName": "Aloud", "llmFormat": "advanced_voice", "secret": "sk-own"}
LOCAL = {"urls": [{"url": f"http://{NEXT_DOOR}/v1/realtime"}]}


async def aloud(server: Server, engine: str = "openai_realtime", **changes: Any) -> dict[str, Any]:
    """A persona's parts: an LLM that hears and speaks by itself, and a voice of its own."""
    reply = await server.client.post("/v1/llms", json=ALOUD | changes)
    assert reply.json()["engine"] == engine, reply.text
    named = {"displayName": "Cedar", "provider": "OPENAI_ADVANCED_VOICE", "providerVoiceId": "cedar"}
    voice = await server.client.post("/v1/voices", json=named)
    return {"llmId": reply.json()["id"], "voiceId": voice.json()["id"]}


@pytest.mark.parametrize(
    ("changes", "settings", "address", "key"),
    [
        ({}, {"OPENAI_API_KEY": "sk", "OPENAI_BASE_URL": "http://127.0.0.1:9/v1"}, None, "sk-own"),
        ({"secret": ""}, {"OPENAI_API_KEY": "sk"}, None, "sk"),
        (
            {"secret": ""},
            {"OPENAI_API_KEY": "sk", "OPENAI_BASE_URL": "http://127.0.0.1:9/v1"},
            *("http://127.0.0.1:9/v1", "sk"),
        ),
        ({"secret": ""}, {"OPENAI_REALTIME_BASE_URL": "http://live/v1"}, "http://live/v1", "none"),
        (LOCAL | {"secret": ""}, {"OPENAI_API_KEY": "sk"}, f"http://{NEXT_DOOR}/v1", "none"),
    ],
)
async def test_an_llm_that_speaks_by_itself_is_reached_with_its_own_key_or_the_operators(
    data_dir: Path, changes: dict[str, Any], settings: dict[str, str], address: str | None, key: str
) -> None:
    async with serving(data_dir, allowed_hosts=NEXT_DOOR, **settings) as server:
        parts = await aloud(server, **changes)
        assert (await server.start(body={"personaConfig": parts})).status_code == 200
        spec = server.placement.placed[-1].llm

    assert (spec.kind, spec.voice, spec.base_url, spec.key) == ("openai_realtime", "cedar", address, key)
    assert spec.allowed_hosts == ((NEXT_DOOR,) if "urls" in changes else None)


AZURE = {
    "displayName": "Aloud",
    "llmFormat": "azure_openai",
    "modelName": "gpt-realtime",
    "urls": [{"url": f"http://{NEXT_DOOR}/openai/v1/realtime?model=gpt-realtime"}],
    "secret": "az",
}


@pytest.mark.parametrize(
    ("changes", "model", "transcribes"),
    [
        ({}, "gpt-realtime", ""),
        (
            {"deploymentName": "ours", "metadata": {"transcriptionDeployment": "our-transcriber"}},
            *("ours", "our-transcriber"),
        ),
    ],
)
async def test_an_llm_at_azure_speaks_by_itself_where_its_address_is_that_of_the_realtime_api(
    data_dir: Path, changes: dict[str, Any], model: str, transcribes: str
) -> None:
    async with serving(data_dir, allowed_hosts=NEXT_DOOR) as server:
        parts = await aloud(server, "azure_realtime", **AZURE | changes)
        assert (await server.start(body={"personaConfig": parts})).status_code == 200
        spec = server.placement.placed[-1].llm
        other_voice = await server.start(body={"personaConfig": parts | {"voiceId": None}})
        may_be_kept = await server.start(body={"personaConfig": parts | {"zeroDataRetention": True}})

    assert (spec.kind, spec.voice, spec.key) == ("azure_realtime", "cedar", "az")
    assert (spec.model, spec.transcription_model) == (model, transcribes)
    assert (spec.base_url, spec.allowed_hosts) == (AZURE["urls"][0]["url"], (NEXT_DOOR,))
    assert "OPENAI_ADVANCED_VOICE" in other_voice.json()["message"]
    assert (other_voice.status_code, may_be_kept.status_code) == (400, 200), "next door is near"


async def test_an_llm_at_azure_with_another_address_reads_and_writes(data_dir: Path) -> None:
    elsewhere = {"urls": [{"url": f"http://{NEXT_DOOR}/openai/v1"}]}
    async with serving(data_dir, allowed_hosts=NEXT_DOOR) as server:
        parts = await aloud(server, "azure_openai", **AZURE | elsewhere)
        assert (await server.start(body={"personaConfig": parts})).status_code == 200
        assert server.placement.placed[-1].llm.kind == "azure_openai"


@pytest.mark.parametrize(
    ("changes", "config", "path", "said"),
    [
        ({"secret": ""}, {}, "personaConfig.llmId", "no key for OpenAI"),
        ({}, {"voiceId": None}, "personaConfig.voiceId", "OPENAI_ADVANCED_VOICE"),
        ({}, {"zeroDataRetention": True}, "personaConfig.zeroDataRetention", "isZdr"),
    ],
)
async def test_what_an_llm_that_speaks_by_itself_lacks_is_said_before_a_session(
    server: Server, changes: dict[str, Any], config: dict[str, Any], path: str, said: str
) -> None:
    parts = await aloud(server, **changes)

    reply = await server.start(body={"personaConfig": parts | config})

    assert (reply.status_code, reply.json()["details"][0]["path"]) == (400, path)
    assert said in reply.json()["message"]
