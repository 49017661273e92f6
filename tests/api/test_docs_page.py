"""The reference of the API at /docs, as a developer reads and tries it, with no other host in reach."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Page, Request, expect
from tests.api.servers import KEY
from tests.api.test_python_sdk import listening
from tests.e2e.browser.chromium import chromium
from tests.placements import ScriptedPlacement

from visavis.api.openapi.tags import TAGS

pytestmark = [pytest.mark.browser]

AT_ONCE_MS = 30_000


class Reference:
    """The open page, and every address that it has asked for."""

    def __init__(self, page: Page, origin: str) -> None:
        self.page = page
        self.asked: list[str] = []
        self.origin = origin
        page.on("request", self._note)

    def _note(self, request: Request) -> None:
        self.asked.append(request.url)

    async def open(self, anchor: str = "") -> None:
        await self.page.goto(f"{self.origin}/docs{anchor}")

    def elsewhere(self) -> list[str]:
        own = (self.origin, "data:", "blob:")
        return [address for address in self.asked if not address.startswith(own)]


@pytest.fixture
async def reference(data_dir: Path, tmp_path: Path) -> AsyncIterator[Reference]:
    async with (
        listening(data_dir, ScriptedPlacement()) as url,
        chromium(tmp_path / "no-microphone.wav") as browser,
    ):
        yield Reference(await browser.new_page(viewport={"width": 1400, "height": 900}), url)


async def test_it_shows_every_operation_and_asks_no_other_host(reference: Reference) -> None:
    await reference.open()
    groups = reference.page.get_by_role("list", name=re.compile("endpoints$"))
    await expect(groups).to_have_count(len(TAGS), timeout=AT_ONCE_MS)
    shown = {
        "".join(operation.split()) for operation in await groups.get_by_role("listitem").all_text_contents()
    }

    contract = await (await reference.page.request.get(f"{reference.origin}/openapi.json")).json()
    assert shown >= {f"{verb}{path}" for path, verbs in contract["paths"].items() for verb in verbs}
    await reference.page.wait_for_load_state("networkidle")
    assert reference.elsewhere() == []
    assert f"{reference.origin}/openapi.json" in reference.asked


async def test_a_request_can_be_tried_with_a_key(reference: Reference) -> None:
    await reference.open()  # where the key is asked for; what is above a place is drawn when it is looked at
    await reference.page.get_by_placeholder("Token").first.fill(KEY, timeout=AT_ONCE_MS)
    await reference.open("#tag/organization/GET/v1/organization")

    await reference.page.get_by_role("button", name="Test Request (get /v1/organization)").click(
        timeout=AT_ONCE_MS
    )
    async with reference.page.expect_response("**/v1/organization", timeout=AT_ONCE_MS) as answered:
        await reference.page.get_by_role("button", name="Send").first.click()

    assert (await answered.value).status == 200
    assert reference.elsewhere() == []
