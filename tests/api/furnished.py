"""An organization that has one of everything, so that requests with its ids reach real rows."""

from __future__ import annotations

from typing import Any

import httpx
from tests.api.conversations import short_talk
from tests.api.servers import AVATAR, Server
from tests.images import photo
from tests.sounds import wav

VOICE = "6bfbe25a-979d-40f3-a92b-5394170af54b"
TOOL = {
    "name": "weather",
    "description": "Tells the weather of a city",
    "type": "CLIENT",
    "config": {"parameters": {"type": "object", "properties": {"city": {"type": "string"}}}},
}
RECEIVER = "receiver.test:9"
"""Of webhooks; a server that is to be furnished must be allowed to reach it."""
LLM = {"displayName": "Mine", "llmFormat": "openai", "modelName": "gpt-4o-mini", "secret": "s"}


async def furnish(server: Server) -> dict[str, list[str]]:
    """Ids by the first part of the path that takes them: {"/v1/personas/": […], …}; some are stock."""
    made = await _make(server)
    talk, running = await short_talk(server), (await server.start()).json()["sessionId"]
    sessions = [talk.id, running]
    return {
        "/v1/personas/": [made["persona"], "5a7c1e20-9d0b-4f6e-8a41-c0ffee000001"],
        "/v1/avatars/": [made["avatar"], AVATAR],
        "/v1/voices/": [made["voice"], VOICE],
        "/v1/llms/": [made["llm"], "CUSTOMER_CLIENT_V1"],
        "/v1/tools/": [made["tool"], "70015000-9d0b-4f6e-8a41-c0ffee000001"],
        "/v1/knowledge/groups/": [made["group"]],
        "/v1/knowledge/documents/": [made["document"], made["announced"]],
        "/v1/share-links/": [made["link"]],
        "/share/": [made["token"]],
        "/widgets/": [made["persona"]],
        "/v1/webhooks/": [made["webhook"]],
        "/v1/sessions/": sessions,
        "/v1/engine/session/": sessions,
        "/lab/sessions/": sessions,
    }


async def _make(server: Server) -> dict[str, str]:
    async def post(path: str, **request: Any) -> dict[str, Any]:
        return _made(await server.client.post(path, **request))

    tool = await post("/v1/tools", json=TOOL)
    persona = await post("/v1/personas", json={"name": "Nora", "toolIds": [tool["id"]]})
    portrait = {"imageFile": ("me.jpg", photo(), "image/jpeg")}
    recording = {"audioFile": ("me.wav", wav(), "audio/wav")}
    group = await post("/v1/knowledge/groups", json={"name": "House"})
    documents = f"/v1/knowledge/groups/{group['id']}/documents"
    wish = {"filename": "later.txt", "contentType": "text/plain", "fileSize": 9}
    link = await post("/v1/share-links", json={"personaId": persona["id"], "usageLimit": None})
    return {
        "tool": tool["id"],
        "persona": persona["id"],
        "avatar": (await post("/v1/avatars", data={"displayName": "Myself"}, files=portrait))["id"],
        "voice": (await post("/v1/voices", data={"name": "Me"}, files=recording))["id"],
        "llm": (await post("/v1/llms", json=LLM))["id"],
        "group": group["id"],
        "document": (await post(documents, json={"name": "rules.txt", "content": "No smoking."}))["id"],
        "announced": (await post(f"{documents}/presigned-upload", json=wish))["documentId"],
        "link": link["id"],
        "token": link["token"],
        "webhook": (await post("/v1/webhooks", json={"url": f"http://{RECEIVER}/"}))["id"],
    }


def _made(reply: httpx.Response) -> dict[str, Any]:
    assert reply.status_code in (200, 201), reply.text
    made: dict[str, Any] = reply.json()
    return made
