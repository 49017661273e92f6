"""How many sessions run at once, and what gives a seat back"""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from tests.api.engine_reports import ended, stored, stream_came_up
from tests.api.servers import EPHEMERAL, Server, serving

from visavis.services.keys import create_key
from visavis.services.organizations import create_organization
from visavis.services.seats import engine_lost
from visavis.store.sessions import Session


async def test_starts_that_come_at_once_never_pass_the_limit(data_dir: Path) -> None:
    async with serving(data_dir, max_concurrent_sessions=3) as server:
        replies = await asyncio.gather(*(server.start() for _ in range(12)))

        assert sorted(reply.status_code for reply in replies) == [200] * 3 + [429] * 9
        refusal = next(reply for reply in replies if reply.status_code == 429).json()
        assert refusal["error"] == "Concurrent session limit reached"
        assert set(refusal) == {"error", "message"}
        assert len(server.placement.placed) == 3
        status = (await server.client.get("/v1/sessions/concurrency")).json()
        assert status == {"limit": 3, "active": 3, "canStartSession": False, "estimatedWaitSeconds": None}


async def test_an_ended_session_gives_its_seat_back(data_dir: Path) -> None:
    async with serving(data_dir, max_concurrent_sessions=1) as server:
        session_id = (await server.start()).json()["sessionId"]
        assert (await server.start()).status_code == 429

        await ended(server, session_id)

        status = (await server.client.get("/v1/sessions/concurrency")).json()
        assert status == {"limit": 1, "active": 0, "canStartSession": True, "estimatedWaitSeconds": 0}
        assert (await server.start()).status_code == 200


async def test_no_engine_is_a_503_that_leaves_no_seat_taken(server: Server) -> None:
    server.placement.refuses = True

    for _ in range(3):  # the JS SDK tries three times
        reply = await server.start()
        assert reply.status_code == 503
        assert reply.json()["error"] == "Service busy"
    assert await server.active() == 0


async def test_a_broken_placement_is_a_500_that_leaves_no_seat_taken(server: Server) -> None:
    server.placement.breaks = True

    reply = await server.start()

    assert reply.status_code == 500
    assert reply.json()["error"] == "Internal server error"
    assert await server.active() == 0


async def test_a_placement_that_hangs_is_given_up_before_the_client_gives_up(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("visavis.services.sessions.PLACING_S", 0.05)
    server.placement.gate = asyncio.Event()

    reply = await server.start()

    assert reply.status_code == 503
    assert await server.active() == 0
    assert [reason for _, reason in server.placement.ended] == ["the session could not be started"]


async def test_a_request_that_is_cut_off_while_placing_leaves_no_seat_taken(server: Server) -> None:
    server.placement.gate = asyncio.Event()
    request = asyncio.create_task(server.start())
    await server.placement.waiting.wait()
    assert await server.active() == 1

    request.cancel()
    with pytest.raises(asyncio.CancelledError):
        await request

    assert await server.active() == 0
    assert len(server.placement.ended) == 1


async def test_a_dead_engine_frees_the_seats_of_its_sessions_and_no_others(server: Server) -> None:
    first = (await server.start()).json()["sessionId"]
    server.placement.engine = "engine-2"
    second = (await server.start()).json()["sessionId"]
    await stream_came_up(server, first)

    assert await engine_lost(server.wing.database, "engine-1") == 1

    assert (await stored(server, first)).exit_status == "ERROR"
    assert (await stored(server, first)).exit_reason == "engine engine-1 was lost"
    assert (await stored(server, second)).ended_at is None
    assert await server.active() == 1


async def test_sessions_just_being_handed_to_a_dead_engine_are_ended_too(server: Server) -> None:
    session_id = (await server.start()).json()["sessionId"]

    assert await engine_lost(server.wing.database, "another", {session_id}) == 1
    assert await server.active() == 0


async def test_a_restart_closes_what_was_left_open(data_dir: Path) -> None:
    async with serving(data_dir) as server:
        session_id = (await server.start()).json()["sessionId"]
    async with serving(data_dir) as server:
        row = await stored(server, session_id)

        assert (row.exit_status, row.exit_reason) == ("ERROR", "the server was restarted")
        assert await server.active() == 0


async def test_an_unclaimed_session_whose_end_was_never_reported_frees_its_seat(data_dir: Path) -> None:
    async with serving(data_dir, max_concurrent_sessions=1, unclaimed_session_seconds=30) as server:
        session_id = (await server.start()).json()["sessionId"]
        assert (await server.start()).status_code == 429
        async with server.wing.database.transaction() as session:
            row = await session.get_one(Session, session_id)
            row.created_at = row.created_at.replace(year=row.created_at.year - 1)

        assert (await server.start()).status_code == 200
        assert (await stored(server, session_id)).exit_reason == "nobody connected"


async def test_an_organization_may_have_a_limit_of_its_own(server: Server) -> None:
    async with server.wing.database.transaction() as session:
        organization = await create_organization(session, "Small", max_concurrent_sessions=1)
        key = (await create_key(session, server.wing.keyring, organization.id, "theirs")).key

    replies = [await server.start(key, {"personaConfig": EPHEMERAL}) for _ in range(2)]

    assert [reply.status_code for reply in replies] == [200, 429]
    assert await server.active() == 0
    assert (await server.start()).status_code == 200
