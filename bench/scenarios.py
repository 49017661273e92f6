"""What is measured, each against a running server, from the receiving side."""

from __future__ import annotations

import asyncio
import statistics
import time
from contextlib import AsyncExitStack
from dataclasses import dataclass

import httpx
import numpy as np
from numpy.typing import NDArray

from bench import lips
from bench.cost import Usage, tree
from bench.figures import Figure
from bench.receiver import AUDIBLE, Receiver, receiver
from visavis.contract.spec import VoiceSpec
from visavis.providers import registry

QUESTIONS = (
    "When does the museum open?",
    "How much are the tickets for children?",
    "Where is the coffee on the second floor?",
    "What do tickets for the museum cost?",
    "When does the museum close?",
)
"""Complete sentences, spoken by a voice that is not the persona's."""
LONG_TEXT = (
    "The old harbour was built long before anyone wrote about it, and boats still leave it every day. " * 8
)


@dataclass(frozen=True, slots=True)
class Bench:
    """A running server, and how often things are repeated."""

    http: httpx.AsyncClient
    server_pid: int
    rounds: int
    sessions: int
    """Of the soak."""
    only: str | None = None
    """The one part of a section that is wanted."""
    limit: int | None = None
    """At most so many of each, where a section has a number of its own."""


async def first_frame(bench: Bench) -> list[Figure]:
    """From the session POST to the last packet of the first picture."""
    times = []
    for _ in range(bench.rounds + 1):
        async with receiver(bench.http) as me:
            while not me.seen:
                await asyncio.sleep(0.002)
            times.append((me.seen[0].at_s - me.posted_s) * 1000)
    return [Figure("first picture after the session POST (RTP)", tuple(times[1:]), "ms", 500)]


async def talk(bench: Bench) -> list[Figure]:
    """From talk() to the first audible packet."""
    times = []
    async with receiver(bench.http) as me:
        await asyncio.sleep(0.5)
        for _ in range(bench.rounds):
            sent_s = await me.talk(bench.http, "Please follow me to the second floor.")
            times.append((await me.sound_after(sent_s) - sent_s) * 1000)
            await me.silence()
    return [Figure("talk() to sound (RTP)", tuple(times), "ms", 150)]


async def voice_turn(bench: Bench) -> list[Figure]:
    """From the user's last voiced sample to the first audible packet of the answer, and its stages."""
    spoken = [await _speak(text) for text in QUESTIONS]
    times: list[float] = []
    ends: list[float] = []
    async with receiver(bench.http) as me:
        await asyncio.sleep(1)
        for number in range(bench.rounds):
            me.microphone.play(spoken[number % len(spoken)])
            while me.microphone.emptied_s is None:
                await asyncio.sleep(0.005)
            ended_s = me.microphone.emptied_s
            try:
                sound_s = await me.sound_after(ended_s, 8)
            except TimeoutError:
                continue
            times.append((sound_s - ended_s) * 1000)
            ended = [at_s for at_s, message in me.messages if message.get("messageType") == "userSpeechEnded"]
            ends.append((ended[-1] - ended_s) * 1000)
            await me.silence()
    answers = [sound - end for sound, end in zip(times, ends, strict=True)]
    return [
        Figure("end of user speech to sound (RTP)", tuple(times), "ms", 900),
        Figure("  of it: until the turn was believed to be over", tuple(ends), "ms"),
        Figure("  of it: from there to sound", tuple(answers), "ms"),
    ]


async def load(bench: Bench) -> list[Figure]:
    """CPU per session-second and memory per session, half of the time speaking."""
    figures: list[Figure] = []
    for model, size in (("cara-2", "512x512"), ("cara-3", "720x480")):
        async with receiver(bench.http, model=model):
            await asyncio.sleep(1)  # what all sessions share is loaded once
        empty = Usage.of(tree(bench.server_pid))
        for count in (1, 4):
            async with AsyncExitStack() as stack:
                sessions = [
                    await stack.enter_async_context(receiver(bench.http, model=model)) for _ in range(count)
                ]
                await asyncio.sleep(2)
                quiet = await _cpu_per_session_s(bench, sessions, speaking=False)
                speaking = await _cpu_per_session_s(bench, sessions, speaking=True)
                memory = Usage.of(tree(bench.server_pid)).private_mb - empty.private_mb
                rate = statistics.mean(_pictures_per_s(me) for me in sessions)
            name = f"{count} × {size}"
            figures += [
                Figure(f"{name}: CPU per session-second, listening", (quiet,), "ms"),
                Figure(
                    f"{name}: CPU per session-second, speaking",
                    (speaking,),
                    "ms",
                    250 if count == 4 else None,
                ),
                Figure(f"{name}: pictures per second", (rate,), "1/s"),
                Figure(f"{name}: memory per session", (memory / count,), "MB"),
            ]
            await asyncio.sleep(1)
    return figures


async def _cpu_per_session_s(
    bench: Bench, sessions: list[Receiver], *, speaking: bool, seconds: float = 10
) -> float:
    """Milliseconds of all the server's processes, api and helpers included."""
    if speaking:
        for me in sessions:
            await me.talk(bench.http, LONG_TEXT)
        await asyncio.sleep(0.5)
    pids = tree(bench.server_pid)
    before, start_s = Usage.of(pids).cpu_s, time.perf_counter()
    await asyncio.sleep(seconds)
    used, passed_s = Usage.of(pids).cpu_s - before, time.perf_counter() - start_s
    if speaking:
        for me in sessions:
            me.interrupt()
    return used / passed_s / len(sessions) * 1000


def _pictures_per_s(me: Receiver) -> float:
    recent = [seen.at_s for seen in me.seen][-200:]
    return (len(recent) - 1) / (recent[-1] - recent[0])


async def sound_and_picture(bench: Bench) -> list[Figure]:
    """Lips against sound, where both arrive."""
    intended = await lips.intended_lag_ms()
    lags = []
    for _ in range(max(3, bench.rounds // 3)):
        async with receiver(bench.http, keep_pictures=True, model="cara-2") as me:
            await asyncio.sleep(0.5)
            sent_s = await me.talk(bench.http, lips.SENTENCE)
            await me.sound_after(sent_s)
            await me.silence()
            lags.append(lips.arriving_lag_ms(me))
    return [
        Figure("lips behind sound, as designed (negative: early)", (intended,), "ms"),
        Figure("lips behind sound, at arrival (RTP)", tuple(lags), "ms"),
        Figure("  offset that the way added", tuple(abs(lag - intended) for lag in lags), "ms", 40),
    ]


async def _speak(text: str) -> NDArray[np.int16]:
    """16 kHz, ending with its last voiced sample."""
    voice = registry.synthesizer(VoiceSpec(id="", display_name="", engine="flite", name="rms"))
    pieces = [speech async for speech in voice.speak(text)]
    pcm = np.concatenate([piece.pcm for piece in pieces])
    voiced = np.flatnonzero(np.abs(pcm.astype(np.int32)) > AUDIBLE)
    if pieces[0].rate_hz != 16_000:
        raise RuntimeError("the bench needs libflite1 (16 kHz voices)")
    return pcm[: voiced[-1] + 1]
