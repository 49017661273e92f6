"""What a user sees and hears of the faults of vendors that speak, through the public JavaScript SDK.

What each fault does to an utterance, vendor by vendor, stands in tests/providers/tts/test_vendor_faults.py and
test_openai_speech.py; here a vendor over a WebSocket stands for all of its kind, and one over HTTP.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from playwright.async_api import BrowserContext
from tests.e2e.browser.caller import Caller
from tests.e2e.browser.speaking_house import House, says
from tests.providers.tts.vendors.cartesia import Cartesia
from tests.providers.tts.vendors.studio import Day

pytestmark = [pytest.mark.e2e, pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

FIRST, SECOND = "The bell rings.", "Come in."
SHORT = f"{FIRST} {SECOND}"
"""Two clauses."""
SOON_S = 2
"""A busy vendor has time again; nobody waits so long for it."""
FAULTY = ("elevenlabs", "openai")


@asynccontextmanager
async def callers(context: BrowserContext, site: str, *engines: str) -> AsyncIterator[dict[str, Caller]]:
    """Whom two vendors speak to at the same time: most of a session is waiting."""
    on_pages = {engine: await Caller.at(await context.new_page(), site) for engine in engines}
    yield on_pages
    for caller in on_pages.values():
        await caller.does("window.client?.stopStreaming()")


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
