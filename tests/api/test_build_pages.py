"""Building personas in the Lab, in a browser: drafts that are saved and published, and everything in code."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect
from tests.api.conversations import start
from tests.api.lab_page import LabPage, visit
from tests.api.servers import Server, bearer, listening_server
from tests.e2e.browser.chromium import chromium
from tests.placements import ScriptedPlacement

from visavis.contract.events import TurnLatency

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]

FLITE_RMS = "b3b1f0de-6a53-4a3c-8c3e-2f6b7d1c5e02"
STOCK_PERSONA = "5a7c1e20-9d0b-4f6e-8a41-c0ffee000001"
QUICK = TurnLatency(transcript_s=0.2, first_token_s=0.45, first_sound_s=0.6, picture_sent_s=0.65)
PROMPT = "You guide through the museum.\n\nKeep it short."


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def server(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Server]:
    """One for all; each test builds a persona of its own."""
    data = tmp_path_factory.mktemp("data")
    async with listening_server(data, ScriptedPlacement(), sessions=100) as running:
        yield running


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Browser]:
    async with chromium(tmp_path_factory.mktemp("sound") / "no-microphone.wav") as running:
        yield running


@pytest_asyncio.fixture(loop_scope="module")
async def lab(server: Server, browser: Browser) -> AsyncIterator[LabPage]:
    async with visit(browser, server) as lab:
        yield lab


async def nora(server: Server) -> str:
    made = {"name": "Nora", "description": "Museum guide", "systemPrompt": "You guide.", "voiceId": FLITE_RMS}
    return str((await server.client.post("/v1/personas", json=made)).json()["id"])


async def get(server: Server, path: str) -> dict[str, Any]:
    return await server.answer("GET", f"/v1/personas/{path}")


async def saved(lab: LabPage) -> None:
    await expect(lab.page.get_by_text("Saved", exact=True)).to_be_visible()


async def test_a_persona_begins_with_a_template(lab: LabPage, server: Server) -> None:
    await lab.opened("/personas")
    await expect(lab.page.get_by_role("link", name="Cara", exact=True)).to_be_visible()
    await lab.page.get_by_role("link", name="New persona").click()
    await lab.page.get_by_role("button", name="Begin with Kenji").click()

    await expect(lab.heading("Kenji")).to_be_visible()
    made = await get(server, lab.page.url.rsplit("/", 1)[-1])
    assert (made["description"], made["personaPreset"]) == ("Interview coach", "interview-coach")
    assert made["avatar"]["displayName"] == "Kenji"
    assert "practises job interviews" in made["brain"]["systemPrompt"]

    await lab.open("/personas")
    await lab.page.get_by_role("searchbox").fill("nobody")
    await lab.shows("Nobody of that name")
    await lab.button("Show all").click()
    await expect(lab.page.get_by_role("link", name="Kenji", exact=True)).to_have_count(2)  # one of the server


async def test_a_draft_is_saved_as_it_is_made_and_published_when_that_is_confirmed(
    lab: LabPage, server: Server
) -> None:
    id = await nora(server)
    before = await get(server, id)
    await lab.opened(f"/personas/{id}")
    await expect(lab.button("Published")).to_be_disabled()
    await lab.shows("Everything is published.", "No turns yet")

    await lab.page.get_by_label("System prompt").fill(PROMPT)
    await lab.shows("Saved when you leave the field")
    await lab.page.get_by_label("System prompt").blur()
    await saved(lab)
    await lab.button("Show all 34").click()
    await lab.page.get_by_role("radio", name="Leo").first.check()
    await lab.page.get_by_role("radio", name="Waits for you").check()
    await lab.page.get_by_label("And hangs up after").select_option("5 min")
    await lab.page.get_by_label("Attach a tool").select_option("end_call")
    eagerness = lab.page.get_by_role("slider", name="Eagerness to answer")
    await eagerness.press("ArrowRight")
    await expect(lab.button("Publish 5 changes")).to_be_enabled()
    await saved(lab)

    drafted = await get(server, f"{id}/draft")
    assert drafted["persona"]["brain"]["systemPrompt"] == PROMPT
    assert drafted["persona"]["voiceDetectionOptions"] == {
        "endOfSpeechSensitivity": 0.55,
        "silenceBeforeSessionEndSeconds": 300,
    }
    assert await get(server, id) == before

    await lab.button("Publish 5 changes").click()
    dialog = lab.page.get_by_role("dialog")
    for change in ("Face", "System prompt", "First words", "Turn-taking", "Tools", "Leo", "Waits for you"):
        await expect(dialog).to_contain_text(change)
    await dialog.get_by_role("button", name="Publish", exact=True).click()

    await expect(lab.button("Published")).to_be_disabled()
    published = await get(server, id)
    assert published["avatar"]["displayName"] == "Leo"
    assert published["skipGreeting"] is True
    assert [tool["name"] for tool in published["tools"]] == ["end_call"]

    await lab.page.get_by_role("heading", name="Earlier versions").click()
    await lab.shows("published now", "as it was first")
    await lab.button("Restore version 1 as the draft").click()
    await expect(lab.button("Publish 5 changes")).to_be_enabled()
    await lab.button("Discard the draft").click()
    await lab.button("Discard it").click()
    await expect(lab.button("Published")).to_be_disabled()


async def test_what_somebody_else_saved_is_not_overwritten(lab: LabPage, server: Server) -> None:
    id = await nora(server)
    await lab.opened(f"/personas/{id}")
    await expect(lab.heading("Nora")).to_be_visible()
    await server.client.put(f"/v1/personas/{id}/draft", json={"description": "Theirs"})

    await lab.page.get_by_label("Note").fill("Mine")
    await lab.page.get_by_label("Note").blur()
    await lab.shows("Somebody else has saved this draft meanwhile.")
    await lab.button("Show theirs").click()

    await expect(lab.page.get_by_label("Note")).to_have_value("Theirs")
    assert (await get(server, f"{id}/draft"))["persona"]["description"] == "Theirs"


async def test_what_the_server_refuses_is_said_in_its_words(lab: LabPage, server: Server) -> None:
    id = await nora(server)
    reply = await server.client.put("/v1/organization", json={"maxSessionLengthSeconds": 300})
    assert reply.status_code == 200, reply.text
    await lab.opened(f"/personas/{id}")
    await lab.page.get_by_role("heading", name="Session length").click()

    await lab.page.get_by_label("A conversation ends after").select_option("60 min")

    await lab.shows("Not saved. maxSessionLengthSeconds")
    await expect(lab.page.get_by_label("A conversation ends after")).to_have_value("")
    assert (await get(server, f"{id}/draft"))["changes"] == []
    await server.client.put("/v1/organization", json={"maxSessionLengthSeconds": None})


async def test_what_does_not_go_together_cannot_be_chosen_and_says_why(lab: LabPage, server: Server) -> None:
    id = await nora(server)
    await lab.opened(f"/personas/{id}")
    await lab.heading("Director notes").click()
    await lab.heading("Video shape").click()
    await expect(lab.page.get_by_label("How it acts")).to_be_disabled()
    await lab.shows("cara-3 follows no director notes", "cara-3 has no portrait frame")

    await lab.page.get_by_label("Model").select_option("cara-4")
    await lab.page.get_by_label("How it acts").select_option("Warm")
    await lab.page.get_by_role("radio", name="Portrait").check()
    await lab.page.get_by_label("LLM").select_option("CUSTOMER_CLIENT_V1")
    await expect(lab.page.get_by_label("System prompt")).to_be_disabled()
    await lab.shows("Your own client does the thinking")
    await expect(lab.button("Publish 3 changes")).to_be_enabled()
    await saved(lab)

    drafted = (await get(server, f"{id}/draft"))["persona"]
    assert (drafted["avatarModel"], drafted["videoWidth"]) == ("cara-4", 768)
    assert drafted["directorNotes"]["presetStyle"] == "warm"


async def test_the_expected_gap_was_measured_with_these_parts(lab: LabPage, server: Server) -> None:
    id = await nora(server)
    persona = await get(server, id)
    talk = await start(server, avatarId=persona["avatar"]["id"], voiceId=FLITE_RMS, llmId=persona["llmId"])
    await talk.began()
    await talk.said("user", "When?", 1)
    await talk.said("persona", "At nine.", 3, latency=QUICK)
    await talk.ended()
    await lab.opened(f"/personas/{id}")
    preview = lab.page.get_by_role("complementary", name="Preview")
    await expect(preview).to_contain_text("0.65 s")
    await expect(preview).to_contain_text("Hear200 ms")
    await lab.shows("First word after 0.25 s here (median of 1 turn)")

    await lab.page.get_by_role("button", name=re.compile("^Flite SLT")).click()

    await expect(preview).to_contain_text("No turns yet")


async def test_the_screen_is_shown_in_code_that_works(lab: LabPage, server: Server) -> None:
    id = await nora(server)
    await server.client.put(f"/v1/personas/{id}/draft", json={"systemPrompt": "It's you.", "voiceSpeed": 1.1})
    await lab.opened(f"/personas/{id}")
    await lab.button("Code").click()
    dialog = lab.page.get_by_role("dialog")
    config = json.loads(await dialog.locator("pre").first.text_content() or "")
    rest = await dialog.locator("pre").nth(1).text_content() or ""
    body = rest.partition("-d '")[2].removesuffix("'").replace("'\\''", "'")

    assert config["systemPrompt"] == "It's you."
    assert (await server.start(await server.token(**config))).status_code == 200
    assert server.placement.placed[-1].voice.speed == pytest.approx(1.1)
    reply = await server.client.put(f"/v1/personas/{id}", json=json.loads(body))
    assert reply.json()["brain"]["systemPrompt"] == "It's you."
    await expect(dialog).to_contain_text("createClient(sessionToken")


async def test_talking_from_here_is_talking_to_the_draft(lab: LabPage, server: Server) -> None:
    id = await nora(server)
    await server.client.put(f"/v1/personas/{id}/draft", json={"systemPrompt": "You are a draft."})
    await lab.opened(f"/personas/{id}")
    await lab.page.get_by_role("link", name="Talk to Nora").click()
    await lab.page.wait_for_url(f"**/?persona={id}&draft=true")
    await lab.shows("The draft, with what is not published yet")

    async with lab.page.expect_response("**/lab/session-token") as answered:
        await lab.button("Type instead").click()

    token = (await (await answered.value).json())["sessionToken"]
    assert (await server.start(token)).status_code in (200, 401)  # the page may have been there first
    assert server.placement.placed[-1].persona.system_prompt == "You are a draft."
    await lab.open("/personas")
    lab.complaints.clear()  # nobody is at the other end of the call here


async def test_a_persona_of_the_server_is_copied(lab: LabPage, server: Server) -> None:
    await lab.opened(f"/personas/{STOCK_PERSONA}")
    await lab.shows("This persona belongs to the server and cannot be changed.")
    await expect(lab.page.get_by_label("System prompt")).to_be_disabled()

    await lab.button("Make a copy").click()

    await expect(lab.heading("Cara (copy)")).to_be_visible()
    made = await get(server, lab.page.url.rsplit("/", 1)[-1])
    assert made["brain"] == (await get(server, STOCK_PERSONA))["brain"]


async def test_a_persona_is_deleted_when_that_is_confirmed(lab: LabPage, server: Server) -> None:
    id = await nora(server)
    await lab.opened(f"/personas/{id}")
    await lab.button("Delete persona").click()
    await lab.button("Cancel").click()
    await lab.button("Delete persona").click()
    await lab.button("Delete it").click()

    await lab.page.wait_for_url("**/personas")
    await expect(lab.page.get_by_role("link", name="Cara", exact=True)).to_be_visible()
    await expect(lab.page.locator(f"a[href$='{id}']")).to_be_hidden()
    await lab.open(f"/personas/{id}")
    await lab.shows("No such persona")


async def test_who_may_only_look_changes_nothing(lab: LabPage, server: Server) -> None:
    id = await nora(server)
    allowed = ["personas:read", "avatars:read", "voices:read", "llms:read", "tools:read", "knowledge:read"]
    made = await server.client.post(
        "/v1/api-keys", json={"name": "Looker", "permissions": [*allowed, "sessions:read"]}
    )
    key = made.json()["key"]
    assert (await server.client.get("/v1/personas", headers=bearer(key))).status_code == 200
    await lab.open(f"/sign-in?next=/personas/{id}")
    await lab.sign_in(key)

    await lab.shows("Your API key may look at personas and not change them.")
    await expect(lab.page.get_by_label("System prompt")).to_be_disabled()
    await expect(lab.button("Delete persona")).to_be_hidden()
