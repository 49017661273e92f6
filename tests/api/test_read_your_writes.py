"""What was written is in the next answer, whatever part of it was written and by whichever process."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from tests.api.servers import Server, bearer
from tests.databases import only_sqlite
from tests.images import photo

from visavis.store.base import now


@pytest.fixture
async def persona(server: Server) -> dict[str, Any]:
    """With a voice and a tool of the organization's own, and a share link; it has been read once."""
    voice = await sent(
        server, "POST", "/v1/voices", {"provider": "ELEVENLABS", "providerVoiceId": "x", "displayName": "Own"}
    )
    tool = await sent(
        server, "POST", "/v1/tools", {"type": "CLIENT", "name": "look", "description": "Looks."}
    )
    made = await sent(
        server, "POST", "/v1/personas", {"name": "First", "voiceId": voice["id"], "toolIds": [tool["id"]]}
    )
    await sent(server, "POST", "/v1/share-links", {"personaId": made["id"]})
    return await read(server, made["id"])


async def sent(server: Server, method: str, path: str, body: Any = None) -> Any:
    reply = await server.client.request(method, path, json=body)
    assert reply.is_success, reply.text
    return reply.json() if reply.content else None


async def read(server: Server, persona_id: str) -> dict[str, Any]:
    answer: dict[str, Any] = await sent(server, "GET", f"/v1/personas/{persona_id}")
    return answer


async def test_each_change_of_a_persona_is_in_the_next_answer(
    server: Server, persona: dict[str, Any]
) -> None:
    for number in range(20):
        written = await sent(server, "PUT", f"/v1/personas/{persona['id']}", {"name": f"Number {number}"})
        assert await read(server, persona["id"]) == written


async def test_a_deleted_persona_is_gone(server: Server, persona: dict[str, Any]) -> None:
    await sent(server, "DELETE", f"/v1/personas/{persona['id']}")
    assert (await server.client.get(f"/v1/personas/{persona['id']}")).status_code == 404


async def test_a_changed_voice_shows_in_its_persona(server: Server, persona: dict[str, Any]) -> None:
    await sent(server, "PUT", f"/v1/voices/{persona['voice']['id']}", {"displayName": "Other"})
    assert (await read(server, persona["id"]))["voice"]["displayName"] == "Other"
    await sent(server, "DELETE", f"/v1/voices/{persona['voice']['id']}")
    assert (await read(server, persona["id"]))["voice"] is None


async def test_a_changed_avatar_shows_in_its_persona(server: Server, persona: dict[str, Any]) -> None:
    made = await server.client.post(
        "/v1/avatars", data={"displayName": "Face"}, files={"imageFile": ("face.jpg", photo(), "image/jpeg")}
    )
    avatar = made.json()
    await sent(server, "PUT", f"/v1/personas/{persona['id']}", {"avatarId": avatar["id"]})
    await sent(server, "PUT", f"/v1/avatars/{avatar['id']}", {"displayName": "Other"})
    assert (await read(server, persona["id"]))["avatar"]["displayName"] == "Other"
    await sent(server, "DELETE", f"/v1/avatars/{avatar['id']}")
    assert (await read(server, persona["id"]))["avatar"] is None


async def test_a_changed_tool_shows_in_its_persona(server: Server, persona: dict[str, Any]) -> None:
    tool_id = persona["tools"][0]["id"]
    await sent(server, "PUT", f"/v1/tools/{tool_id}", {"description": "Other."})
    assert (await read(server, persona["id"]))["tools"][0]["description"] == "Other."
    await sent(server, "DELETE", f"/v1/tools/{tool_id}")
    assert (await read(server, persona["id"]))["tools"] == []


async def test_a_changed_share_link_shows_in_its_persona(server: Server, persona: dict[str, Any]) -> None:
    link = persona["shareLinks"][0]
    await sent(server, "PUT", f"/v1/share-links/{link['id']}", {"name": "Other"})
    assert (await read(server, persona["id"]))["shareLinks"][0]["name"] == "Other"
    await server.client.post(f"/share/{link['token']}/session-token")
    await sent(server, "DELETE", f"/v1/share-links/{link['id']}")
    assert (await read(server, persona["id"]))["shareLinks"] is None


async def test_a_revoked_key_is_refused_from_the_next_request_on(server: Server) -> None:
    made = await sent(server, "POST", "/v1/api-keys", {"name": "Second"})
    assert (await server.client.get("/v1/personas", headers=bearer(made["key"]))).status_code == 200
    await sent(server, "DELETE", f"/v1/api-keys/{made['id']}")
    assert (await server.client.get("/v1/personas", headers=bearer(made["key"]))).status_code == 401


async def test_an_organization_that_changed_counts_from_the_next_request_on(server: Server) -> None:
    assert (await sent(server, "GET", "/v1/sessions/concurrency"))["limit"] == 8
    await sent(server, "PUT", "/v1/organization", {"maxConcurrentSessions": 3})
    assert (await sent(server, "GET", "/v1/sessions/concurrency"))["limit"] == 3


async def write_from_outside(data_dir: Path, statement: str, value: str) -> None:
    """In a thread: another process would not keep this server from ending a transaction of its own."""

    def write() -> None:
        with closing(sqlite3.connect(data_dir / "visavis.db")) as other, other:
            other.execute(statement, (value,))

    await asyncio.to_thread(write)


@only_sqlite  # whose file is written from outside
async def test_what_another_process_writes_counts_at_once(
    server: Server, persona: dict[str, Any], data_dir: Path
) -> None:
    await write_from_outside(
        data_dir, "UPDATE personas SET name = 'From outside' WHERE id = ?", persona["id"]
    )
    assert (await read(server, persona["id"]))["name"] == "From outside"
    revoked_at = now().strftime("%Y-%m-%d %H:%M:%S.%f")
    await write_from_outside(data_dir, "UPDATE api_keys SET revoked_at = ?", revoked_at)
    assert (await server.client.get(f"/v1/personas/{persona['id']}")).status_code == 401
