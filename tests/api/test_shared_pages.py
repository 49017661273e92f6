"""What strangers see in a browser when nobody may talk, and how the Lab shares: one server and one browser for all."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, Response, expect
from tests.api.conversations import start
from tests.api.lab_page import DESK, LabPage
from tests.api.servers import Server, listening_server
from tests.e2e.browser.chromium import LAN, chromium
from tests.placements import ScriptedPlacement
from tests.web import Web, web

from visavis.store.tables import ShareLink

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]

STOCK_PERSONA = "5a7c1e20-9d0b-4f6e-8a41-c0ffee000001"
MOST_SCRIPT = 45_000
"""Bytes, compressed, of each public page and of the widget, with the SDK in them."""
ASKED_FOR_MICROPHONE = """
    window.microphones = 0;
    if (navigator.mediaDevices) navigator.mediaDevices.getUserMedia = () => {
        window.microphones += 1;
        return Promise.reject(new DOMException('', 'NotAllowedError'));
    };
"""
HEARD = """
    window.heard = [];
    for (const name of ['ready', 'unavailable', 'open', 'minimize', 'error'])
        document.addEventListener(`visavis:${name}`, ({ detail }) => heard.push([name, detail]));
"""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def server(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Server]:
    folder = tmp_path_factory.mktemp("shared") / "data"
    async with listening_server(folder, ScriptedPlacement(), sessions=1) as running:
        yield running


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Browser]:
    async with chromium(tmp_path_factory.mktemp("no") / "microphone.wav") as running:
        yield running


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def site() -> AsyncIterator[Web]:
    """Somebody's own, at another origin."""
    async with web() as running:
        yield running


@pytest_asyncio.fixture(loop_scope="module")
async def page(browser: Browser) -> AsyncIterator[Page]:
    """Whatever a test does, no script may fail."""
    context = await browser.new_context(viewport={"width": DESK[0], "height": DESK[1]})
    page = await context.new_page()
    failed: list[str] = []
    page.on("pageerror", lambda error: failed.append(str(error)))
    await page.add_init_script(ASKED_FOR_MICROPHONE + HEARD)
    yield page
    await context.close()
    assert not failed


def url(server: Server, path: str = "") -> str:
    return server.url + path


async def link(server: Server, **fields: Any) -> ShareLink:
    reply = await server.client.post("/v1/share-links", json={"personaId": STOCK_PERSONA} | fields)
    async with server.wing.database.transaction() as session:
        return await session.get_one(ShareLink, reply.json()["id"])


async def persona(server: Server, **widget: Any) -> str:
    id = (await server.client.post("/v1/personas", json={"name": "Nora"})).json()["id"]
    await server.client.put(f"/v1/personas/{id}", json={"widgetConfig": widget})
    return str(id)


def framed(server: Server, kind: str, token: str) -> bytes:
    return f'<iframe title="Talk" src="{url(server, f"/embed/{kind}/{token}")}" allow="microphone"></iframe>'.encode()


def with_widget(server: Server, id: str, attributes: str = "") -> bytes:
    script = f'<script src="{url(server, "/widget.js")}" async></script>'
    return (
        f'<!doctype html><html lang="en"><title>Shop</title><meta name="viewport" content="width=device-width">'
        f'<main><h1>Shop</h1></main>{script}<anam-agent agent-id="{id}" {attributes}></anam-agent>'.encode()
    )


# links that are closed


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"enabled": False}, "This conversation is paused for now."),
        ({"expires_at": datetime.now(UTC) - timedelta(seconds=1)}, "This link has expired."),
        ({"usage_limit": 1, "usage_count": 1}, "This link was used as often as it may be."),
    ],
)
async def test_a_closed_link_says_why_in_one_sentence(
    page: Page, server: Server, fields: dict[str, Any], sentence: str
) -> None:
    made = await link(server)
    async with server.wing.database.transaction() as session:
        row = await session.get_one(ShareLink, made.id)
        for name, value in fields.items():
            setattr(row, name, value)

    await page.goto(url(server, f"/share/{made.token}"))

    await expect(page.get_by_role("alert")).to_contain_text(sentence)
    await expect(page.get_by_role("button", name="Talk to Cara")).to_be_hidden()
    assert "Cara" not in await page.title()


async def test_an_address_without_a_link_says_so(page: Page, server: Server) -> None:
    await page.goto(url(server, "/share/sh_nothing"))

    await expect(page.get_by_role("alert")).to_contain_text("There is nobody at this address.")


async def test_a_server_that_went_away_is_said_and_asked_again(page: Page, server: Server) -> None:
    made = await link(server)
    await page.route("**/card", lambda route: route.abort())
    await page.goto(url(server, f"/share/{made.token}"))
    await expect(page.get_by_role("alert")).to_contain_text("The server does not answer just now.")

    await page.unroute("**/card")
    await page.get_by_role("button", name="Try again").click()

    await expect(page.get_by_role("heading", name="Cara")).to_be_visible()


async def test_who_finds_all_seats_taken_uses_up_nothing_more_by_trying_again(
    page: Page, server: Server
) -> None:
    made = await link(server)
    talk = await start(server)
    await page.goto(url(server, f"/share/{made.token}"))
    await page.get_by_role("button", name="Type instead").click()
    full = page.get_by_role("alert").filter(has_text="Everybody wants to talk just now.")
    await expect(full).to_be_visible()
    async with page.expect_response("**/v1/engine/session") as again:
        await page.get_by_role("button", name="Try again").click()
    assert (await again.value).status == 429
    await expect(full).to_be_visible()

    assert (await server.client.get(f"/v1/share-links/{made.id}")).json()["usageCount"] == 1
    await talk.began()
    await talk.ended()


async def test_who_gives_no_microphone_may_type(page: Page, server: Server) -> None:
    made = await link(server)
    await page.goto(url(server, f"/share/{made.token}"))
    await expect(page.get_by_role("heading", name="Cara")).to_be_visible()
    assert await page.evaluate("microphones") == 0

    await page.get_by_role("button", name="Talk to Cara").click()

    await expect(page.get_by_role("alert")).to_contain_text(
        "Your browser keeps the microphone from this page."
    )
    assert await page.evaluate("microphones") == 1
    await expect(page.get_by_role("button", name="Type instead")).to_be_visible()
    assert await page.context.cookies() == []


async def test_where_browsers_give_no_microphone_typing_is_offered_and_no_other_try(
    page: Page, server: Server
) -> None:
    made = await link(server)
    await page.goto(url(server, f"/share/{made.token}").replace("127.0.0.1", LAN))

    await page.get_by_role("button", name="Talk to Cara").click()

    await expect(page.get_by_role("alert")).to_contain_text("Open this one over https, or type")
    await expect(page.get_by_role("alert").get_by_role("button")).to_have_text(["Type instead", "Back"])


# other people's sites


async def test_a_site_that_was_not_allowed_gets_a_sentence_in_place_of_a_player(
    page: Page, server: Server, site: Web
) -> None:
    made = await link(server, type="PLAYER_EMBED", allowedOrigins=["https://shop.example"])
    await page.goto(site.put("/player", framed(server, "player", made.token), "text/html"))
    frame = page.frame_locator("iframe")
    await expect(frame.get_by_role("alert")).to_contain_text("This site may not show this persona.")

    await server.client.put(f"/v1/share-links/{made.id}", json={"allowedOrigins": [site.url]})
    await page.reload()

    await expect(frame.get_by_role("heading", name="Cara")).to_be_visible()


async def test_a_site_that_hides_where_it_is_gets_nothing_at_all(
    page: Page, server: Server, site: Web
) -> None:
    made = await link(server, type="PLAYER_EMBED", allowedOrigins=["https://shop.example"])
    hidden = framed(server, "player", made.token).replace(b"<iframe", b'<iframe referrerpolicy="no-referrer"')
    async with page.expect_console_message(lambda message: "frame-ancestors" in message.text):
        await page.goto(site.put("/hidden", hidden, "text/html"))

    assert not page.frames[1].url.startswith(url(server))


async def test_the_widget_stays_away_from_sites_that_were_not_allowed(
    page: Page, server: Server, site: Web
) -> None:
    id = await persona(server, allowedOrigins=["https://shop.example"])
    await page.goto(site.put("/widget", with_widget(server, id), "text/html"))

    await page.wait_for_function("heard.length > 0")

    assert await page.evaluate("heard") == [["unavailable", {"reason": "wrong-site"}]]
    await expect(page.locator("anam-agent")).to_be_hidden()


async def test_a_small_widget_opens_at_a_press_and_closes_at_escape(
    page: Page, server: Server, site: Web
) -> None:
    id = await persona(server, allowedOrigins=[site.url], callToAction="Ask Nora", showTextInput=False)
    small = with_widget(server, id, 'initial-state="minimized" position="top-left"')
    await page.goto(site.put("/widget", small, "text/html"))
    pill = page.get_by_role("button", name="Ask Nora")
    box = await pill.bounding_box()
    assert box is not None
    assert (box["x"], box["y"]) == (24, 24)

    await pill.click()
    await expect(page.get_by_role("heading", name="Nora")).to_be_visible()
    await expect(page.get_by_role("button", name="Ask Nora")).to_be_focused()
    await expect(page.get_by_role("button", name="Type instead")).to_be_hidden()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("heading", name="Nora")).to_be_hidden()

    assert [name for name, _ in await page.evaluate("heard")] == ["ready", "open", "minimize"]
    assert await page.evaluate("microphones") == 0


async def test_a_widget_that_is_used_up_is_small_and_says_so_when_it_is_asked(
    page: Page, server: Server, site: Web
) -> None:
    id = await persona(server, allowedOrigins=[site.url], usageLimit=1)
    await page.goto(site.put("/used-up", with_widget(server, id), "text/html"))
    await expect(page.get_by_role("button", name="Talk to Nora")).to_be_visible()
    somebody = await server.client.post(f"/widgets/{id}/session-token", headers={"origin": site.url})
    assert somebody.status_code == 200
    await page.get_by_role("button", name="Type instead").click()
    alert = page.get_by_role("alert")
    await expect(alert).to_contain_text("it is enough for now")

    await page.reload()
    await page.get_by_role("button", name="Not free just now").click()

    await expect(alert).to_contain_text("it is enough for now. Come back another day.")
    await expect(page.get_by_role("button", name="Talk to Nora")).to_be_hidden()
    assert await page.evaluate("heard") == [["unavailable", {"reason": "used-up"}], ["open", {}]]


async def test_the_limits_of_a_widget_are_set_in_the_lab(page: Page, server: Server) -> None:
    id = await persona(server)
    lab = LabPage(page, url(server))
    await lab.opened(f"/share-embed?kind=widget&persona={id}")
    await page.get_by_label("Conversations a day").fill("12")
    await page.get_by_label("Minutes a day").fill("90")
    here = {"origin": url(server)}
    assert (await server.client.post(f"/widgets/{id}/session-token", headers=here)).is_success
    await lab.button("Save and publish").click()
    await expect(page.get_by_text("Published", exact=True)).to_be_visible()

    stored = (await server.client.get(f"/v1/personas/{id}")).json()["widgetConfig"]
    assert (stored["usageLimit"], stored["dailyUsageLimit"], stored["dailyMinuteLimit"]) == (None, 12, 90)
    await lab.open(f"/share-embed?kind=widget&persona={id}")
    await lab.shows("1 so far", "1 of 12 today", "0 of 90 today")


async def test_a_sites_own_style_does_not_reach_the_widget(page: Page, server: Server, site: Web) -> None:
    id = await persona(server, allowedOrigins=[site.url])
    loud = b"<style>* { color: red !important; font-size: 50px !important } button { display: none }</style>"
    await page.goto(site.put("/loud", with_widget(server, id) + loud, "text/html"))

    talk = page.get_by_role("button", name="Talk to Nora")
    await expect(talk).to_be_visible()
    assert await talk.evaluate("button => getComputedStyle(button).fontSize") == "15px"


# everybody, everywhere


async def test_in_a_low_frame_there_is_room_for_the_name_and_what_can_be_pressed(
    page: Page, server: Server
) -> None:
    made = await link(server, type="PLAYER_EMBED", allowAllOrigins=True)
    await page.goto(url(server, f"/embed/player/{made.token}"))
    about = page.locator(".role")
    await expect(about).to_be_visible()

    await page.set_viewport_size({"width": 360, "height": 280})

    await expect(about).to_be_hidden()
    await expect(page.get_by_role("heading", name="Cara")).to_be_visible()
    await expect(page.get_by_role("button", name="Type instead")).to_be_visible()


async def test_each_public_bundle_is_light(page: Page, server: Server, site: Web) -> None:
    made = await link(server)
    scripts: list[Response] = []
    page.on("response", lambda reply: scripts.append(reply) if reply.url.endswith(".js") else None)
    await page.goto(url(server, f"/share/{made.token}"))
    await page.get_by_role("button", name="Type instead").click()  # which loads the SDK
    # the scripted placement has no engine behind it
    await expect(page.get_by_role("alert")).to_contain_text("The server went away", timeout=30_000)

    sizes = [int(await script.header_value("content-length") or 0) for script in scripts]
    widget = await server.client.head("/widget.js", headers={"accept-encoding": "gzip"})

    assert len(sizes) > 1
    assert 0 not in sizes
    assert sum(sizes) <= MOST_SCRIPT
    assert 0 < int(widget.headers["content-length"]) <= MOST_SCRIPT
