"""Each vendor that speaks, through the public JavaScript SDK. Local servers in their place keep to their documents."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import soxr
from tests.e2e.browser.caller import Caller, Event, Pictures
from tests.e2e.browser.chromium import Microphone
from tests.e2e.browser.mouth import COLUMNS, OPEN, ROWS, mouth_box, openness
from tests.e2e.browser.speaking_house import House, says
from tests.e2e.speaking import RATE_HZ as SPEAKERS_HZ
from tests.e2e.speaking import Speakers
from tests.providers.tts.vendors.cartesia import Cartesia
from tests.providers.tts.vendors.openai_speech import VOICE, OpenAi
from tests.providers.tts.vendors.studio import CHARACTER_S, RATE_HZ, Studio

pytestmark = [pytest.mark.e2e, pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

HUM = "Hmmmm haaaaaaaa hmmmmmmmmmm."
"""One tone all along, by its sound: only marks tell where the mouth is open."""
SENTENCE = "Bob hopes for a clock with a big bell."
STORY = " ".join(["The oldest clock was made for the tower of a church by the sea."] * 4)
ALIVE = 0.8
"""As a pace: whoever listens is not far behind."""
ANSWER = "The garden is open in the summer."
INVITATION = "Come in."

OPTIONS: dict[str, tuple[dict[str, Any], Callable[[Any], Any], Any]] = {
    "elevenlabs": (
        {"stability": 0.3, "similarityBoost": 0.8, "style": 0.5, "useSpeakerBoost": False, "speed": 1.2},
        lambda vendor: vendor.received[0]["voice_settings"],
        {
            "stability": 0.3,
            "similarity_boost": 0.8,
            "style": 0.5,
            "use_speaker_boost": False,
            "speed": pytest.approx(0.9),
        },
    ),
    "cartesia": (
        {"speed": 1.2, "emotion": "calm"},
        lambda vendor: vendor.received[0]["generation_config"],
        {"speed": pytest.approx(0.9), "emotion": "calm"},
    ),
    "fish-audio": (
        {"speed": 1.2, "volume": 2.0},
        lambda vendor: vendor.received[0]["request"]["prosody"],
        {"speed": pytest.approx(0.9), "volume": pytest.approx(6.02, abs=0.01)},
    ),
}
"""Those that a persona asks for, beside a `voiceSpeed` of 0.75; where the vendor is told, and what."""


@pytest.mark.parametrize("engine", OPTIONS)
async def test_her_options_reach_the_vendor_and_her_lips_follow_its_marks(
    caller: Caller, house: House, engine: str
) -> None:
    options, told, what = OPTIONS[engine]
    await house.begins(caller, engine, voiceGenerationOptions=options, voiceSpeed=0.75)
    sound, silence, pictures = await watched(caller, HUM)

    assert told(house.vendor(engine)) == what
    assert house.vendor(engine).texts() == [HUM]
    assert [message["content"] for message in caller.history()] == [HUM]
    assert silence.value - sound.at_s == pytest.approx(len(HUM) * CHARACTER_S, abs=0.3)
    at_s, opened = pictures.at_s - sound.at_s, openness(pictures) > OPEN
    opens_s, closes_s = HUM.index("a") * CHARACTER_S, (HUM.rindex("a") + 1) * CHARACTER_S
    assert opened[(at_s > opens_s + 0.1) & (at_s < closes_s - 0.15)].all()
    assert opened.sum() >= 4
    assert not opened[(at_s < opens_s - 0.25) | (at_s > closes_s + 0.2)].any(), "it hums with closed lips"


async def test_where_a_vendor_marks_nothing_her_lips_follow_the_sound(
    caller: Caller, house: House, speakers: Speakers
) -> None:
    vendor = house.vendor("openai")
    assert isinstance(vendor, OpenAi)
    said = await speakers.say(SENTENCE)
    vendor.recordings[SENTENCE] = soxr.resample(said, SPEAKERS_HZ, RATE_HZ).astype("<i2").tobytes()
    await house.begins(caller, "openai")
    sound, silence, pictures = await watched(caller, SENTENCE)

    asked = {"model": "gpt-4o-mini-tts", "voice": VOICE, "response_format": "pcm", "input": SENTENCE}
    assert vendor.received == [asked]
    assert [message["content"] for message in caller.history()] == [SENTENCE]
    at_s, opened = pictures.at_s, openness(pictures) > OPEN
    speaking = (at_s > sound.at_s) & (at_s < silence.value)
    assert not opened[at_s < sound.at_s - 0.2].any()
    assert not opened[at_s > silence.value + 0.3].any()
    assert 0.15 < opened[speaking].mean() < 0.85
    assert (opened[speaking][1:] & ~opened[speaking][:-1]).sum() >= 3  # opens anew, word after word


async def watched(caller: Caller, text: str) -> tuple[Event, Event, Pictures]:
    """She says it: when that begins and ends, and her mouth from before it until after it."""
    await caller.watch(mouth_box("ana", 720, 480), COLUMNS, ROWS)
    await caller.frames(10)
    await caller.does("client.talk(value)", text)
    sound = await caller.until("SOUND")
    silence = await caller.until("SILENCE", after=sound)
    await caller.frames(20)
    return sound, silence, await caller.seen()


async def test_whoever_cuts_in_stops_the_vendor_and_hears_it_again_in_the_answer(
    caller: Caller, microphone: Microphone, house: House
) -> None:
    vendor = house.vendor("elevenlabs")
    vendor.pace = ALIVE
    await house.begins(caller, "elevenlabs")
    await microphone.next_says("Wait, please stop. What can I see in the garden in the summer?")
    await caller.does("client.talk(value)", STORY)
    sound = await caller.until("SOUND")
    await caller.speaks()
    cut_in = await caller.until("USER_SPEECH_STARTED", after=sound)
    silence = await caller.until("SILENCE", after=cut_in)
    cut_off = await caller.message("persona", after=cut_in)
    await stopped(vendor)
    answer = await caller.message("persona", after=await caller.until("USER_SPEECH_ENDED", after=cut_in))

    assert silence.value - cut_in.at_s < 1
    assert cut_off["interrupted"]
    assert_heard(cut_off["content"], silence.value - sound.at_s)
    assert (answer["content"], vendor.texts()[-1]) == (ANSWER, ANSWER)
    assert caller.so_far("SERVER_WARNING") == []
    first, _, last = await house.transcript(caller)
    assert (first, last) == (cut_off["content"], ANSWER)


@pytest.mark.parametrize("engine", ["cartesia", "fish-audio", "openai"])
async def test_the_stop_button_stops_the_vendor_and_what_she_says_next_is_spoken_by_it(
    caller: Caller, house: House, engine: str
) -> None:
    vendor = house.vendor(engine)
    vendor.pace = ALIVE
    await house.begins(caller, engine)
    await caller.does("client.talk(value)", STORY)
    sound = await caller.until("SOUND")
    await caller.until("MESSAGE_STREAM_EVENT_RECEIVED", lambda piece: "clock" in piece["content"])
    await caller.does("client.interruptPersona()")
    cut_off = await caller.message("persona")
    silence = await caller.until("SILENCE", after=sound)
    await stopped(vendor)

    assert cut_off["interrupted"]
    assert_heard(cut_off["content"], silence.value - sound.at_s)
    assert await says(caller, INVITATION) == INVITATION
    assert vendor.texts()[-1] == INVITATION
    assert await house.transcript(caller) == [cut_off["content"], INVITATION]


def assert_heard(content: str, sounded_s: float) -> None:
    assert 0 < len(content) < len(STORY)
    assert STORY.startswith(content)
    assert len(content) * CHARACTER_S == pytest.approx(sounded_s, abs=0.5)


async def stopped(vendor: Studio) -> None:
    """Told to be silent, as its protocol has it: else its line is closed."""
    if isinstance(vendor, Cartesia):
        await vendor.until(lambda: vendor.cancelled)
        assert vendor.cancelled[-1] in {message["context_id"] for message in vendor.received}
    else:
        await vendor.until(vendor.hung_up.is_set)
