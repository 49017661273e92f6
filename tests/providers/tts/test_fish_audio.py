"""Fish Audio's protocol, spoken to a server that keeps to its documents. A character lasts 50 ms there."""

import pytest

from tests.providers.tts.vendors.fish_audio import VOICE, FishAudio
from tests.providers.tts.vendors.studio import CHARACTER_S, KEY
from tests.providers.tts.voices import hear
from visavis.contract.spec import VoiceSpec
from visavis.providers.base import ProviderError
from visavis.providers.registry import synthesizer
from visavis.providers.tts import sockets

TEXT = "Hello there, it is half past nine already."


@pytest.fixture
async def studio():
    async with FishAudio().at_work() as studio:
        yield studio
        await sockets.close_shared()


def voice(studio, **fields):
    spec = {"id": "v", "display_name": "Fin", "engine": "fish-audio", "name": VOICE, "base_url": studio.url}
    return synthesizer(VoiceSpec.model_validate(spec | {"api_key": KEY} | fields))


async def test_each_word_is_told_once_and_where_it_sounds(studio):
    heard = await hear(voice(studio), TEXT)

    assert heard.read_back(TEXT) == ["Hello", "there", "it", "is", "half", "past", "nine", "already"]
    for word in heard.words:
        assert word.start_s == pytest.approx(word.first * CHARACTER_S)
        assert word.end_s == pytest.approx(word.last * CHARACTER_S, abs=3.01 * CHARACTER_S)
    assert heard.seconds == pytest.approx(len(TEXT) * CHARACTER_S)


async def test_options_are_sent_in_the_vendors_words(studio):
    await hear(voice(studio, model="s1", options={"speed": 1.3, "volume": 2.0}), TEXT)

    start, text, flush, stop = studio.received
    assert start["request"] == {
        "text": "", "format": "pcm", "sample_rate": 24_000, "reference_id": VOICE, "latency": "low",
        "prosody": {"speed": 1.3, "volume": pytest.approx(6.02, abs=0.01)},
    }  # fmt: skip
    assert (text["text"], flush["event"], stop["event"]) == (TEXT, "flush", "stop")
    assert studio.model == "s1"


async def test_without_options_none_are_sent_and_the_usual_model_speaks(studio):
    await hear(voice(studio), TEXT)
    assert "prosody" not in studio.received[0]["request"]
    assert studio.model == "s2.1-pro"


async def test_many_clauses_go_over_one_connection(studio):
    speaker = voice(studio)
    for _ in range(4):
        await hear(speaker, TEXT)
    assert len(studio.upgrades) == 1


async def test_what_finishes_because_of_an_error_has_not_finished(studio):
    studio.reason = "error"
    with pytest.raises(ProviderError, match="it gave up") as failed:
        await hear(voice(studio), TEXT)
    assert failed.value.retry_in_s == 0.0


async def test_a_word_that_is_told_again_is_not_taken_for_the_next_that_is_spelled_like_it(studio):
    text = "No no no no no."
    heard = await hear(voice(studio), text)
    assert [word.start_s for word in heard.words] == pytest.approx(
        [at * CHARACTER_S for at in (0, 3, 6, 9, 12)]
    )
    assert [word.first for word in heard.words] == [0, 3, 6, 9, 12]
