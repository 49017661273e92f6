"""Sound that a client sends as it comes into being: from its first audible sample to the first that is heard."""

from __future__ import annotations

import asyncio
import time

import numpy as np

from bench.conversation.meeting import meet
from bench.conversation.user import VOICES, say
from bench.figures import Figure
from bench.receiver import AUDIBLE, Receiver
from bench.scenarios import Bench
from visavis.providers.base import MICROPHONE_HZ
from visavis.speech import Pcm

TURNS = 10
CHUNK_S = 0.04
SENTENCE = "All of us are going there."
BOUND_MS = 180.0


async def passthrough(bench: Bench) -> list[Figure]:
    pcm = (await say(SENTENCE, VOICES[0])).pcm
    pcm = pcm[np.argmax(np.abs(pcm.astype(np.int32)) > AUDIBLE) :]
    times = []
    async with meet(bench, enableAudioPassthrough=True) as me:
        await asyncio.sleep(0.5)
        for _ in range(TURNS if bench.limit is None else bench.limit):
            feeding = asyncio.create_task(_feed(me, pcm))
            sent_s = time.perf_counter()
            times.append(1000 * (await me.sound_after(sent_s) - sent_s))
            await feeding
            await me.silence(0.3)
    return [Figure("passthrough, fed in real time, to sound", tuple(times), "ms", BOUND_MS)]


async def _feed(me: Receiver, pcm: Pcm) -> None:
    """A chunk leaves when its first sample is due: a voice makes sound a little faster than it is heard."""
    step = round(CHUNK_S * MICROPHONE_HZ)
    start_s = time.perf_counter()
    for number, first in enumerate(range(0, len(pcm), step)):
        await asyncio.sleep(max(0.0, start_s + number * CHUNK_S - time.perf_counter()))
        await me.send_sound(pcm[first : first + step], number)
    await me.signal("agentaudioinputend", {})
