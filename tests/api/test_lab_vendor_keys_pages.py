"""Keys for vendors in the Lab's settings, in a browser."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect
from tests.api.lab_page import LabPage, visit
from tests.api.servers import Server, listening_server
from tests.e2e.browser.chromium import chromium
from tests.placements import ScriptedPlacement
from tests.providers.tts.vendors.studio import KEY as OPERATORS
from tests.providers.tts.vendors.workshops import ElevenLabsWorkshop

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]

OWN = "key-of-the-museum-7f3a"


@dataclass
class House:
    server: Server
    browser: Browser


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def house(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[House]:
    folder = tmp_path_factory.mktemp("keys")
    async with (
        ElevenLabsWorkshop(accounts=(OPERATORS, OWN)).at_work() as workshop,
        listening_server(folder, ScriptedPlacement(), **workshop.environment()) as server,
        chromium(folder / "no-microphone.wav") as browser,
    ):
        yield House(server, browser)


@pytest_asyncio.fixture(loop_scope="module")
async def lab(house: House) -> AsyncIterator[LabPage]:
    async with visit(house.browser, house.server) as lab:
        await lab.opened("/settings")
        yield lab


async def test_a_key_is_tested_kept_tested_again_and_removed(lab: LabPage, house: House) -> None:
    await lab.shows("Keys for vendors", "The server’s", "None")
    await lab.button("Set a key for ElevenLabs").click()
    key = lab.page.get_by_role("textbox", name="Key", exact=True)
    await key.fill("a-key-that-nobody-has")
    await lab.button("Test it first").click()
    await lab.shows("ElevenLabs answered: Invalid API key")
    await key.fill(OWN)
    await expect(lab.page.get_by_text("Invalid API key")).to_be_hidden()
    await lab.button("Test it first").click()
    await lab.shows("ElevenLabs takes the key")
    assert await lab.findings_in_every_look() == []
    await lab.button("Keep this key").click()

    await lab.shows("Yours, ending in 7f3a")
    await expect(lab.page.locator("dialog")).to_be_hidden()
    await lab.button("Test the key for ElevenLabs").click()
    await lab.shows("ElevenLabs takes the key")
    assert OWN not in await lab.page.content()
    assert await lab.findings_in_every_look() == []

    await lab.button("Remove the key for ElevenLabs").click()
    await lab.shows("The server’s own key counts again")
    await lab.button("Remove").click()
    await expect(lab.page.get_by_text("Yours, ending in 7f3a")).to_be_hidden()
    states = (await house.server.client.get("/v1/vendor-keys")).json()["data"]
    assert [state["vendor"] for state in states if state["isSet"]] == []


async def test_who_may_only_look_sees_whose_keys_count_and_no_buttons(lab: LabPage, house: House) -> None:
    made = await house.server.client.post(
        "/v1/api-keys", json={"name": "Looks", "permissions": ["vendor-keys:read", "organization:read"]}
    )
    await lab.page.context.clear_cookies()
    await lab.open("/sign-in")
    await lab.sign_in(made.json()["key"])
    await lab.page.wait_for_url(lab.origin + "/")
    await lab.open("/settings")
    await lab.shows("Keys for vendors", "The server’s")
    await expect(lab.page.get_by_role("button", name="Set a key")).to_have_count(0)
