"""Cutting in: how soon she is silent, and what must not silence her.

Her own sound comes back into the microphone in every scene, 20 to 35 dB below what left the loudspeaker.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass

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
SPEAKING_S = 2.5
"""She speaks for so long before anything happens, and after a noise is waited for."""
MOST_STOPS = 1


@dataclass(frozen=True, slots=True)
class Cut:
    """Milliseconds."""

    onset_to_decision_ms: float
    onset_to_silence_ms: float
    decision_to_silence_ms: float


async def barge_in(bench: Bench) -> list[Figure]:
    sayings = [await say(text, voice) for voice in VOICES for text in INTERRUPTIONS][: bench.limit]
    cuts = [await _cut_in(bench, said, ECHOES_DB[number % 4]) for number, said in enumerate(sayings)]
    made = [cut for cut in cuts if cut is not None]
    noises = list(range(NOISES))[: bench.limit]
    stops = await _stops(bench, noises)
    return [
        *_figures(made),
        Figure("  not silenced by a user who cuts in", (float(len(cuts) - len(made)),), f"of {len(cuts)}", 0),
        Figure("silenced by a cough or by her own echo", (float(stops),), f"of {len(noises)}", MOST_STOPS),
    ]


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
    """None when she spoke on. A session of its own, so that nothing is learnt from scene to scene."""
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


async def _stops(bench: Bench, noises: Sequence[int]) -> int:
    """In how many scenes she fell silent, though only for a moment."""
    stopped = 0
    for first in range(0, len(noises), AT_ONCE):
        stopped += sum(
            await asyncio.gather(*(_is_stopped(bench, number) for number in noises[first : first + AT_ONCE]))
        )
    return stopped


async def _is_stopped(bench: Bench, number: int) -> bool:
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
