"""The reference of the API at /docs, as a developer reads and tries it, with no other host in reach."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, Request, expect
from tests.e2e.developer import Developer
from tests.serving import RunningServer

pytestmark = [pytest.mark.e2e, pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

AT_ONCE_MS = 30_000


class Reference:
    """The open page, and every address that it has asked for."""

    def __init__(self, page: Page, origin: str) -> None:
        self.page = page
        self.asked: list[str] = []
        self._origin = origin
        page.on("request", self._note)

    def _note(self, request: Request) -> None:
        self.asked.append(request.url)

    async def open(self, anchor: str = "") -> None:
        await self.page.goto(f"{self._origin}/docs{anchor}")

    def elsewhere(self) -> list[str]:
        own = (self._origin, "data:", "blob:")
        return [address for address in self.asked if not address.startswith(own)]


@pytest_asyncio.fixture(loop_scope="session")
async def reference(browser: Browser, server: RunningServer) -> AsyncIterator[Reference]:
    context = await browser.new_context(viewport={"width": 1400, "height": 900})
    yield Reference(await context.new_page(), server.url)
    await context.close()


async def test_it_shows_every_group_of_operations_and_asks_no_other_host(reference: Reference) -> None:
    await reference.open()

    for group in ("Sessions", "Personas", "Share Links", "Knowledge", "Usage"):
        await expect(reference.page.get_by_role("heading", name=group, exact=True)).to_be_attached(
            timeout=AT_ONCE_MS
        )
    await expect(reference.page.get_by_text("/v1/personas").first).to_be_attached(timeout=AT_ONCE_MS)
    await reference.page.wait_for_load_state("networkidle")
    assert reference.elsewhere() == []
    assert any(address.endswith("/openapi.json") for address in reference.asked)


async def test_a_request_can_be_tried_with_a_key(reference: Reference, developer: Developer) -> None:
    key = developer.http.headers["authorization"].removeprefix("Bearer ")
    await reference.open("#tag/organization/GET/v1/organization")
    token = reference.page.get_by_placeholder("Token").first
    await token.fill(key, timeout=AT_ONCE_MS)

    operation = reference.page.locator("#tag\\/organization\\/GET\\/v1\\/organization")
    await operation.get_by_role("button", name="Test Request").click(timeout=AT_ONCE_MS)
    async with reference.page.expect_response("**/v1/organization", timeout=AT_ONCE_MS) as answered:
        await reference.page.get_by_role("button", name="Send").first.click()

    assert (await answered.value).status == 200
    assert reference.elsewhere() == []
