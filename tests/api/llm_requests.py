"""LLMs that tests make."""

from __future__ import annotations

from typing import Any

from tests.api.servers import Server

NEXT_DOOR = "localhost:8081"
"""A model of the operator's own, beside the server."""
EVERYTHING = {"perPage": 100}
CREATE = {
    "displayName": "My GPT-4o",
    "urls": [{"url": "https://api.openai.com/v1/chat/completions"}],
    "llmFormat": "openai",
    "modelName": "gpt-4o",
    "secret": "sk-very-secret",
    "temperature": 0.7,
}
"""The published example, with a secret."""


async def create(server: Server, **changes: Any) -> dict[str, Any]:
    return await server.answer("POST", "/v1/llms", json=CREATE | changes)
