"""Tokens and sessions that are asked for again"""

from __future__ import annotations

import httpx
from tests.api.repeats import PERSONA, is_replay, post, rows
from tests.api.servers import EPHEMERAL, Server, bearer

from visavis.services.stock import PERSONAS


async def shared(server: Server) -> str:
    body = {"personaId": PERSONAS[0].id, "allowAllOrigins": True}
    return str((await server.client.post("/v1/share-links", json=body)).json()["token"])


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
