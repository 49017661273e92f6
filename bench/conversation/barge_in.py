"""Cutting in: how soon she is silent, and what must not silence her.

Her own sound comes back into the microphone in every scene, 20 to 35 dB below what left the loudspeaker.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from bench.conversation import hearing
from bench.conversation.meeting import hush, meet, speak_and_hear_out, until
from bench.conversation.scripts import INTERRUPTIONS
from bench.conversation.user import VOICES, Said, cough, say
from bench.figures import Figure
from bench.receiver import Receiver
from bench.scenarios import LONG_TEXT, Bench
from visavis.speech import Pcm

ECHOES_DB = (-20, -25, -30, -35)
NOISES = 24
"""Scenes in which nobody cuts in: echo alone, and coughs over it, in turn."""
AT_ONCE = 4
"""Sessions, where no times are taken."""
SPEAKING_S = 2.0
"""She speaks for so long before anything happens, and after a noise is waited for."""
MOST_STOPS = 1

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Cut:
    """Milliseconds."""

    onset_to_decision_ms: float
    onset_to_silence_ms: float
    decision_to_silence_ms: float


async def barge_in(bench: Bench) -> list[Figure]:
    sayings = [await say(text, voice) for voice in VOICES for text in INTERRUPTIONS][: bench.limit]
    interruptions = [
        partial(_cut_in, bench, said, ECHOES_DB[number % 4]) for number, said in enumerate(sayings)
    ]
    cuts = await _played(interruptions, 1)
    made = [cut for cut in cuts if cut is not None]
    noises = [partial(_is_stopped, bench, number) for number in range(NOISES)][: bench.limit]
    stops = sum(await _played(noises, AT_ONCE))
    return [
        *_figures(made),
        Figure("  not silenced by a user who cuts in", (float(len(cuts) - len(made)),), f"of {len(cuts)}", 0),
        Figure("silenced by a cough or by her own echo", (float(stops),), f"of {len(noises)}", MOST_STOPS),
    ]


async def _played(scenes: Sequence[Callable[[], Awaitable[T]]], at_once: int) -> list[T]:
    """Each in a session of its own, so that nothing is learnt from scene to scene."""
    outcomes: list[T] = []
    for first in range(0, len(scenes), at_once):
        outcomes += await asyncio.gather(*(scene() for scene in scenes[first : first + at_once]))
    return outcomes


def _figures(cuts: Sequence[Cut]) -> list[Figure]:
    if not cuts:
        return []
    return [
        Figure("cutting in: onset to silence", tuple(cut.onset_to_silence_ms for cut in cuts), "ms", 650),
        Figure("  of it: until it was decided", tuple(cut.onset_to_decision_ms for cut in cuts), "ms"),
        Figure(
            "  of it: from there to silence",
            tuple(cut.decision_to_silence_ms for cut in cuts),
            "ms",
            bound_p95=200,
        ),
    ]


async def _cut_in(bench: Bench, said: Said, echo_db: float) -> Cut | None:
    """None when she spoke on."""
    async with meet(bench) as me:
        await _speak(me, bench, echo_db)
        me.microphone.play(said.pcm)
        began_s = await until(lambda: me.microphone.began_s, 3)
        assert began_s is not None
        decided = await until(lambda: me.told("userSpeechStarted", began_s) or None, said.seconds + 2)
        if decided is None:
            return None
        silent_s = await until(lambda: hearing.silence(me.heard, decided[0]), 3)
        await speak_and_hear_out(me, said.seconds)
        await hush(me)
    if silent_s is None:
        return None
    return Cut(1000 * (decided[0] - began_s), 1000 * (silent_s - began_s), 1000 * (silent_s - decided[0]))


async def _is_stopped(bench: Bench, number: int) -> bool:
    """Whether she fell silent, though only for a moment."""
    noise: Pcm | None = cough(number) if number % 2 else None
    async with meet(bench) as me:
        spoke_s = await _speak(me, bench, ECHOES_DB[number // 2 % 4])
        if noise is not None:
            me.microphone.play(noise)
        await asyncio.sleep(SPEAKING_S)
        return bool(me.told("userSpeechStarted", spoke_s))


async def _speak(me: Receiver, bench: Bench, echo_db: float) -> float:
    """Have her speak for a while, with an echo; when she began."""
    await asyncio.sleep(0.3)
    me.microphone.echo_gain = 10 ** (echo_db / 20)
    sent_s = await me.talk(bench.http, LONG_TEXT)
    await me.sound_after(sent_s)
    began_s = time.perf_counter()
    await asyncio.sleep(SPEAKING_S)
    return began_s
