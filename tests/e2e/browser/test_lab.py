"""From the first visit to the film of the first conversation, on a server with engines."""

from __future__ import annotations

import pytest
from playwright.async_api import BrowserContext, expect
from tests.api.lab_page import LabPage
from tests.e2e.browser.talk_page import RESULTS, TalkPage
from tests.e2e.conftest import KEY
from tests.serving import RunningServer

pytestmark = [pytest.mark.e2e, pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

FILMED_MS = 60_000


async def test_somebody_who_comes_for_the_first_time_talks_and_sees_what_was_said(
    context: BrowserContext, server: RunningServer
) -> None:
    talk_page = await TalkPage.at(await context.new_page(), f"{server.url}/welcome")
    page = talk_page.page
    lab = LabPage(page, server.url)
    await lab.sign_in(KEY)
    await lab.shows("Signed in to My organization")
    await page.get_by_role("link", name="Talk to Cara").click()

    await talk_page.choose("Kenji")
    await talk_page.press("Type instead")
    await talk_page.phase("speaking")
    await talk_page.phase("listening")
    other = LabPage(await context.new_page(), server.url)
    await other.open("/sessions")
    await expect(other.page.get_by_role("button", name="Stop the conversation with Kenji")).to_be_visible()
    await talk_page.type("When is the museum open?")
    await talk_page.phase("speaking")
    await talk_page.phase("listening")
    await other.page.get_by_role("button", name="Stop the conversation with Kenji").click()
    await expect(page.locator("section[data-phase]")).not_to_have_attribute("data-phase", "listening")

    await other.page.get_by_role("row", name="Kenji").first.get_by_role("link").click()
    film = other.page.get_by_label("Recording with both sides")
    await expect(film).to_be_visible(timeout=FILMED_MS)
    await other.page.get_by_role("button", name="The museum is open from ten to five").click()
    await other.page.wait_for_function("document.querySelector('video').currentTime > 1")
    await other.page.wait_for_function("document.querySelector('video').videoWidth > 0")
    await other.page.screenshot(path=RESULTS / "lab-session.png")
    assert await other.findings() == []
    assert not other.complaints


async def test_somebody_says_hello_to_a_face_and_takes_it_along(
    context: BrowserContext, server: RunningServer
) -> None:
    talk_page = await TalkPage.at(await context.new_page(), f"{server.url}/sign-in")
    page = talk_page.page
    lab = LabPage(page, server.url)
    await lab.sign_in(KEY)
    await page.wait_for_url(f"{server.url}/")
    await page.goto(f"{server.url}/avatars?search=Cara")
    await page.get_by_role("article").first.get_by_role("button", name="Say hello").first.click()

    await talk_page.phase("speaking")
    await lab.shows("Hello, I am Cara.")
    assert await lab.findings() == []
    await talk_page.photograph("hello")
    await talk_page.press("Hang up")
    await talk_page.phase("ended")
    await page.get_by_role("link", name="Use in a persona").click()

    await lab.shows("they get the face of Cara")
    assert not lab.complaints
