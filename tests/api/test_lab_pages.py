"""The pages of the Lab in a browser: talking, sessions, API keys, and what everybody must be able to use."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Response, expect
from tests.api.conversations import Conversation, start
from tests.api.lab_page import DESK, LOOKED_AGAIN_MS, PHONE, LabPage, visit
from tests.api.servers import Server, bearer, listening_server
from tests.e2e.browser.chromium import LAN, chromium
from tests.placements import ScriptedPlacement

from visavis.contract.events import TurnLatency
from visavis.contract.token_usage import TokenUsage

pytestmark = [pytest.mark.browser]

QUICK = TurnLatency(transcript_s=0.2, first_token_s=0.45, first_sound_s=0.6, picture_sent_s=0.65)
TOOK = TokenUsage(prompt=1412, completion=31, cached=1024, reasoning=9)
MOST_SCRIPT = 250_000
"""Bytes, compressed, until somebody can talk."""
SLOW = TurnLatency(transcript_s=0.2, first_token_s=1.2, first_sound_s=1.4, picture_sent_s=1.45)


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[Server]:
    async with listening_server(tmp_path / "data", ScriptedPlacement()) as running:
        yield running


@pytest.fixture
async def lab(server: Server, tmp_path: Path) -> AsyncIterator[LabPage]:
    async with chromium(tmp_path / "no-microphone.wav") as browser, visit(browser, server) as lab:
        yield lab


async def conversation(server: Server) -> Conversation:
    """A greeting, a quick answer, and a slow one with a tool in it that was cut off."""
    talk = await start(server)
    await talk.began()
    await talk.said("persona", "Welcome to the museum.", 1, 2)
    await talk.said("user", "When are you open?", 4, 2)
    await talk.said("persona", "From ten to five.", 6.6, 2, latency=QUICK)
    await talk.said("user", "And on Mondays?", 10, 1.5)
    await talk.called("find_open_slots", 12, turn_index=2)
    await talk.said("persona", "On Mondays we are", 12.9, 1, interrupted=True, latency=SLOW, usage=TOOK)
    await talk.ended(20)
    return talk


# talking, where something is in the way


async def test_who_finds_all_seats_taken_holds_a_place_and_is_let_in(lab: LabPage, server: Server) -> None:
    first, *_ = [await start(server) for _ in range(8)]
    await lab.open("/")
    await lab.button("Type instead").click()
    await expect(lab.heading("All 8 seats")).to_be_visible()
    await lab.button("Hold my place").click()
    await lab.shows("Your place is held.")

    async with lab.page.expect_response(lambda reply: reply.url.endswith("/engine/session") and reply.ok):
        await first.began()
        await first.ended()

    await expect(lab.heading("All 8 seats")).to_be_hidden()
    await lab.page.goto("about:blank")
    lab.complaints.clear()  # nobody was at the other end of the call


async def test_a_page_without_https_says_what_it_cannot_do_and_what_to_do_instead(tmp_path: Path) -> None:
    async with (
        listening_server(tmp_path / "data", ScriptedPlacement(), lab_open=True) as server,
        chromium(tmp_path / "no-microphone.wav") as browser,
    ):
        page = await browser.new_page()
        lab = LabPage(page, server.url.replace("127.0.0.1", LAN))
        await lab.open("/")
        await lab.shows("Only on https or localhost. You can still type.")
        await lab.button("Talk to Cara").click()
        await expect(lab.heading("Browsers give the microphone to safe pages only")).to_be_visible()
        ways = page.get_by_role("alert").get_by_role("button")
        await expect(ways).to_have_text(["Type instead", "Back to Cara"])

        await lab.open("/sign-in")

        await lab.shows("Signing in takes https here")
        await expect(page.get_by_label("API key", exact=True)).to_have_count(0)


async def test_a_server_that_went_away_is_said_and_is_there_again(lab: LabPage) -> None:
    await lab.page.route("**/lab/status", lambda route: route.abort())
    await lab.open("/")
    await expect(lab.heading("This page cannot reach its server")).to_be_visible()

    await lab.page.unroute("**/lab/status")

    await expect(lab.heading("Cara")).to_be_visible(timeout=LOOKED_AGAIN_MS)


# sessions


async def test_nothing_was_said_yet(lab: LabPage) -> None:
    await lab.opened("/sessions")

    await lab.shows("Nobody is talking at the moment.", "No conversations yet")
    await lab.page.get_by_role("link", name="Talk to someone").click()
    await expect(lab.heading("Cara")).to_be_visible()


async def test_a_live_session_stands_first_and_can_be_stopped(lab: LabPage, server: Server) -> None:
    talk = await start(server)
    await lab.opened("/sessions")

    async with lab.page.expect_response(f"**/v1/sessions/{talk.id}/stop") as stopped:
        await lab.page.get_by_role("button", name=re.compile("^Stop the conversation")).click()
    assert (await stopped.value).ok
    assert [id for id, _ in server.placement.ended] == [talk.id]
    await talk.began()
    await talk.ended()  # as its engine then says

    await lab.shows("Nobody is talking at the moment.")
    await expect(lab.page.locator("tbody tr")).to_have_count(1)


async def test_filters_are_in_the_address(lab: LabPage, server: Server) -> None:
    talk = await conversation(server)
    await lab.opened("/sessions")
    rows = lab.page.locator("tbody tr")
    await expect(rows).to_have_count(1)

    await lab.page.get_by_role("searchbox").fill("no such thing")
    await lab.shows("No conversation fits")
    await lab.page.wait_for_url("**/sessions?search=no*thing")
    await lab.page.reload()
    await expect(lab.page.get_by_role("searchbox")).to_have_value("no such thing")

    await lab.button("Show all").click()
    await expect(rows).to_have_count(1)
    await lab.page.get_by_role("searchbox").fill(talk.id)
    await lab.page.wait_for_url(f"**/sessions?search={talk.id}")
    await rows.get_by_role("link").click()
    await lab.page.wait_for_url(f"**/sessions/{talk.id}")


async def test_a_conversation_is_looked_at(lab: LabPage, server: Server) -> None:
    talk = await conversation(server)
    await lab.opened(f"/sessions/{talk.id}")

    figures = lab.page.locator("dl").first
    await expect(figures).to_contain_text(re.compile(r"Median gap1\.05 s1 of 2 gaps on target"))
    await expect(figures).to_contain_text("turn 3, waiting for find_open_slots")
    await expect(figures).to_contain_text("Interruptions1")
    await lab.shows("There is no recording", "Choose a turn to see its stages.")

    await lab.button("Turn 3 Hear 200 Think 1000 Speak 200 Face 50 1450 ms").click()
    await lab.page.wait_for_url("**?turn=3")
    await lab.shows("Includes find_open_slots, 700 ms")
    await lab.shows(
        "Tokens: 1,412 read (1,024 from its cache), 31 written (9 thinking)",
        "Tokens of all answers: 1,412 read",
    )
    await expect(lab.page.get_by_role("slider")).to_have_attribute("aria-valuetext", "0:10")
    await lab.page.get_by_role("button", name="Welcome to the museum.").click()
    await lab.shows("No gap here")
    await expect(lab.page.get_by_role("slider")).to_have_attribute("aria-valuetext", "0:01")

    await lab.page.get_by_role("tab", name="Tool calls (1)").click()
    await lab.page.wait_for_url("**&tab=tools")
    await expect(lab.page.get_by_role("tabpanel")).to_contain_text("find_open_slots")


async def test_a_conversation_is_exported(lab: LabPage, server: Server) -> None:
    talk = await conversation(server)
    await lab.opened(f"/sessions/{talk.id}")
    saved = {}
    for name in ("Everything, as JSON", "Captions, as WebVTT"):
        await lab.button("Export").click()
        async with lab.page.expect_download() as download:
            await lab.page.get_by_role("link", name=name).click()
        saved[name] = (await (await download.value).path()).read_text()
        await lab.page.keyboard.press("Escape")

    assert '"From ten to five."' in saved["Everything, as JSON"]
    assert saved["Captions, as WebVTT"].startswith("WEBVTT")


async def test_what_was_said_is_deleted_when_that_is_confirmed(lab: LabPage, server: Server) -> None:
    talk = await conversation(server)
    await lab.opened(f"/sessions/{talk.id}")
    await lab.button("Delete what was said").click()
    await lab.button("Cancel").click()
    assert (await server.client.get(f"/v1/sessions/{talk.id}/transcript")).status_code == 200

    await lab.button("Delete what was said").click()
    await lab.button("Delete it").click()

    await expect(lab.page.get_by_text("erased", exact=True)).to_be_visible()
    assert (await server.client.get(f"/v1/sessions/{talk.id}/transcript")).status_code == 404


@pytest.mark.parametrize("id", ["42", "5a7c1e20-9d0b-4f6e-8a41-c0ffee00ffff"])
async def test_a_conversation_that_is_not_there_is_said_to_be_none(lab: LabPage, id: str) -> None:
    await lab.opened(f"/sessions/{id}")

    await lab.shows("No such conversation")


# API keys


async def test_a_key_is_shown_once_and_works_until_it_is_revoked(lab: LabPage, server: Server) -> None:
    await lab.opened("/api-keys")
    await lab.button("Create a key").click()
    await lab.page.get_by_label("Name").fill("Reporter")
    await lab.page.get_by_label("Only what is ticked").check()
    await lab.page.get_by_role("group", name="Sessions").get_by_label("read").check()
    await lab.button("Create key").click()
    key = await lab.page.get_by_label("API key", exact=True).text_content() or ""
    assert key.startswith("vv_")
    assert (await server.client.get("/v1/sessions", headers=bearer(key))).status_code == 200
    assert (await server.client.get("/v1/personas", headers=bearer(key))).status_code == 403

    await lab.button("I have it").click()
    row = lab.page.get_by_role("row", name=re.compile("Reporter"))
    await expect(row).to_contain_text("1 thing")
    assert key not in await lab.page.content()
    await lab.button("Revoke Reporter").click()
    await lab.button("Revoke").last.click()

    await expect(row).to_be_hidden()
    assert (await server.client.get("/v1/sessions", headers=bearer(key))).status_code == 401


# everybody, everywhere


async def test_an_address_that_leads_nowhere_says_so(lab: LabPage) -> None:
    await lab.open("/no/such/page")

    await expect(lab.heading("Nobody is sitting here")).to_be_visible()
    await lab.page.get_by_role("link", name="Talk to someone").click()
    await expect(lab.heading("Cara")).to_be_visible()


async def test_what_has_no_tab_on_a_phone_is_found_under_more(lab: LabPage) -> None:
    await lab.look(PHONE, "light")
    await lab.open("/")
    await lab.button("More").click()
    await lab.page.get_by_role("link", name="Voices").click()

    await lab.page.wait_for_url("**/voices")


async def test_whoever_wants_no_motion_sees_every_change_at_once(lab: LabPage) -> None:
    """The width of a drawing too, which is a property of style: charts that grew stayed cut off for a while."""
    await lab.look(DESK, "light")
    await lab.open("/")
    await expect(lab.heading("Cara")).to_be_visible()
    drawing = lab.page.locator("svg").first
    await expect(drawing).to_be_visible()

    widths = "svg => [77, 300].map(px => (svg.setAttribute('width', px), svg.getBoundingClientRect().width))"
    assert await drawing.evaluate(widths) == [77, 300]


async def test_the_first_page_is_light(lab: LabPage) -> None:
    """As it goes over the line."""
    scripts: list[Response] = []
    lab.page.on("response", lambda reply: scripts.append(reply) if reply.url.endswith(".js") else None)
    await lab.open("/")
    await expect(lab.heading("Cara")).to_be_visible()
    await lab.page.wait_for_load_state("networkidle")

    sizes = [int(await script.header_value("content-length") or 0) for script in scripts]

    assert len(sizes) > 2
    assert 0 not in sizes
    assert sum(sizes) < MOST_SCRIPT
