"""Webhooks that tests make, change and ping, and the log of each."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx

PUBLIC = "https://93.184.216.34/hook"
"""Nothing is ever sent there."""
FIELDS = {
    *("id", "url", "description", "events", "enabled", "disabledReason", "oldSecretExpiresAt"),
    *("createdAt", "updatedAt"),
}


async def create(client: httpx.AsyncClient, url: str = PUBLIC, **fields: Any) -> dict[str, Any]:
    reply = await client.post("/v1/webhooks", json={"url": url} | fields)
    assert reply.status_code == 201, reply.text
    webhook: dict[str, Any] = reply.json()
    return webhook


async def update(client: httpx.AsyncClient, webhook: dict[str, Any], **fields: Any) -> dict[str, Any]:
    reply = await client.put(f"/v1/webhooks/{webhook['id']}", json=fields)
    assert reply.status_code == 200, reply.text
    changed: dict[str, Any] = reply.json()
    return changed


async def read(client: httpx.AsyncClient, webhook: dict[str, Any]) -> dict[str, Any]:
    answer: dict[str, Any] = (await client.get(f"/v1/webhooks/{webhook['id']}")).json()
    return answer


async def deliveries(
    client: httpx.AsyncClient, webhook: dict[str, Any], **query: Any
) -> list[dict[str, Any]]:
    reply = await client.get(f"/v1/webhooks/{webhook['id']}/deliveries", params=query)
    assert reply.status_code == 200, reply.text
    found: list[dict[str, Any]] = reply.json()["data"]
    return found


async def settled(client: httpx.AsyncClient, webhook: dict[str, Any], attempts: int) -> list[dict[str, Any]]:
    """The log, once so many attempts are in it."""
    async with asyncio.timeout(20):
        while True:
            log = await deliveries(client, webhook)
            if sum(one["attempts"] for one in log) >= attempts:
                return log
            await asyncio.sleep(0.01)


async def ping(client: httpx.AsyncClient, webhook: dict[str, Any]) -> dict[str, Any]:
    reply = await client.post(f"/v1/webhooks/{webhook['id']}/test")
    assert reply.status_code == 200, reply.text
    delivery: dict[str, Any] = reply.json()
    return delivery
