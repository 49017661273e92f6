"""Signing in to the Lab and out of it, in a browser."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Route, expect
from sqlalchemy import delete
from tests.api.lab_page import LOOKED_AGAIN_MS, LabPage, visit
from tests.api.servers import KEY, Server, listening_server
from tests.e2e.browser.chromium import chromium
from tests.placements import ScriptedPlacement

from visavis.store.tables import LabSession

pytestmark = [pytest.mark.browser]


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[Server]:
    async with listening_server(tmp_path / "data", ScriptedPlacement()) as running:
        yield running


@pytest.fixture
async def lab(server: Server, tmp_path: Path) -> AsyncIterator[LabPage]:
    async with chromium(tmp_path / "no-microphone.wav") as browser, visit(browser, server) as lab:
        yield lab


async def test_a_wrong_key_is_said_and_the_right_one_leads_on(lab: LabPage) -> None:
    await lab.open("/sign-in?next=/api-keys")
    await lab.sign_in("vv_nobody-has-this")
    await lab.shows("This server does not know that key.")

    await lab.sign_in()

    await lab.page.wait_for_url("**/api-keys")
    await lab.shows("First start", "this browser")


@pytest.mark.parametrize("elsewhere", ["//evil.example", "https://evil.example/", "/\\evil.example"])
async def test_signing_in_leads_nowhere_else(lab: LabPage, elsewhere: str) -> None:
    await lab.open(f"/sign-in?next={elsewhere}")
    await lab.sign_in()

    await lab.page.wait_for_url(lab.origin + "/")


async def test_no_key_stays_in_the_browser(lab: LabPage) -> None:
    await lab.opened("/api-keys")
    await lab.shows("First start")

    kept = await lab.page.evaluate("JSON.stringify([localStorage, sessionStorage, document.cookie])")
    cookies = await lab.page.context.cookies()

    assert KEY not in kept + str(cookies)
    assert "visavis_lab" not in kept
    assert {cookie["name"]: cookie["httpOnly"] for cookie in cookies} == {
        "visavis_lab": True,
        "visavis_csrf": False,
    }


async def test_who_is_signed_out_meanwhile_signs_in_over_the_page_and_loses_nothing(
    lab: LabPage, server: Server
) -> None:
    await lab.opened("/api-keys")
    await lab.button("Create a key").click()
    await lab.page.get_by_label("Name").fill("Kiosk in the hall")
    async with server.wing.database.transaction() as session:
        await session.execute(delete(LabSession))

    await lab.button("Create key").click()
    await expect(lab.heading("Sign in again")).to_be_visible()
    await lab.sign_in()
    await expect(lab.heading("Sign in again")).to_be_hidden()
    await expect(lab.page.get_by_label("Name")).to_have_value("Kiosk in the hall")
    await lab.button("Create key").click()

    await expect(lab.heading("The key “Kiosk in the hall”")).to_be_visible()


async def test_a_sign_in_that_ended_while_somebody_was_elsewhere_takes_nothing_that_was_typed(
    lab: LabPage, server: Server
) -> None:
    await lab.opened("/llms/new")
    await lab.page.get_by_label("Name").fill("House model")
    async with server.wing.database.transaction() as session:
        await session.execute(delete(LabSession))

    await come_back(lab)
    await expect(lab.heading("Sign in again")).to_be_visible()
    await lab.sign_in()

    await expect(lab.heading("Sign in again")).to_be_hidden()
    await expect(lab.page.get_by_label("Name")).to_have_value("House model")


async def come_back(lab: LabPage) -> None:
    """To the window, from another one."""
    async with lab.page.expect_response("**/lab/session"):
        await lab.page.evaluate("document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))")


async def test_signing_out_or_in_in_one_tab_is_noticed_in_another(lab: LabPage) -> None:
    await lab.opened("/sessions")
    await expect(lab.heading("Live now")).to_be_visible()
    other = LabPage(await lab.page.context.new_page(), lab.origin)
    await other.open("/sessions")
    await other.button("Sign out").click()

    await expect(lab.heading("Live now")).to_be_hidden()
    await other.sign_in()
    await expect(other.heading("Live now")).to_be_visible()
    await come_back(lab)

    await expect(lab.heading("Live now")).to_be_visible()


async def test_signing_out_hides_everything(lab: LabPage) -> None:
    await lab.opened("/sessions")
    await expect(lab.heading("Live now")).to_be_visible()
    await lab.button("Sign out").click()

    await expect(lab.heading("Sign in")).to_be_visible()
    await expect(lab.heading("Live now")).to_be_hidden()


async def test_whoever_signs_out_is_not_asked_to_sign_in_again(lab: LabPage) -> None:
    await lab.opened("/sessions")
    await expect(lab.heading("Live now")).to_be_visible()

    async def signed_out_slowly(route: Route) -> None:
        if route.request.method != "DELETE":
            return await route.continue_()
        answer = await route.fetch()
        await lab.page.wait_for_event("response", lambda response: response.status == 401)
        assert await lab.heading("Sign in again").count() == 0
        return await route.fulfill(response=answer)

    await lab.page.route("**/lab/session", signed_out_slowly)
    await lab.button("Sign out").click()

    await expect(lab.heading("Sign in")).to_be_visible(timeout=LOOKED_AGAIN_MS)
    await expect(lab.heading("Sign in again")).to_have_count(0)


async def test_where_the_lab_is_closed_talking_needs_a_key(tmp_path: Path) -> None:
    async with (
        listening_server(tmp_path / "data", ScriptedPlacement(), lab_open=False) as server,
        chromium(tmp_path / "no-microphone.wav") as browser,
    ):
        lab = LabPage(await browser.new_page(), server.url)
        await lab.open("/")
        await lab.shows("This Lab is open only to those with an API key of its server.")
        await lab.sign_in()
        await expect(lab.heading("Cara")).to_be_visible()
        await lab.page.get_by_role("button", name="Kenji").click()
        async with server.wing.database.transaction() as session:
            await session.execute(delete(LabSession))

        await expect(lab.heading("Sign in again")).to_be_visible(timeout=LOOKED_AGAIN_MS)
        await expect(lab.heading("Kenji")).to_be_visible()
