"""Vendors' recognisers, as a session hears with them: over real sockets, against desks that speak as documented."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pytest

from tests.providers.stt.vendors import desk
from tests.providers.stt.vendors.desk import KEY, WORD_S, Day, Desk
from tests.providers.stt.vendors.flux import FluxDesk
from tests.providers.stt.vendors.nova import NovaDesk
from tests.providers.stt.vendors.openai import OpenAiDesk
from visavis.providers.base import MICROPHONE_HZ, ProviderError, Stage
from visavis.providers.stt import far_ears
from visavis.providers.stt.deepgram_flux import Flux
from visavis.providers.stt.deepgram_nova import Nova
from visavis.providers.stt.dialect import Dialect, Place
from visavis.providers.stt.far_ears import FarEars
from visavis.providers.stt.openai_realtime import OpenAiTranscription
from visavis.providers.stt.standing_in import StoodInFor

SCRIPT = ["How much is a red boat.", "And the blue one."]
WINDOW = 512
SOUND = np.full(WINDOW, 3000, np.int16)

VENDORS: dict[str, tuple[type[Desk], Callable[[Place], Dialect]]] = {
    "flux": (FluxDesk, lambda place: Flux(place, "flux-general-en")),
    "nova": (NovaDesk, lambda place: Nova(place, "nova-3", "sv")),
    "openai": (OpenAiDesk, lambda place: OpenAiTranscription(place, "gpt-live-transcribe", "en")),
}
every_vendor = pytest.mark.parametrize("vendor", VENDORS)


class Meeting:
    """One session's ears at one vendor."""

    def __init__(self, vendor: str, day: Day = Day.GOOD, key: str = KEY) -> None:
        desk_of, self._dialect = VENDORS[vendor]
        self.desk, self._vendor, self._key = desk_of(SCRIPT, day), vendor, key

    async def __aenter__(self) -> Meeting:
        self._open = self.desk.open()
        url = await self._open.__aenter__()
        self.ears = FarEars(self._vendor, self._dialect(Place(self._vendor, url, self._key)))
        return self

    async def __aexit__(self, *failed: object) -> None:
        await self.ears.close()
        await self._open.__aexit__(None, None, None)

    async def turn(self, words: int) -> far_ears.FarTranscription:
        turn = self.ears.open()
        for _ in range(round((words + 0.4) * WORD_S * MICROPHONE_HZ / WINDOW)):
            turn.feed(SOUND)
            await asyncio.sleep(0)
        return turn


@every_vendor
async def test_it_understands_turn_after_turn_on_one_line(vendor: str) -> None:
    async with Meeting(vendor) as meeting:
        heard = [await (await meeting.turn(words)).finish() for words in (6, 4)]

        assert heard == SCRIPT
        assert len(meeting.desk.requests) == 1


@every_vendor
async def test_a_turn_that_begins_before_the_words_of_the_last_are_known_is_heard_too(vendor: str) -> None:
    async with Meeting(vendor) as meeting:
        first, second = await meeting.turn(6), await meeting.turn(4)

        assert await asyncio.gather(first.finish(), second.finish()) == SCRIPT


@every_vendor
async def test_a_line_that_breaks_in_mid_turn_costs_no_word(vendor: str) -> None:
    async with Meeting(vendor, Day.HANGS_UP_ONCE) as meeting:
        assert await (await meeting.turn(6)).finish() == SCRIPT[0]
        assert len(meeting.desk.requests) == 2


@every_vendor
async def test_a_vendor_that_cannot_be_understood_is_a_failure_of_the_turn(vendor: str) -> None:
    async with Meeting(vendor, Day.TALKS_NONSENSE) as meeting:
        with pytest.raises(ProviderError) as failed:
            await (await meeting.turn(6)).finish()

        assert failed.value.stage is Stage.HEAR


@every_vendor
async def test_a_key_that_is_refused_is_said_and_tried_once(vendor: str) -> None:
    async with Meeting(vendor, key="another") as meeting:
        with pytest.raises(ProviderError, match="the key was refused") as failed:
            await (await meeting.turn(6)).finish()

        assert "another" not in str(failed.value)


@every_vendor
@pytest.mark.parametrize(
    ("day", "said", "calls"),
    [
        (Day.REFUSES_KEY, "the key was refused; the answer was 401", 2),
        (Day.NO_CREDIT, "the answer was 402: Project does not have enough credits", 2),
        (Day.TOO_MANY, "the answer was 429: Too many requests", 3),
    ],
)
async def test_a_vendor_that_lets_nobody_in_is_a_failure_of_the_turn_in_its_words(
    vendor: str, day: Day, said: str, calls: int
) -> None:
    async with Meeting(vendor, day) as meeting:
        with pytest.raises(ProviderError, match=said):
            await (await meeting.turn(6)).finish()

        assert len(meeting.desk.requests) == calls, "once before the turn, and again where that may help"
        await meeting.desk.has(Day.GOOD)
        assert await (await meeting.turn(6)).finish() == SCRIPT[0]


@every_vendor
async def test_slow_first_words_are_waited_for(vendor: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk, "LATE_S", 0.2)
    async with Meeting(vendor, Day.IS_SLOW) as meeting:
        turn = await meeting.turn(6)
        assert turn.partial == ""
        assert await turn.finish() == SCRIPT[0]


@pytest.mark.parametrize("vendor", ["flux", "nova"])
async def test_words_that_never_settle_are_taken_as_they_are(
    vendor: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(far_ears, "SETTLES_S", 0.3)
    async with Meeting(vendor, Day.NEVER_SETTLES) as meeting:
        turn = await meeting.turn(6)
        while turn.partial != SCRIPT[0]:
            await asyncio.sleep(0.01)

        assert await turn.finish() == SCRIPT[0]


@every_vendor
async def test_last_words_that_come_late_are_not_taken_for_those_of_the_next_turn(
    vendor: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(far_ears, "SETTLES_S", 0.3)
    monkeypatch.setattr(desk, "LATE_S", 0.6)
    async with Meeting(vendor, Day.SETTLES_LATE) as meeting:
        with suppress(ProviderError):  # of whoever says nothing before the end, nothing is known by then
            assert await (await meeting.turn(6)).finish() == SCRIPT[0]

        meeting.desk.script = SCRIPT[1:]
        assert await (await meeting.turn(4)).finish() == SCRIPT[1]


@every_vendor
async def test_a_vendor_that_says_nothing_of_a_turn_is_told_it_once_and_called_anew_for_the_next(
    vendor: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with Meeting(vendor, Day.SAYS_NOTHING) as meeting:
        turn = await meeting.turn(6)
        with monkeypatch.context() as hasty:
            hasty.setattr(far_ears, "SETTLES_S", 0.2)
            with pytest.raises(ProviderError, match="it says nothing of what it hears"):
                await turn.finish()
        assert len(meeting.desk.requests) == 1

        meeting.desk.day = Day.GOOD
        assert await (await meeting.turn(6)).finish() == SCRIPT[0]
        assert len(meeting.desk.requests) == 2


@every_vendor
async def test_what_a_vendor_does_not_say_is_heard_by_whoever_stands_in(
    vendor: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(far_ears, "SETTLES_S", 0.5)
    async with Meeting(vendor, Day.SAYS_NOTHING) as silent, Meeting(vendor) as other:
        troubles: list[ProviderError] = []
        turn = StoodInFor(silent.ears, lambda: other.ears, troubles.append).open()
        for _ in range(round(6.4 * WORD_S * MICROPHONE_HZ / WINDOW)):
            turn.feed(SOUND)

        assert await turn.finish() == SCRIPT[0]
        assert [str(trouble) for trouble in troubles] == [f"{vendor}: it says nothing of what it hears"]


@every_vendor
async def test_a_moment_of_noise_of_which_nothing_is_said_is_no_words(
    vendor: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(far_ears, "SETTLES_S", 0.2)
    async with Meeting(vendor, Day.SAYS_NOTHING) as meeting:
        assert await (await meeting.turn(2)).finish() == ""


@every_vendor
async def test_a_turn_that_is_dropped_holds_up_nobody(vendor: str) -> None:
    async with Meeting(vendor) as meeting:
        meeting.desk.script = ["Mhm", SCRIPT[1]]
        (await meeting.turn(1)).cancel()

        assert await (await meeting.turn(4)).finish() in (SCRIPT[1], "Mhm")  # fewer than 100 ms are no turn


@every_vendor
async def test_nothing_said_is_no_words(vendor: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(far_ears, "SETTLES_S", 0.2)
    async with Meeting(vendor) as meeting:
        assert await meeting.ears.open().finish() == ""


@every_vendor
async def test_a_line_on_which_nobody_speaks_is_kept_open(
    vendor: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(far_ears, "RESTING_S", 0.05)
    async with Meeting(vendor) as meeting:
        async with asyncio.timeout(5):
            while len(meeting.desk.said) < 4:
                await asyncio.sleep(0.01)

        assert len(meeting.desk.requests) == 1
        assert await (await meeting.turn(6)).finish() == SCRIPT[0]


async def test_flux_tells_while_one_speaks_how_sure_it_is_of_the_end() -> None:
    async with Meeting("flux") as meeting:
        turn = await meeting.turn(4)
        while turn.partial != "How much is a":
            await asyncio.sleep(0.01)
        unsure = turn.completeness
        for _ in range(16):
            turn.feed(SOUND)
        while turn.partial != SCRIPT[0]:
            await asyncio.sleep(0.01)

        assert (unsure, turn.completeness) == (0.1, 0.8)
        turn.cancel()


async def test_what_a_vendor_complains_of_is_told_in_its_words() -> None:
    async with Meeting("flux", Day.COMPLAINS) as meeting:
        with pytest.raises(ProviderError, match="NET-0000: no"):
            await (await meeting.turn(6)).finish()


async def test_nobody_at_the_other_end_is_a_failure_of_the_turn() -> None:
    ears = FarEars("flux", Flux(Place("deepgram", "http://127.0.0.1:9", KEY), "flux-general-en"))
    turn = ears.open()
    turn.feed(SOUND)

    with pytest.raises(ProviderError):
        await turn.finish()
    await ears.close()


@pytest.mark.parametrize(("private", "said"), [(True, ["true"]), (False, None)])
async def test_deepgram_is_told_to_keep_nothing_where_nothing_may_be_kept(
    private: bool, said: list[str] | None
) -> None:
    for dialect in (
        Flux(Place("deepgram", "https://x", KEY), "flux-general-multi", "de", private),
        Nova(Place("deepgram", "https://x", KEY), "nova-3", "sv", private),
    ):
        assert parse_qs(urlsplit(dialect.url).query).get("mip_opt_out") == said
