"""Tools that tests make and change."""

from __future__ import annotations

from typing import Any

from tests.api.servers import Server, bearer

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
    return await server.answer("POST", "/v1/tools", json=tool | fields)


async def update(server: Server, id: str, **fields: Any) -> dict[str, Any]:
    return await server.answer("PUT", f"/v1/tools/{id}", json=fields)


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
