"""The Talk page, driven as a person would."""

from __future__ import annotations

from collections.abc import AsyncIterator

import cv2
import pytest
import pytest_asyncio
from playwright.async_api import BrowserContext
from tests.e2e.browser.chromium import Microphone
from tests.e2e.browser.talk_page import TalkPage
from tests.e2e.developer import PERSONA, Developer
from tests.serving import RunningServer

pytestmark = [pytest.mark.e2e, pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

QUESTION = "What can I see in the garden in the summer?"
ANSWER = "The garden is open in the summer."


@pytest_asyncio.fixture(loop_scope="session")
async def talk_page(context: BrowserContext, server: RunningServer) -> TalkPage:
    return await TalkPage.at(await context.new_page(), server.url)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def _ada_lives_here(developer: Developer) -> AsyncIterator[None]:
    """A persona that answers from PERSONA's prompt, in the server's own list."""
    reply = await developer.http.post("/v1/personas", json=PERSONA | {"description": "Keeps the clocks"})
    assert reply.status_code == 201, reply.text
    yield
    await developer.http.delete(f"/v1/personas/{reply.json()['id']}")


async def test_someone_who_types_is_greeted_and_answered_aloud_and_may_cut_in(
    talk_page: TalkPage, developer: Developer
) -> None:
    await talk_page.choose("Kenji")
    await talk_page.photograph("lobby")
    await talk_page.press("Type instead")
    await talk_page.phase("speaking")
    await talk_page.transcript_says("Welcome to the museum of clocks. What would you like to see?")
    await talk_page.phase("listening")

    await talk_page.type("When is the museum open?")
    await talk_page.phase("speaking")
    picture = cv2.imread(str(await talk_page.photograph("speaking")))
    assert picture.std() > 20
    await talk_page.transcript_says("The museum is open from ten to five, every day but Monday.")
    await talk_page.phase("listening")

    await talk_page.type("What is the oldest clock?")
    await talk_page.phase("speaking")
    await talk_page.press("Interrupt")
    await talk_page.phase("interrupted")
    await talk_page.phase("listening")
    await talk_page.press("End")
    await talk_page.phase("ended")
    await talk_page.photograph("ended")

    assert await talk_page.phases() == [
        "lobby",
        "connecting",
        *("listening", "speaking", "listening"),  # he greets
        *("thinking", "speaking", "listening"),
        *("thinking", "speaking", "interrupted", "listening"),
        "ended",
    ]
    assert not talk_page.complaints
    assert await developer.active_sessions() == 0


@pytest.mark.usefixtures("_ada_lives_here")
async def test_someone_who_speaks_is_heard_and_answered(talk_page: TalkPage, microphone: Microphone) -> None:
    await microphone.next_says(3.0, QUESTION)
    await talk_page.page.reload()
    await talk_page.choose("Ada")
    await talk_page.press("Talk to Ada")
    await talk_page.phase("listening")
    await talk_page.phase("thinking")
    await talk_page.phase("speaking")
    await talk_page.transcript_says(ANSWER)
    await talk_page.phase("listening")
    await talk_page.photograph("answered")
    assert (await talk_page.phases())[1:] == ["connecting", "listening", "thinking", "speaking", "listening"]
    assert not talk_page.complaints


@pytest.mark.usefixtures("_ada_lives_here")
async def test_the_page_fits_a_phone_in_the_dark(talk_page: TalkPage) -> None:
    await talk_page.page.set_viewport_size({"width": 390, "height": 844})
    await talk_page.page.emulate_media(color_scheme="dark")
    await talk_page.page.reload()
    await talk_page.choose("Cara")
    await talk_page.press("Type instead")
    await talk_page.phase("speaking")
    await talk_page.photograph("phone")
    assert await talk_page.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert not talk_page.complaints
