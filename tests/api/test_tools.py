"""/v1/tools, and the tools of personas and sessions"""

from __future__ import annotations

import asyncio
from typing import Any
from uuid import uuid4

import pytest
from tests.api.servers import EPHEMERAL, Server, bearer

from visavis.services.tool_headers import unseal_headers
from visavis.store.tables import KnowledgeGroup, Tool

END_CALL = "70015000-9d0b-4f6e-8a41-c0ffee000001"
ADDRESS = "https://93.184.215.14/hook"
"""Public, and needs no looking up."""

CLIENT = {
    "name": "open_calendar",
    "description": "Open the calendar UI in the client app.",
    "type": "CLIENT",
    "config": {
        "parameters": {
            "type": "object",
            "properties": {
                "date": {"type": "string", "description": "Date to jump to, in YYYY-MM-DD format."}
            },
        }
    },
}
"""The published example."""
WEBHOOK = {
    "name": "weather",
    "description": "Says how the weather is.",
    "type": "SERVER_WEBHOOK",
    "config": {"url": ADDRESS, "method": "POST", "headers": {"Authorization": "Bearer sk-weather"}},
}
FIELDS = {
    *("id", "name", "description", "type", "config", "disableInterruptions"),
    *("createdAt", "updatedAt", "usageCount", "builtIn"),
}


async def create(server: Server, tool: dict[str, Any] = CLIENT, **fields: Any) -> dict[str, Any]:
    reply = await server.client.post("/v1/tools", json=tool | fields)
    assert reply.status_code == 201, reply.text
    answer: dict[str, Any] = reply.json()
    return answer


async def update(server: Server, id: str, **fields: Any) -> dict[str, Any]:
    reply = await server.client.put(f"/v1/tools/{id}", json=fields)
    assert reply.status_code == 200, reply.text
    answer: dict[str, Any] = reply.json()
    return answer


async def read(server: Server, id: str) -> dict[str, Any]:
    answer: dict[str, Any] = (await server.client.get(f"/v1/tools/{id}")).json()
    return answer


async def group_of(server: Server, key: str | None = None) -> str:
    """The id of a new knowledge group."""
    headers = bearer(key) if key else None
    organization = (await server.client.get("/v1/organization", headers=headers)).json()["id"]
    async with server.wing.database.transaction() as session:
        group = KnowledgeGroup(organization_id=organization, name="Facts")
        session.add(group)
    return group.id


async def real_headers(server: Server, id: str) -> dict[str, str]:
    """Those that the webhook would be called with."""
    async with server.wing.database.transaction() as session:
        row = await session.get_one(Tool, id)
    assert "sk-" not in (row.sealed_headers or "") + str(row.config)
    return unseal_headers(server.wing.keyring, row.sealed_headers)


# create


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


# list, update, delete


async def test_the_list_shows_own_tools_the_newest_first_and_then_stock(server: Server) -> None:
    first, second = await create(server), await create(server, name="second", description="Zebra")

    listed = (await server.client.get("/v1/tools")).json()

    assert [one["name"] for one in listed["data"]] == ["second", "open_calendar", "end_call", "interrupt"]
    assert (listed["meta"]["perPage"], listed["meta"]["total"]) == (10, 4)
    assert set(listed["data"][0]) == FIELDS
    for query, found in [
        ({"search": "ZEBRA"}, [second]),
        ({"search": "calendar"}, [first]),
        ({"search": first["id"]}, [first]),
        ({"search": "nothing"}, []),
        ({"perPage": 1, "page": 2}, [first]),
    ]:
        reply = await server.client.get("/v1/tools", params=query)
        assert reply.json()["data"] == found
    assert (await server.client.get("/v1/tools?perPage=101")).status_code == 400


async def test_an_update_changes_what_it_names_and_nothing_else(server: Server) -> None:
    before = await create(server)

    after = await update(server, before["id"], name="open_scheduler")

    assert after["name"] == "open_scheduler"
    unchanged = set(before) - {"name", "updatedAt"}
    assert {field: after[field] for field in unchanged} == {field: before[field] for field in unchanged}
    merged = await update(server, before["id"], config={"awaitResult": True})
    assert merged["config"] == CLIENT["config"] | {"awaitResult": True}


async def test_a_new_type_comes_with_a_new_configuration(server: Server) -> None:
    tool = await create(server)

    reply = await server.client.put(f"/v1/tools/{tool['id']}", json={"type": "SERVER_WEBHOOK"})
    assert (reply.status_code, reply.json()["details"][0]["path"]) == (400, "config.url")
    config = {"url": ADDRESS, "method": "GET"}
    changed = await update(server, tool["id"], type="SERVER_WEBHOOK", config=config)
    assert (changed["type"], changed["config"]) == ("SERVER_WEBHOOK", config)


@pytest.mark.parametrize(
    ("fields", "path"),
    [
        ({"name": None}, "name"),
        ({"type": None}, "type"),
        ({"config": None}, "config"),
        ({"config": {"method": "HEAD"}}, "config.method"),
        ({"config": {"url": "http://10.0.0.1/"}}, "config.url"),
    ],
)
async def test_an_update_is_checked_too(server: Server, fields: dict[str, Any], path: str) -> None:
    tool = await create(server, WEBHOOK)

    reply = await server.client.put(f"/v1/tools/{tool['id']}", json=fields)

    assert reply.status_code == 400
    assert reply.json()["details"][0]["path"] == path
    assert await read(server, tool["id"]) == tool


async def test_credentials_in_headers_are_sealed_and_never_answered(server: Server) -> None:
    headers = {"Authorization": "Bearer sk-weather", "Accept": "text/plain"}
    tool = await create(server, WEBHOOK, config=WEBHOOK["config"] | {"headers": headers})

    shown = {"Authorization": "[REDACTED]", "Accept": "text/plain"}
    assert tool["config"]["headers"] == shown
    assert await real_headers(server, tool["id"]) == headers

    # a client that reads, changes one thing and writes all of it back
    await update(server, tool["id"], config=tool["config"] | {"headers": shown | {"Accept": "*/*"}})
    assert await real_headers(server, tool["id"]) == headers | {"Accept": "*/*"}
    await update(server, tool["id"], config={"headers": {"Authorization": "Bearer sk-new"}})
    assert await real_headers(server, tool["id"]) == {"Authorization": "Bearer sk-new"}
    changed = await update(server, tool["id"], config={"headers": {}})
    assert await real_headers(server, tool["id"]) == {}
    assert changed["config"].get("headers", {}) == {}


async def test_a_deleted_tool_is_gone_and_its_credentials_too(server: Server) -> None:
    tool = await create(server, WEBHOOK)

    reply = await server.client.delete(f"/v1/tools/{tool['id']}")

    assert (reply.status_code, reply.content) == (204, b"")
    for verb in ("GET", "DELETE"):
        reply = await server.client.request(verb, f"/v1/tools/{tool['id']}")
        assert (reply.status_code, reply.json()["message"]) == (404, "Tool not found")
    async with server.wing.database.transaction() as session:
        row = await session.get_one(Tool, tool["id"])
    assert (row.sealed_headers, row.deleted_at is not None) == (None, True)


async def test_the_system_tools_of_the_server_cannot_be_changed(server: Server) -> None:
    reply = await server.client.put(f"/v1/tools/{END_CALL}", json={"name": "mine"})
    assert (reply.status_code, reply.json()["error"]) == (403, "Forbidden")
    assert (await server.client.delete(f"/v1/tools/{END_CALL}")).status_code == 403
    assert (await read(server, END_CALL))["config"] == {"action": "end_call"}


async def test_a_system_tool_of_ones_own_can(server: Server) -> None:
    own = await create(server, name="hang_up", type="SYSTEM", config={"action": "end_call"})

    changed = await update(server, own["id"], name="stop", config={"action": "interrupt"})
    assert (changed["name"], changed["config"]) == ("stop", {"action": "interrupt"})
    assert (await server.client.delete(f"/v1/tools/{own['id']}")).status_code == 204
    assert (await server.client.get(f"/v1/tools/{own['id']}")).status_code == 404


@pytest.mark.parametrize(("verb", "body"), [("GET", None), ("PUT", {"name": "mine"}), ("DELETE", None)])
async def test_tools_that_are_not_there_or_not_ours_are_404(
    server: Server, verb: str, body: dict[str, Any] | None
) -> None:
    tool = await create(server)
    theirs = bearer(await server.key_of_another_organization())

    async def status(id: Any, headers: dict[str, str] | None = None) -> int:
        url = f"/v1/tools/{id}"
        return (await server.client.request(verb, url, json=body, headers=headers)).status_code

    assert await status(tool["id"], theirs) == 404
    assert await status(uuid4()) == 404
    assert await status("not-an-id") == 400
    assert await status(tool["id"], bearer("wrong")) == 401
    listed = (await server.client.get("/v1/tools", headers=theirs)).json()["data"]
    assert [one["name"] for one in listed] == ["end_call", "interrupt"]


# personas


async def test_a_persona_has_the_tools_it_is_given_and_an_update_replaces_them(server: Server) -> None:
    first, second = await create(server), await create(server, WEBHOOK)

    made = await server.client.post("/v1/personas", json={"toolIds": [second["id"], END_CALL, second["id"]]})
    persona = made.json()
    assert [tool["name"] for tool in persona["tools"]] == ["weather", "end_call"]
    assert persona["tools"][0]["config"]["headers"] == {"Authorization": "[REDACTED]"}

    async def put(**fields: Any) -> list[str]:
        reply = await server.client.put(f"/v1/personas/{persona['id']}", json=fields)
        assert reply.status_code == 200, reply.text
        again = (await server.client.get(f"/v1/personas/{persona['id']}")).json()
        assert again["tools"] == reply.json()["tools"]
        return [tool["name"] for tool in again["tools"]]

    assert await put(name="Nora") == ["weather", "end_call"]
    assert await put(toolIds=[first["id"], second["id"]]) == ["open_calendar", "weather"]
    assert await put(toolIds=[]) == []


async def test_only_tools_that_one_may_use_can_be_given(server: Server) -> None:
    theirs = bearer(await server.key_of_another_organization())
    foreign = (await server.client.post("/v1/tools", json=CLIENT, headers=theirs)).json()["id"]
    deleted = (await create(server))["id"]
    await server.client.delete(f"/v1/tools/{deleted}")
    persona = (await server.client.post("/v1/personas", json={"toolIds": [END_CALL]})).json()

    for id in (foreign, deleted, str(uuid4()), "not-an-id"):
        for verb, url in (("POST", "/v1/personas"), ("PUT", f"/v1/personas/{persona['id']}")):
            reply = await server.client.request(verb, url, json={"toolIds": [id]})
            assert (reply.status_code, reply.json()["details"][0]["path"]) == (400, "toolIds")
            assert id in reply.json()["message"]
    kept = (await server.client.get(f"/v1/personas/{persona['id']}")).json()["tools"]
    assert [tool["id"] for tool in kept] == [END_CALL]


async def test_uses_are_counted_per_organization(server: Server) -> None:
    tool = await create(server)
    personas = [
        (await server.client.post("/v1/personas", json={"toolIds": [tool["id"], END_CALL]})).json()["id"]
        for _ in range(2)
    ]
    theirs = bearer(await server.key_of_another_organization())
    await server.client.post("/v1/personas", json={"toolIds": [END_CALL]}, headers=theirs)

    async def uses() -> tuple[int, int]:
        return (await read(server, tool["id"]))["usageCount"], (await read(server, END_CALL))["usageCount"]

    assert await uses() == (2, 2)
    assert (await server.client.get("/v1/tools")).json()["data"][0]["usageCount"] == 2
    await server.client.delete(f"/v1/personas/{personas[0]}")
    assert await uses() == (1, 1)


async def test_a_deleted_tool_disappears_from_its_personas_which_still_start(server: Server) -> None:
    tool = await create(server)
    persona = (await server.client.post("/v1/personas", json={"toolIds": [tool["id"]]})).json()

    await server.client.delete(f"/v1/tools/{tool['id']}")

    assert (await server.client.get(f"/v1/personas/{persona['id']}")).json()["tools"] == []
    assert (await server.start(body={"personaConfig": {"personaId": persona["id"]}})).status_code == 200


# sessions


async def test_a_session_may_name_stored_tools_and_bring_its_own(server: Server) -> None:
    tool, group = await create(server), await group_of(server)
    inline = [
        {"type": "client", "name": "open_page"},
        {"type": "server", "subtype": "knowledge", "name": "facts", "documentFolderIds": [group]},
        {"type": "server", "subtype": "webhook", "name": "hook", "url": ADDRESS, "method": "GET"},
        {"type": "system", "name": "skip_turn"},
    ]

    reply = await server.start(
        body={"personaConfig": EPHEMERAL | {"toolIds": [tool["id"], END_CALL], "tools": inline}}
    )

    assert reply.status_code == 200, reply.text


@pytest.mark.parametrize(
    ("config", "path"),
    [
        ({"toolIds": [str(uuid4())]}, "personaConfig.toolIds"),
        ({"tools": [{"type": "server", "name": "t"}]}, "personaConfig.tools.0"),
        ({"tools": [{"type": "server", "subtype": "webhook", "name": "t"}]}, "personaConfig.tools.0"),
        ({"tools": [{"type": "client", "name": "t"}] * 2}, "personaConfig.tools"),
        (
            {"tools": [{"type": "client", "name": "t", "queryParameters": {"x": "é" * 5_000}}]},
            "personaConfig.tools.0.queryParameters",
        ),
        (
            {"tools": [{"type": "client", "name": "t", "toolTimeoutSeconds": 601}]},
            "personaConfig.tools.0.toolTimeoutSeconds",
        ),
        (
            {
                "tools": [
                    {
                        "type": "server",
                        "subtype": "knowledge",
                        "name": "t",
                        "documentFolderIds": [str(uuid4())],
                    }
                ]
            },
            "personaConfig.tools.0.documentFolderIds.0",
        ),
    ],
)
async def test_a_session_with_tools_that_cannot_be_is_400(
    server: Server, config: dict[str, Any], path: str
) -> None:
    reply = await server.client.post("/v1/auth/session-token", json={"personaConfig": EPHEMERAL | config})

    assert reply.status_code == 400, reply.text
    assert reply.json()["details"][0]["path"] == path


async def test_an_inline_schema_may_have_ten_thousand_bytes(server: Server) -> None:
    schema = {"x": "y" * (10_000 - len('{"x":""}'))}

    assert await server.token(**EPHEMERAL, tools=[{"type": "client", "name": "t", "parameters": schema}])
