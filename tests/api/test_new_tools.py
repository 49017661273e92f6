"""POST /v1/tools"""

from __future__ import annotations

import asyncio
from typing import Any
from uuid import uuid4

import pytest
from tests.api.servers import Server, bearer
from tests.api.tool_requests import ADDRESS, CLIENT, FIELDS, create, group_of, read, real_headers, update


async def test_the_published_create_example_gives_the_published_answer(server: Server) -> None:
    tool = await create(server)

    assert set(tool) == FIELDS
    assert tool | CLIENT == tool
    assert (tool["usageCount"], tool["disableInterruptions"]) == (0, False)
    assert await read(server, tool["id"]) == tool


async def test_each_kind_has_its_configuration(server: Server) -> None:
    group = await group_of(server)
    for type, config in [
        ("CLIENT", {}),
        ("CLIENT", {"awaitResult": True, "toolTimeoutSeconds": 600}),
        ("SERVER_RAG", {"documentFolderIds": [group]}),
        ("SERVER_WEBHOOK", {"url": ADDRESS, "method": "PATCH", "bodyTemplate": "{}"}),
        ("SYSTEM", {"action": "interrupt"}),
    ]:
        tool = await create(server, name=f"t{uuid4().hex[:8]}", type=type, config=config)
        assert (tool["type"], tool["config"]) == (type, config)


@pytest.mark.parametrize(
    ("fields", "path"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 65}, "name"),
        ({"name": "with space"}, "name"),
        ({"name": "end_call"}, "name"),
        ({"name": None}, "name"),
        ({"description": ""}, "description"),
        ({"description": "x" * 1025}, "description"),
        ({"type": "MAGIC"}, "type"),
        ({"type": None}, "type"),
        ({"disableInterruptions": "yes"}, "disableInterruptions"),
        ({"config": []}, "config"),
        ({"config": {"parameters": "none"}}, "config.parameters"),
        ({"config": {"toolTimeoutSeconds": 0.5}}, "config.toolTimeoutSeconds"),
        ({"config": {"toolTimeoutSeconds": 601}}, "config.toolTimeoutSeconds"),
        ({"type": "SERVER_RAG", "config": {}}, "config.documentFolderIds"),
        ({"type": "SERVER_RAG", "config": {"documentFolderIds": ["x"]}}, "config.documentFolderIds.0"),
        (
            {"type": "SERVER_RAG", "config": {"documentFolderIds": [str(uuid4())]}},
            "config.documentFolderIds.0",
        ),
        ({"type": "SERVER_WEBHOOK", "config": {"url": ADDRESS}}, "config.method"),
        ({"type": "SERVER_WEBHOOK", "config": {"method": "GET"}}, "config.url"),
        ({"type": "SERVER_WEBHOOK", "config": {"url": ADDRESS, "method": "HEAD"}}, "config.method"),
        ({"type": "SERVER_WEBHOOK", "config": {"url": "nowhere", "method": "GET"}}, "config.url"),
        (
            {"type": "SERVER_WEBHOOK", "config": {"url": "http://127.0.0.1/", "method": "GET"}},
            "config.url",
        ),
        (
            {
                "type": "SERVER_WEBHOOK",
                "config": {"url": ADDRESS, "method": "GET", "headers": {"X": "a\r\nB: c"}},
            },
            "config.headers",
        ),
        (
            {
                "type": "SERVER_WEBHOOK",
                "config": {"url": ADDRESS, "method": "GET", "headers": {"X": "[REDACTED]"}},
            },
            "config.headers.X",
        ),
        ({"type": "SYSTEM", "config": {"action": "explode"}}, "config.action"),
    ],
)
async def test_what_cannot_be_is_400_and_named(server: Server, fields: dict[str, Any], path: str) -> None:
    reply = await server.client.post("/v1/tools", json=CLIENT | fields)

    assert reply.status_code == 400, reply.text
    assert reply.json()["details"][0]["path"] == path


async def test_stored_tools_may_have_long_schemas(server: Server) -> None:
    tool = await create(server, config={"parameters": {"description": "x" * 50_000}})

    assert len(tool["config"]["parameters"]["description"]) == 50_000


async def test_a_name_is_used_once(server: Server) -> None:
    tool = await create(server)

    reply = await server.client.post("/v1/tools", json=CLIENT)
    assert (reply.status_code, reply.json()["details"][0]["path"]) == (400, "name")
    other = await create(server, name="other")
    reply = await server.client.put(f"/v1/tools/{other['id']}", json={"name": CLIENT["name"]})
    assert (reply.status_code, reply.json()["details"][0]["path"]) == (400, "name")
    theirs = bearer(await server.key_of_another_organization())
    assert (await server.client.post("/v1/tools", json=CLIENT, headers=theirs)).status_code == 201
    await server.client.delete(f"/v1/tools/{tool['id']}")
    await create(server)


async def test_a_name_that_is_taken_at_once_is_used_once(server: Server) -> None:
    replies = await asyncio.gather(*(server.client.post("/v1/tools", json=CLIENT) for _ in range(5)))

    assert sorted(reply.status_code for reply in replies) == [201] + [400] * 4


async def test_groups_of_others_cannot_be_searched(server: Server) -> None:
    group = await group_of(server, await server.key_of_another_organization())

    reply = await server.client.post(
        "/v1/tools", json=CLIENT | {"type": "SERVER_RAG", "config": {"documentFolderIds": [group]}}
    )

    assert (reply.status_code, reply.json()["details"][0]["path"]) == (400, "config.documentFolderIds.0")


async def test_what_the_public_mcp_server_sends_is_understood(server: Server) -> None:
    group = await group_of(server)
    webhook = await create(
        server,
        {
            "type": "server",
            "subtype": "webhook",
            "name": "weather",
            "description": "Says how the weather is.",
            "url": ADDRESS,
            "method": "POST",
            "awaitResponse": True,
            "headers": {"X-Key": "sk-1"},
            "parameters": {"type": "object", "properties": {}},
        },
    )
    assert webhook["type"] == "SERVER_WEBHOOK"
    assert webhook["config"] == {
        "url": ADDRESS,
        "method": "POST",
        "awaitResponse": True,
        "headers": {"X-Key": "[REDACTED]"},
        "parameters": {"type": "object", "properties": {}},
    }
    knowledge = {"type": "server", "subtype": "knowledge", "name": "k", "description": "d"}
    rag = await create(server, knowledge | {"folderIds": [group]})
    assert (rag["type"], rag["config"]) == ("SERVER_RAG", {"documentFolderIds": [group]})

    changed = await update(server, webhook["id"], method="GET", awaitResponse=False)
    assert changed["config"] == webhook["config"] | {"method": "GET", "awaitResponse": False}
    assert await real_headers(server, webhook["id"]) == {"X-Key": "sk-1"}
