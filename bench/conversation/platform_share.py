"""What the platform itself takes of an answer: from the decision that a turn is over to sound at the receiver."""

from __future__ import annotations

import asyncio
import os
import secrets
import shutil
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

from tests.fakes import SECONDS_PER_WORD, session_spec, tone
from tests.serving import MODELS

from bench.conversation import hearing
from bench.conversation.meeting import hush, speak_and_hear_out, until
from bench.conversation.scripts import QUESTION
from bench.figures import Figure
from bench.receiver import Receiver, connected
from bench.scenarios import Bench
from visavis.contract.internal import SECRET_VARIABLE
from visavis.contract.spec import GreetingSpec
from visavis.providers.base import MICROPHONE_HZ
from visavis.services.engine_process import EngineProcess, start_engine

TURNS = 10
BOUND_MS = 60.0
READY_S = 60.0


async def platform_share(bench: Bench) -> list[Figure]:
    """The decision is the arrival of `userSpeechEnded`, which leaves as it is made."""
    times = []
    async with _scripted_engine() as engine, _session(engine) as me:
        await asyncio.sleep(1)
        seconds = len(QUESTION.split()) * SECONDS_PER_WORD
        for _ in range(TURNS if bench.limit is None else bench.limit):
            me.microphone.play(tone(seconds, MICROPHONE_HZ))
            _, ended_s = await speak_and_hear_out(me, seconds)
            sound_s = await until(partial(hearing.onset, me.heard, ended_s), 4)
            decided = me.told("userSpeechEnded", ended_s)
            if sound_s is not None and decided:
                times.append(1000 * (sound_s - decided[0]))
            await hush(me)
    return [
        Figure("platform's share: decision to sound, all else takes no time", tuple(times), "ms", BOUND_MS)
    ]


@asynccontextmanager
async def _scripted_engine() -> AsyncIterator[EngineProcess]:
    secret = secrets.token_hex()
    with tempfile.TemporaryDirectory(prefix="visavis-bench-") as folder:
        if MODELS.is_dir():
            shutil.copytree(MODELS, Path(folder) / "models")
        command = (sys.executable, "-m", "bench.conversation.scripted_engine", "--data-dir", folder)
        engine = await start_engine(
            "scripted", command, os.environ | {SECRET_VARIABLE: secret}, secret, READY_S
        )
        try:
            yield engine
        finally:
            engine.drain()
            await engine.ended()


@asynccontextmanager
async def _session(engine: EngineProcess) -> AsyncIterator[Receiver]:
    session_id = f"bench-{secrets.token_hex(4)}"
    spec = session_spec(session_id=session_id, greeting=GreetingSpec(skip=True), record=False)
    posted_s = time.perf_counter()
    await engine.begin(spec)
    place = {"engineProtocol": "http", "engineHost": f"127.0.0.1:{engine.port}", "signallingEndpoint": "/ws"}
    async with connected({"sessionId": session_id, **place}, posted_s) as me:
        yield me
