"""Pages of the Lab in a browser: knowledge, tools, analytics, settings and health. One server for all."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Locator, expect
from tests.api.knowing import new_group
from tests.api.lab_page import DESK, LabPage
from tests.api.servers import Server, listening_server
from tests.api.test_lab_pages import conversation
from tests.e2e.browser.chromium import chromium
from tests.patience import PATIENCE_S
from tests.placements import ScriptedPlacement
from tests.web import Web, web

from visavis.store.base import now

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]

PATIENCE_MS = PATIENCE_S * 1000
NO_LLM = {"OPENAI_API_KEY": None, "OPENAI_BASE_URL": None}
GUIDE = "# Opening hours\n\nThe museum is open from ten to five. On Mondays it is closed.\n"
SECRET = "sk-museum-5e1f"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def owner() -> AsyncIterator[Web]:
    """Of webhooks."""
    async with web() as served:
        yield served


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def server(tmp_path_factory: pytest.TempPathFactory, owner: Web) -> AsyncIterator[Server]:
    data_dir = tmp_path_factory.mktemp("rooms") / "data"
    placement = ScriptedPlacement()
    async with listening_server(data_dir, placement, allowed_hosts=[owner.host], **NO_LLM) as running:
        yield running
        await placement.checks.close()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def signed_in(server: Server, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[LabPage]:
    async with chromium(tmp_path_factory.mktemp("mic") / "none.wav") as browser:
        page = await browser.new_page(viewport={"width": DESK[0], "height": DESK[1]})
        lab = LabPage(page, server.url)
        await lab.opened("/tools")
        yield lab


@pytest_asyncio.fixture(loop_scope="module")
async def lab(signed_in: LabPage) -> AsyncIterator[LabPage]:
    """Somebody's browser. Whatever a test does, no script may fail."""
    await signed_in.look(DESK, "light")
    yield signed_in
    assert not signed_in.complaints


def a_file(name: str, content: str) -> Any:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": content.encode()}


def row(lab: LabPage, name: str) -> Locator:
    return lab.page.get_by_role("row", name=re.compile(re.escape(name)))


# knowledge


async def test_a_folder_is_made_filled_asked_and_deleted(lab: LabPage, server: Server) -> None:
    await lab.open("/knowledge")
    await lab.button("New folder").click()
    await lab.page.get_by_role("textbox", name="Name").fill("Handbook")
    await lab.button("Create folder").click()
    await expect(lab.heading("Handbook")).to_be_visible()
    await lab.shows("Nothing is in this folder")

    async with lab.page.expect_file_chooser() as choosing:
        await lab.button("Add files").click()
    await (await choosing.value).set_files(
        [a_file("guide.md", GUIDE), a_file("clock.png", "no text"), a_file("false.pdf", "no PDF either")]
    )
    await expect(row(lab, "guide.md")).to_contain_text("Ready", timeout=PATIENCE_MS)
    await lab.shows("Only PDF, DOCX, MD, TXT, CSV, JSON and LOG files are read.")
    await lab.shows("Refused: This is not what a PDF file begins with")
    await lab.button("Forget clock.png").click()
    await lab.button("Forget false.pdf").click()
    await expect(lab.page.get_by_text("Refused")).to_have_count(0)

    await lab.page.get_by_label("Question").fill("When is it closed on Mondays?")
    await lab.button("Search").click()
    answer = lab.page.get_by_role("region", name="Ask this folder").get_by_role("listitem")
    await expect(answer).to_contain_text("On Mondays it is closed.")
    await expect(answer).to_contain_text(re.compile(r"guide\.md.*Match of \d+ %"))

    await lab.button("Rename guide.md").click()
    await lab.page.get_by_role("textbox", name="Name").fill("hours.md")
    await lab.button("Save").click()
    await lab.button("Delete hours.md").click()
    await lab.button("Delete").click()
    await lab.shows("Nothing is in this folder")

    await lab.button("Delete folder").click()
    await lab.button("Delete folder").last.click()
    await lab.page.wait_for_url("**/knowledge")
    await expect(lab.heading("Handbook")).to_be_hidden(timeout=PATIENCE_MS)


DROP = """([name, content]) => {
  const data = new DataTransfer();
  data.items.add(new File([content], name));
  const over = (kind) => new DragEvent(kind, { dataTransfer: data, bubbles: true, cancelable: true });
  document.body.dispatchEvent(over('dragenter'));
  return new Promise((done) => setTimeout(() => {
    const told = document.body.innerText;
    document.querySelector('h1').dispatchEvent(over('drop'));
    done(told);
  }, 200));
}"""


async def test_files_can_be_dropped_anywhere(lab: LabPage, server: Server) -> None:
    group = await new_group(server, name="Clocks")
    await lab.open(f"/knowledge/{group}")
    await lab.shows("Nothing is in this folder")

    told = await lab.page.evaluate(DROP, ["dropped.txt", "The water clock stands by the door."])

    assert "Drop to add to “Clocks”" in told
    await expect(lab.page.get_by_text("Drop to add to")).to_be_hidden()
    await expect(row(lab, "dropped.txt")).to_contain_text("Ready", timeout=PATIENCE_MS)


async def test_a_folder_that_is_not_there_is_said_to_be_none(lab: LabPage, server: Server) -> None:
    await new_group(server)
    await lab.open("/knowledge/5a7c1e20-9d0b-4f6e-8a41-c0ffee00ffff")
    await lab.shows("No such folder")


# tools


async def test_a_webhook_is_written_as_form_and_as_json_and_called(
    lab: LabPage, server: Server, owner: Web
) -> None:
    owner.put("/slots", f'{{"slots": [10], "you": "{SECRET}"}}'.encode(), "application/json")
    await lab.open("/tools/new")
    await lab.button("Create tool").click()
    await lab.shows("It needs an address that begins with https:// or http://")
    await lab.page.get_by_label("Name", exact=True).first.fill("find_slots")
    await lab.page.get_by_label("When to call it").fill("Finds free slots of a day.")
    await lab.page.get_by_label("Address", exact=True).fill(f"{owner.url}/slots")
    await lab.button("Add a header").click()
    await lab.page.get_by_label("Name of header 1").fill("authorization")
    await lab.page.get_by_label("Value of header 1").fill(f"Bearer {SECRET}")

    parameters = lab.page.get_by_role("region", name="Parameters", exact=True)
    await parameters.get_by_role("button", name="Add a parameter").click()
    await parameters.get_by_label("Name", exact=True).fill("day")
    await parameters.get_by_text("JSON", exact=True).click()
    written = parameters.get_by_label("Parameters as JSON Schema")
    await expect(written).to_have_value(re.compile(r'"day": \{\s*"type": "string"\s*\}'))
    await written.fill("{")
    await lab.shows("This is not valid JSON.")
    await lab.button("Create tool").click()  # does nothing while it cannot be read
    await written.fill('{"type": "object", "properties": {"room": {"type": "integer", "minimum": 1}}}')
    await parameters.get_by_text("Form", exact=True).click()
    await expect(parameters.get_by_label("Name", exact=True)).to_have_value("room")
    await lab.button("Create tool").click()
    await lab.page.wait_for_url(re.compile("/tools/[0-9a-f-]{36}"))

    await lab.page.get_by_label("Arguments").fill('{"room": 2}')
    await lab.button("Call it").click()
    result = lab.page.get_by_role("region", name="Test call")
    await expect(result).to_contain_text("Status 200")
    await expect(result).to_contain_text('{"slots": [10], "you": "[REDACTED]"}')
    assert owner.asked[-1].json == {"room": 2}
    assert owner.asked[-1].headers["authorization"] == f"Bearer {SECRET}"
    assert SECRET not in await lab.page.content()

    owner.pages["/slots"].status = 500
    await lab.page.get_by_label("When to call it").fill("Finds free slots of a day. Ask for the day first.")
    await lab.shows("The stored tool is called. Save first to test what you have changed.")
    await lab.button("Save changes").click()
    await lab.shows("Saved")
    await lab.button("Call it").click()
    await expect(result).to_contain_text("Status 500")
    await expect(result).to_contain_text("The webhook answered 500")

    await lab.button("Delete").click()
    await lab.button("Delete").last.click()
    await lab.page.wait_for_url("**/tools")
    await expect(row(lab, "end_call")).to_contain_text("built in")
    await expect(row(lab, "find_slots")).to_be_hidden()


async def test_what_belongs_to_the_server_is_shown_and_cannot_be_changed(lab: LabPage) -> None:
    await lab.open("/tools?search=end_call")
    await lab.page.get_by_role("link", name="end_call").click()
    await lab.shows("This tool belongs to the server.")
    await expect(lab.page.get_by_label("Name", exact=True)).to_be_disabled()
    await expect(lab.button("Save changes")).to_have_count(0)


# sessions and analytics


async def test_the_slowest_answer_leads_to_its_turn(lab: LabPage, server: Server) -> None:
    talk = await conversation(server)
    await lab.open("/sessions/analytics")

    figures = lab.page.locator("dl").first
    await expect(figures).to_contain_text("Median gap1.05 s2 answers")
    await expect(figures).to_contain_text("Answers cut off33 %")
    await lab.page.get_by_text("As a table").first.click()
    today = now().strftime("%b %-d")
    gaps = lab.page.get_by_role("table", name="The gap, day by day")
    await expect(gaps.get_by_role("row", name=today)).to_contain_text("1.05 s1.37 s1.41 s")
    slowest = lab.page.get_by_role("table", name="Slowest answers").get_by_role("row").nth(1)
    await expect(slowest).to_contain_text("1.45 sThinkTurn 3")
    await slowest.get_by_role("link").click()
    await lab.page.wait_for_url(f"**/sessions/{talk.id}?turn=3")
    await expect(lab.heading("Turn 3")).to_be_visible()


async def test_sessions_say_how_long_answers_took_and_can_be_narrowed_to_a_day(
    lab: LabPage, server: Server
) -> None:
    await conversation(server)
    await lab.open("/sessions")
    await expect(lab.page.locator("tbody tr").first).to_contain_text("1.05 s3")
    await lab.page.get_by_label("From").fill("2100-01-01")
    await lab.page.wait_for_url("**/sessions?from=2100-01-01")
    await lab.shows("No conversation fits")
    await lab.open("/sessions?to=2100-01-01")
    await expect(lab.page.locator("tbody tr").first).to_be_visible()


# settings and health


async def test_settings_are_saved_and_shown_as_they_are_stored(lab: LabPage, server: Server) -> None:
    await lab.open("/settings")
    await lab.page.get_by_label("Organization").fill("Museum of clocks")
    await lab.page.get_by_label("Seats", exact=True).fill("3")
    await lab.page.get_by_label("Longest conversation").fill("2.5")
    await lab.button("Save changes").click()
    await lab.shows("Saved", "3 of 3 seats free")

    stored = (await server.client.get("/v1/organization")).json()
    assert (stored["name"], stored["maxConcurrentSessions"]) == ("Museum of clocks", 3)
    assert (stored["maxSessionLengthSeconds"], stored["retentionDays"]) == (150, None)
    await lab.page.get_by_label("Seats", exact=True).fill("")
    await lab.button("Save changes").click()
    await lab.shows("8 of 8 seats free")


async def test_a_browser_finds_out_whether_it_can_talk_here(lab: LabPage) -> None:
    await lab.open("/settings/health")
    await lab.shows("There is no language model", "There is no TURN server", "visavis 0.", "engine-1")

    await lab.button("Check the line").click()

    await lab.shows("Connected in 0", "straight over UDP.", "A message is there and back in")
    await lab.shows("No STUN server is asked.")


async def test_what_is_broken_stands_first(lab: LabPage, server: Server) -> None:
    server.placement.refuses = True
    try:
        await lab.open("/settings/health")
        first = lab.page.get_by_role("listitem").filter(has_text="No engine is running")
        await expect(first).to_contain_text("Broken: No engine is running")
        await expect(lab.page.get_by_text("Nothing is broken")).to_have_count(0)
        await lab.button("Check the line").click()
        await lab.shows("The line could not be checked: no engine is running")
    finally:
        server.placement.refuses = False
