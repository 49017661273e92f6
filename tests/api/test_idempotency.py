"""Idempotency-Key: a repeat is answered as the first request was, and acts no more."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import select, update
from tests.api.knowing import new_group, until_read
from tests.api.servers import EPHEMERAL, KEY, Server, bearer, serving
from tests.databases import only_sqlite
from tests.sounds import wav

from visavis.services.idempotency import LEASE
from visavis.services.stock import PERSONAS
from visavis.store.base import now
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


# ---- who asks


async def new_key(server: Server, *permissions: str) -> str:
    body = {"name": "another", "permissions": list(permissions)} if permissions else {"name": "another"}
    return str((await server.client.post("/v1/api-keys", json=body)).json()["key"])


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


# ---- answers that are secret


@only_sqlite  # whose file is searched
async def test_a_new_api_key_can_be_asked_for_again_and_lies_nowhere_in_the_clear(server: Server) -> None:
    first = await post(server, "/v1/api-keys", "key-of-mr-smith", json={"name": "ci"})
    again = await post(server, "/v1/api-keys", "key-of-mr-smith", json={"name": "ci"})

    is_replay(again, first)
    await server.wing.close()
    stored = b"".join(path.read_bytes() for path in everything_in(server.wing.settings.data_dir))
    assert first.json()["prefix"].encode() in stored, "the search can find what is there"
    assert first.json()["key"].encode() not in stored
    assert b"smith" not in stored


async def test_of_a_prompt_that_is_not_kept_nothing_is_kept_here(server: Server) -> None:
    secret = "Mrs Jones fears the dark"
    body = {"personaConfig": {"systemPrompt": secret, "zeroDataRetention": True}}

    first = await post(server, "/v1/engine/session", json=body)

    assert first.status_code == 200
    assert len(await rows(server)) == 1
    await server.wing.close()
    stored = b"".join(path.read_bytes() for path in everything_in(server.wing.settings.data_dir))
    assert secret.encode() not in stored


def everything_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


async def test_it_outlives_a_restart(data_dir: Path) -> None:
    async with serving(data_dir) as server:
        first = await post(server, "/v1/personas", json=PERSONA)
    async with serving(data_dir) as server:
        is_replay(await post(server, "/v1/personas", json=PERSONA), first)


# ---- sessions


async def test_a_session_token_is_minted_once(server: Server) -> None:
    first = await post(server, "/v1/auth/session-token", json={"personaConfig": EPHEMERAL})

    is_replay(await post(server, "/v1/auth/session-token", json={"personaConfig": EPHEMERAL}), first)


async def test_a_session_start_is_retried_with_its_token(server: Server) -> None:
    token = await server.token()
    first = await post(server, "/v1/engine/session", json={}, headers=bearer(token))
    again = await post(server, "/v1/engine/session", json={}, headers=bearer(token))

    is_replay(again, first)
    assert len(server.placement.placed) == 1


async def test_two_tokens_of_an_organization_never_get_each_others_session(server: Server) -> None:
    mine, yours = await server.token(), await server.token()

    replies = [
        await post(server, "/v1/engine/session", "1", json={}, headers=bearer(token))
        for token in (mine, yours)
    ]

    assert [reply.status_code for reply in replies] == [200, 200]
    assert replies[0].json()["sessionId"] != replies[1].json()["sessionId"]


async def shared(server: Server) -> str:
    body = {"personaId": PERSONAS[0].id, "allowAllOrigins": True}
    return str((await server.client.post("/v1/share-links", json=body)).json()["token"])


async def test_a_shared_session_token_is_one_use_however_often_it_is_asked_for(server: Server) -> None:
    link = await shared(server)
    first = await post(server, f"/share/{link}/session-token")

    is_replay(await post(server, f"/share/{link}/session-token"), first)
    links = (await server.client.get("/v1/share-links")).json()["data"]
    assert links[0]["usageCount"] == 1


async def test_strangers_with_the_same_link_never_get_each_others_token(server: Server) -> None:
    link = await shared(server)
    tokens = set()
    for address in ("192.0.2.1", "192.0.2.2"):
        transport = httpx.ASGITransport(server.app, client=(address, 5000))
        async with httpx.AsyncClient(transport=transport, base_url="http://testserver") as stranger:
            reply = await stranger.post(f"/share/{link}/session-token", headers={"idempotency-key": "1"})
            tokens.add(reply.json()["sessionToken"])

    assert len(tokens) == 2


async def test_strangers_without_a_link_leave_nothing_behind(server: Server) -> None:
    del server.client.headers["authorization"]

    replies = [
        await post(server, "/share/sh_nothing/session-token"),
        await post(server, "/v1/metrics/client", json={}),
        await post(server, "/v1/personas", json=PERSONA),
    ]

    assert [reply.status_code for reply in replies] == [404, 200, 401]
    assert await rows(server) == []


# ---- files


async def test_a_form_with_a_file_is_the_same_whatever_its_boundary_and_pieces(server: Server) -> None:
    files = {"audioFile": ("me.wav", wav(), "audio/wav")}
    first = await post(server, "/v1/voices", data={"name": "Me"}, files=files)
    again = await post(server, "/v1/voices", data={"name": "Me"}, files=files)

    assert first.status_code == 201
    assert first.request.headers["content-type"] != again.request.headers["content-type"]
    is_replay(again, first)
    rebuilt = server.client.build_request("POST", "/v1/voices", data={"name": "Me"}, files=files)
    form = await rebuilt.aread()

    async def in_pieces() -> AsyncIterator[bytes]:
        for at in range(0, len(form), 1000):
            yield form[at : at + 1000]

    content_type = {"content-type": rebuilt.headers["content-type"]}
    is_replay(await post(server, "/v1/voices", content=in_pieces(), headers=content_type), first)
    other = {"audioFile": ("me.wav", wav(2.0), "audio/wav")}
    assert (await post(server, "/v1/voices", data={"name": "Me"}, files=other)).status_code == 422


async def test_a_document_is_uploaded_once(server: Server) -> None:
    group = await new_group(server)
    path = f"/v1/knowledge/groups/{group}/documents"
    file = {"file": ("a.txt", b"Opening hours: 9 to 5", "text/plain")}

    first = await post(server, path, files=file)

    assert first.status_code == 201
    is_replay(await post(server, path, files=file), first)
    assert len((await server.client.get(path)).json()) == 1
    await until_read(server, first.json()["id"])


async def test_a_signed_upload_is_announced_and_confirmed_once(server: Server) -> None:
    group, content = await new_group(server), b"Opening hours: 9 to 5"
    wish = {"filename": "a.txt", "contentType": "text/plain", "fileSize": len(content)}
    announce = f"/v1/knowledge/groups/{group}/documents/presigned-upload"
    announced = await post(server, announce, "announce", json=wish)
    is_replay(await post(server, announce, "announce", json=wish), announced)

    url, document = announced.json()["uploadUrl"], announced.json()["documentId"]
    put = await server.client.put(url, content=content, headers={"content-type": "text/plain"})
    assert put.status_code == 200
    confirm = f"/v1/knowledge/documents/{document}/confirm-upload"
    confirmed = await post(server, confirm, "confirm", json={"fileSize": len(content)})

    assert confirmed.status_code == 200
    is_replay(await post(server, confirm, "confirm", json={"fileSize": len(content)}), confirmed)
    await until_read(server, document)


async def test_a_body_that_is_too_large_is_413_and_not_kept(server: Server) -> None:
    async def endless() -> AsyncIterator[bytes]:
        for _ in range(1100):
            yield b"x" * 1000

    for _ in range(2):
        reply = await post(
            server, "/v1/personas", content=endless(), headers={"content-type": "application/json"}
        )
        assert reply.status_code == 413
    assert await rows(server) == []


# ---- the contract


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
