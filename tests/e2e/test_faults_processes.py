"""Processes die: a voice's helper, an engine, the server itself; by accident, by Ctrl-C and by force."""

from __future__ import annotations

import asyncio
import os
import signal
import sqlite3
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import httpx
import pytest
import pytest_asyncio
from tests.e2e.conftest import KEY, shared_data_dir
from tests.e2e.developer import Developer
from tests.e2e.raw_client import RawClient, joined, start
from tests.patience import PATIENCE_S
from tests.services.engine_pools import alive, eventually
from tests.serving import RunningServer, children_of, running_server

pytestmark = [pytest.mark.e2e, pytest.mark.asyncio(loop_scope="session")]

QUESTION = "What is the price of a ticket?"
ANSWER = "The price of a ticket is seven euros."
STORY = (
    "The oldest clock of the museum was made for the tower of a church by the sea. "
    "Every hour a wooden sailor came out of its door and rang a bell for the ships. "
    "One winter a storm took the bell away, and nobody ever found it again. "
)


@pytest.fixture
def data_dir(data_dir_template: Path, tmp_path: Path) -> Path:
    return shared_data_dir(data_dir_template, tmp_path)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def pair(
    data_dir_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[RunningServer]:
    """A server with two engines."""
    data_dir = shared_data_dir(data_dir_template, tmp_path_factory.mktemp("pair"))
    async with running_server(data_dir, "--engines", "2", VISAVIS_BOOTSTRAP_API_KEY=KEY) as server:
        await eventually(lambda: _engines_ready(server) == 2, 60)
        yield server


async def test_a_voice_that_is_killed_again_and_again_is_warned_about_and_then_speaks_on(
    pair: RunningServer,
) -> None:
    async with _developer(pair) as http, joined(await start(http)) as client:
        await _talk(client, STORY)
        await client.speaks()
        killed: set[int] = set()
        while not client.warnings:
            for pid in _helpers(pair, "flite_process"):
                killed.add(pid)
                os.kill(pid, signal.SIGKILL)
            await asyncio.sleep(0.01)
        assert all("helper" in warning for warning in client.warnings)

        told = await client.said("story", lambda text: True, within_s=40)
        assert len(STORY) / 2 < len(told) <= len(STORY)
        await _answers(client)
        assert not killed & set(_helpers(pair, "flite_process"))


async def test_a_killed_engine_takes_only_its_own_sessions_along_and_another_takes_its_place(
    pair: RunningServer,
) -> None:
    async with _developer(pair) as http:
        doomed, other = await start(http), await start(http)
        assert doomed.engine_path != other.engine_path
        async with joined(doomed) as victim, joined(other) as survivor:
            await _talk(victim, STORY)
            await _talk(survivor, STORY)
            await asyncio.gather(victim.speaks(), survivor.speaks())
            os.kill(pair.pid_of(doomed.engine_path.split("/")[-1]), signal.SIGKILL)

            assert await victim.signal("endsession", within_s=5)
            await victim.close_code()
            seen = len(survivor.messages)
            await survivor.speaks(after=seen, within_s=2)
            async with asyncio.timeout(5):
                while await Developer(http).active_sessions() != 1:
                    await asyncio.sleep(0.05)
            await eventually(lambda: _engines_ready(pair) == 3, 60)
            assert (await http.get("/health")).status_code == 200
            survivor.tell("interrupt")
            await _answers(survivor)

        async with joined(await start(http)) as newcomer:  # the new engine is the least loaded
            await _answers(newcomer)
    (row,) = _rows(
        pair.data_dir, "select exit_status, ended_at from sessions where id = ?", doomed.session_id
    )
    assert row[0] == "ERROR"
    assert row[1]


async def test_ctrl_c_takes_leave_of_clients_and_what_was_said_is_kept(data_dir: Path) -> None:
    async with _server(data_dir) as server, _developer(server) as http, joined(await start(http)) as client:
        await _answers(client)
        processes = _descendants(server.process.pid)
        assert len(processes) > 1
        stopping = asyncio.create_task(server.interrupt())
        assert await client.signal("endsession") == "The server is shutting down."
        assert await client.close_code() in (1000, 1012)
        assert await stopping == 0
        await eventually(lambda: not any(alive(pid) for pid in processes), 5)

    assert _turns(data_dir, client) == [("user", QUESTION, 0), ("persona", ANSWER, 0)]
    (ended,) = _rows(
        data_dir,
        "select exit_status, exit_reason, started_at is not null from sessions where id = ?",
        client.place.session_id,
    )
    assert ended == ("CLOSED_BY_ENGINE", "The server is shutting down.", 1)


async def test_what_was_said_while_the_api_hung_is_in_the_database_after_a_restart(data_dir: Path) -> None:
    async with _server(data_dir) as server, _developer(server) as http:
        place = await start(http)
        client = await RawClient.at(place)
        await client.join()
        server.process.send_signal(signal.SIGSTOP)
        await _answers(client)  # from client to engine there is nobody else
        processes = _descendants(server.process.pid)
        server.process.kill()
        await eventually(lambda: not any(alive(pid) for pid in processes))
        await client.leave()
    assert _turns(data_dir, client) == []

    async with _server(data_dir) as server, _developer(server) as http:
        assert await Developer(http).active_sessions() == 0
        assert _turns(data_dir, client) == [("user", QUESTION, 0), ("persona", ANSWER, 0)]
        (ended,) = _rows(data_dir, "select ended_at is not null from sessions where id = ?", place.session_id)
        assert ended == (1,)


def _server(data_dir: Path) -> AbstractAsyncContextManager[RunningServer]:
    return running_server(data_dir, "--engines", "1", VISAVIS_BOOTSTRAP_API_KEY=KEY)


def _developer(server: RunningServer) -> httpx.AsyncClient:
    headers = {"authorization": f"Bearer {KEY}"}
    return httpx.AsyncClient(base_url=server.url, headers=headers, timeout=PATIENCE_S)


async def _talk(client: RawClient, text: str) -> None:
    async with httpx.AsyncClient() as http:
        (await http.post(client.place.talk_url, json={"content": text})).raise_for_status()


async def _answers(client: RawClient) -> None:
    seen = len(client.messages)
    client.tell("speech", content=QUESTION)
    await client.said("answer", lambda text: text == ANSWER, after=seen)


def _engines_ready(server: RunningServer) -> int:
    return sum("engine-" in line and "is ready" in line for line in server.printed)


def _helpers(server: RunningServer, module: str) -> list[int]:
    """Process ids of the helpers of that name, of all engines."""
    return [
        pid for pid in _descendants(server.process.pid) if module in Path(f"/proc/{pid}/cmdline").read_text()
    ]


def _descendants(pid: int) -> list[int]:
    return [pid, *(grandchild for child in children_of(pid) for grandchild in _descendants(child))]


def _turns(data_dir: Path, client: RawClient) -> list[tuple[str, str, int]]:
    return _rows(
        data_dir,
        "select role, text, interrupted from turns where session_id = ? order by number",
        client.place.session_id,
    )


def _rows(data_dir: Path, query: str, *values: str) -> list[tuple[object, ...]]:
    database = sqlite3.connect(f"file:{data_dir / 'visavis.db'}?mode=ro", uri=True)
    try:
        return database.execute(query, values).fetchall()
    finally:
        database.close()
