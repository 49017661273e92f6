"""The proxy over real sockets: public SDK sockets on one side, fake engine processes on the other."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import quote

import httpx
import pytest
import uvicorn
from fastapi import FastAPI
from tests.patience import PATIENCE_S
from tests.services.engine_pools import eventually, running_pool, spec
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from visavis.api.proxy import MAX_TALK_BYTES, router
from visavis.services.engine_pool import LocalPool


@asynccontextmanager
async def front_door(pool: LocalPool) -> AsyncIterator[str]:
    """Serves the proxy routes; its `host:port`."""
    app = FastAPI()
    app.state.engines = pool
    app.include_router(router)
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(
        uvicorn.Config(app, log_level="warning", ws_max_size=1 << 20, timeout_graceful_shutdown=1)
    )
    serving = asyncio.create_task(server._serve([listener]))
    await eventually(lambda: server.started)
    try:
        yield f"127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        await serving


async def test_text_and_binary_frames_pass_both_ways() -> None:
    async with running_pool(1) as pool, front_door(pool) as door:
        engine = (await pool.place(spec("s"))).engine
        async with connect(f"ws://{door}/v1/webrtc/engines/{engine}/ws?session_id=s") as client:
            for frame in ("héllo", b"\x00\xff", "x" * (1 << 19)):
                await client.send(frame)
                assert await client.recv() == frame


async def test_the_code_and_reason_of_an_engines_close_reach_the_client() -> None:
    async with running_pool(1) as pool, front_door(pool) as door:
        engine = (await pool.place(spec("s"))).engine
        async with connect(f"ws://{door}/v1/webrtc/engines/{engine}/ws?session_id=s") as client:
            await client.send("close 4001 as you wish")
            with pytest.raises(ConnectionClosed) as closed:
                await client.recv()
            assert closed.value.rcvd is not None
            assert (closed.value.rcvd.code, closed.value.rcvd.reason) == (4001, "as you wish")


async def test_the_code_and_reason_of_a_clients_close_reach_the_engine() -> None:
    async with running_pool(1) as pool, front_door(pool) as door:
        engine = (await pool.place(spec("s"))).engine
        address = f"ws://{door}/v1/webrtc/engines/{engine}/ws?session_id=s"
        async with connect(address) as watcher, connect(address) as client:
            await watcher.send("tell me who closes")
            assert await watcher.recv() == "tell me who closes"
            await client.close(4002, "bye")
            assert await watcher.recv() == "closed 4002 bye"


async def test_a_frame_over_the_limit_closes_the_socket() -> None:
    async with running_pool(1) as pool, front_door(pool) as door:
        engine = (await pool.place(spec("s"))).engine
        async with connect(f"ws://{door}/v1/webrtc/engines/{engine}/ws?session_id=s") as client:
            await client.send("x" * ((1 << 20) + 1))
            with pytest.raises(ConnectionClosed) as closed:
                await client.recv()
            assert closed.value.rcvd is not None
            assert closed.value.rcvd.code == 1009


async def test_the_client_of_a_killed_engine_is_told_and_the_others_go_on() -> None:
    async with running_pool(2) as pool, front_door(pool) as door:
        unlucky = (await pool.place(spec("unlucky"))).engine
        lucky = (await pool.place(spec("lucky"))).engine
        async with (
            connect(f"ws://{door}/v1/webrtc/engines/{unlucky}/ws?session_id=unlucky") as victim,
            connect(f"ws://{door}/v1/webrtc/engines/{lucky}/ws?session_id=lucky") as survivor,
        ):
            await victim.send("here")
            assert await victim.recv() == "here"

            os.kill(pool.processes[unlucky], signal.SIGKILL)

            told = json.loads(await asyncio.wait_for(victim.recv(), 5))
            assert list(told) == ["actionType", "sessionId", "payload"]
            assert told["actionType"] == "endsession"
            assert told["sessionId"] == "unlucky"
            assert "stopped" in told["payload"]
            with pytest.raises(ConnectionClosed):
                await victim.recv()
            await survivor.send("still here")
            assert await survivor.recv() == "still here"

        # the public JS SDK may have been between two sockets: it is told when it comes back
        async with connect(f"ws://{door}/v1/webrtc/engines/{unlucky}/ws?session_id=unlucky") as late:
            assert json.loads(await late.recv())["actionType"] == "endsession"
            with pytest.raises(ConnectionClosed) as closed:
                await late.recv()
            assert closed.value.rcvd is not None
            assert closed.value.rcvd.code == 4404


@pytest.mark.parametrize(
    "path",
    [
        "/ws?session_id=s",
        "/ws?target_url=" + quote("ws://somewhere.example/v1/webrtc/engines/e/ws?session_id=s", safe=""),
    ],
)
async def test_a_gateway_client_reaches_its_session_by_id_alone(path: str) -> None:
    async with running_pool(2) as pool, front_door(pool) as door:
        await pool.place(spec("s"))
        async with connect(f"ws://{door}{path}") as client:
            await client.send("hello")
            assert await client.recv() == "hello"


@pytest.mark.parametrize("query", ["session_id=nobody", "", "target_url=ws://%5Bbroken"])
async def test_a_client_of_no_known_session_is_turned_away_for_good(query: str) -> None:
    async with (
        running_pool(1) as pool,
        front_door(pool) as door,
        connect(f"ws://{door}/ws?{query}") as client,
    ):
        assert json.loads(await client.recv())["actionType"] == "endsession"
        with pytest.raises(ConnectionClosed):
            await client.recv()


async def test_talk_reaches_the_engine_without_the_internal_secret() -> None:
    async with (
        running_pool(1) as pool,
        front_door(pool) as door,
        httpx.AsyncClient(timeout=PATIENCE_S) as http,
    ):
        engine = (await pool.place(spec("s"))).engine
        target = f"https://somewhere.example/v1/webrtc/engines/{engine}/talk?session_id=s"
        replies = [
            await http.post(
                f"http://{door}/v1/webrtc/engines/{engine}/talk?session_id=s", json={"content": "hi"}
            ),
            await http.post(f"http://{door}/talk?session_id=s", json={"content": "hi"}),
            await http.post(
                f"http://{door}/talk", json={"content": "hi"}, headers={"X-Anam-Target-Url": target}
            ),
        ]
        for reply in replies:
            assert reply.status_code == 200
            assert reply.json() == {"session": "s", "said": {"content": "hi"}, "secret": ""}


async def test_talk_to_nobody_and_talk_without_end_get_a_json_answer() -> None:
    async with (
        running_pool(1) as pool,
        front_door(pool) as door,
        httpx.AsyncClient(timeout=PATIENCE_S) as http,
    ):
        engine = (await pool.place(spec("s"))).engine
        nobody = await http.post(f"http://{door}/talk?session_id=nobody", json={"content": "hi"})
        no_engine = await http.post(f"http://{door}/v1/webrtc/engines/none/talk?session_id=s", json={})
        endless = await http.post(
            f"http://{door}/v1/webrtc/engines/{engine}/talk?session_id=s", content=b"x" * (MAX_TALK_BYTES + 1)
        )
        assert [reply.status_code for reply in (nobody, no_engine, endless)] == [404, 404, 413]
        assert all({"error", "message"} == reply.json().keys() for reply in (nobody, no_engine, endless))


async def test_many_sockets_at_once_leave_no_task_behind() -> None:
    async with running_pool(2) as pool, front_door(pool) as door:
        engines = [(await pool.place(spec(f"s{number}"))).engine for number in range(10)]
        before = len(asyncio.all_tasks())

        async def converse(number: int) -> None:
            address = f"ws://{door}/v1/webrtc/engines/{engines[number % 10]}/ws?session_id=s{number % 10}"
            async with connect(address) as client:
                for turn in range(5):
                    await client.send(f"{number}.{turn}")
                    assert await client.recv() == f"{number}.{turn}"

        await asyncio.gather(*(converse(number) for number in range(40)))
        await eventually(lambda: len(asyncio.all_tasks()) <= before)
