"""Clients that vanish, and clients that want more seats than there are."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest
from tests.e2e.developer import PERSONA, Developer
from tests.e2e.raw_client import Place, RawClient, joined, start
from tests.e2e.vanishing_client import SPEAKING
from tests.patience import PATIENCE_S
from tests.serving import RunningServer

pytestmark = [pytest.mark.e2e, pytest.mark.asyncio(loop_scope="session")]

REPOSITORY = Path(__file__).parents[2]
GONE_S = 15.0
"""A client that vanished is cleaned up after within this."""
SEATS = 8
"""The server's default."""


async def test_clients_that_vanish_are_noticed_and_their_seats_freed(developer: Developer) -> None:
    """One is killed while she speaks: its sockets close, but no one takes leave. One only falls silent then, as
    when a network cable is pulled: its sockets stay open. And one went before it made an offer."""
    killed, cut_off, early, stays = [await start(developer.http) for _ in range(4)]
    async with listening_client(killed) as one, listening_client(cut_off) as other, joined(stays) as fourth:
        await (await RawClient.at(early)).leave()
        assert await developer.active_sessions() == 4
        os.kill(one.pid, signal.SIGKILL)
        os.kill(other.pid, signal.SIGSTOP)
        async with asyncio.timeout(GONE_S):
            while await developer.active_sessions() > 1:
                await asyncio.sleep(0.2)

        for place in (killed, cut_off, early):
            assert await _is_over(place)
        fourth.tell("speech", content="What is the price of a ticket?")
        await fourth.said("answer", lambda text: "seven euros" in text)


async def test_no_more_sessions_start_than_there_are_seats_whoever_asks_and_however_often(
    server: RunningServer, developer: Developer
) -> None:
    body = {"personaConfig": PERSONA}
    replies = await asyncio.gather(
        *(developer.http.post("/v1/engine/session", json=body) for _ in range(SEATS + 4))
    )
    started = [reply.json()["sessionId"] for reply in replies if reply.is_success]
    refused = [reply for reply in replies if not reply.is_success]
    assert len(started) == SEATS
    assert {(reply.status_code, reply.json()["error"]) for reply in refused} == {
        (429, "Concurrent session limit reached")
    }

    token = await developer.token()
    async with httpx.AsyncClient(base_url=server.url, timeout=PATIENCE_S) as page:
        headers = {"authorization": f"Bearer {token}"}
        for _ in range(3):  # retries take no seat, and cost the token nothing
            reply = await page.post("/v1/engine/session", headers=headers, json={})
            assert reply.status_code == 429
        assert await developer.active_sessions() == SEATS

        await developer.stop(started.pop())
        async with asyncio.timeout(5):
            while not (reply := await page.post("/v1/engine/session", headers=headers, json={})).is_success:
                await asyncio.sleep(0.05)
        started.append(reply.json()["sessionId"])
        again = await page.post("/v1/engine/session", headers=headers, json={})
        assert again.json()["sessionId"] == started[-1]
    assert await developer.active_sessions() == SEATS
    await asyncio.gather(*(developer.stop(session_id) for session_id in started))


@asynccontextmanager
async def listening_client(place: Place) -> AsyncIterator[asyncio.subprocess.Process]:
    """A program of its own that listens to her speaking."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.e2e.vanishing_client"),
        *(place.session_id, place.host, place.engine_path, place.signalling_path),
        stdout=asyncio.subprocess.PIPE,
        cwd=REPOSITORY,
    )
    assert process.stdout is not None
    try:
        assert (await asyncio.wait_for(process.stdout.readline(), 30)).decode().strip() == SPEAKING
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def _is_over(place: Place) -> bool:
    client = await RawClient.at(place)
    try:
        return bool(await client.signal("endsession"))
    finally:
        await client.leave()
