"""One token, one session"""

from __future__ import annotations

import asyncio

from tests.api.engine_reports import ended, stream_came_up
from tests.api.servers import KEY, Server

from visavis.services.keys import list_keys, revoke_key


async def test_a_retry_before_signalling_gets_the_same_session(server: Server) -> None:
    token = await server.token()

    answers = [(await server.start(token)).json() for _ in range(3)]

    assert answers[0] == answers[1] == answers[2]
    assert len(server.placement.placed) == 1
    assert await server.active() == 1


async def test_tries_at_once_with_one_token_start_one_session(server: Server) -> None:
    token = await server.token()
    server.placement.gate = asyncio.Event()
    tries = [asyncio.create_task(server.start(token)) for _ in range(4)]
    await server.placement.waiting.wait()
    server.placement.gate.set()

    replies = await asyncio.gather(*tries)

    assert {reply.status_code for reply in replies} == {200}
    assert len({reply.json()["sessionId"] for reply in replies}) == 1
    assert len(server.placement.placed) == 1


async def test_a_token_whose_session_has_begun_or_ended_is_used_up(server: Server) -> None:
    begun, over = await server.token(), await server.token()
    await stream_came_up(server, (await server.start(begun)).json()["sessionId"])
    await ended(server, (await server.start(over)).json()["sessionId"])

    for token in (begun, over):
        reply = await server.start(token)
        assert reply.status_code == 401
        assert "already started a session" in reply.json()["message"]


async def test_a_token_survives_a_start_that_failed(server: Server) -> None:
    token = await server.token()
    server.placement.refuses = True
    assert (await server.start(token)).status_code == 503

    server.placement.refuses = False
    assert (await server.start(token)).status_code == 200


async def test_a_revoked_key_takes_its_tokens_with_it(server: Server) -> None:
    token = await server.token()
    async with server.wing.database.transaction() as session:
        await revoke_key(session, (await list_keys(session))[0].id)

    assert (await server.start(token)).status_code == 401
    assert (await server.start(KEY)).status_code == 401
    assert (await server.client.get("/v1/personas")).status_code == 401
