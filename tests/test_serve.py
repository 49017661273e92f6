"""The life of `visavis serve`, with its real engines."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import sys
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from tests.patience import PATIENCE_S
from tests.services.engine_pools import alive, eventually
from tests.serving import RunningServer, running_server
from visavis.serve import CannotServe, listen

AVATAR = "30fa96d0-26c4-4e55-94a0-517025942e18"

pytestmark = pytest.mark.e2e


async def test_the_first_start_shows_a_key_and_ctrl_c_leaves_nothing_behind(tmp_path: Path) -> None:
    async with (
        running_server(tmp_path, "--engines", "1") as server,
        httpx.AsyncClient(timeout=PATIENCE_S) as http,
    ):
        assert server.key is not None
        assert "." not in server.key
        assert (await http.get(f"{server.url}/health")).status_code == 200
        mine = {"authorization": f"Bearer {server.key}"}
        assert (await http.get(f"{server.url}/v1/personas", headers=mine)).status_code == 200

        engines = server.engine_pids()
        assert len(engines) == 1
        assert await server.interrupt() == 0
        assert not any(alive(pid) for pid in engines)
    assert [line for line in server.printed if "ERROR" in line or "Traceback" in line] == []

    async with (
        running_server(tmp_path, "--engines", "1") as again,
        httpx.AsyncClient(timeout=PATIENCE_S) as http,
    ):
        assert again.key is None
        assert (await http.get(f"{again.url}/v1/personas", headers=mine)).status_code == 200


async def test_a_killed_engine_is_replaced_and_a_killed_server_takes_its_engines_along(
    tmp_path: Path,
) -> None:
    async with (
        running_server(tmp_path, "--engines", "1") as server,
        httpx.AsyncClient(timeout=PATIENCE_S) as http,
    ):
        (engine,) = server.engine_pids()
        os.kill(engine, signal.SIGKILL)
        await eventually(lambda: bool(set(server.engine_pids()) - {engine}))
        await eventually(lambda: any("ended with exit code -9" in line for line in server.printed))
        await eventually(
            lambda: sum("is ready" in line for line in server.printed) == 3, 60
        )  # twice an engine
        assert (await http.get(f"{server.url}/health")).status_code == 200
        (replacement,) = server.engine_pids()
        server.process.kill()
        await eventually(lambda: not alive(replacement))


async def test_only_the_clients_of_a_killed_engine_are_told_that_it_is_over(tmp_path: Path) -> None:
    async with running_server(tmp_path, "--engines", "2") as server:
        await eventually(
            lambda: sum("engine-" in line and "is ready" in line for line in server.printed) == 2, 60
        )
        doomed, other = await start_session(server), await start_session(server)
        assert doomed.engine != other.engine
        async with connect(doomed.signalling) as victim, connect(other.signalling) as survivor:
            os.kill(server.pid_of(doomed.engine), signal.SIGKILL)

            told = json.loads(await asyncio.wait_for(victim.recv(), 10))
            assert told["actionType"] == "endsession"
            assert told["sessionId"] == doomed.id
            with pytest.raises(ConnectionClosed):
                await victim.recv()

            await survivor.send(json.dumps({"actionType": "heartbeat", "sessionId": other.id, "payload": ""}))
            with pytest.raises(TimeoutError):  # nothing closes it
                await asyncio.wait_for(survivor.recv(), 1)
            seats = await active_sessions(server)
            assert seats == 1
        assert (await start_session(server)).id not in (doomed.id, other.id)


@dataclass(frozen=True)
class Started:
    id: str
    engine: str
    signalling: str


async def start_session(server: RunningServer) -> Started:
    body = {"personaConfig": {"avatarId": AVATAR, "systemPrompt": "You are brief."}}
    async with httpx.AsyncClient(
        headers={"authorization": f"Bearer {server.key}"}, timeout=PATIENCE_S
    ) as http:
        reply = await http.post(f"{server.url}/v1/engine/session", json=body, timeout=15)
    assert reply.is_success, reply.text
    session = reply.json()
    path = session["signallingEndpoint"]
    host = session["engineHost"].partition("/")[0]
    return Started(
        session["sessionId"],
        path.split("/")[-2],
        f"ws://{host}{path}?session_id={session['sessionId']}",
    )


async def active_sessions(server: RunningServer) -> int:
    async with httpx.AsyncClient(
        headers={"authorization": f"Bearer {server.key}"}, timeout=PATIENCE_S
    ) as http:
        return int((await http.get(f"{server.url}/v1/sessions/concurrency")).json()["active"])


async def test_a_taken_port_is_one_clear_line_and_exit_code_2(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        code, said = await refused(tmp_path, "--port", str(port))
    assert code == 2
    assert len(said) == 1
    assert f"127.0.0.1:{port}" in said[0]


async def test_a_preset_key_that_clients_could_not_use_is_one_clear_line(tmp_path: Path) -> None:
    code, said = await refused(tmp_path, "--port", "0", VISAVIS_BOOTSTRAP_API_KEY="my.key")
    assert code == 2
    assert said[-1] == "VISAVIS_BOOTSTRAP_API_KEY: An API key must not contain a dot."
    assert not any("Traceback" in line for line in said)


async def refused(data_dir: Path, *options: str, **variables: str) -> tuple[int | None, list[str]]:
    """The exit code of a server that does not come up, and what it said."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "visavis", "serve", "--data-dir", str(data_dir), *options),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        env=os.environ | variables,
    )
    said, _ = await asyncio.wait_for(process.communicate(), 30)
    return process.returncode, said.decode().strip().splitlines()


def test_an_address_that_is_not_ours_cannot_be_served() -> None:
    with pytest.raises(CannotServe, match=r"203\.0\.113\.1"):
        listen("203.0.113.1", 0)


async def test_a_database_that_cannot_be_opened_ends_the_start_with_one_line(tmp_path: Path) -> None:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "visavis", "serve", "--port", "0", "--data-dir", str(tmp_path)),
        *("--engines", "1", "--database-url", "postgresql://me:secret@127.0.0.1:9/visavis"),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    said, complained = await process.communicate()

    assert process.returncode == 2
    assert "me:***@127.0.0.1:9/visavis cannot be opened" in complained.decode().splitlines()[-1]
    assert b"Traceback" not in said + complained
    assert b"secret" not in said + complained


async def test_a_lip_model_that_is_not_described_rightly_ends_the_start_with_one_line(tmp_path: Path) -> None:
    path = tmp_path / "lips.yaml"
    path.write_text("interface: sadtalker")
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "visavis", "serve", "--port", "0", "--data-dir", str(tmp_path)),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env=os.environ | {"VISAVIS_LIP_MODEL": str(path)},
    )
    said, complained = await process.communicate()

    assert process.returncode == 2
    assert not said
    assert complained.decode().splitlines() == [
        f"VISAVIS_LIP_MODEL: The lip model {path}: interface is 'sadtalker'; "
        "it must be one of wav2lip, musetalk."
    ]
