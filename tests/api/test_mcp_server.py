"""The official MCP server (PyPI anam-mcp), unmodified, drives our server with every one of its tools."""

from __future__ import annotations

import asyncio
import json
import re
import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
import pytest_asyncio
from tests.api.mcp import McpServer, mcp_server
from tests.api.servers import KEY, bearer, listening
from tests.images import photo
from tests.patience import PATIENCE_S
from tests.placements import ScriptedPlacement
from tests.web import Page, Web, web

from visavis.store.base import now

pytestmark = pytest.mark.asyncio(loop_scope="module")

CARA, LUCY = "30fa96d0-26c4-4e55-94a0-517025942e18", "de23e340-1416-4dd8-977d-065a7ca11697"
LLM = "7736a22f-2d79-4720-952c-25fdca55ad40"
ADDRESS = "https://93.184.215.14/hook"
"""Public, and needs no looking up."""
UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")

ELSEWHERE = {
    "generate_avatar_video": "asks a service of the vendor's own, and never our server",
    "get_meeting_bot_status": "asks Recall, a service that joins meetings",
    "remove_avatar_from_meeting": "asks Recall",
    "list_meeting_bots": "asks Recall",
}
"""Tools that never speak to the server whose address they are given."""


@dataclass
class World:
    mcp: McpServer
    rest: httpx.AsyncClient
    """Looks at what the MCP server did."""
    elsewhere: Web
    """Has images, and stands for Recall."""
    placement: ScriptedPlacement

    async def call(self, tool: str, **arguments: Any) -> str:
        return await self.mcp.call(tool, **arguments)

    async def made(self, tool: str, **arguments: Any) -> str:
        """The id of the new row, as it is told to people."""
        (id,) = UUID.findall(await self.call(tool, **arguments))
        return str(id)

    async def read(self, path: str) -> Any:
        reply = await self.rest.get(path)
        assert reply.status_code == 200, reply.text
        return reply.json()

    async def is_gone(self, path: str) -> bool:
        return (await self.rest.get(path)).status_code == 404


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def world(ready_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    data_dir = shutil.copytree(ready_sqlite, tmp_path_factory.mktemp("mcp") / "data")
    placement = ScriptedPlacement()
    async with (
        web() as elsewhere,
        listening(data_dir, placement, allowed_hosts=frozenset({elsewhere.host})) as url,
        mcp_server(
            ANAM_API_URL=url,
            ANAM_API_KEY=KEY,
            RECALL_API_URL=f"{elsewhere.url}/recall",
            RECALL_API_KEY="recall",
            MEET_PAGE_URL="https://meet.example",
        ) as mcp,
        httpx.AsyncClient(base_url=url, headers=bearer(KEY), timeout=PATIENCE_S) as rest,
    ):
        yield World(mcp, rest, elsewhere, placement)


async def test_personas(world: World) -> None:
    id = await world.made(
        "create_persona", name="Nora", avatar_id=CARA, voice_id=LUCY, system_prompt="You guide.", llm_id=LLM
    )
    persona = await world.read(f"/v1/personas/{id}")
    assert (persona["name"], persona["avatar"]["id"], persona["voice"]["id"]) == ("Nora", CARA, LUCY)
    assert (persona["brain"]["systemPrompt"], persona["llmId"]) == ("You guide.", LLM)
    assert json.loads(await world.call("get_persona", persona_id=id)) == persona

    assert "Iris" in await world.call("update_persona", persona_id=id, name="Iris", system_prompt="Be brief.")
    changed = await world.read(f"/v1/personas/{id}")
    assert (changed["name"], changed["brain"]["systemPrompt"]) == ("Iris", "Be brief.")
    assert changed["voice"] == persona["voice"]
    listed = await world.call("list_personas")
    assert id in listed
    assert "Iris" in listed
    assert id in await world.call("list_personas", page=1, per_page=1)

    assert id in await world.call("delete_persona", persona_id=id)
    assert await world.is_gone(f"/v1/personas/{id}")


async def test_a_persona_with_the_llm_of_its_defaults(world: World) -> None:
    parts = {"name": "Plain", "avatar_id": CARA, "voice_id": LUCY, "system_prompt": "You guide."}
    id = await world.made("create_persona", **parts)

    assert (await world.read(f"/v1/personas/{id}"))["llmId"] == "0934d97d-0c3a-4f33-91b0-5e136a0ef466"


async def test_avatars(world: World) -> None:
    image = world.elsewhere.put("/alex.jpg", photo(), "image/jpeg")
    id = await world.made("create_avatar", name="Alex", image_url=image)
    avatar = await world.read(f"/v1/avatars/{id}")
    assert (avatar["displayName"], avatar["createdByOrganizationId"] is None) == ("Alex", False)
    shown = json.loads(await world.call("get_avatar", avatar_id=id))
    assert shown["displayName"] == "Alex"

    assert "Sandro" in await world.call("update_avatar", avatar_id=id, display_name="Sandro")
    assert (await world.read(f"/v1/avatars/{id}"))["displayName"] == "Sandro"
    assert "Sam" in await world.call("update_avatar", avatar_id=id, name="Sam")
    both = await world.call("update_avatar", avatar_id=id, name="internal", display_name="Samuel")
    assert "Samuel" in both
    listed = await world.call("list_avatars", page=1, per_page=100)
    assert id in listed
    assert CARA in listed
    assert id in await world.call("search_avatars", query="samuel")
    assert "No avatars found" in await world.call("search_avatars", query="samuel", stock_only=True)
    assert CARA in await world.call("search_avatars", query="Cara", stock_only=True)

    await world.call("delete_avatar", avatar_id=id)
    assert await world.is_gone(f"/v1/avatars/{id}")


async def test_voices(world: World) -> None:
    id = await world.made(
        "create_voice",
        display_name="Rosa",
        provider="cartesia",
        provider_voice_id="rosa-1",
        gender="FEMALE",
        country="ES",
        description="Warm",
    )
    voice = await world.read(f"/v1/voices/{id}")
    assert (voice["displayName"], voice["provider"]) == ("Rosa", "CARTESIA")
    assert (voice["providerVoiceId"], voice["gender"], voice["country"]) == ("rosa-1", "FEMALE", "ES")
    assert json.loads(await world.call("get_voice", voice_id=id)) == voice
    plain = await world.made(
        "create_voice", display_name="Unsaid", provider="elevenlabs", provider_voice_id="u"
    )

    changed = await world.call("update_voice", voice_id=id, display_name="Rosalia", description="Bright")
    assert "Rosalia" in changed
    assert (await world.read(f"/v1/voices/{id}"))["description"] == "Bright"
    listed = await world.call("list_voices")
    assert {one for one in (id, plain, LUCY) if one in listed} == {id, plain, LUCY}
    assert id in await world.call("search_voices", query="rosalia")
    spanish = await world.call("search_voices", country="ES", gender="FEMALE")
    assert id in spanish
    assert plain not in spanish

    for one in (id, plain):
        await world.call("delete_voice", voice_id=one)
        assert await world.is_gone(f"/v1/voices/{one}")


async def test_knowledge_and_the_tools_that_use_it(world: World) -> None:
    group = await world.made("create_knowledge_folder", name="Museum", description="About us")
    shown = json.loads(await world.call("get_knowledge_group", group_id=group))
    assert (shown["name"], shown["description"]) == ("Museum", "About us")
    assert "Gallery" in await world.call("update_knowledge_group", group_id=group, name="Gallery")
    assert (await world.read(f"/v1/knowledge/groups/{group}"))["name"] == "Gallery"
    assert group in await world.call("list_knowledge_folders")

    document = await world.made(
        "upload_knowledge_document", group_id=group, name="hours.txt", content="We open at nine o'clock."
    )
    markdown = await world.made(
        "upload_knowledge_document",
        group_id=group,
        name="art.md",
        content="# Art",
        content_type="text/markdown",
    )
    for one in (document, markdown):
        while (await world.read(f"/v1/knowledge/documents/{one}"))["status"] != "READY":
            await asyncio.sleep(0.02)
    found = json.loads(await world.call("search_knowledge_group", group_id=group, query="open", limit=3))
    assert [hit["documentId"] for hit in found] == [document]
    await world.call("update_knowledge_document", document_id=document, name="times.txt")
    shown = json.loads(await world.call("get_knowledge_document", document_id=document))
    assert (shown["filename"], shown["status"]) == ("times.txt", "READY")
    download = json.loads(await world.call("get_knowledge_document_download", document_id=document))
    assert (await world.rest.get(download["downloadUrl"])).text == "We open at nine o'clock."
    listed = await world.call("list_knowledge_documents", group_id=group, page=1, per_page=50)
    assert document in listed

    tool = await world.made(
        "create_knowledge_tool", name="look_up", description="Looks it up.", folder_ids=[group]
    )
    stored = await world.read(f"/v1/tools/{tool}")
    assert (stored["type"], stored["config"]) == ("SERVER_RAG", {"documentFolderIds": [group]})
    await world.call("delete_tool", tool_id=tool)

    await world.call("delete_knowledge_document", document_id=document)
    assert await world.is_gone(f"/v1/knowledge/documents/{document}")
    await world.call("delete_knowledge_group", group_id=group)
    for path in (f"/v1/knowledge/groups/{group}", f"/v1/knowledge/documents/{markdown}"):
        assert await world.is_gone(path)


async def test_webhook_tools(world: World) -> None:
    id = await world.made(
        "create_webhook_tool", name="weather", description="Says how it is.", url=ADDRESS, method="GET"
    )
    tool = await world.read(f"/v1/tools/{id}")
    assert (tool["type"], tool["name"]) == ("SERVER_WEBHOOK", "weather")
    assert tool["config"] == {"url": ADDRESS, "method": "GET", "awaitResponse": True}
    assert json.loads(await world.call("get_tool", tool_id=id)) == tool

    await world.call(
        "update_tool", tool_id=id, name="forecast", url=f"{ADDRESS}/2", method="POST", await_response=False
    )
    changed = await world.read(f"/v1/tools/{id}")
    assert (changed["name"], changed["description"]) == ("forecast", "Says how it is.")
    assert changed["config"] == {"url": f"{ADDRESS}/2", "method": "POST", "awaitResponse": False}
    assert id in await world.call("list_tools")

    await world.call("delete_tool", tool_id=id)
    assert await world.is_gone(f"/v1/tools/{id}")


async def test_llms(world: World) -> None:
    id = await world.made(
        "create_llm",
        name="Mine",
        provider="openai",
        model="gpt-4",
        api_key="sk-secret",
        base_url="https://93.184.215.14/v1",
        temperature=0.2,
        max_tokens=300,
    )
    llm = await world.read(f"/v1/llms/{id}")
    assert (llm["displayName"], llm["llmFormat"], llm["modelName"]) == ("Mine", "openai", "gpt-4")
    assert (llm["temperature"], llm["maxTokens"]) == (0.2, 300)
    assert llm["urls"] == [{"url": "https://93.184.215.14/v1"}]
    shown = await world.call("get_llm", llm_id=id)
    assert json.loads(shown) == llm
    assert "sk-secret" not in shown
    other = await world.made("create_llm", name="Theirs", provider="anthropic", model="claude-3")

    await world.call("update_llm", llm_id=id, name="Ours", temperature=0.9, max_tokens=400)
    changed = await world.read(f"/v1/llms/{id}")
    assert (changed["displayName"], changed["temperature"], changed["maxTokens"]) == ("Ours", 0.9, 400)
    listed = await world.call("list_llms", page=1, per_page=100)
    assert {one for one in (id, other, LLM) if one in listed} == {id, other, LLM}

    for one in (id, other):
        await world.call("delete_llm", llm_id=one)
        assert await world.is_gone(f"/v1/llms/{one}")


async def test_share_links(world: World) -> None:
    persona = (await world.rest.post("/v1/personas", json={"name": "Nora"})).json()["id"]
    expires = (now() + timedelta(days=2)).isoformat()
    id = await world.made(
        "create_share_link", persona_id=persona, name="Fair", expires_at=expires, max_uses=3
    )
    plain = await world.made("create_share_link", persona_id=persona)
    link = await world.read(f"/v1/share-links/{id}")
    assert (link["name"], link["usageLimit"], link["personaId"]) == ("Fair", 3, persona)
    assert link["expiresAt"][:19] == expires[:19]
    assert json.loads(await world.call("get_share_link", link_id=id)) == link

    await world.call("update_share_link", link_id=id, name="Market", max_uses=5, is_active=False)
    changed = await world.read(f"/v1/share-links/{id}")
    assert (changed["name"], changed["usageLimit"], changed["enabled"]) == ("Market", 5, False)
    assert changed["expiresAt"] == link["expiresAt"]
    listed = await world.call("list_share_links")
    assert {one for one in (id, plain) if one in listed} == {id, plain}

    for one in (id, plain):
        await world.call("delete_share_link", link_id=one)
        assert await world.is_gone(f"/v1/share-links/{one}")


async def started_with(world: World, said: str) -> Any:
    """The spec of the session that a token in this text starts."""
    token = re.findall(r"eyJ[\w.-]+", said)[-1]
    reply = await world.rest.post("/v1/engine/session", headers=bearer(token))
    assert reply.status_code == 200, reply.text
    return world.placement.placed[-1]


async def test_sessions(world: World) -> None:
    persona = (await world.rest.post("/v1/personas", json={"name": "Stored"})).json()["id"]
    of_stored = await started_with(world, await world.call("create_session_token", persona_id=persona))
    assert (of_stored.persona.id, of_stored.persona.name) == (persona, "Stored")
    said = await world.call(
        "create_session_token",
        name="Brief",
        system_prompt="Be brief.",
        max_session_length_seconds=60,
        skip_greeting=True,
    )
    spec = await started_with(world, said)
    assert (spec.persona.name, spec.persona.system_prompt) == ("Brief", "Be brief.")
    assert (spec.max_session_seconds, spec.greeting.skip, spec.avatar.id) == (60, True, CARA)
    given = {"avatar_id": CARA, "voice_id": LUCY, "llm_id": LLM, "avatar_model": "cara-2"}
    spec = await started_with(world, await world.call("create_session_token", **given))
    assert (spec.voice.id, spec.avatar.width) == (LUCY, 512)

    listed = await world.call("list_sessions", page=1, per_page=10)
    assert {one.session_id for one in world.placement.placed if one.session_id in listed} == {
        one.session_id for one in world.placement.placed
    }
    shown = json.loads(await world.call("get_session", session_id=spec.session_id))
    assert shown["personaConfig"]["voiceId"] == LUCY


async def test_a_session_without_a_recording_says_so(world: World) -> None:
    """The tool works; what it asks for is what this server does not have."""
    session = world.placement.placed[-1].session_id

    with pytest.raises(AssertionError, match=rf"Error: Not found: /v1/sessions/{session}/recording"):
        await world.call("get_session_recording", session_id=session)


async def test_an_avatar_on_its_way_to_a_meeting(world: World) -> None:
    """Its token is ours, and good; the bot that carries it is Recall's."""
    bot = Page(json.dumps({"id": "bot-1"}).encode(), "application/json", 201)
    world.elsewhere.pages["/recall/bot/"] = bot
    parts = {"avatar_id": CARA, "voice_id": LUCY, "system_prompt": "You take notes."}

    said = await world.call(
        "add_avatar_to_meeting", meeting_url="https://meet.google.com/abc-defg-hij", **parts
    )

    assert "bot-1" in said
    page = world.elsewhere.asked[-1].json["output_media"]["camera"]["config"]["url"]
    assert page.startswith("https://meet.example/?token=")
    assert (await started_with(world, page)).persona.system_prompt == "You take notes."


async def test_no_tool_was_left_out(world: World) -> None:
    """The last one of this file: it looks at what the others called."""
    assert world.mcp.called | set(ELSEWHERE) == await world.mcp.tools()
    assert not world.mcp.called & set(ELSEWHERE)
