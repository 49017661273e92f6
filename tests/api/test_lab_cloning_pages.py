"""Cloning a voice in the Lab of a server that has keys for two vendors, in a browser."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect
from tests.api.lab_page import DESK, PHONE, LabPage, visit
from tests.api.servers import Server, listening_server
from tests.e2e.browser.chromium import chromium
from tests.placements import ScriptedPlacement
from tests.providers.tts.vendors.workshop import Mood, Workshop
from tests.providers.tts.vendors.workshops import CartesiaWorkshop, ElevenLabsWorkshop
from tests.sounds import wav

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]

RECORDING = {"name": "me.wav", "mimeType": "audio/wav", "buffer": wav(12)}
CONSENT = "This is my voice, or I have this person’s permission to clone it"


@dataclass
class House:
    server: Server
    browser: Browser
    elevenlabs: Workshop
    cartesia: Workshop


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def house(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[House]:
    folder = tmp_path_factory.mktemp("cloning")
    async with (
        ElevenLabsWorkshop().at_work() as one,
        CartesiaWorkshop().at_work() as two,
        listening_server(folder, ScriptedPlacement(), **one.environment(), **two.environment()) as server,
        chromium(folder / "no-microphone.wav") as browser,
    ):
        yield House(server, browser, one, two)


@pytest_asyncio.fixture(loop_scope="module")
async def lab(house: House) -> AsyncIterator[LabPage]:
    house.elevenlabs.forget()
    house.cartesia.forget()
    async with visit(house.browser, house.server) as lab:
        await lab.opened("/voices/new")
        yield lab


async def fill(lab: LabPage, name: str) -> None:
    await lab.page.locator("input[type=file]").set_input_files(RECORDING)
    await lab.shows("12.0 seconds")
    await lab.page.get_by_label("Name").fill(name)
    await lab.page.get_by_label(CONSENT).check()


async def test_the_vendor_that_is_chosen_clones_the_voice_and_deletes_it(lab: LabPage, house: House) -> None:
    await lab.shows("ElevenLabs clones the voice")
    await lab.page.get_by_label("Cloned by").select_option("Cartesia")
    await lab.shows("Cartesia clones the voice")
    await expect(lab.page.get_by_label("Clean it of noise")).to_be_hidden()  # it cleans none
    await fill(lab, "Myself")
    await lab.button("Clone this voice").click()
    await lab.shows("“Myself” can be spoken with", "Cartesia has cloned it")

    ((there, form),) = house.cartesia.voices.items()
    assert (form["name"], house.elevenlabs.asked) == ("Myself", 0)
    [voice] = (await house.server.client.get("/v1/voices", params={"search": "Myself"})).json()["data"]
    assert voice["consent"]["words"] == CONSENT

    await lab.page.get_by_role("link", name="All voices").last.click()
    await lab.button("Delete Myself").click()
    await lab.shows("Cartesia deletes its copy of the voice too.")
    await lab.button("Delete").click()
    await expect(lab.button("Delete Myself")).to_be_hidden()
    assert house.cartesia.deleted == [there]


async def test_what_the_vendor_says_against_it_is_read_and_the_form_stays(lab: LabPage, house: House) -> None:
    house.elevenlabs.mood = Mood.TOO_SHORT
    await fill(lab, "Somebody")
    await lab.button("Clone this voice").click()
    await lab.shows("ElevenLabs answered: The sample is too short")

    house.elevenlabs.mood = Mood.GOOD
    await lab.button("Clone this voice").click()
    await lab.shows("“Somebody” can be spoken with")


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
async def test_the_form_can_be_used_by_everybody(lab: LabPage, size: tuple[int, int]) -> None:
    for scheme in ("light", "dark"):
        await lab.look(size, scheme)
        await lab.open("/voices/new")
        await lab.shows("ElevenLabs clones the voice")
        assert await lab.findings() == []
