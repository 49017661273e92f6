"""Has one voice say one thing, in the same way as a conversation would, and gives the sound of it."""

from __future__ import annotations

import asyncio
import io
import wave
from contextlib import aclosing

import numpy as np

from visavis.contract.voice_trial import VoiceTrial
from visavis.engine.llm_trial import without_keys
from visavis.providers import registry
from visavis.providers.base import ProviderError
from visavis.speech import Pcm

PATIENCE_S = 20.0
MOST_S = 60
"""Of sound; more is not listened to."""


class VoiceFailed(Exception):
    """`str(error)`: in the provider's own words, without its key."""


async def try_voice(trial: VoiceTrial, patience_s: float = PATIENCE_S) -> bytes:
    """A WAV file, 16 bit, one channel. Nobody stands in for the voice. Raises VoiceFailed."""
    try:
        speaker = registry.synthesizer(trial.voice)
        pieces: list[Pcm] = []
        rate_hz, samples = 0, 0
        try:
            async with asyncio.timeout(patience_s), aclosing(speaker.speak(trial.text)) as spoken:
                async for piece in spoken:
                    pieces.append(piece.pcm)
                    rate_hz, samples = piece.rate_hz, samples + len(piece.pcm)
                    if samples > MOST_S * rate_hz:
                        break
        finally:
            await speaker.close()
    except ProviderError as error:
        raise VoiceFailed(without_keys(str(error), trial.voice.api_key)) from error
    except TimeoutError:
        raise VoiceFailed(f"it was not done within {patience_s:g} s") from None
    if not samples:
        raise VoiceFailed("there was no sound in what it sent")
    return _wav(np.concatenate(pieces), rate_hz)


def _wav(pcm: Pcm, rate_hz: int) -> bytes:
    made = io.BytesIO()
    with wave.open(made, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate_hz)
        file.writeframes(pcm.astype("<i2").tobytes())
    return made.getvalue()
