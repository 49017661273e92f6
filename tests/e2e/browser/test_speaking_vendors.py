"""Vendors that speak, through the public JavaScript SDK: each of them, then what a user sees and hears of its faults.

Local servers in their place keep to their documents. What each fault does to an utterance, vendor by vendor, stands
in tests/providers/tts/test_vendor_faults.py and test_openai_speech.py; here are a WebSocket and plain HTTP.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
import soxr
from playwright.async_api import BrowserContext
from tests.e2e.browser.caller import Caller, Event, Pictures
from tests.e2e.browser.chromium import Microphone
from tests.e2e.browser.mouth import COLUMNS, OPEN, ROWS, mouth_box, openness
from tests.e2e.browser.speaking_house import House, speaking_house
from tests.e2e.conftest import shared_data_dir
from tests.e2e.speaking import RATE_HZ as SPEAKERS_HZ
from tests.e2e.speaking import Speakers
from tests.providers.tts.vendors.cartesia import Cartesia
from tests.providers.tts.vendors.openai_speech import VOICE, OpenAi
from tests.providers.tts.vendors.studio import CHARACTER_S, RATE_HZ, Day, Studio

pytestmark = [pytest.mark.e2e, pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

HUM = "Hmmmm haaaaaaaa hmmmmmmmmmm."
"""One tone all along, by its sound: only marks tell where the mouth is open."""
SENTENCE = "Bob hopes for a clock with a big bell."
STORY = " ".join(["The oldest clock was made for the tower of a church by the sea."] * 4)
ALIVE = 0.8
"""As a pace: whoever listens is not far behind."""
ANSWER = "The garden is open in the summer."
FIRST, SECOND = "The bell rings.", "Come in."
SHORT = f"{FIRST} {SECOND}"
"""Two clauses."""
SOON_S = 2
"""A busy vendor has time again; nobody waits so long for it."""
FAULTY = ("elevenlabs", "openai")


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def _house(data_dir_template: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[House]:
    data_dir = shared_data_dir(data_dir_template, tmp_path_factory.mktemp("visavis"))
    async with speaking_house(data_dir) as open_house:
        yield open_house


@pytest_asyncio.fixture(loop_scope="session")
async def house(_house: House) -> House:
    """On a good day of everybody."""
    for speaking in _house.speaking.values():
        speaking.vendor.pace = 0.0
        await speaking.vendor.has(Day.GOOD)
    return _house


@asynccontextmanager
async def callers(context: BrowserContext, site: str, *engines: str) -> AsyncIterator[dict[str, Caller]]:
    """Whom two vendors speak to at the same time: most of a session is waiting."""
    on_pages = {engine: await Caller.at(await context.new_page(), site) for engine in engines}
    yield on_pages
    for caller in on_pages.values():
        await caller.does("window.client?.stopStreaming()")


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


async def says(caller: Caller, text: str, *warnings: str) -> str:
    """What is heard of it; the client is warned of this meanwhile, and of nothing else."""
    last = caller.last
    await caller.does("client.talk(value)", text)
    heard = await caller.message("persona", after=last)
    told = [event.value for event in caller.so_far("SERVER_WARNING", after=last)]
    assert len(told) == len(warnings), told
    assert all(warning in one for warning, one in zip(warnings, told, strict=True)), told
    return str(heard["content"])


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
    assert await says(caller, SECOND) == SECOND
    assert vendor.texts()[-1] == SECOND
    assert await house.transcript(caller) == [cut_off["content"], SECOND]


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


async def test_what_passes_costs_a_warning_and_her_own_voice_goes_on(
    context: BrowserContext, site: str, house: House
) -> None:
    async def passes(engine: str, caller: Caller) -> None:
        vendor = house.vendor(engine)
        await house.begins(caller, engine)

        await vendor.has(Day.SAYS_NOTHING, once=True)
        assert await says(caller, SHORT, "it ended without a sound") == SHORT
        assert vendor.texts() == [FIRST, FIRST, SECOND]

        await vendor.has(Day.GARBAGE, once=True)
        assert await says(caller, SHORT, "its answer makes no sense") == SHORT
        assert vendor.texts() == [FIRST, FIRST, SECOND]

        await vendor.has(Day.BREAKS_OFF, once=True)
        heard = await says(caller, SHORT, "the connection broke")
        if engine == "elevenlabs":
            assert heard == SHORT
            assert vendor.texts() == [FIRST, "rings.", SECOND], "it goes on with the word that was cut"
        else:
            assert SHORT.startswith(heard.removesuffix(SECOND).strip()), "nobody knows which word was cut"
            assert vendor.texts() == [FIRST, SECOND]

        vendor.retry_after_s = SOON_S
        await vendor.has(Day.BUSY)
        assert await says(caller, SHORT, "the answer was 429") == SHORT
        await vendor.has(Day.GOOD)
        await asyncio.sleep(SOON_S)
        assert await says(caller, SECOND) == SECOND
        assert vendor.texts() == [SECOND], "its voice is back"

    async with callers(context, site, *FAULTY) as on_pages:
        await asyncio.gather(*(passes(engine, caller) for engine, caller in on_pages.items()))


@pytest.mark.parametrize(
    ("day", "warning"),
    [
        (Day.WRONG_KEY, "the key was refused"),
        (Day.NO_CREDIT, "quota"),
        (Day.HANGS, "no sound came in time"),
        (Day.HANGS_LATER, "no sound came in time"),
    ],
)
async def test_where_the_vendor_will_not_speak_another_voice_does_from_there_on(
    context: BrowserContext, site: str, house: House, day: Day, warning: str
) -> None:
    async def is_stood_in_for(engine: str, caller: Caller) -> None:
        vendor = house.vendor(engine)
        await vendor.has(day)
        await house.begins(caller, engine)
        heard = await says(caller, SHORT, warning)
        asked = vendor.texts()

        assert asked in ([], [FIRST])
        if (day, engine) == (Day.HANGS_LATER, "openai"):
            assert SHORT.startswith(heard.removesuffix(SECOND).strip()), "nobody knows where it stopped"
        else:
            assert heard == SHORT
        assert await says(caller, SECOND) == SECOND
        assert vendor.texts() == asked, "it is left in peace"

    async with callers(context, site, *FAULTY) as on_pages:
        await asyncio.gather(*(is_stood_in_for(engine, caller) for engine, caller in on_pages.items()))


async def test_times_that_make_no_sense_or_come_late_cost_no_sound_and_no_word(
    caller: Caller, house: House
) -> None:
    vendor = house.vendor("cartesia")
    assert isinstance(vendor, Cartesia)
    await house.begins(caller, "cartesia")
    await vendor.has(Day.MISTIMED)
    assert await says(caller, SHORT) == SHORT
    await vendor.has(Day.GOOD)
    vendor.times_late = True
    assert await says(caller, SHORT) == SHORT
    vendor.times_late = False
    assert vendor.texts() == [FIRST, SECOND]
