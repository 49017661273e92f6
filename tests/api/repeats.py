"""Requests that are sent again with the same key."""

from __future__ import annotations

from typing import Any

import httpx
from sqlalchemy import select
from tests.api.servers import Server

from visavis.store.tables import IdempotencyKey

PERSONA = {"name": "Mia", "systemPrompt": "You keep a secret recipe."}


async def post(server: Server, path: str, key: str = "k", **how: Any) -> httpx.Response:
    headers = {"idempotency-key": key} | how.pop("headers", {})
    return await server.client.post(path, headers=headers, **how)


def is_replay(again: httpx.Response, first: httpx.Response) -> None:
    assert again.headers["idempotency-replayed"] == "true"
    assert "idempotency-replayed" not in first.headers
    assert again.status_code == first.status_code
    assert again.content == first.content
    assert again.headers["content-type"] == first.headers["content-type"]
    assert len(again.headers.get_list("x-request-id")) == 1
    assert again.headers["x-request-id"] != first.headers["x-request-id"]
    assert again.headers.get_list("access-control-allow-origin") == ["*"]


async def own_personas(server: Server) -> int:
    listed = (await server.client.get("/v1/personas?perPage=100")).json()["data"]
    return sum(not one["isDefaultPersona"] for one in listed)


async def rows(server: Server) -> list[IdempotencyKey]:
    async with server.wing.database.transaction() as session:
        return list(await session.scalars(select(IdempotencyKey)))
