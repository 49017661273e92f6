"""One real question to each provider that a conversation here would use: whether it answers, and how soon."""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from dataclasses import dataclass

import numpy as np
import soxr

from visavis.contract.llm_trial import LlmTrial
from visavis.contract.spec import LlmSpec, VoiceSpec
from visavis.engine.llm_trial import try_llm
from visavis.providers import registry
from visavis.providers.base import MICROPHONE_HZ, ProviderError, Stage, Transcriber
from visavis.speech import Pcm

SENTENCE = "How much is a ticket?"
"""Spoken by the voices, and by an embedded one to the ears."""
SPEAKS = VoiceSpec(id="", display_name="", engine="flite", name="slt")
PATIENCE_S = 20.0
WINDOW = MICROPHONE_HZ // 50
SETTLED = WINDOW * 40
"""Samples of silence after the sentence."""


@dataclass(frozen=True, slots=True)
class Finding:
    stage: Stage
    provider: str
    first_s: float | None = None
    """To the first word (hear: from the end of the sound; think) or the first sound; None: it never came."""
    said: str = ""
    """What was understood, or answered."""
    error: str | None = None
    """The provider's own words. None: it works."""


async def examine_mind(provider: str, llm: LlmSpec) -> Finding:
    tried = await try_llm(LlmTrial(llm=llm, prompt=SENTENCE), PATIENCE_S)
    return Finding(Stage.THINK, provider, tried.first_token_s, tried.text, tried.error)


async def examine_voice(provider: str, voice: VoiceSpec) -> Finding:
    """The voice itself, without whoever would stand in for it."""
    now = asyncio.get_running_loop().time
    try:
        speaker = registry.synthesizer(voice)
        try:
            began_s = now()
            async with asyncio.timeout(PATIENCE_S), aclosing(speaker.speak(SENTENCE)) as pieces:
                async for piece in pieces:
                    if len(piece.pcm):
                        return Finding(Stage.SPEAK, provider, now() - began_s)
        finally:
            await speaker.close()
    except ProviderError as error:
        return Finding(Stage.SPEAK, provider, error=str(error))
    except TimeoutError:
        return Finding(Stage.SPEAK, provider, error=f"no sound within {PATIENCE_S:g} s")
    return Finding(Stage.SPEAK, provider, error="there was no sound in what it sent")


async def examine_ears(provider: str, ears: Transcriber) -> Finding:
    """In real time, as somebody would say it."""
    now = asyncio.get_running_loop().time
    try:
        turn = ears.open()
        for window in _windows(await _spoken()):
            turn.feed(window)
            await asyncio.sleep(WINDOW / MICROPHONE_HZ)
        ended_s = now()
        async with asyncio.timeout(PATIENCE_S):
            words = await turn.finish()
    except ProviderError as error:
        return Finding(Stage.HEAR, provider, error=str(error))
    except TimeoutError:
        return Finding(Stage.HEAR, provider, error=f"no words within {PATIENCE_S:g} s")
    finally:
        await ears.close()
    if not words:
        return Finding(Stage.HEAR, provider, error=f'it understood nothing of "{SENTENCE}"')
    return Finding(Stage.HEAR, provider, now() - ended_s, words)


async def _spoken() -> Pcm:
    """Raises ProviderError."""
    speaker = registry.synthesizer(SPEAKS)
    try:
        pieces = [piece async for piece in speaker.speak(SENTENCE)]
    finally:
        await speaker.close()
    pcm = np.concatenate([piece.pcm for piece in pieces])
    heard = soxr.resample(pcm, pieces[0].rate_hz, MICROPHONE_HZ).astype(np.int16)
    return np.concatenate((heard, np.zeros(SETTLED, np.int16)))


def _windows(pcm: Pcm) -> list[Pcm]:
    return [pcm[first : first + WINDOW] for first in range(0, len(pcm), WINDOW)]
