"""What was seen and heard in a session comes back as a film, also of a session whose engine died in it."""

from __future__ import annotations

import asyncio
import os
import signal
from pathlib import Path

import httpx
import pytest
from tests.e2e.conftest import KEY, shared_data_dir
from tests.e2e.developer import Developer
from tests.e2e.raw_client import joined, start
from tests.reels import Shown, loud_from_s, shown
from tests.serving import running_server

pytestmark = [pytest.mark.e2e, pytest.mark.asyncio(loop_scope="session")]

GREETING = "Welcome to the museum of clocks."
FILMED_WITHIN_S = 60.0
AS_TOLD_S = 0.25
"""A transcript tells when her sound began to be sent; her first breath of it is not loud."""


async def film(http: httpx.AsyncClient, session_id: str, folder: Path) -> Shown:
    """Once it is made."""
    async with asyncio.timeout(FILMED_WITHIN_S):
        while (reply := await http.get(f"/v1/sessions/{session_id}/recording")).status_code != 200:
            await asyncio.sleep(0.2)
    path = folder / "film.mp4"
    path.write_bytes((await http.get(reply.json()["recordingUrl"])).content)
    return shown(path)


async def test_a_session_comes_back_as_a_film_with_captions_in_step(
    developer: Developer, tmp_path: Path
) -> None:
    place = await start(developer.http, skipGreeting=False, initialMessage=GREETING)
    async with joined(place) as client:
        assert await client.said("greeting", lambda text: True) == GREETING
        await client.send("endsession", {})
        await client.close_code()

    found = await film(developer.http, place.session_id, tmp_path)

    assert found.codec == "h264"
    assert len(found.pictures) > 25
    captions = await developer.http.get(
        f"/v1/sessions/{place.session_id}/transcript", params={"format": "vtt"}
    )
    begin = captions.text.splitlines()[2].partition(" --> ")[0]
    assert GREETING in captions.text
    assert float(begin.rpartition(":")[2]) == pytest.approx(loud_from_s(found.persona), abs=AS_TOLD_S)
    turn = (await developer.http.get(f"/v1/sessions/{place.session_id}/transcript")).json()["messages"][0]
    assert found.pictures[-1][0] > turn["speakingDurationSeconds"]


async def test_of_a_session_whose_engine_is_killed_there_is_a_film_of_what_was(
    data_dir_template: Path, tmp_path: Path
) -> None:
    data_dir = shared_data_dir(data_dir_template, tmp_path)
    options = ("--engines", "1")
    async with (
        running_server(data_dir, *options, VISAVIS_BOOTSTRAP_API_KEY=KEY) as server,
        httpx.AsyncClient(base_url=server.url, headers={"authorization": f"Bearer {KEY}"}) as http,
    ):
        place = await start(http, skipGreeting=False, initialMessage=GREETING)
        async with joined(place) as client:
            await client.said("greeting", lambda text: True)
            await asyncio.sleep(1)
            os.kill(server.pid_of(place.engine_path.split("/")[-1]), signal.SIGKILL)
            await client.close_code()

        found = await film(http, place.session_id, tmp_path)

        assert found.pictures[-1][0] > 1
        assert loud_from_s(found.persona) < found.pictures[-1][0]
        ended = (await http.get(f"/v1/sessions/{place.session_id}")).json()
        assert ended["exitStatus"] == "ERROR"
