"""One server that knows every vendor of voices, each of which is a local one that keeps to its documents."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from tests.e2e.browser.caller import WITHIN_S, Caller
from tests.e2e.conftest import KEY
from tests.e2e.developer import Developer
from tests.patience import PATIENCE_S
from tests.providers.tts.vendors import cartesia, elevenlabs, fish_audio, openai_speech, studio
from tests.providers.tts.vendors.studio import Studio
from tests.serving import running_server


@dataclass(frozen=True, slots=True)
class Speaking:
    """A vendor, and a voice of it."""

    vendor: Studio
    provider: str
    there: str
    """The voice's id there."""
    address: str
    """The variable that says where the vendor is."""
    key: str


def everybody() -> dict[str, Speaking]:
    """By engine."""
    return {
        "elevenlabs": Speaking(
            *(elevenlabs.ElevenLabs(), "ELEVENLABS", elevenlabs.VOICE),
            *("ELEVENLABS_BASE_URL", "ELEVENLABS_API_KEY"),
        ),
        "cartesia": Speaking(
            *(cartesia.Cartesia(), "CARTESIA", cartesia.VOICE),
            *("CARTESIA_BASE_URL", "CARTESIA_API_KEY"),
        ),
        "fish-audio": Speaking(
            *(fish_audio.FishAudio(), "FISH_AUDIO", fish_audio.VOICE),
            *("FISH_BASE_URL", "FISH_API_KEY"),
        ),
        "openai": Speaking(
            *(openai_speech.OpenAi(), "OPENAI_ADVANCED_VOICE", openai_speech.VOICE),
            *("OPENAI_BASE_URL", "OPENAI_API_KEY"),
        ),
    }


@dataclass(frozen=True)
class House:
    speaking: dict[str, Speaking]
    voices: dict[str, str]
    """Ids of the imported ones, by engine."""
    developer: Developer
    url: str

    def vendor(self, engine: str) -> Studio:
        return self.speaking[engine].vendor

    async def begins(self, caller: Caller, engine: str, **config: Any) -> None:
        """A session whose persona speaks with a voice of that vendor."""
        await caller.connected(await self.developer.token(voiceId=self.voices[engine], **config), self.url)

    async def transcript(self, caller: Caller) -> list[str]:
        """Hangs up; what the session keeps of what was said."""
        session = f"/v1/sessions/{(await caller.until('SESSION_READY')).value}"
        await caller.does("client.stopStreaming()")
        async with asyncio.timeout(WITHIN_S):
            while (await self.developer.http.get(session)).json()["endTime"] is None:
                await asyncio.sleep(0.05)
        kept = (await self.developer.http.get(f"{session}/transcript")).json()
        return [message["message"] for message in kept["messages"]]


async def says(caller: Caller, text: str, *warnings: str) -> str:
    """What is heard of it; the client is warned of this meanwhile, and of nothing else."""
    last = caller.last
    await caller.does("client.talk(value)", text)
    heard = await caller.message("persona", after=last)
    told = [event.value for event in caller.so_far("SERVER_WARNING", after=last)]
    assert len(told) == len(warnings), told
    assert all(warning in one for warning, one in zip(warnings, told, strict=True)), told
    return str(heard["content"])


@asynccontextmanager
async def speaking_house(data_dir: Path) -> AsyncIterator[House]:
    speaking = everybody()
    async with AsyncExitStack() as open_studios:
        variables = {}
        for one in speaking.values():
            vendor = await open_studios.enter_async_context(one.vendor.at_work())
            variables |= {one.address: vendor.url, one.key: studio.KEY}
        server = await open_studios.enter_async_context(
            running_server(data_dir, "--engines", "1", VISAVIS_BOOTSTRAP_API_KEY=KEY, **variables)
        )
        headers = {"authorization": f"Bearer {KEY}"}
        async with httpx.AsyncClient(base_url=server.url, headers=headers, timeout=PATIENCE_S) as http:
            voices = {engine: await _imported(http, one) for engine, one in speaking.items()}
            await asyncio.gather(*(_sampled(http, id) for id in voices.values()))
            yield House(speaking, voices, Developer(http), server.url)
        assert studio.KEY not in "\n".join(server.printed)


async def _imported(http: httpx.AsyncClient, speaking: Speaking) -> str:
    body = {
        "displayName": speaking.provider,
        "provider": speaking.provider,
        "providerVoiceId": speaking.there,
    }
    reply = await http.post("/v1/voices", json=body)
    assert reply.is_success, reply.text
    return str(reply.json()["id"])


async def _sampled(http: httpx.AsyncClient, voice: str) -> None:
    """Its vendor is asked for a sample once: not in the middle of a test."""
    async with asyncio.timeout(WITHIN_S):
        while not (await http.get(f"/v1/voices/{voice}")).json()["sampleUrl"]:
            await asyncio.sleep(0.1)
