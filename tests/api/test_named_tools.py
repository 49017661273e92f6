"""Tools that a session or a token names, or brings along"""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from tests.api.servers import EPHEMERAL, Server
from tests.api.tool_requests import ADDRESS, END_CALL, create, group_of


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
