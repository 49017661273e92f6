"""A developer's own back end: it holds the API key and asks the server for session tokens."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx

CARA = "30fa96d0-26c4-4e55-94a0-517025942e18"
"""The stock avatar of the published examples; she speaks with flite slt."""
FLITE_SLT = "b3b1f0de-6a53-4a3c-8c3e-2f6b7d1c5e01"
OFFLINE_LLM = "b3b1f0de-6a53-4a3c-8c3e-2f6b7d1c5f01"

PERSONA: dict[str, Any] = {
    "name": "Ada",
    "avatarId": CARA,
    "voiceId": FLITE_SLT,
    "llmId": OFFLINE_LLM,
    "skipGreeting": True,
    "systemPrompt": (
        "You are Ada, and you look after a museum of clocks. "
        "The price of a ticket is seven euros. "
        "The oldest clock was made in the year fifteen hundred and four, for the tower of a church by the sea. "
        "The garden is open in the summer."
    ),
}
"""Does not greet, and answers from this prompt."""

SEATS: dict[str, Any] = {
    "type": "client",
    "name": "free_seats",
    "parameters": {"type": "object", "properties": {"show": {"type": "string"}}, "required": ["show"]},
    "awaitResult": True,
}
"""A tool of the page, whose result the model waits for."""


class Developer:
    def __init__(self, http: httpx.AsyncClient) -> None:
        self.http = http

    async def token(self, *, session_options: dict[str, Any] | None = None, **config: Any) -> str:
        """A token for PERSONA with some things changed."""
        body: dict[str, Any] = {"personaConfig": PERSONA | config}
        if session_options is not None:
            body["sessionOptions"] = session_options
        reply = await self.http.post("/v1/auth/session-token", json=body)
        assert reply.status_code == 200, reply.text
        return str(reply.json()["sessionToken"])

    async def llm(self, url: str) -> str:
        """Id of a language model of their own at that address."""
        body = {"displayName": "Own", "llmFormat": "openai", "modelName": "own", "url": url}
        body["reasoningFormat"] = "parsed"
        reply = await self.http.post("/v1/llms", json=body)
        assert reply.is_success, reply.text
        return str(reply.json()["id"])

    async def tool_calls(self, session_id: str) -> list[dict[str, Any]]:
        """As the session shows them once it has ended."""
        async with asyncio.timeout(10):
            while True:
                session = (await self.http.get(f"/v1/sessions/{session_id}")).json()
                if session["endTime"] is not None:
                    shown: list[dict[str, Any]] = session["toolCalls"]
                    return shown
                await asyncio.sleep(0.1)

    async def active_sessions(self) -> int:
        return int((await self.http.get("/v1/sessions/concurrency")).json()["active"])

    async def stop(self, session_id: str) -> None:
        reply = await self.http.post(f"/v1/sessions/{session_id}/stop")
        assert reply.status_code == 200, reply.text
