"""What a microphone hears when somebody speaks: sentences in a voice of flite's, 16 kHz."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import cache

import numpy as np

from visavis.contract.spec import VoiceSpec
from visavis.providers import registry
from visavis.providers.base import MICROPHONE_HZ
from visavis.speech import Pcm


@cache
def spoken(text: str, name: str = "rms") -> Pcm:
    """The sentence, without silence around it. Synthesised once, on an event loop of its own thread."""
    with ThreadPoolExecutor(1) as thread:
        pcm = thread.submit(lambda: asyncio.run(_speak(text, name))).result()
    loud = np.flatnonzero(np.abs(pcm.astype(np.int32)) > 300)
    return pcm[loud[0] : loud[-1]]


async def _speak(text: str, name: str) -> Pcm:
    voice = registry.synthesizer(VoiceSpec(id="", display_name="", engine="flite", name=name))
    try:
        pieces = [piece async for piece in voice.speak(text)]
    finally:
        await registry.close()
    if pieces[0].rate_hz != MICROPHONE_HZ:
        raise AssertionError("flite is not installed (apt install libflite1)")
    return np.concatenate([piece.pcm for piece in pieces])


def room(seconds: float, level: float = 3.0) -> Pcm:
    """A quiet room: faint noise, `level` in steps of a sample."""
    noise = np.random.default_rng(7).normal(0, level, round(seconds * MICROPHONE_HZ))
    return np.rint(noise).astype(np.int16)


def chunks(pcm: Pcm, samples: int) -> Iterator[Pcm]:
    """Cut into pieces of `samples`; the last may be shorter."""
    for start in range(0, len(pcm), samples):
        yield pcm[start : start + samples]
