"""The client brings the voice: audio passthrough through the public JavaScript SDK."""

from __future__ import annotations

from base64 import b64encode

import pytest
from tests.e2e.browser.caller import Caller
from tests.e2e.browser.mouth import COLUMNS, OPEN, ROWS, mouth_box, openness
from tests.e2e.developer import Developer
from tests.e2e.speaking import RATE_HZ, Speakers
from tests.serving import RunningServer

pytestmark = [pytest.mark.e2e, pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

SENTENCE = "My favourite clock has a big bell above the door. Perhaps my map may prove it."


async def test_sound_that_the_page_sends_is_heard_and_moves_her_lips(
    caller: Caller, developer: Developer, server: RunningServer, speakers: Speakers
) -> None:
    pcm = await speakers.say(SENTENCE)
    await caller.connected(await developer.token(enableAudioPassthrough=True), server.url)
    await caller.watch(mouth_box("ana", 720, 480), COLUMNS, ROWS)
    await caller.frames(20)
    format_ = {"encoding": "pcm_s16le", "sampleRate": RATE_HZ, "channels": 1}
    await caller.does("void (window.audio = client.createAgentAudioInputStream(value))", format_)
    step = RATE_HZ // 25
    pieces = [b64encode(pcm[at : at + step].tobytes()).decode() for at in range(0, len(pcm), step)]
    await caller.does("void value.forEach(piece => audio.sendAudioChunk(piece))", pieces)
    await caller.does("audio.endSequence()")
    sound = await caller.until("SOUND")
    silence = await caller.until("SILENCE", after=sound)
    await caller.frames(40)
    pictures = await caller.seen()

    assert silence.value - sound.at_s == pytest.approx(len(pcm) / RATE_HZ, abs=0.7)
    at_s, opened = pictures.at_s, openness(pictures) > OPEN
    speaking, after = (at_s > sound.at_s) & (at_s < silence.value), at_s > silence.value + 0.3
    assert (opened[speaking][1:] & ~opened[speaking][:-1]).sum() >= 5
    assert not opened[after].any()
