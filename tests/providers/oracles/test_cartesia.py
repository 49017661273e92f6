"""Cartesia's own SDK: it has our studio speak, and what we ask of Cartesia is of its types."""

from __future__ import annotations

import pytest

from tests.providers.oracles.strictly import as_it_came, named_in, read_strictly
from tests.providers.tts.vendors.cartesia import VOICE, Cartesia
from tests.providers.tts.vendors.studio import KEY, Day, sound_of
from tests.providers.tts.voices import hear
from visavis.contract.spec import VoiceSpec
from visavis.providers.registry import synthesizer
from visavis.providers.tts import sockets

pytest.importorskip("cartesia", reason="needs Cartesia's own SDK, of the group dev")
from cartesia import AsyncCartesia
from cartesia.types import websocket_response as says
from cartesia.types.generation_request import GenerationRequest
from cartesia.types.supported_language import SupportedLanguage
from cartesia.types.websocket_client_event import CancelContextRequest
from websockets.exceptions import InvalidStatus

TEXT = "Hello there, hello."
RAW = {"container": "raw", "encoding": "pcm_s16le", "sample_rate": 24_000}
SPEAKER = {"mode": "id", "id": VOICE}
SAID = (says.Chunk, says.Timestamps, says.PhonemeTimestamps, says.Done, says.Error)


@pytest.fixture
async def studio():
    async with Cartesia().at_work() as studio:
        yield studio
        await sockets.close_shared()


def client(studio: Cartesia, key: str = KEY) -> AsyncCartesia:
    return AsyncCartesia(api_key=key, websocket_base_url=studio.url.replace("http", "ws", 1))


async def told_to_the_sdk(studio):
    async with client(studio).tts.websocket_connect() as connection:
        await connection.send(
            {
                "model_id": "sonic-3.6",
                "transcript": TEXT,
                "voice": SPEAKER,
                "output_format": RAW,
                "context_id": "one",
                "add_timestamps": True,
                "add_phoneme_timestamps": True,
                "continue": False,
            }
        )
        told = []
        while not told or told[-1].type not in ("done", "error"):
            told.append(await connection.recv())
    for message in told:
        read_strictly(as_it_came(message), *SAID)
    return told


async def test_it_hears_our_studio_out(studio):
    told = await told_to_the_sdk(studio)
    assert b"".join(one.audio for one in told if one.type == "chunk") == sound_of(TEXT)
    words = [word for one in told if one.type == "timestamps" for word in one.word_timestamps.words]
    assert words == ["Hello", "there", ",", "hello", "."]
    assert any(one.phoneme_timestamps.phonemes for one in told if one.type == "phoneme_timestamps")


async def test_it_knows_our_studios_error(studio):
    studio.day = Day.NO_CREDIT
    (error,) = await told_to_the_sdk(studio)
    assert (error.status_code, error.error_code) == (402, "quota_exceeded")


async def test_it_stops_our_studio_in_mid_sentence(studio):
    studio.may_go_on.clear()
    async with client(studio).tts.websocket_connect() as connection:
        context = connection.context("one", model_id="sonic-3.6", voice=SPEAKER, output_format=RAW)
        await context.send(transcript=TEXT, voice=SPEAKER, continue_=False)
        assert (await anext(context.receive())).type == "chunk"
        await context.cancel()
        await studio.until(lambda: studio.cancelled == ["one"])


async def test_it_is_refused_with_a_wrong_key(studio):
    with pytest.raises(InvalidStatus) as refused:
        async with client(studio, "another").tts.websocket_connect():
            pass
    assert refused.value.response.status_code == 401


@pytest.mark.parametrize("options", [{}, {"speed": 9.0, "volume": 0.01, "emotion": "calm"}])
async def test_what_we_ask_is_of_its_types(studio, options):
    spec = {"id": "v", "display_name": "Ann", "engine": "cartesia", "name": VOICE, "language": "de-at"}
    voice = synthesizer(
        VoiceSpec.model_validate(spec | {"base_url": studio.url, "api_key": KEY, "options": options})
    )
    await hear(voice, TEXT)
    studio.day = Day.HANGS_LATER
    speech = voice.speak(TEXT)
    await anext(speech)
    await speech.aclose()
    await studio.until(lambda: studio.cancelled)

    asked, again, stopped = studio.received
    for message in (asked, again):
        read = read_strictly(message, GenerationRequest)
        assert read.language in named_in(SupportedLanguage)
        if chosen := read.generation_config:  # the SDK tells ranges in words alone
            assert 0.6 <= chosen.speed <= 1.5
            assert 0.5 <= chosen.volume <= 2.0
    read_strictly(stopped, CancelContextRequest)
