"""OpenAI's /audio/speech, spoken to a server that keeps to its documents."""

import asyncio
from contextlib import aclosing

import numpy as np
import pytest

from tests.providers.tts.vendors.openai_speech import VOICE, OpenAi
from tests.providers.tts.vendors.studio import KEY, RETRY_AFTER_S, Day, sound_of
from tests.providers.tts.voices import hear
from visavis.contract.spec import VoiceSpec
from visavis.providers.base import ProviderError
from visavis.providers.registry import synthesizer
from visavis.providers.tts import openai_speech

TEXT = "Hello there, it is half past nine."


@pytest.fixture
async def studio(monkeypatch):
    monkeypatch.setattr(openai_speech, "FIRST_SOUND_S", 0.4)
    monkeypatch.setattr(openai_speech, "NEXT_SOUND_S", 0.4)
    openai_speech._client.cache_clear()  # it belongs to the event loop of another test
    async with OpenAi().at_work() as studio:
        yield studio


def voice(studio, **fields):
    spec = {"id": "v", "display_name": "Alloy", "engine": "openai", "name": VOICE, "base_url": studio.url}
    return synthesizer(VoiceSpec.model_validate(spec | {"api_key": KEY} | fields))


async def test_the_sound_comes_whole_though_chunks_end_in_mid_sample(studio):
    heard = await hear(voice(studio, options={"speed": 1.5}), TEXT)

    assert np.array_equal(heard.pcm, np.frombuffer(sound_of(TEXT), "<i2"))
    assert {piece.rate_hz for piece in heard.pieces} == {24_000}
    assert studio.received == [
        {"model": "gpt-4o-mini-tts", "voice": VOICE, "response_format": "pcm", "speed": 1.5, "input": TEXT}
    ]


@pytest.mark.parametrize(
    ("day", "says", "retry_in_s"),
    [
        (Day.WRONG_KEY, "the key was refused", None),
        (Day.NO_CREDIT, "quota", None),
        (Day.BUSY, "429", RETRY_AFTER_S),
        (Day.HANGS, "no sound came in time", None),
        (Day.HANGS_LATER, "no sound came in time", None),
        (Day.GARBAGE, "what it calls text/html is no raw PCM", 0.0),
        (Day.SAYS_NOTHING, "without a sound", 0.0),
        (Day.BREAKS_OFF, "broke", 0.0),
    ],
)
async def test_each_fault_is_told_apart_by_whether_another_try_may_help(studio, day, says, retry_in_s):
    studio.day = day
    with pytest.raises(ProviderError, match=says) as failed:
        await hear(voice(studio), TEXT)
    assert failed.value.retry_in_s == retry_in_s
    assert KEY not in str(failed.value)


async def test_a_server_that_knows_no_pcm_is_not_heard_as_noise(studio):
    studio.recordings[TEXT] = b"OggS" + sound_of(TEXT)
    with pytest.raises(ProviderError, match="what it calls audio/pcm is no raw PCM"):
        await hear(voice(studio), TEXT)


async def test_a_server_that_cannot_be_reached_is_told(studio):
    with pytest.raises(ProviderError, match="the connection broke"):
        await hear(voice(studio, base_url="http://127.0.0.1:9/v1"), TEXT)


async def test_whoever_stops_listening_stops_the_vendor_and_hears_the_first_sound_early(studio):
    studio.may_go_on.clear()
    async with aclosing(voice(studio).speak(TEXT)) as speech:
        assert (await anext(speech)).seconds <= 0.1
    async with asyncio.timeout(5):
        await studio.hung_up.wait()


async def test_an_address_of_a_user_leads_to_public_hosts_only(studio):
    with pytest.raises(ProviderError, match="not a public address"):
        await hear(voice(studio, allowed_hosts=()), TEXT)
    assert (await hear(voice(studio, allowed_hosts=("127.0.0.1",)), TEXT)).pieces
