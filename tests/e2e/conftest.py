"""One real server for all end-to-end tests, started as people start it, and its API as a developer calls it.

Everything here lives on the session's one event loop: a test module says
`pytestmark = [pytest.mark.e2e, pytest.mark.asyncio(loop_scope="session")]`.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
import pytest_asyncio
from tests.e2e.developer import Developer
from tests.e2e.speaking import Speakers
from tests.patience import PATIENCE_S
from tests.scripted_llm import ScriptedLlm, scripted_llm
from tests.serving import MODELS, RunningServer, running_server
from tests.web import Web, web

KEY = "vv_end-to-end"
ONCE_MORE = pytest.mark.flaky(reruns=2, reruns_delay=2, only_rerun=BaseException)
"""Here sound and pictures cross a real browser in real time, and a busy machine may drop some of them. What fails
three times in a row is broken; what fails once is listed as RERUN."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker(ONCE_MORE)


@pytest.fixture(scope="session")
def data_dir_template(request: pytest.FixtureRequest) -> Path:
    """A folder of what is slow to make and the same for every server: built avatars and fetched models."""
    assert request.config.cache is not None
    folder = request.config.cache.mkdir("visavis-data")
    for name in ("avatars", "models"):
        (folder / name).mkdir(exist_ok=True)
    return folder


def shared_data_dir(template: Path, folder: Path) -> Path:
    """A data folder of its own, but for what the servers of all test runs share."""
    (folder / "avatars").symlink_to(template / "avatars")
    (folder / "models").symlink_to(MODELS if MODELS.is_dir() else template / "models")
    return folder


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def _elsewhere() -> AsyncIterator[tuple[ScriptedLlm, Web]]:
    async with scripted_llm() as llm, web() as owner:
        yield llm, owner


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def server(
    data_dir_template: Path, tmp_path_factory: pytest.TempPathFactory, _elsewhere: tuple[ScriptedLlm, Web]
) -> AsyncIterator[RunningServer]:
    """It may call on the scripted model and on the web server of the persona's owner."""
    data_dir = shared_data_dir(data_dir_template, tmp_path_factory.mktemp("visavis"))
    async with running_server(
        *(data_dir, "--engines", "1"),
        VISAVIS_BOOTSTRAP_API_KEY=KEY,
        VISAVIS_ALLOWED_HOSTS=",".join(one.host for one in _elsewhere),
    ) as running:
        yield running


@pytest.fixture
def mind(_elsewhere: tuple[ScriptedLlm, Web]) -> ScriptedLlm:
    """A language model that thinks for a persona as a test scripts it; see `Developer.llm`."""
    llm, _ = _elsewhere
    llm.scripts, llm.asked, llm.thinks = [], [], None
    return llm


@pytest.fixture
def owner(_elsewhere: tuple[ScriptedLlm, Web]) -> Web:
    """A web server of the persona's owner, for webhooks; nothing is there yet."""
    _, owner = _elsewhere
    owner.pages, owner.asked = {}, []
    return owner


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def developer(server: RunningServer) -> AsyncIterator[Developer]:
    headers = {"authorization": f"Bearer {KEY}"}
    async with httpx.AsyncClient(base_url=server.url, headers=headers, timeout=PATIENCE_S) as http:
        yield Developer(http)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def speakers() -> AsyncIterator[Speakers]:
    """Voices for the users of the tests."""
    made = Speakers()
    yield made
    await made.close()


@pytest_asyncio.fixture(loop_scope="session", autouse=True)
async def _every_seat_is_free_again(developer: Developer) -> AsyncIterator[None]:
    """A test begins when the sessions of the one before have ended, and must not leave one behind."""
    yield
    async with asyncio.timeout(20):
        while await developer.active_sessions():
            await asyncio.sleep(0.1)
