"""sherpa-onnx, with a tiny model of its interface: that it loads, streams, and keeps turns apart."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import numpy as np
import pytest

from tests.providers import tiny_packs
from tests.spoken import spoken
from visavis.providers import registry
from visavis.providers.base import MICROPHONE_HZ, ProviderError
from visavis.providers.stt import sherpa
from visavis.providers.stt.helper_ears import HelperTurn
from visavis.providers.workers.worker import shared
from visavis.speech import Pcm

pytest.importorskip("sherpa_onnx", reason='needs the packages of local packs: pip install "visavis[packs]"')

SILENCE: Pcm = np.zeros(MICROPHONE_HZ, np.int16)


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_packs.zipformer(tmp_path_factory.mktemp("packs") / "ears")


@pytest.fixture(autouse=True)
async def end_of_helpers() -> AsyncIterator[None]:
    yield
    await registry.close()


def feed(turn: HelperTurn, pcm: Pcm) -> None:
    for first in range(0, len(pcm), 320):
        turn.feed(pcm[first : first + 320])


async def test_what_is_loud_is_heard_and_silence_is_not(model: Path) -> None:
    ears = sherpa.transcriber(model)
    loud, quiet = ears.open(), ears.open()
    feed(loud, spoken("How much is a ticket?"))
    feed(quiet, SILENCE)
    words, nothing = await asyncio.gather(loud.finish(), quiet.finish())
    assert words.startswith("Hello hello hello")
    assert nothing == ""


async def test_sound_too_short_to_go_before_the_end_goes_with_it(model: Path) -> None:
    turn = sherpa.transcriber(model).open()
    feed(turn, SILENCE)
    await turn.caught_up()
    loud = spoken("How much is a ticket?")
    middle = len(loud) // 2
    turn.feed(loud[middle : middle + round(0.09 * MICROPHONE_HZ)])
    assert (await turn.finish()).startswith("Hel")


async def test_words_come_while_the_user_still_speaks(model: Path) -> None:
    turn = sherpa.transcriber(model).open()
    feed(turn, spoken("How much is a ticket?"))
    await turn.caught_up()
    assert turn.partial.startswith(" HELLO") or turn.partial.startswith("HELLO")
    turn.cancel()


async def test_a_turn_that_is_dropped_leaves_nothing_to_the_next(model: Path) -> None:
    ears = sherpa.transcriber(model)
    dropped = ears.open()
    feed(dropped, spoken("How much is a ticket?"))
    await dropped.caught_up()
    dropped.cancel()
    after = ears.open()
    feed(after, SILENCE)
    assert await after.finish() == ""
    await ears.close()


async def test_a_turn_is_lost_with_its_process_and_the_next_is_heard(model: Path) -> None:
    ears = sherpa.transcriber(model)
    turn = ears.open()
    feed(turn, SILENCE)
    await turn.caught_up()
    killed = shared(sherpa.MODULE, str(model)).pid
    assert killed is not None
    os.kill(killed, signal.SIGKILL)
    with pytest.raises(ProviderError, match="sherpa-onnx: "):
        await turn.finish()
    after = ears.open()
    feed(after, spoken("How much is a ticket?"))
    assert "hello" in (await after.finish()).lower()


async def test_a_folder_without_a_model_is_an_error_in_words(tmp_path: Path) -> None:
    with pytest.raises(ProviderError, match="the helper process died"):
        await sherpa.transcriber(tmp_path).open().finish()


def test_what_a_model_shouts_is_written_as_people_write() -> None:
    assert sherpa.as_written(" I THINK I'M HERE") == "I think I'm here"
    assert sherpa.as_written(" Was kostet das, bitte?") == "Was kostet das, bitte?"
    assert sherpa.as_written("") == ""
