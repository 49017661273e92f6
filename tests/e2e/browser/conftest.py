"""One Chromium for all browser tests, and a page of somebody's web site for each."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext
from tests.e2e.browser.caller import Caller
from tests.e2e.browser.chromium import Microphone, chromium
from tests.e2e.browser.elsewhere import web_site
from tests.e2e.browser.releases import CURRENT, script
from tests.e2e.browser.speaking_house import House, speaking_house
from tests.e2e.conftest import shared_data_dir
from tests.e2e.speaking import Speakers
from tests.providers.tts.vendors.studio import Day


@pytest.fixture
def release(request: pytest.FixtureRequest) -> str:
    """Of the JavaScript SDK in the page."""
    return str(getattr(request, "param", CURRENT))


@pytest.fixture
def site(release: str) -> Iterator[str]:
    with web_site(script(release)) as address:
        yield address


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def _one_microphone(speakers: Speakers, tmp_path_factory: pytest.TempPathFactory) -> Microphone:
    return Microphone(tmp_path_factory.mktemp("microphone") / "said.wav", speakers)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser(_one_microphone: Microphone) -> AsyncIterator[Browser]:
    async with chromium(_one_microphone.path) as running:
        yield running


@pytest_asyncio.fixture(loop_scope="session")
async def microphone(_one_microphone: Microphone) -> Microphone:
    """Silent until a test says otherwise."""
    await _one_microphone.next_says()
    return _one_microphone


@pytest_asyncio.fixture(loop_scope="session")
async def context(browser: Browser, microphone: Microphone) -> AsyncIterator[BrowserContext]:
    context = await browser.new_context(viewport={"width": 1280, "height": 800})
    yield context
    await context.close()


@pytest_asyncio.fixture(loop_scope="session")
async def caller(context: BrowserContext, site: str) -> AsyncIterator[Caller]:
    """On the page, and not in a call yet. Hangs up when the test has not."""
    caller = await Caller.at(await context.new_page(), site)
    yield caller
    await caller.does("window.client?.stopStreaming()")


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def _speaking_house(
    data_dir_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[House]:
    data_dir = shared_data_dir(data_dir_template, tmp_path_factory.mktemp("visavis"))
    async with speaking_house(data_dir) as open_house:
        yield open_house


@pytest_asyncio.fixture(loop_scope="session")
async def house(_speaking_house: House) -> House:
    """A server that knows every vendor of voices, on a good day of all of them."""
    for speaking in _speaking_house.speaking.values():
        speaking.vendor.pace = 0.0
        await speaking.vendor.has(Day.GOOD)
    return _speaking_house
