"""The real recogniser in its real process, on sentences that flite speaks."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator

import numpy as np
import pytest

from tests.spoken import chunks, room, spoken
from visavis.providers import registry
from visavis.providers.base import ProviderError, Stage
from visavis.providers.stt import sphinx
from visavis.providers.stt.hearing_calls import Answer, Request, Step
from visavis.providers.stt.helper_ears import HelperTurn
from visavis.providers.stt.sphinx import MODULE, SphinxTranscriber, as_written
from visavis.providers.workers.worker import shared
from visavis.speech import Pcm

TICKETS = "Can you tell me how much the tickets cost?"
TABLE = "I would like to book a table for four people on Saturday evening."
MOST = 0.6
"""Share of the words; a recogniser this weak loses two or three of a sentence now and then."""

SHIPS = "The Blorfkam hall shows a frigate with forty two cannons. A trireme needs many oarsmen."
FRIGATE = "How many cannons are in the Blorfkam hall?"
STATION = "Where can I find the nearest train station?"


@pytest.fixture(autouse=True)
async def end_of_helpers() -> AsyncIterator[None]:
    yield
    await registry.close()


def turn_of(text: str, voice: str = "rms") -> Pcm:
    return np.concatenate((room(0.5), spoken(text, voice), room(0.5)))


async def hear(transcription: HelperTurn, pcm: Pcm) -> None:
    for chunk in chunks(pcm, 512):
        transcription.feed(chunk)
        await asyncio.sleep(0)


async def understand(transcriber: SphinxTranscriber, text: str, voice: str = "rms") -> str:
    transcription = transcriber.open()
    await hear(transcription, turn_of(text, voice))
    return await transcription.finish()


def words_of(text: str) -> list[str]:
    return [word.strip("?,.").lower() for word in text.split()]


def share_understood(heard: str, text: str) -> float:
    """How many of the words came through."""
    expected, got = words_of(text), words_of(heard)
    return sum(word in got for word in expected) / len(expected)


async def first_words(transcription: HelperTurn) -> str:
    async with asyncio.timeout(20):
        while not transcription.partial:
            await asyncio.sleep(0.01)
    return transcription.partial


@pytest.mark.parametrize("text", [TICKETS, TABLE, STATION])
async def test_most_words_of_a_spoken_sentence_come_through(text: str):
    assert share_understood(await understand(sphinx.transcriber(), text), text) >= MOST


async def test_words_come_while_the_user_is_still_speaking():
    transcription = sphinx.transcriber().open()
    pcm = turn_of(TABLE)
    await hear(transcription, pcm[: len(pcm) * 2 // 3])
    assert share_understood(await first_words(transcription), "I would like to book a table for four") > 0
    transcription.cancel()


async def test_a_transcript_is_written_as_a_sentence():
    heard = await understand(sphinx.transcriber(), TABLE)
    assert heard[0].isupper()
    assert "I" in heard.split()
    assert as_written("") == as_written("um uh") == ""
    assert as_written("um when can i come") == "Um when can I come"


async def test_silence_and_nothing_at_all_give_no_words():
    transcriber = sphinx.transcriber()
    transcription = transcriber.open()
    await hear(transcription, np.zeros(16_000, np.int16))
    assert await transcription.finish() == ""
    assert await transcriber.open().finish() == ""


async def test_two_people_can_speak_at_once():
    one, other = sphinx.transcriber(), sphinx.transcriber()
    heard = await asyncio.gather(understand(one, TABLE), understand(other, STATION, "awb"))
    assert share_understood(heard[0], TABLE) >= MOST
    assert share_understood(heard[1], STATION) >= MOST


async def test_what_a_turn_teaches_stays_in_its_session():
    one, other = sphinx.transcriber(), sphinx.transcriber()
    first = await understand(one, TABLE)
    assert one.learned != other.learned == ""
    await understand(one, STATION)
    assert await understand(other, TABLE) == first


async def test_a_killed_helper_costs_one_turn():
    transcriber = sphinx.transcriber()
    transcription = transcriber.open()
    pcm = turn_of(TABLE)
    await hear(transcription, pcm[: len(pcm) // 2])
    await first_words(transcription)
    killed = shared(MODULE).pid
    assert killed is not None
    os.kill(killed, signal.SIGKILL)
    await hear(transcription, pcm[len(pcm) // 2 :])
    with pytest.raises(ProviderError) as failure:
        await transcription.finish()
    assert failure.value.stage is Stage.HEAR
    assert share_understood(await understand(transcriber, TABLE), TABLE) >= MOST
    assert shared(MODULE).pid != killed


async def test_a_helper_that_was_killed_between_turns_costs_none():
    transcriber = sphinx.transcriber()
    await understand(transcriber, TABLE)
    killed = shared(MODULE).pid
    assert killed is not None
    os.kill(killed, signal.SIGKILL)
    assert share_understood(await understand(transcriber, TABLE), TABLE) >= MOST


async def test_a_cancelled_turn_gives_its_decoder_back():
    transcriber = sphinx.transcriber()
    for _ in range(12):  # each would need 90 MB of its own
        transcription = transcriber.open()
        await hear(transcription, turn_of(TABLE)[:16_000])
        transcription.cancel()
        transcription.feed(room(1))
    assert share_understood(await understand(transcriber, TABLE), TABLE) >= MOST
    assert _resident_mb(shared(MODULE).pid) < 500


async def test_a_finish_that_nobody_waits_for_gives_its_decoder_back():
    transcriber = sphinx.transcriber()
    for _ in range(12):
        transcription = transcriber.open()
        await hear(transcription, turn_of(TABLE)[:16_000])
        finishing = asyncio.create_task(transcription.finish())
        await asyncio.sleep(0)
        finishing.cancel()
        with pytest.raises(asyncio.CancelledError):
            await finishing
    assert share_understood(await understand(transcriber, TABLE), TABLE) >= MOST
    assert _resident_mb(shared(MODULE).pid) < 500


async def test_closing_a_session_drops_its_open_turn_and_nobody_elses():
    leaving, staying = sphinx.transcriber(), sphinx.transcriber()
    abandoned, transcription = leaving.open(), staying.open()
    pcm = turn_of(TABLE)
    await asyncio.gather(hear(abandoned, pcm[:16_000]), hear(transcription, pcm[:16_000]))
    await leaving.close()
    await hear(transcription, pcm[16_000:])
    assert share_understood(await transcription.finish(), TABLE) >= MOST


async def test_a_warm_helper_is_ready_before_anybody_speaks():
    await sphinx.warm_up()
    assert shared(MODULE).pid is not None


# ---- the persona's own words


async def test_the_personas_own_words_are_understood_though_they_stand_in_no_dictionary():
    without = await understand(sphinx.transcriber(), FRIGATE)
    assert "blorfkam" not in without.lower()
    heard = await understand(sphinx.transcriber(SHIPS), FRIGATE)
    assert "in the blorfkam hall" in heard


@pytest.mark.parametrize("text", [TICKETS, TABLE, STATION])
async def test_what_is_said_about_anything_else_is_understood_as_before(text: str):
    assert await understand(sphinx.transcriber(SHIPS), text) == await understand(sphinx.transcriber(), text)


async def test_the_own_words_of_one_session_are_not_expected_of_another():
    one, other = sphinx.transcriber(SHIPS), sphinx.transcriber()
    heard = await asyncio.gather(understand(one, FRIGATE), understand(other, FRIGATE))
    assert "blorfkam" in heard[0].lower()
    assert "blorfkam" not in heard[1].lower()


async def test_two_users_of_one_persona_can_speak_at_once():
    heard = await asyncio.gather(*(understand(sphinx.transcriber(SHIPS), FRIGATE) for _ in range(2)))
    assert all("blorfkam" in text.lower() for text in heard)


async def test_a_new_helper_knows_the_own_words_too():
    transcriber = sphinx.transcriber(SHIPS)
    await transcriber.prepare()
    killed = shared(MODULE).pid
    assert killed is not None
    os.kill(killed, signal.SIGKILL)
    assert "blorfkam" in (await understand(transcriber, FRIGATE)).lower()


async def test_a_topic_that_nothing_can_be_made_of_costs_nothing():
    assert share_understood(await understand(sphinx.transcriber("42 € — 日本語 '"), TABLE), TABLE) >= MOST


def test_calls_survive_the_pipe():
    request = Request(Step.BEGIN, 7, b"\x01\x02\x00\n", "40,3,-1", "The trireme’s oarsmen.")
    assert Request.unpacked(request.packed()) == request
    answer = Answer("what time is it", "41,2,-3")
    assert Answer.unpacked(answer.packed()) == answer


def _resident_mb(pid: int | None) -> float:
    with open(f"/proc/{pid}/statm") as statm:
        return int(statm.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20
