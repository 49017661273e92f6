"""The client brings the voice: audio passthrough through the public Python SDK."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import numpy as np
import pytest
from anam import AnamClient, AnamEvent
from anam.types import AgentAudioInputConfig
from tests.e2e.developer import Developer
from tests.e2e.python_caller import PythonCaller, calling, options
from tests.e2e.speaking import RATE_HZ, Speakers
from tests.serving import RunningServer

from visavis.speech import Pcm

pytestmark = [pytest.mark.e2e, pytest.mark.asyncio(loop_scope="session")]

STORY = "Every hour a wooden sailor comes out of the door of the clock and rings a bell for the ships."
CHUNK_S = 0.04


def chunks(pcm: Pcm) -> Iterator[bytes]:
    step = round(CHUNK_S * RATE_HZ)
    for start in range(0, len(pcm), step):
        yield pcm[start : start + step].tobytes()


def sound_of(caller: PythonCaller):
    return caller.session.create_agent_audio_input_stream(
        AgentAudioInputConfig(encoding="pcm_s16le", sample_rate=RATE_HZ, channels=1)
    )


async def test_sound_that_is_sent_at_once_is_heard_in_its_own_time(
    server: RunningServer, speakers: Speakers, developer: Developer
) -> None:
    pcm = await speakers.say(STORY)
    token = await developer.token(enableAudioPassthrough=True, skipGreeting=False)
    async with calling(AnamClient(session_token=token, options=options(server.url)), speakers) as caller:
        stream, sent_s = sound_of(caller), caller.now()
        for chunk in chunks(pcm):
            await stream.send_audio_chunk(chunk)
        await stream.end_sequence()
        began_s = await caller.sounds(after_s=sent_s)
        silent_s = await caller.falls_silent(after_s=began_s)
        assert silent_s - began_s == pytest.approx(len(pcm) / RATE_HZ, abs=0.7)
        assert caller.so_far(AnamEvent.MESSAGE_RECEIVED) == [], "nobody greets, and nobody writes along"


async def test_an_interruption_drops_what_was_sent_and_the_next_turn_is_heard(
    server: RunningServer, speakers: Speakers, developer: Developer
) -> None:
    pcm = np.tile(await speakers.say(STORY), 3)
    token = await developer.token(enableAudioPassthrough=True)
    async with calling(AnamClient(session_token=token, options=options(server.url)), speakers) as caller:
        stream, sent_s = sound_of(caller), caller.now()
        for chunk in chunks(pcm):
            await stream.send_audio_chunk(chunk)
        await caller.sounds(after_s=sent_s)
        await asyncio.sleep(0.5)
        stopped_s = caller.now()
        await caller.session.interrupt()
        assert await caller.falls_silent(after_s=stopped_s) - stopped_s < 1

        await stream.end_sequence()
        again_s = caller.now()
        await stream.send_audio_chunk((await speakers.say("Here I am.")).tobytes())
        await stream.end_sequence()
        await caller.sounds(after_s=again_s)
