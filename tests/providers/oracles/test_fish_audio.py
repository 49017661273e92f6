"""Fish Audio's own SDK: it has our studio speak, and what we ask of Fish Audio is of its types."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.providers.oracles.strictly import read_strictly
from tests.providers.tts.vendors.fish_audio import VOICE, FishAudio
from tests.providers.tts.vendors.studio import KEY, RATE_HZ, Day, sound_of
from tests.providers.tts.voices import hear
from visavis.contract.spec import VoiceSpec
from visavis.providers.registry import synthesizer
from visavis.providers.tts import sockets

pytest.importorskip("fishaudio", reason="needs Fish Audio's own SDK, of the group dev")
from fishaudio import AsyncFishAudio, TTSConfig, WebSocketError
from fishaudio.types.tts import CloseEvent, FlushEvent, StartEvent, TextEvent
from httpx_ws import WebSocketUpgradeError

TEXT = "Hello there, how are you?"
ASKED = TTSConfig(format="pcm", sample_rate=RATE_HZ, reference_id=VOICE)


@pytest.fixture
async def studio():
    async with FishAudio().at_work() as studio:
        yield studio
        await sockets.close_shared()


async def spoken(studio: FishAudio, key: str = KEY) -> bytes:
    async def text() -> AsyncIterator[str | FlushEvent]:
        yield TEXT[:5]
        yield TEXT[5:]
        yield FlushEvent()

    async with AsyncFishAudio(api_key=key, base_url=studio.url) as client:
        return b"".join([one async for one in client.tts.stream_websocket(text(), config=ASKED)])


async def test_it_hears_our_studio_out(studio):
    assert await spoken(studio) == sound_of(TEXT)
    assert [one["event"] for one in studio.received] == ["start", "text", "text", "flush", "stop"]


async def test_it_minds_when_our_studio_breaks_off(studio):
    studio.day = Day.BREAKS_OFF
    with pytest.RaisesGroup(WebSocketError):  # of the tasks that its socket runs
        await spoken(studio)


@pytest.mark.parametrize(("day", "status"), [(Day.GOOD, 401), (Day.NO_CREDIT, 402), (Day.BUSY, 429)])
async def test_it_is_refused(studio, day, status):
    studio.day = day
    with pytest.raises(WebSocketUpgradeError) as refused:
        await spoken(studio, KEY if status != 401 else "another")
    assert refused.value.response.status_code == status


@pytest.mark.parametrize("options", [{}, {"speed": 9.0, "volume": 99.0}, {"speed": 0.01, "volume": 0.01}])
async def test_what_we_ask_is_of_its_types(studio, options):
    spec = {"id": "v", "display_name": "Ann", "engine": "fish-audio", "name": VOICE, "options": options}
    await hear(synthesizer(VoiceSpec.model_validate(spec | {"base_url": studio.url, "api_key": KEY})), TEXT)

    start, *rest = studio.received
    latency = start["request"].pop("latency")
    assert latency == "low"  # the API's documents have it; the SDK 1.3 has but "normal" and "balanced"
    for message, type in zip((start, *rest), (StartEvent, TextEvent, FlushEvent, CloseEvent), strict=True):
        read_strictly(message, type)
