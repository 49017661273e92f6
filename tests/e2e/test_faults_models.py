"""A language model that thinks for her, fails, falls silent and breaks off: she says so, and the session lives."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
import pytest_asyncio
from tests.e2e.conftest import KEY, shared_data_dir
from tests.e2e.raw_client import RawClient, joined, start
from tests.e2e.unreliable_llm import MODEL, Day, UnreliableLlm, unreliable_llm
from tests.patience import PATIENCE_S
from tests.serving import RunningServer, running_server

from visavis.engine.answering import APOLOGY
from visavis.engine.patience import Patience

pytestmark = [pytest.mark.e2e, pytest.mark.asyncio(loop_scope="session")]

DEFAULT_LLM = "0934d97d-0c3a-4f33-91b0-5e136a0ef466"
"""A public id: the server's default LLM stands behind it."""


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def thinking(
    data_dir_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[tuple[UnreliableLlm, RunningServer]]:
    """A model, and a server that was started with it."""
    folder = tmp_path_factory.mktemp("thinking")
    async with unreliable_llm(folder) as (llm, url):
        data_dir = shared_data_dir(data_dir_template, tmp_path_factory.mktemp("visavis"))
        async with running_server(
            *(data_dir, "--engines", "1"),
            VISAVIS_BOOTSTRAP_API_KEY=KEY,
            OPENAI_BASE_URL=url,
            OPENAI_API_KEY="sk-secret",
        ) as server:
            yield llm, server


@pytest_asyncio.fixture(loop_scope="session")
async def llm(thinking: tuple[UnreliableLlm, RunningServer]) -> UnreliableLlm:
    thinking[0].day = Day.GOOD
    return thinking[0]


@pytest_asyncio.fixture(loop_scope="session")
async def client(thinking: tuple[UnreliableLlm, RunningServer]) -> AsyncIterator[RawClient]:
    headers = {"authorization": f"Bearer {KEY}"}
    async with (
        httpx.AsyncClient(base_url=thinking[1].url, headers=headers) as http,
        joined(await start(http, llmId=DEFAULT_LLM)) as joining,
    ):
        yield joining


async def test_the_endpoint_of_the_environment_is_the_default_and_the_log_says_so(
    thinking: tuple[UnreliableLlm, RunningServer],
) -> None:
    said = "\n".join(thinking[1].printed)
    assert f"Default LLM: {MODEL} at 127.0.0.1" in said
    assert "sk-secret" not in said


async def test_a_real_model_answers_and_is_heard(llm: UnreliableLlm, client: RawClient) -> None:
    client.tell("speech", content="Hello")
    await client.speaks()
    client.tell("interrupt")
    assert await client.said("gibberish", lambda text: text.strip() != "")
    assert not client.warnings
    assert llm.questions


@pytest.mark.parametrize("day", [Day.BROKEN, Day.SILENT, Day.BREAKS_OFF])
async def test_a_model_that_gives_no_answer_is_apologised_for_and_asked_again_next_time(
    llm: UnreliableLlm, client: RawClient, day: Day
) -> None:
    llm.day = day
    client.tell("speech", content="Hello")
    patience_s = Patience().first_token_s if day is Day.SILENT else 0
    apology = await client.said("apology", lambda text: APOLOGY in text, within_s=patience_s + 15)
    assert ("The clock strikes." in apology) == (day is Day.BREAKS_OFF)
    assert len(client.warnings) == 1
    assert "sk-secret" not in client.warnings[0]

    llm.day = Day.GOOD
    seen = len(client.messages)
    client.tell("speech", content="And now?")
    await client.speaks(after=seen)
    assert len(client.warnings) == 1


async def test_what_it_took_for_half_an_answer_is_estimated_in_the_analytics(
    thinking: tuple[UnreliableLlm, RunningServer], llm: UnreliableLlm, client: RawClient
) -> None:
    llm.day = Day.BREAKS_OFF
    client.tell("speech", content="Hello")
    await client.said("apology", lambda text: APOLOGY in text)
    await client.close()

    headers = {"authorization": f"Bearer {KEY}"}
    async with httpx.AsyncClient(base_url=thinking[1].url, headers=headers, timeout=PATIENCE_S) as http:
        path = f"/v1/sessions/{client.place.session_id}/analytics"
        async with asyncio.timeout(PATIENCE_S):
            while (reply := await http.get(path)).status_code == httpx.codes.NOT_FOUND:  # it still ends
                await asyncio.sleep(0.1)
    (half,) = filter(None, reply.json()["summary"]["overheadTokens"].values())
    assert (half["count"], half["estimatedCount"]) == (1, 1)
    assert half["promptTokens"] > half["completionTokens"] > 0
