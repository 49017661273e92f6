"""Personas that tests make, change, are refused, and start sessions with."""

from __future__ import annotations

from typing import Any

from tests.api.servers import Server

from visavis.contract.spec import SessionSpec

LUCY = "de23e340-1416-4dd8-977d-065a7ca11697"
FLITE_RMS = "b3b1f0de-6a53-4a3c-8c3e-2f6b7d1c5e02"


async def create(server: Server, **fields: Any) -> dict[str, Any]:
    return await server.answer("POST", "/v1/personas", json=fields)


async def update(server: Server, id: str, **fields: Any) -> dict[str, Any]:
    return await server.answer("PUT", f"/v1/personas/{id}", json=fields)


async def refused(server: Server, **fields: Any) -> dict[str, Any]:
    """What is wrong with the first field, by create and by update alike."""
    by_create = await server.client.post("/v1/personas", json=fields)
    persona = await create(server)
    by_update = await server.client.put(f"/v1/personas/{persona['id']}", json=fields)
    assert (by_create.status_code, by_update.status_code) == (400, 400), by_create.text
    assert by_create.json() == by_update.json()
    detail: dict[str, Any] = by_create.json()["details"][0]
    return detail


async def started(server: Server, persona_id: str, **body: Any) -> SessionSpec:
    config = {"personaId": persona_id} | body.pop("personaConfig", {})
    reply = await server.start(body={"personaConfig": config} | body)
    assert reply.status_code == 200, reply.text
    return server.placement.placed[-1]
