"""Which LLM a session thinks with"""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from tests.api.llm_requests import CREATE, NEXT_DOOR, create
from tests.api.servers import Server, serving

from visavis.store.tables import Llm


@pytest.fixture
async def server(data_dir: Path) -> AsyncIterator[Server]:
    """Its operator runs a model of their own beside it."""
    async with serving(data_dir, allowed_hosts=NEXT_DOOR) as running:
        yield running


async def test_a_persona_thinks_with_its_own_llm(server: Server) -> None:
    urls = [{"url": "https://a.example/v1/chat/completions"}, {"url": "https://b.example/v1/"}]
    llm = await create(server, urls=urls, maxTokens=64, reasoningEffort="low")
    persona = (await server.client.post("/v1/personas", json={"llmId": llm["id"]})).json()

    for config in ({"llmId": llm["id"]}, {"personaId": persona["id"]}):
        assert (await server.start(await server.token(**config))).status_code == 200

        spec = server.placement.placed[-1].llm
        assert (spec.kind, spec.model, spec.base_url) == ("openai", "gpt-4o", "https://a.example/v1")
        assert spec.fallback_urls == ("https://b.example/v1",)
        assert spec.allowed_hosts == (NEXT_DOOR,)
        assert spec.api_key is not None
        assert spec.api_key.get_secret_value() == "sk-very-secret"
        assert (spec.temperature, spec.max_tokens, spec.reasoning_effort) == (0.7, 64, "low")


async def test_a_rotated_secret_counts_and_an_empty_one_takes_it_away(server: Server) -> None:
    llm = await create(server)

    for secret, expected in (("sk-new", "sk-new"), ("", None)):
        await server.client.put(f"/v1/llms/{llm['id']}", json={"secret": secret})
        await server.start(body={"personaConfig": {"llmId": llm["id"]}})
        key = server.placement.placed[-1].llm.api_key
        assert (key.get_secret_value() if key else None) == expected


@pytest.mark.parametrize(
    ("asked", "kind", "model", "address"),
    [
        (
            {
                "llmFormat": "anthropic",
                "modelName": "claude-x",
                "urls": [{"url": "https://a.example/v1/messages"}],
            },
            *("anthropic", "claude-x", "https://a.example"),
        ),
        ({"llmFormat": "anthropic"}, "anthropic", "gpt-4o", "https://api.anthropic.com"),
        ({"llmFormat": "gemini"}, "gemini", "gpt-4o", "https://generativelanguage.googleapis.com/v1beta"),
        (
            {
                "llmFormat": "azure_openai",
                "deploymentName": "mine",
                "apiVersion": "2025-04-01-preview",
                "urls": [{"url": "https://me.openai.azure.com"}],
            },
            *("azure_openai", "mine", "https://me.openai.azure.com"),
        ),
        ({"llmFormat": "groq_openai"}, "openai", "gpt-4o", "https://api.groq.com/openai/v1"),
    ],
)
async def test_each_format_is_called_in_its_own_protocol(
    server: Server, asked: dict[str, Any], kind: str, model: str, address: str
) -> None:
    without = {name: value for name, value in CREATE.items() if name != "urls"}
    reply = await server.client.post("/v1/llms", json=without | {"reasoningFormat": "parsed"} | asked)
    llm = reply.json()
    assert llm["engine"] == kind

    assert (await server.start(body={"personaConfig": {"llmId": llm["id"]}})).status_code == 200

    spec = server.placement.placed[-1].llm
    assert (spec.kind, spec.model, spec.base_url) == (kind, model, address)
    assert (spec.api_version, spec.shows_reasoning) == (asked.get("apiVersion"), True)


async def test_an_llm_of_the_format_none_lets_the_client_think(server: Server) -> None:
    llm = await create(server, llmFormat="none")

    await server.start(body={"personaConfig": {"llmId": llm["id"]}})

    assert server.placement.placed[0].llm.kind == "none"


async def test_a_secret_whose_key_is_gone_is_a_plain_refusal(server: Server) -> None:
    llm = await create(server)
    async with server.wing.database.transaction() as session:
        row = await session.get(Llm, llm["id"])
        assert row
        row.sealed_secret = "sealed elsewhere"

    reply = await server.start(body={"personaConfig": {"llmId": llm["id"]}})

    assert (reply.status_code, reply.json()["details"][0]["path"]) == (400, "personaConfig.llmId")
