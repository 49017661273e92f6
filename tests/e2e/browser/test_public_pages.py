"""What strangers get, in conversation: a share link, an embedded player, and the widget on somebody's own site."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import BrowserContext, Frame, Page, expect
from tests.e2e.browser.chromium import Microphone
from tests.e2e.browser.talk_page import RESULTS, WITHIN_MS
from tests.e2e.developer import PERSONA, Developer
from tests.serving import RunningServer
from tests.web import Web

pytestmark = [pytest.mark.e2e, pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

QUESTION, ANSWER = "What can I see in the garden?", "The garden is open in the summer."
SPOKEN = "What can I see in the garden in the summer?"
OPENED_MICROPHONES = """
    window.microphones = 0;
    const ask = navigator.mediaDevices?.getUserMedia.bind(navigator.mediaDevices);
    if (ask) navigator.mediaDevices.getUserMedia = (...wish) => { window.microphones += 1; return ask(...wish); };
"""
SOUND_IS_REFUSED_ONCE = """
    const play = HTMLMediaElement.prototype.play;
    let refused = false;
    HTMLMediaElement.prototype.play = function () {
        if (refused) return play.call(this);
        refused = true;
        return Promise.reject(new DOMException('', 'NotAllowedError'));
    };
"""
HEARD = """
    window.heard = [];
    for (const name of ['ready', 'open', 'minimize', 'start', 'message', 'end', 'error', 'unavailable'])
        document.addEventListener(`visavis:${name}`, ({ detail }) => heard.push([name, detail]));
"""


@pytest_asyncio.fixture(loop_scope="session")
async def ada(developer: Developer) -> AsyncIterator[str]:
    """Her id. She is gone afterwards: other tests have an Ada of their own."""
    made = await developer.http.post("/v1/personas", json=PERSONA | {"description": "Keeps the clocks"})
    assert made.status_code == 201, made.text
    yield str(made.json()["id"])
    await developer.http.delete(f"/v1/personas/{made.json()['id']}")


async def link_to(developer: Developer, persona_id: str, **more: Any) -> str:
    reply = await developer.http.post("/v1/share-links", json={"personaId": persona_id} | more)
    assert reply.status_code == 201, reply.text
    return str(reply.json()["token"])


async def phase(place: Page | Frame, phase: str) -> None:
    await expect(place.locator(f".panel[data-phase={phase}]")).to_be_visible(timeout=WITHIN_MS)


async def says(place: Page | Frame, text: str) -> None:
    await place.locator("summary").click()
    await expect(place.get_by_role("listitem").filter(has_text=text)).to_be_visible(timeout=WITHIN_MS)


async def type(place: Page | Frame, text: str) -> None:
    field = place.get_by_role("textbox")
    await field.fill(text)
    await field.press("Enter")


async def photograph(page: Page, name: str) -> None:
    RESULTS.mkdir(exist_ok=True)
    await page.screenshot(path=RESULTS / f"public-{name}.png")


async def test_the_widget_talks_on_somebody_elses_site(
    context: BrowserContext, server: RunningServer, developer: Developer, owner: Web, ada: str
) -> None:
    widget = {"widgetConfig": {"allowedOrigins": [owner.url]}}
    assert (await developer.http.put(f"/v1/personas/{ada}", json=widget)).status_code == 200
    snippet = (
        f'<script src="{server.url}/widget.js" async></script>\n<anam-agent agent-id="{ada}"></anam-agent>'
    )
    site = owner.put(
        "/", f"<!doctype html><title>Harbour</title><h1>Harbour</h1>{snippet}".encode(), "text/html"
    )
    page = await context.new_page()
    await page.add_init_script(OPENED_MICROPHONES + HEARD)
    await page.goto(site)
    await expect(page.get_by_role("heading", name="Ada")).to_be_visible()
    await photograph(page, "widget-lobby")
    assert await page.evaluate("microphones") == 0

    await page.get_by_role("button", name="Type instead").click()
    await phase(page, "listening")
    await photograph(page, "widget-listening")
    await type(page, QUESTION)
    await says(page, ANSWER)
    await photograph(page, "widget-answered")
    await phase(page, "listening")
    moved = "document.querySelector('anam-agent').shadowRoot.querySelector('video').currentTime"
    assert await page.evaluate(moved) > 0
    await page.get_by_role("button", name="End the conversation").click()
    await phase(page, "ended")
    await photograph(page, "widget-ended")

    heard = await page.evaluate("heard")
    assert [name for name, _ in heard] == ["ready", "start", "message", "message", "end"]
    assert heard[2][1] == {"role": "user", "content": QUESTION}
    assert heard[3][1] == {"role": "persona", "content": ANSWER}
    assert await page.evaluate("microphones") == 0
    sessions = (await developer.http.get("/v1/sessions", params={"personaId": ada})).json()["data"]
    assert [one["clientLabel"] for one in sessions] == ["visavis-widget"]
    assert await page.evaluate("document.cookie") == ""


async def test_somebody_with_a_link_speaks_and_is_answered(
    context: BrowserContext, server: RunningServer, developer: Developer, microphone: Microphone, ada: str
) -> None:
    token = await link_to(developer, ada, usageLimit=1)
    await microphone.next_says(6.0, SPOKEN)
    page = await context.new_page()
    await page.goto(f"{server.url}/share/{token}")
    await expect(page.get_by_role("heading", name="Ada")).to_be_visible()
    await photograph(page, "share-lobby")
    await page.get_by_role("button", name="Talk to Ada").click()
    await phase(page, "listening")
    await says(page, ANSWER)
    await photograph(page, "share-answered")
    await page.get_by_role("button", name="End the conversation").click()
    await phase(page, "ended")
    await page.get_by_role("button", name="Talk again").click()
    await expect(page.get_by_text("used as often as it may be")).to_be_visible()
    await photograph(page, "share-used-up")


async def test_an_embedded_player_talks_inside_somebody_elses_page_and_has_its_sound_turned_on(
    context: BrowserContext, server: RunningServer, developer: Developer, owner: Web, ada: str
) -> None:
    token = await link_to(developer, ada, type="PLAYER_EMBED", allowedOrigins=[owner.url])
    frame = f'<iframe src="{server.url}/embed/player/{token}" allow="microphone; autoplay" width="720" height="480">'
    page = await context.new_page()
    await page.add_init_script(SOUND_IS_REFUSED_ONCE)
    await page.goto(owner.put("/player", frame.encode(), "text/html"))
    player = page.frames[1]
    await player.get_by_role("button", name="Type instead").click()
    await phase(player, "listening")
    sound = "document.querySelector('main').shadowRoot.querySelector('video').muted"
    assert await player.evaluate(sound)
    await player.get_by_role("button", name="Turn the sound on").click()
    assert not await player.evaluate(sound)
    await type(player, QUESTION)
    await says(player, ANSWER)
    await photograph(page, "player-answered")
    await player.get_by_role("button", name="End the conversation").click()
    await phase(player, "ended")
