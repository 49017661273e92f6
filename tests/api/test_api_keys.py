"""/v1/api-keys, and what a key with few permissions may do"""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import httpx
import pytest
from tests.api.servers import EPHEMERAL, KEY, Server, bearer

from visavis.api.permissions import needed_for
from visavis.services.permissions import LACKING, PERMISSIONS


async def make(server: Server, *permissions: str, key: str = KEY) -> dict[str, Any]:
    reply = await server.client.post(
        "/v1/api-keys", json={"name": "Kiosk", "permissions": list(permissions)}, headers=bearer(key)
    )
    assert reply.status_code == 201, reply.text
    made: dict[str, Any] = reply.json()
    return made


def lacking(reply: httpx.Response) -> None:
    assert (reply.status_code, reply.json()) == (403, {"error": "Forbidden", "message": LACKING})


async def test_a_key_is_shown_once_and_works(server: Server) -> None:
    reply = await server.client.post("/v1/api-keys", json={"name": "Kiosk"})

    assert reply.status_code == 201
    made = reply.json()
    assert set(made) == {"id", "name", "prefix", "permissions", "createdAt", "key"}
    assert (made["name"], made["permissions"]) == ("Kiosk", None)
    assert made["key"].startswith(made["prefix"])
    assert "." not in made["key"]
    assert (await server.client.get("/v1/personas", headers=bearer(made["key"]))).status_code == 200
    listed = await server.client.get("/v1/api-keys")
    assert made["key"] not in listed.text
    shown = {name: value for name, value in made.items() if name != "key"}
    assert listed.json()["data"][1] == shown
    assert listed.json()["meta"]["total"] == 2


async def test_a_revoked_key_is_refused_and_no_longer_listed(server: Server) -> None:
    made = await make(server, "personas:read")

    reply = await server.client.delete(f"/v1/api-keys/{made['id']}")

    assert (reply.status_code, reply.json()) == (200, {"message": "API key revoked"})
    assert (await server.client.get("/v1/personas", headers=bearer(made["key"]))).status_code == 401
    assert (await server.client.get("/v1/api-keys")).json()["meta"]["total"] == 1
    assert (await server.client.delete(f"/v1/api-keys/{made['id']}")).status_code == 404


async def test_keys_of_others_cannot_be_seen_or_revoked(server: Server) -> None:
    made = await make(server)
    theirs = bearer(await server.key_of_another_organization())

    assert (await server.client.delete(f"/v1/api-keys/{made['id']}", headers=theirs)).status_code == 404
    assert (await server.client.get("/v1/api-keys", headers=theirs)).json()["meta"]["total"] == 1
    assert (await server.client.delete(f"/v1/api-keys/{uuid4()}")).status_code == 404
    assert (await server.client.delete("/v1/api-keys/not-an-id")).status_code == 400
    assert (await server.client.get("/v1/api-keys", headers=bearer("wrong"))).status_code == 401


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({}, "name"),
        ({"name": ""}, "name"),
        ({"name": "x", "permissions": ["personas:fly"]}, "permissions.0"),
        ({"name": "x", "permissions": "personas:read"}, "permissions"),
        ({"name": "x", "organizationId": "another"}, "organizationId"),
    ],
)
async def test_what_cannot_be_is_400_and_named(server: Server, body: dict[str, Any], path: str) -> None:
    reply = await server.client.post("/v1/api-keys", json=body)

    assert (reply.status_code, reply.json()["details"][0]["path"]) == (400, path)


# permissions


async def test_a_key_may_do_what_it_is_allowed_and_nothing_else(server: Server) -> None:
    reader = bearer((await make(server, "personas:read"))["key"])
    persona = (await server.client.post("/v1/personas", json={"name": "Cara"})).json()["id"]

    assert (await server.client.get("/v1/personas", headers=reader)).status_code == 200
    assert (await server.client.get(f"/v1/personas/{persona}", headers=reader)).status_code == 200
    lacking(await server.client.post("/v1/personas", json={}, headers=reader))
    lacking(await server.client.put(f"/v1/personas/{persona}", json={"name": "X"}, headers=reader))
    lacking(await server.client.delete(f"/v1/personas/{persona}", headers=reader))
    lacking(await server.client.get("/v1/voices", headers=reader))
    lacking(await server.client.get("/v1/sessions", headers=reader))


async def test_starting_sessions_is_a_permission_of_its_own(server: Server) -> None:
    starter = (await make(server, "sessions:create"))["key"]
    stopper = (await make(server, "sessions:update"))["key"]

    body = {"personaConfig": EPHEMERAL}
    started = await server.start(starter, body)
    assert started.status_code == 200
    token = await server.client.post("/v1/auth/session-token", json=body, headers=bearer(starter))
    assert (await server.start(token.json()["sessionToken"])).status_code == 200
    lacking(await server.start(stopper, body))
    lacking(await server.client.post("/v1/auth/session-token", json=body, headers=bearer(stopper)))
    stop = f"/v1/sessions/{started.json()['sessionId']}/stop"
    lacking(await server.client.post(stop, headers=bearer(starter)))
    assert (await server.client.post(stop, headers=bearer(stopper))).status_code == 200


async def test_a_key_without_any_permission_may_do_nothing(server: Server) -> None:
    nobody = bearer((await make(server))["key"])

    for path in ("/v1/personas", "/v1/organization", "/v1/api-keys", "/v1/sessions/concurrency"):
        lacking(await server.client.get(path, headers=nobody))


async def test_nobody_gives_away_more_than_they_have(server: Server) -> None:
    giver = bearer((await make(server, "api-keys:create", "personas:read"))["key"])

    async def give(**body: Any) -> httpx.Response:
        return await server.client.post("/v1/api-keys", json={"name": "x"} | body, headers=giver)

    assert (await give(permissions=["personas:read"])).status_code == 201
    assert (await give()).json()["permissions"] == ["api-keys:create", "personas:read"]
    for more in (None, ["personas:delete"]):
        reply = await give(permissions=more)
        assert (reply.status_code, reply.json()["error"]) == (403, "Forbidden")


async def test_every_operation_that_wants_a_key_needs_a_permission_that_can_be_given(server: Server) -> None:
    contract = (await server.client.get("/swagger.json")).json()
    needed = {
        (verb, path): needed_for(verb.upper(), path)
        for path, operations in contract["paths"].items()
        for verb, operation in operations.items()
        if "security" in operation
    }

    assert len(needed) > 20
    assert {operation for operation, permission in needed.items() if permission not in PERMISSIONS} == set()
    assert needed["post", "/v1/engine/session/{id}/kill"] == "sessions:update"
