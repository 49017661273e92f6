"""No request makes this server call an address inside the house."""

from __future__ import annotations

from typing import Any

import pytest
from tests.api.servers import Server

INSIDE = [
    "http://127.0.0.1:8000/",
    "http://localhost./",
    "http://2130706433/",
    "http://[::ffff:169.254.169.254]/latest/meta-data",
    "http://[64:ff9b::a00:1]/",
    "http://100.64.0.1/",
    "https://public.example@10.0.0.1/",
    "http://0.0.0.0/",
    "file:///etc/passwd",
]
LLM = {"displayName": "x", "llmFormat": "openai", "modelName": "m"}
TOOL = {"name": "weather", "description": "Says how the weather is."}
INLINE = {"type": "server", "subtype": "webhook", "name": "weather", "method": "GET"}


def requests_with(url: str) -> list[tuple[str, dict[str, Any], str]]:
    """Every place for an address in a request that makes something: path, body, and what a refusal names."""
    session = {"personaConfig": {"tools": [INLINE | {"url": url}]}}
    return [
        ("/v1/avatars", {"displayName": "Alex", "imageUrl": url}, "imageUrl"),
        ("/v1/llms", LLM | {"urls": [{"url": "https://93.184.215.14/v1"}, {"url": url}]}, "urls.1.url"),
        ("/v1/llms", LLM | {"url": url}, "urls.0.url"),
        ("/v1/llms", {"name": "x", "provider": "openai", "model": "m", "baseUrl": url}, "urls.0.url"),
        (
            "/v1/tools",
            TOOL | {"type": "SERVER_WEBHOOK", "config": {"url": url, "method": "GET"}},
            "config.url",
        ),
        ("/v1/tools", TOOL | INLINE | {"url": url}, "config.url"),
        ("/v1/auth/session-token", session, "personaConfig.tools.0.url"),
        ("/v1/engine/session", session, "personaConfig.tools.0.url"),
    ]


@pytest.mark.parametrize("url", INSIDE)
async def test_nothing_is_made_that_points_inside(server: Server, url: str) -> None:
    for path, body, field in requests_with(url):
        reply = await server.client.post(path, json=body)
        assert (reply.status_code, reply.json()["details"][0]["path"]) == (400, field), (path, reply.text)


@pytest.mark.parametrize("url", INSIDE)
async def test_nothing_is_changed_to_point_inside(server: Server, url: str) -> None:
    llm = (await server.client.post("/v1/llms", json=LLM)).json()
    config = {"url": "https://93.184.215.14/hook", "method": "GET"}
    body = TOOL | {"type": "SERVER_WEBHOOK", "config": config}
    tool = (await server.client.post("/v1/tools", json=body)).json()

    for path, change in (
        (f"/v1/llms/{llm['id']}", {"url": url}),
        (f"/v1/llms/{llm['id']}", {"urls": [{"url": url}]}),
        (f"/v1/tools/{tool['id']}", {"config": {"url": url}}),
        (f"/v1/tools/{tool['id']}", {"url": url}),
    ):
        assert (await server.client.put(path, json=change)).status_code == 400
    assert (await server.client.get(f"/v1/llms/{llm['id']}")).json()["urls"] == llm["urls"]
    assert (await server.client.get(f"/v1/tools/{tool['id']}")).json()["config"] == tool["config"]
