"""Cartesia's protocol, spoken to a server that keeps to its documents. A character lasts 50 ms there."""

import pytest

from tests.providers.tts.vendors.cartesia import VOICE, Cartesia
from tests.providers.tts.vendors.studio import CHARACTER_S, KEY
from tests.providers.tts.voices import assert_marks_fit, hear
from visavis.contract.spec import VoiceSpec
from visavis.providers.registry import synthesizer
from visavis.providers.tts import sockets
from visavis.speech import Alphabet

TEXT = "Hello there, hello."


@pytest.fixture
async def studio():
    async with Cartesia().at_work() as studio:
        yield studio
        await sockets.close_shared()


def voice(studio, **fields):
    spec = {"id": "v", "display_name": "Ann", "engine": "cartesia", "name": VOICE, "base_url": studio.url}
    return synthesizer(VoiceSpec.model_validate(spec | {"api_key": KEY} | fields))


async def test_words_and_phones_are_timed_and_come_with_their_sound(studio):
    heard = await hear(voice(studio), TEXT)

    assert_marks_fit(heard)
    assert heard.read_back(TEXT) == ["Hello", "there", "hello"]
    assert [word.start_s for word in heard.words] == pytest.approx([0.0, 6 * CHARACTER_S, 13 * CHARACTER_S])
    assert [phone.symbol for phone in heard.phones][:5] == ["h", "ə", "l", "l", "oʊ"]
    letters = [place for place, letter in enumerate(TEXT) if letter.isalpha()]
    assert [phone.start_s for phone in heard.phones] == pytest.approx(
        [place * CHARACTER_S for place in letters]
    )
    assert {piece.alphabet for piece in heard.pieces} == {Alphabet.IPA}
    assert heard.seconds == pytest.approx(len(TEXT) * CHARACTER_S)


async def test_marks_that_come_late_hold_no_sound_back(studio):
    studio.times_late = True
    heard = await hear(voice(studio), TEXT)

    assert [len(piece.pcm) > 0 for piece in heard.pieces[:3]] == [True, True, True]
    assert heard.read_back(TEXT) == ["Hello", "there", "hello"]


async def test_options_are_sent_in_the_vendors_words(studio):
    await hear(
        voice(studio, language="de-at", options={"speed": 0.4, "volume": 1.5, "emotion": "calm"}), TEXT
    )

    (asked,) = studio.received
    assert asked["generation_config"] == {"speed": 0.6, "volume": 1.5, "emotion": "calm"}
    assert (asked["voice"], asked["language"]) == ({"mode": "id", "id": VOICE}, "de")
    assert asked["output_format"] == {"container": "raw", "encoding": "pcm_s16le", "sample_rate": 24_000}
    assert (asked["add_timestamps"], asked["add_phoneme_timestamps"]) == (True, True)


@pytest.mark.parametrize(
    ("model", "options", "chosen", "sent"),
    [
        ("", {}, "sonic-3.6", None),
        ("", {"speed": None, "emotion": "sad"}, "sonic-3.6", {"emotion": "sad"}),
        ("", {"volume": 1.5}, "sonic-3-2026-01-12", {"volume": 1.5}),
        (
            "sonic-3.5-2026-05-04",
            {"volume": 1.5, "emotion": "sad"},
            "sonic-3.5-2026-05-04",
            {"emotion": "sad"},
        ),
    ],
)
async def test_the_model_is_one_that_takes_the_options_unless_the_voice_names_another(
    studio, model, options, chosen, sent
):
    await hear(voice(studio, model=model, options=options), TEXT)
    (asked,) = studio.received
    assert (asked["model_id"], asked.get("generation_config")) == (chosen, sent)
