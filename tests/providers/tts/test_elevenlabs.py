"""ElevenLabs' dialects, spoken to a server that keeps to its documents. A character lasts 50 ms there."""

import pytest

from tests.providers.tts.vendors.elevenlabs import VOICE, ElevenLabs
from tests.providers.tts.vendors.studio import CHARACTER_S, KEY
from tests.providers.tts.voices import hear
from visavis.contract.spec import VoiceSpec
from visavis.providers.registry import synthesizer
from visavis.providers.tts import sockets

TEXT = "Hello there, it is half past nine."


@pytest.fixture
async def studio():
    async with ElevenLabs().at_work() as studio:
        yield studio
        await sockets.close_shared()


def voice(studio, **fields):
    spec = {
        "id": "v",
        "display_name": "Rachel",
        "engine": "elevenlabs",
        "name": VOICE,
        "base_url": studio.url,
    }
    return synthesizer(VoiceSpec.model_validate(spec | {"api_key": KEY} | fields))


def spelled(heard):
    return [mark for piece in heard.pieces for mark in piece.characters]


@pytest.mark.parametrize("from_the_start", [False, True])
@pytest.mark.parametrize("model", ["eleven_flash_v2_5", "eleven_v3"])
async def test_every_character_and_word_is_timed_however_the_vendor_counts(studio, model, from_the_start):
    studio.times_from_the_start = from_the_start
    heard = await hear(voice(studio, model=model), TEXT)

    assert heard.read_back(TEXT) == TEXT.split()
    assert [TEXT[mark.place] for mark in spelled(heard)] == list(TEXT)
    for mark in spelled(heard):
        assert mark.start_s == pytest.approx(mark.place * CHARACTER_S, abs=1e-6)
        assert mark.end_s == pytest.approx((mark.place + 1) * CHARACTER_S, abs=1e-6)
    for word in heard.words:
        assert (word.start_s, word.end_s) == pytest.approx(
            (word.first * CHARACTER_S, word.last * CHARACTER_S)
        )
    assert heard.seconds == pytest.approx((len(TEXT) + 1) * CHARACTER_S)  # and the space after it


async def test_sound_without_an_alignment_moves_the_marks_after_it(studio):
    studio.untimed = frozenset({1})
    heard = await hear(voice(studio), TEXT)

    assert heard.read_back(TEXT)[-3:] == ["half", "past", "nine."]
    assert [mark.start_s for mark in spelled(heard)] == pytest.approx(
        [mark.place * CHARACTER_S for mark in spelled(heard)]
    )


async def test_all_options_of_both_versions_are_sent_and_speed_within_what_it_takes(studio):
    options = {"stability": 0.4, "similarityBoost": 0.8, "style": 0.2, "useSpeakerBoost": False, "speed": 1.7}
    await hear(voice(studio, options=options), TEXT)

    first, text, end = studio.received
    assert first["voice_settings"] == {
        "stability": 0.4, "similarity_boost": 0.8, "style": 0.2, "use_speaker_boost": False, "speed": 1.2,
    }  # fmt: skip
    assert (first["text"], text["text"], text["flush"]) == (" ", TEXT + " ", True)
    assert end == {"close_context": True, "context_id": first["context_id"]}
    assert studio.query == {
        "model_id": "eleven_flash_v2_5", "output_format": "pcm_24000", "sync_alignment": "true",
        "language_code": "en", "auto_mode": "true", "inactivity_timeout": "180",
    }  # fmt: skip


async def test_a_persona_may_ask_for_a_model_and_only_what_that_takes_is_sent(studio):
    options = {"stability": 0.4, "similarityBoost": 0.8, "speed": 1.1, "model": "eleven_v3_conversational"}
    await hear(voice(studio, model="eleven_flash_v2_5", language="de", options=options), TEXT)

    first, line, _ = studio.received
    assert first == {
        "voices": [VOICE],
        "voice_settings": {"stability": 0.4},
        "context_id": first["context_id"],
    }
    assert line["inputs"] == [{"text": TEXT + " ", "voice_id": VOICE}]
    assert (studio.query["model_id"], studio.query["language_code"]) == ("eleven_v3_conversational", "de")
    assert "auto_mode" not in studio.query


async def test_a_model_that_takes_no_language_is_told_none(studio):
    await hear(voice(studio, model="eleven_multilingual_v2"), TEXT)
    assert "language_code" not in studio.query


async def test_many_clauses_go_over_one_connection(studio):
    speaker = voice(studio)
    for _ in range(8):
        assert (await hear(speaker, TEXT)).read_back(TEXT) == TEXT.split()
    assert len(studio.upgrades) == 1
    assert len({message["context_id"] for message in studio.received}) == 8


@pytest.mark.parametrize("model", ["eleven_flash_v2_5", "eleven_v3"])
async def test_under_zero_data_retention_it_is_told_to_keep_nothing(studio, model):
    await hear(voice(studio, model=model, keeps_nothing=True), TEXT)
    assert studio.query["enable_logging"] == "false"

    await hear(voice(studio, model=model), TEXT)
    assert "enable_logging" not in studio.query
