"""Sessions whose persona speaks with a vendor's voice: a local server in the vendor's place keeps to its documents."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import pytest_asyncio
from tests.e2e.conftest import KEY, shared_data_dir
from tests.e2e.raw_client import RawClient, joined, start
from tests.patience import PATIENCE_S
from tests.providers.tts.vendors import studio
from tests.providers.tts.vendors.elevenlabs import ElevenLabs
from tests.providers.tts.vendors.studio import Day
from tests.serving import running_server

pytestmark = [pytest.mark.e2e, pytest.mark.asyncio(loop_scope="session")]

LUCY, LUCY_THERE = "de23e340-1416-4dd8-977d-065a7ca11697", "lcMyyd2HUfFzxdCaC4Ta"
"""A published voice, here and at ElevenLabs."""
TEXT = "Hello there, it is half past nine and the clock strikes."


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def elevenlabs(
    data_dir_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[tuple[ElevenLabs, httpx.AsyncClient]]:
    """The vendor, and the API of a server that has a key for it."""
    async with ElevenLabs(voice=LUCY_THERE).at_work() as vendor:
        data_dir = shared_data_dir(data_dir_template, tmp_path_factory.mktemp("visavis"))
        async with running_server(
            *(data_dir, "--engines", "1"),
            VISAVIS_BOOTSTRAP_API_KEY=KEY,
            ELEVENLABS_API_KEY=studio.KEY,
            ELEVENLABS_BASE_URL=vendor.url,
        ) as server:
            headers = {"authorization": f"Bearer {KEY}"}
            async with httpx.AsyncClient(base_url=server.url, headers=headers, timeout=PATIENCE_S) as http:
                yield vendor, http
            assert studio.KEY not in "\n".join(server.printed)


async def begin(elevenlabs: tuple[ElevenLabs, httpx.AsyncClient], day: Day, **config: Any) -> Any:
    vendor, http = elevenlabs
    await vendor.has(day)
    greeting = {"voiceId": LUCY, "skipGreeting": False, "initialMessage": TEXT}
    return joined(await start(http, **greeting, **config))


async def test_a_published_voice_is_spoken_by_its_vendor_and_heard_to_the_letter(
    elevenlabs: tuple[ElevenLabs, httpx.AsyncClient],
) -> None:
    vendor, http = elevenlabs
    voice = (await http.get(f"/v1/voices/{LUCY}")).json()
    assert (voice["engine"], voice["engineNote"], voice["isZdr"]) == ("elevenlabs", None, False)

    options = {"stability": 0.3, "style": 0.5}
    async with await begin(elevenlabs, Day.GOOD, voiceGenerationOptions=options) as client:
        assert await heard(client) == TEXT
        assert client.warnings == []
        settings = [message["voice_settings"] for message in vendor.received if "voice_settings" in message]
        assert settings[0] == options
        assert " ".join(vendor.texts()) == TEXT
        shown = (await http.get(f"/v1/sessions/{client.place.session_id}")).json()
    config = shown["personaConfig"]
    assert (config["ttsProvider"], config["ttsProviderVoiceId"]) == ("elevenlabs", LUCY_THERE)
    assert studio.KEY not in str(shown)


async def test_whoever_cuts_in_stops_the_vendor(elevenlabs: tuple[ElevenLabs, httpx.AsyncClient]) -> None:
    vendor, _ = elevenlabs
    vendor.may_go_on.clear()
    try:
        async with await begin(elevenlabs, Day.GOOD) as client:
            await client.speaks()
            client.tell("interrupt")
            async with asyncio.timeout(10):
                await vendor.hung_up.wait()
            assert TEXT.startswith(await heard(client))
    finally:
        vendor.may_go_on.set()


async def test_a_vendor_that_breaks_off_is_followed_by_the_stand_in_and_no_word_is_lost(
    elevenlabs: tuple[ElevenLabs, httpx.AsyncClient],
) -> None:
    async with await begin(elevenlabs, Day.BREAKS_OFF) as client:
        assert await heard(client) == TEXT
        assert client.warnings
        assert all("elevenlabs: the connection broke" in said for said in client.warnings)


async def test_a_refused_key_costs_a_warning_and_no_word(
    elevenlabs: tuple[ElevenLabs, httpx.AsyncClient],
) -> None:
    async with await begin(elevenlabs, Day.WRONG_KEY) as client:
        assert await heard(client) == TEXT
        assert ["the key was refused" in said for said in client.warnings] == [True]


async def heard(client: RawClient) -> str:
    return await client.said("greeting", lambda text: True)
