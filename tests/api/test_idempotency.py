"""Idempotency-Key: a repeat is answered as the first request was, and acts no more."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from sqlalchemy import update
from tests.api.repeats import PERSONA, is_replay, own_personas, post, rows
from tests.api.servers import EPHEMERAL, KEY, Server, bearer

from visavis.services.idempotency import LEASE
from visavis.store.base import now
from visavis.store.tables import IdempotencyKey


async def test_a_repeat_gets_the_same_answer_and_creates_nothing(server: Server) -> None:
    first = await post(server, "/v1/personas", json=PERSONA)
    again = await post(server, "/v1/personas", json=PERSONA)

    assert first.status_code == 201
    is_replay(again, first)
    assert await own_personas(server) == 1


async def test_twenty_repeats_at_once_create_one_persona(server: Server) -> None:
    replies = await asyncio.gather(*(post(server, "/v1/personas", json=PERSONA) for _ in range(20)))

    assert {reply.status_code for reply in replies} <= {201, 409}
    assert (
        sum(reply.status_code == 201 and "idempotency-replayed" not in reply.headers for reply in replies)
        == 1
    )
    assert await own_personas(server) == 1
    assert (await post(server, "/v1/personas", json=PERSONA)).headers["idempotency-replayed"] == "true"


async def test_without_the_header_everything_is_done_each_time(server: Server) -> None:
    for _ in range(2):
        await server.client.post("/v1/personas", json=PERSONA)

    assert await own_personas(server) == 2
    assert await rows(server) == []


@pytest.mark.parametrize(
    ("path", "how"),
    [
        ("/v1/personas", {"json": PERSONA | {"name": "Liv"}}),
        ("/v1/personas", {"content": b"{}", "headers": {"content-type": "application/json"}}),
        ("/v1/personas?page=1", {"json": PERSONA}),
        ("/v1/tools", {"json": PERSONA}),
        ("/v1/nope", {"json": PERSONA}),
    ],
)
async def test_another_request_with_the_same_key_is_422_and_not_done(
    server: Server, path: str, how: dict[str, Any]
) -> None:
    await post(server, "/v1/personas", json=PERSONA)

    reply = await post(server, path, **how)

    assert reply.status_code == 422
    assert reply.json() == {
        "error": "Unprocessable entity",
        "message": "This Idempotency-Key was used for another request; take a new key for this one",
    }
    assert await own_personas(server) == 1


@pytest.mark.parametrize("key", ["", "x" * 256, "ä", "a\tb"])
async def test_a_key_that_is_none_is_400(server: Server, key: str) -> None:
    reply = await server.client.post("/v1/personas", json=PERSONA, headers={"idempotency-key": key.encode()})

    assert (reply.status_code, reply.json()["details"][0]["path"]) == (400, "Idempotency-Key")
    assert await own_personas(server) == 0


async def test_two_keys_are_400(server: Server) -> None:
    headers = [("idempotency-key", "a"), ("idempotency-key", "b"), ("authorization", f"Bearer {KEY}")]

    assert (await server.client.post("/v1/personas", json=PERSONA, headers=headers)).status_code == 400


@pytest.mark.parametrize("key", ["k", "x" * 255, "with a space, and ~!"])
async def test_any_printable_ascii_is_a_key(server: Server, key: str) -> None:
    first = await post(server, "/v1/personas", key, json=PERSONA)

    is_replay(await post(server, "/v1/personas", key, json=PERSONA), first)


async def test_a_repeat_while_the_first_still_runs_is_409(server: Server) -> None:
    server.placement.gate = asyncio.Event()
    body = {"personaConfig": EPHEMERAL}
    first = asyncio.create_task(post(server, "/v1/engine/session", json=body))
    await server.placement.waiting.wait()

    meanwhile = await post(server, "/v1/engine/session", json=body)
    server.placement.gate.set()

    assert meanwhile.status_code == 409
    assert meanwhile.headers["retry-after"] == "1"
    assert meanwhile.json()["error"] == "Conflict"
    answer = await first
    is_replay(await post(server, "/v1/engine/session", json=body), answer)
    assert len(server.placement.placed) == 1


async def test_a_first_try_that_died_blocks_its_key_no_longer_than_its_lease(server: Server) -> None:
    gate = server.placement.gate = asyncio.Event()
    body = {"personaConfig": EPHEMERAL}
    first = asyncio.create_task(post(server, "/v1/engine/session", json=body))
    await server.placement.waiting.wait()
    async with server.wing.database.transaction() as session:  # as if it had died long ago
        await session.execute(update(IdempotencyKey).values(leased_until=now() - LEASE))
    server.placement.gate = None

    again = await post(server, "/v1/engine/session", json=body)

    assert again.status_code == 200
    assert "idempotency-replayed" not in again.headers
    gate.set()
    assert (await first).json()["sessionId"] != again.json()["sessionId"]
    is_replay(await post(server, "/v1/engine/session", json=body), again)


async def test_refusals_are_kept_too(server: Server) -> None:
    first = await post(server, "/v1/personas", json={"avatarId": "nobody"})

    assert first.status_code == 400
    is_replay(await post(server, "/v1/personas", json={"avatarId": "nobody"}), first)


async def test_what_failed_here_is_tried_again(server: Server) -> None:
    server.placement.breaks = True
    assert (await post(server, "/v1/engine/session", json={"personaConfig": EPHEMERAL})).status_code == 500
    server.placement.breaks, server.placement.refuses = False, True
    assert (await post(server, "/v1/engine/session", json={"personaConfig": EPHEMERAL})).status_code == 503

    server.placement.refuses = False
    again = await post(server, "/v1/engine/session", json={"personaConfig": EPHEMERAL})

    assert again.status_code == 200
    assert "idempotency-replayed" not in again.headers


async def test_a_429_is_tried_again(server: Server) -> None:
    await server.client.put("/v1/organization", json={"maxConcurrentSessions": 0})
    assert (await post(server, "/v1/engine/session", json={"personaConfig": EPHEMERAL})).status_code == 429
    await server.client.put("/v1/organization", json={"maxConcurrentSessions": 1})

    again = await post(server, "/v1/engine/session", json={"personaConfig": EPHEMERAL})

    assert again.status_code == 200
    assert "idempotency-replayed" not in again.headers


async def test_a_401_is_tried_again(server: Server) -> None:
    wrong = await post(server, "/v1/personas", json=PERSONA, headers=bearer("wrong"))
    nobody = await post(server, "/v1/personas", json=PERSONA, headers={"authorization": ""})
    right = await post(server, "/v1/personas", json=PERSONA)

    assert [reply.status_code for reply in (wrong, nobody, right)] == [401, 401, 201]
    assert len(await rows(server)) == 1


async def new_key(server: Server, *permissions: str) -> str:
    body = {"name": "another", "permissions": list(permissions)} if permissions else {"name": "another"}
    return str((await server.client.post("/v1/api-keys", json=body)).json()["key"])


# who asks


async def test_all_keys_of_an_organization_ask_for_it(server: Server) -> None:
    other = await new_key(server)
    first = await post(server, "/v1/personas", json=PERSONA)

    is_replay(await post(server, "/v1/personas", json=PERSONA, headers=bearer(other)), first)


async def test_the_same_key_of_another_organization_is_another_key(server: Server) -> None:
    theirs = await server.key_of_another_organization()
    first = await post(server, "/v1/personas", json=PERSONA)

    other = await post(server, "/v1/personas", json=PERSONA, headers=bearer(theirs))

    assert other.status_code == 201
    assert other.json()["id"] != first.json()["id"]


async def test_an_answer_is_not_shown_to_a_key_that_may_do_less(server: Server) -> None:
    reader = await new_key(server, "personas:read")
    maker = await new_key(server, "api-keys:create")
    made = await post(server, "/v1/api-keys", json={"name": "all"})
    assert made.json()["permissions"] is None

    for key in (reader, maker):
        reply = await post(server, "/v1/api-keys", json={"name": "all"}, headers=bearer(key))
        assert reply.status_code == 403
        assert made.json()["key"] not in reply.text


async def test_a_revoked_key_gets_no_replay(server: Server) -> None:
    made = (await server.client.post("/v1/api-keys", json={"name": "brief"})).json()
    await post(server, "/v1/personas", json=PERSONA, headers=bearer(made["key"]))
    await server.client.delete(f"/v1/api-keys/{made['id']}")

    assert (await post(server, "/v1/personas", json=PERSONA, headers=bearer(made["key"]))).status_code == 401


# the contract


async def test_every_post_of_the_public_api_takes_the_header(server: Server) -> None:
    paths = (await server.client.get("/swagger.json")).json()["paths"]

    for path, operations in paths.items():
        for verb, operation in operations.items():
            names = {parameter["name"] for parameter in operation.get("parameters", [])}
            public = path.startswith(("/v1/", "/share/"))
            assert ("Idempotency-Key" in names) == (verb == "post" and public), (verb, path)


async def test_pages_may_send_the_header_and_read_that_it_was_a_replay(server: Server) -> None:
    preflight = await server.client.options("/v1/personas")
    reply = await server.client.get("/health")

    assert "idempotency-key" in preflight.headers["access-control-allow-headers"].split(", ")
    assert "idempotency-replayed" in reply.headers["access-control-expose-headers"].split(", ")
