"""The face as the browser shows it."""

from __future__ import annotations

import pytest
from tests.e2e.browser.caller import Caller
from tests.e2e.browser.mouth import COLUMNS, OPEN, ROWS, mouth_box, openness
from tests.e2e.developer import Developer
from tests.serving import RunningServer

pytestmark = [pytest.mark.e2e, pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

SENTENCE = "Bob hopes for a clock with a big bell above the door, and perhaps my map may prove it."
"""In one breath, and open wide in its first syllable: teeth, which fill a small opening, do not count as open."""


async def test_her_lips_move_with_her_voice_and_are_closed_before_and_after(
    caller: Caller, developer: Developer, server: RunningServer
) -> None:
    await caller.connected(await developer.token(), server.url)
    await caller.watch(mouth_box("ana", 720, 480), COLUMNS, ROWS)
    await caller.frames(20)
    await caller.does("client.talk(value)", SENTENCE)
    sound = await caller.until("SOUND")
    silence = await caller.until("SILENCE", after=sound)
    await caller.frames(40)
    pictures = await caller.seen()

    at_s, opened = pictures.at_s, openness(pictures) > OPEN
    before, speaking, after = (
        at_s < sound.at_s - 0.2,
        (at_s > sound.at_s) & (at_s < silence.value),
        at_s > silence.value + 0.3,
    )
    assert not opened[before].any()
    assert not opened[after].any()
    assert after.sum() > 20
    assert 0.15 < opened[speaking].mean() < 0.85
    assert (opened[speaking][1:] & ~opened[speaking][:-1]).sum() >= 5  # opens anew, word after word
    assert abs(at_s[opened][0] - sound.at_s) < 0.3
