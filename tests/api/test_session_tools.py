"""What an engine is told of a session's tools."""

from __future__ import annotations

from typing import Any

import pytest
from tests.api.knowing import new_group
from tests.api.servers import EPHEMERAL, Server
from tests.databases import only_sqlite

from visavis.contract.spec import SessionSpec
from visavis.contract.tools import ClientTool, KnowledgeTool, SystemTool, ToolSpec, WebhookTool
from visavis.services.session_tools import SEARCH

END_CALL = "70015000-9d0b-4f6e-8a41-c0ffee000001"
SECRET = "Bearer sk-of-the-shop"
SCHEMA = {"type": "object", "properties": {"order": {"type": "string"}}}
HOOK = {
    "name": "order_state",
    "description": "How an order is coming along.",
    "type": "SERVER_WEBHOOK",
    "disableInterruptions": True,
    "config": {
        "url": "https://example.com/orders?shop=1",
        "method": "POST",
        "headers": {"Authorization": SECRET},
        "bodyTemplate": '{"id": "{{order}}"}',
        "parameters": SCHEMA,
    },
}


async def stored(server: Server, tool: dict[str, Any]) -> str:
    reply = await server.client.post("/v1/tools", json=tool)
    assert reply.status_code == 201, reply.text
    return str(reply.json()["id"])


async def placed(server: Server, **config: Any) -> SessionSpec:
    """What the engine gets, as it arrives there."""
    reply = await server.start(body={"personaConfig": config})
    assert reply.status_code == 200, reply.text
    assert "x-visavis-ignored" not in reply.headers
    return SessionSpec.model_validate_json(server.placement.placed[-1].model_dump_json())


async def tools(server: Server, **config: Any) -> tuple[ToolSpec, ...]:
    return (await placed(server, **EPHEMERAL, **config)).tools


async def test_a_stored_webhook_brings_its_credentials_to_the_engine(server: Server) -> None:
    (hook,) = await tools(server, toolIds=[await stored(server, HOOK)])

    assert isinstance(hook, WebhookTool)
    assert hook.headers["Authorization"].get_secret_value() == SECRET
    assert (hook.name, hook.method, hook.url) == ("order_state", "POST", HOOK["config"]["url"])  # type: ignore[index]
    assert (hook.body_template, hook.parameters) == ('{"id": "{{order}}"}', SCHEMA)
    assert hook.disable_interruptions
    assert hook.await_response


@only_sqlite
async def test_nowhere_else(server: Server) -> None:
    spec = await placed(server, **EPHEMERAL, toolIds=[await stored(server, HOOK)])
    sessions = (await server.client.get("/v1/sessions")).text

    assert "sk-of-the-shop" not in repr(spec)
    assert "sk-of-the-shop" not in sessions
    assert "order_state" in sessions


async def test_a_stored_persona_brings_its_tools_in_their_order(server: Server) -> None:
    client = {"name": "show", "description": "Shows it.", "type": "CLIENT", "config": {"awaitResult": True}}
    ids = [END_CALL, await stored(server, client)]
    persona = (await server.client.post("/v1/personas", json={"toolIds": ids})).json()["id"]

    end, show = (await placed(server, personaId=persona)).tools

    assert isinstance(end, SystemTool)
    assert (end.name, end.action) == ("end_call", "end_call")
    assert isinstance(show, ClientTool)
    assert (show.await_result, show.timeout_s) == (True, 10)


async def test_a_session_brings_tools_of_its_own(server: Server) -> None:
    group = await new_group(server)
    show, facts, hook, skip = await tools(
        server,
        tools=[
            {"type": "client", "name": "show", "toolTimeoutSeconds": 3, "parameters": SCHEMA},
            {"type": "server", "subtype": "knowledge", "name": "facts", "documentFolderIds": [group]},
            {
                "type": "server",
                "subtype": "webhook",
                "name": "log",
                "url": "https://example.com/log",
                "method": "GET",
                "awaitResponse": False,
                "queryParameters": SCHEMA,
            },
            {"type": "system", "name": "skip_turn"},
        ],
    )

    assert isinstance(show, ClientTool)
    assert (show.await_result, show.timeout_s, show.parameters) == (False, 3, SCHEMA)
    assert facts == KnowledgeTool(name="facts", group_ids=(group,))
    assert isinstance(hook, WebhookTool)
    assert (hook.await_response, hook.query_parameters) == (False, SCHEMA)
    assert skip == SystemTool(name="skip_turn", action="skip_turn")


async def test_knowledge_alone_makes_a_tool_that_searches_it(server: Server) -> None:
    group = await new_group(server)
    (search,) = await tools(server, knowledge=[group])

    assert isinstance(search, KnowledgeTool)
    assert (search.name, search.group_ids) == (SEARCH, (group,))


async def test_the_search_of_the_knowledge_takes_no_name_away(server: Server) -> None:
    group = await new_group(server)
    own = {"type": "client", "name": SEARCH}
    assert [tool.name for tool in await tools(server, knowledge=[group], tools=[own])] == [
        SEARCH,
        f"{SEARCH}_2",
    ]


@pytest.mark.parametrize("name", ["fly", "End_Call"])
async def test_a_system_tool_that_nobody_knows_is_400(server: Server, name: str) -> None:
    config = EPHEMERAL | {"tools": [{"type": "system", "name": name}]}
    reply = await server.client.post("/v1/auth/session-token", json={"personaConfig": config})

    assert (reply.status_code, reply.json()["details"][0]["path"]) == (400, "personaConfig.tools.0.name")
    assert "skip_turn" in reply.json()["message"]


async def test_a_tool_of_its_own_cannot_be_called_like_a_stored_one(server: Server) -> None:
    config = EPHEMERAL | {
        "toolIds": [END_CALL],
        "tools": [{"type": "client", "name": "end_call"}],
    }
    reply = await server.client.post("/v1/auth/session-token", json={"personaConfig": config})

    assert (reply.status_code, reply.json()["details"][0]["path"]) == (400, "personaConfig.tools")
