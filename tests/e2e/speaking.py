"""What users of the tests say, spoken by our own embedded voices: another one than the persona's."""

from __future__ import annotations

import wave
from pathlib import Path

import numpy as np

from visavis.contract.spec import VoiceSpec
from visavis.providers import registry
from visavis.speech import Pcm

USER_VOICE = "rms"
"""The personas of the tests speak with slt."""
RATE_HZ = 16_000


class Speakers:
    def __init__(self) -> None:
        self._voice = registry.synthesizer(VoiceSpec(id="", display_name="", engine="flite", name=USER_VOICE))

    async def say(self, *parts: str | float) -> Pcm:
        """Sentences, and pauses in seconds: mono samples at RATE_HZ."""
        spoken = [np.zeros(0, np.int16)]
        for part in parts:
            if isinstance(part, str):
                async for speech in self._voice.speak(part):
                    assert speech.rate_hz == RATE_HZ
                    spoken.append(speech.pcm)
            else:
                spoken.append(np.zeros(round(part * RATE_HZ), np.int16))
        return np.concatenate(spoken)

    async def close(self) -> None:
        await self._voice.close()
        await registry.close()


def write_wav(path: Path, pcm: Pcm) -> None:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE_HZ)
        file.writeframes(pcm.tobytes())
