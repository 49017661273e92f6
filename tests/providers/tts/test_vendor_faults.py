"""What becomes of an utterance when a vendor refuses, falls silent, breaks off or talks nonsense."""

import asyncio
from contextlib import aclosing

import pytest

from tests.providers.tts.vendors import cartesia, elevenlabs, fish_audio
from tests.providers.tts.vendors.studio import CHARACTER_S, KEY, RETRY_AFTER_S, Day
from tests.providers.tts.voices import hear
from visavis.contract.spec import VoiceSpec
from visavis.providers.base import ProviderError
from visavis.providers.registry import synthesizer
from visavis.providers.tts import socket_voice, sockets
from visavis.providers.tts.failures import BUSY_S

TEXT = "Hello there, it is half past nine."
STUDIOS = {
    "elevenlabs": (elevenlabs.ElevenLabs, elevenlabs.VOICE, ""),
    "elevenlabs dialogue": (elevenlabs.ElevenLabs, elevenlabs.VOICE, "eleven_v4_turbo"),
    "cartesia": (cartesia.Cartesia, cartesia.VOICE, ""),
    "fish-audio": (fish_audio.FishAudio, fish_audio.VOICE, ""),
}


@pytest.fixture(params=STUDIOS)
async def studio(request):
    make, name, model = STUDIOS[request.param]
    async with make().at_work() as studio:
        studio.spec = VoiceSpec(
            id="v", display_name="V", engine=request.param.split()[0], name=name, model=model,
            base_url=studio.url, api_key=KEY,
        )  # fmt: skip
        yield studio
        await sockets.close_shared()


@pytest.fixture(autouse=True)
def _little_patience(monkeypatch):
    monkeypatch.setattr(socket_voice, "FIRST_SOUND_S", 0.3)
    monkeypatch.setattr(socket_voice, "NEXT_SOUND_S", 0.3)


async def attempt(studio):
    """What was heard, and the error."""
    pieces = []
    try:
        async for piece in synthesizer(studio.spec).speak(TEXT):
            pieces.append(piece)
    except ProviderError as error:
        return pieces, error
    return pieces, None


@pytest.mark.parametrize(
    ("day", "says", "retry_in_s"),
    [
        (Day.WRONG_KEY, "the key was refused", None),
        (Day.NO_CREDIT, "quota_exceeded", None),
        (Day.BUSY, "429", RETRY_AFTER_S),
        (Day.HANGS, "no sound came in time", None),
        (Day.GARBAGE, "makes no sense", 0.0),
        (Day.SAYS_NOTHING, "without a sound", 0.0),
    ],
)
async def test_a_vendor_that_does_not_speak_is_told_apart_by_whether_another_try_may_help(
    studio, day, says, retry_in_s
):
    studio.day = day
    pieces, error = await attempt(studio)
    assert not pieces
    assert says in str(error)
    assert KEY not in str(error)
    assert error.retry_in_s == retry_in_s


async def test_a_vendor_that_lets_us_in_and_then_has_no_room_is_asked_again_soon(studio):
    studio.day = Day.CROWDED
    pieces, error = await attempt(studio)
    assert not pieces
    assert error.retry_in_s == BUSY_S


async def test_a_break_in_mid_word_leaves_the_words_before_it_to_the_letter(studio):
    studio.day = Day.BREAKS_OFF
    pieces, error = await attempt(studio)

    assert error.retry_in_s == 0.0
    words = [word for piece in pieces for word in piece.words]
    assert [TEXT[word.first : word.last].strip(",") for word in words] == ["Hello", "there"]
    sound_s = sum(piece.seconds for piece in pieces)
    assert words[-1].start_s < sound_s < TEXT.index("half") * CHARACTER_S


async def test_a_vendor_that_falls_silent_in_mid_sentence_is_not_waited_for(studio):
    studio.day = Day.HANGS_LATER
    pieces, error = await attempt(studio)
    assert pieces
    assert error.retry_in_s is None


async def test_nonsense_about_times_costs_the_marks_and_not_the_sound(studio):
    studio.day = Day.MISTIMED
    pieces, error = await attempt(studio)
    assert error is None
    assert sum(piece.seconds for piece in pieces) >= len(TEXT) * CHARACTER_S - 0.01
    assert not any(piece.words or piece.characters or piece.phones for piece in pieces)


async def test_whoever_stops_listening_stops_the_vendor(studio):
    studio.may_go_on.clear()
    async with aclosing(synthesizer(studio.spec).speak(TEXT)) as speech:
        await anext(speech)
    if isinstance(studio, cartesia.Cartesia):
        await studio.until(lambda: studio.cancelled == [studio.received[0]["context_id"]])
        assert len(studio.lines) == 1
    else:
        async with asyncio.timeout(5):
            await studio.hung_up.wait()
        await studio.until(lambda: len(studio.lines) == 1)  # at hand for what she says next

    studio.may_go_on.set()
    heard = await hear(synthesizer(studio.spec), "And then?")
    assert heard.read_back("And then?")[0] == "And"


async def test_the_first_sound_is_passed_on_before_the_second_is_made(studio):
    studio.may_go_on.clear()
    async with aclosing(synthesizer(studio.spec).speak(TEXT)) as speech:
        first = await anext(speech)
    assert 0 < first.seconds <= 8 * CHARACTER_S


async def test_a_kept_connection_that_died_meanwhile_costs_a_handshake_and_no_word(studio):
    speaker = synthesizer(studio.spec)
    await hear(speaker, TEXT)
    kept = sockets.shared(speaker._sockets.address)._idle
    for connection in kept:
        connection.transport.abort()
    assert (await hear(speaker, TEXT)).seconds >= len(TEXT) * CHARACTER_S - 0.01


async def test_a_connection_is_at_hand_before_the_first_word(studio):
    synthesizer(studio.spec)
    await studio.until(lambda: len(studio.lines) == 1)
    await hear(synthesizer(studio.spec), TEXT)
    assert len(studio.upgrades) == 1


async def test_nothing_is_sent_where_there_is_nothing_to_say(studio):
    assert (await hear(synthesizer(studio.spec), " … ")).pieces == ()
    assert studio.received == []


async def test_an_address_of_a_user_leads_to_public_hosts_only(studio):
    guarded = studio.spec.model_copy(update={"allowed_hosts": ()})
    with pytest.raises(ProviderError, match="not a public address"):
        await hear(synthesizer(guarded), TEXT)
    assert studio.upgrades == []

    allowed = studio.spec.model_copy(update={"allowed_hosts": ("127.0.0.1",)})
    assert (await hear(synthesizer(allowed), TEXT)).pieces
