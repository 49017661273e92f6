"""What our side of a vendor costs: time from the vendor's first byte, CPU, and connections.

The vendors are those of the tests, each in a process of its own (`vendor_door`), without TLS. They send as fast
as they can, so a second of sound costs what its messages cost, and no waiting.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic, process_time
from typing import Any

import numpy as np
from tests.providers.stt.vendors import desk
from tests.providers.tts.vendors import cartesia, elevenlabs, fish_audio, openai_speech, studio

from bench.figures import Figure
from bench.vendor_door import HEARD, Door, vendor_door
from visavis.contract.spec import VoiceSpec
from visavis.providers import registry
from visavis.providers.base import MICROPHONE_HZ, Synthesizer
from visavis.providers.stt.deepgram_flux import Flux
from visavis.providers.stt.deepgram_nova import Nova
from visavis.providers.stt.dialect import Dialect, Place
from visavis.providers.stt.far_ears import FarEars
from visavis.providers.stt.openai_realtime import OpenAiTranscription
from visavis.speech import Pcm

CLAUSE = "Hello there, it is half past nine and the clock strikes."
OVERHEAD_MS = 15.0
WINDOW = 512
"""Samples, as ears get them."""
PACE = 4
"""Times as fast as people speak."""
TURN_S = (len(HEARD.split()) + 0.4) * desk.WORD_S


@dataclass(frozen=True, slots=True)
class Voice:
    vendor: str
    """As `vendor_door` calls it."""
    engine: str
    name: str
    model: str = ""

    def at(self, url: str) -> Synthesizer:
        known: dict[str, Any] = {"engine": self.engine, "name": self.name, "model": self.model}
        spec = {"id": "v", "display_name": "", "base_url": url, "api_key": studio.KEY} | known
        return registry.synthesizer(VoiceSpec.model_validate(spec))


VOICES = {
    "elevenlabs speech": Voice("elevenlabs", "elevenlabs", elevenlabs.VOICE),
    "elevenlabs dialogue": Voice("elevenlabs", "elevenlabs", elevenlabs.VOICE, "eleven_v3"),
    "cartesia": Voice("cartesia", "cartesia", cartesia.VOICE),
    "cartesia, times 30 ms late": Voice("cartesia-late", "cartesia", cartesia.VOICE),
    "fish audio": Voice("fish-audio", "fish-audio", fish_audio.VOICE),
    "openai speech": Voice("openai-speech", "openai", openai_speech.VOICE),
}
EARS: dict[str, Callable[[Place], Dialect]] = {
    "deepgram-flux": lambda place: Flux(place, "flux-general-en"),
    "deepgram-nova": lambda place: Nova(place, "nova-3", "en"),
    "openai-realtime": lambda place: OpenAiTranscription(place, "gpt-live-transcribe", "en"),
}


async def providers(rounds: int) -> list[Figure]:
    figures = []
    for title, voice in VOICES.items():
        figures += await _speaking(title, voice, rounds)
    for vendor, dialect in EARS.items():
        figures += await _listening(vendor, dialect, rounds)
    return figures


async def _speaking(title: str, voice: Voice, rounds: int) -> list[Figure]:
    async with vendor_door(voice.vendor) as door:
        speaker = voice.at(door.url)
        await _spoken(speaker, door)  # connects, and imports what it needs
        clauses = [await _spoken(speaker, door) for _ in range(rounds)]
        connections = (await door.seen()).connections
        await registry.close()
    return _figures(title, "sound", clauses, f"connections, {rounds + 1} clauses", connections)


async def _listening(vendor: str, dialect: Callable[[Place], Dialect], rounds: int) -> list[Figure]:
    idle_s = await _talked_to(lambda pcm: None)
    async with vendor_door(vendor) as door:
        ears = FarEars(vendor, dialect(Place(vendor, door.url, desk.KEY)))
        await _heard(ears, door, idle_s)
        turns = [await _heard(ears, door, idle_s) for _ in range(rounds)]
        connections = (await door.seen()).connections
        await ears.close()
    title = vendor.replace("-", " ")
    return _figures(title, "words", turns, f"connections, {rounds + 1} turns", connections)


@dataclass(frozen=True, slots=True)
class _Cost:
    delay_ms: float
    cpu_ms: float
    """Of a second of sound."""


def _figures(title: str, what: str, costs: list[_Cost], counted: str, connections: int) -> list[Figure]:
    delays = tuple(cost.delay_ms for cost in costs)
    return [
        Figure(f"{title}: {what} after its first byte", delays, "ms", OVERHEAD_MS),
        Figure(f"{title}: a second of sound", tuple(cost.cpu_ms for cost in costs), "ms CPU"),
        Figure(f"{title}: {counted}", (connections,), "", bound=1),
    ]


async def _spoken(speaker: Synthesizer, door: Door) -> _Cost:
    await door.seen()
    sounded_s, seconds, begin_s = None, 0.0, process_time()
    async for piece in speaker.speak(CLAUSE):
        if sounded_s is None and len(piece.pcm):
            sounded_s = monotonic()
        seconds += piece.seconds
    cpu_s = process_time() - begin_s
    assert sounded_s is not None
    return _Cost((sounded_s - (await door.seen()).first_byte_s) * 1000, cpu_s * 1000 / seconds)


async def _heard(ears: FarEars, door: Door, idle_s: float) -> _Cost:
    """A vendor that tells what it hears meanwhile has told all of it when the turn ends."""
    turn = ears.open()
    cpu_s = await _talked_to(turn.feed) - idle_s
    await door.seen()
    begin_s = process_time()
    words = await turn.finish()
    settled_s, cpu_s = monotonic(), cpu_s + process_time() - begin_s
    assert words == HEARD, words
    return _Cost((settled_s - (await door.seen()).first_byte_s) * 1000, cpu_s * 1000 / TURN_S)


async def _talked_to(feed: Callable[[Pcm], None]) -> float:
    """CPU seconds that it took, the clock of whoever talks included."""
    begin_s, window = process_time(), np.full(WINDOW, 3000, np.int16)
    for _ in range(round(TURN_S * MICROPHONE_HZ / WINDOW)):
        feed(window)
        await asyncio.sleep(WINDOW / MICROPHONE_HZ / PACE)
    return process_time() - begin_s
