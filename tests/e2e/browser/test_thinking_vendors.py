"""Language models of each kind, through the public JavaScript SDK: each of them, then what a user hears of its faults.

A local server in their place keeps to their documents (tests/providers/llm/dialects.py). Groq's is OpenAI's dialect.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
import pytest_asyncio
from starlette.responses import Response
from tests.e2e.browser.caller import WITHIN_S, Caller
from tests.e2e.conftest import KEY, shared_data_dir
from tests.e2e.developer import SEATS, Developer
from tests.patience import PATIENCE_S
from tests.providers.llm.dialects import DIALECTS, MODEL, READ, WROTE, Call, Dialect
from tests.providers.llm.vendor import Vendor, refused, streamed, vendor
from tests.serving import running_server

from visavis.engine.answering import APOLOGY
from visavis.providers.llm.guarded import RETRIES

pytestmark = [pytest.mark.e2e, pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

SECRET = "key-of-the-tests"
QUESTION = "Is there a seat for Tosca, or for Aida?"
ANSWER, BRIEFLY = "Seven seats are free for each of them.", "Seven are free."
HANDLER = """void client.registerToolCallHandler('free_seats', {
    onStart: async ({ arguments: { show } }) => `7 for ${show}`,
    onComplete: async () => {},
})"""
QUICKLY = 2.0
"""As a `voiceSpeed`: apologies are long."""
BOTH = [Call("a", "free_seats", {"show": "Tosca"}), Call("b", "free_seats", {"show": "Aida"})]


@dataclass(frozen=True)
class House:
    vendor: Vendor
    llms: dict[str, str]
    """Ids, by format."""
    developer: Developer
    url: str

    async def begins(self, caller: Caller, dialect: Dialect, **config: Any) -> None:
        self.vendor.answers, self.vendor.asked = [], []
        token = await self.developer.token(llmId=self.llms[dialect.llm_format], **config)
        await caller.connected(token, self.url)

    async def summary(self, session: str) -> dict[str, Any]:
        """Of its analytics, once it has ended."""
        async with asyncio.timeout(WITHIN_S):
            while (reply := await self.developer.http.get(f"/v1/sessions/{session}/analytics")).is_error:
                await asyncio.sleep(0.1)
        return dict(reply.json()["summary"])


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def house(data_dir_template: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[House]:
    data_dir = shared_data_dir(data_dir_template, tmp_path_factory.mktemp("visavis"))
    async with (
        vendor() as there,
        running_server(
            *(data_dir, "--engines", "1"),
            VISAVIS_BOOTSTRAP_API_KEY=KEY,
            VISAVIS_ALLOWED_HOSTS=urlsplit(there.url).netloc,
        ) as server,
    ):
        headers = {"authorization": f"Bearer {KEY}"}
        async with httpx.AsyncClient(base_url=server.url, headers=headers, timeout=PATIENCE_S) as http:
            llms = {name: await _added(http, dialect, there.url) for name, dialect in DIALECTS.items()}
            yield House(there, llms, Developer(http), server.url)
        assert SECRET not in "\n".join(server.printed)


async def _added(http: httpx.AsyncClient, dialect: Dialect, url: str) -> str:
    reply = await http.post(
        "/v1/llms",
        json={
            "displayName": dialect.llm_format,
            "llmFormat": dialect.llm_format,
            "modelName": MODEL,
            "urls": [{"url": url + dialect.address}],
            "secret": SECRET,
        },
    )
    assert reply.is_success, reply.text
    return str(reply.json()["id"])


@pytest.mark.parametrize("dialect", DIALECTS.values(), ids=DIALECTS)
async def test_it_asks_for_two_tools_at_once_and_speaks_of_what_came_of_them(
    caller: Caller, house: House, dialect: Dialect
) -> None:
    await house.begins(caller, dialect, tools=[SEATS])
    house.vendor.answers = [streamed(dialect.calls(BOTH)), streamed(dialect.says(ANSWER))]
    await caller.does(HANDLER)
    await caller.does("client.sendUserMessage(value)", QUESTION)
    await caller.until("SOUND")
    said = await caller.message("persona")
    session = await caller.does("client.getActiveSessionId()")
    await caller.does("client.stopStreaming()")

    assert said["content"] == ANSWER
    first, second = house.vendor.asked
    assert {first.path, second.path} == {dialect.path}
    assert dialect.key(first) == SECRET
    assert dialect.results(second.body) == ["7 for Tosca", "7 for Aida"]
    assert len(caller.so_far("TOOL_CALL_COMPLETED")) == 2
    assert caller.so_far("SERVER_WARNING") == []
    usage = (await house.summary(session))["usage"]
    assert (usage["promptTokens"], usage["completionTokens"]) == (2 * READ, 2 * WROTE)


def faults(dialect: Dialect) -> dict[str, list[Response]]:
    """What it sends, by what the user is told of it. Who is busy is asked again at once."""
    told = {"type": "error", "error": {"type": "x", "code": 0, "status": "X", "message": "Not you."}}
    return {
        "Error code: 401 - Not you.": [refused(401, told)],
        "Error code: 429 - Not you.": [refused(429, told)] * (1 + RETRIES),
        "broke off": [streamed(dialect.says(ANSWER)[:1])],
        "": [streamed([b"data: {no json\n\n"])],
    }


@pytest.mark.parametrize("dialect", DIALECTS.values(), ids=DIALECTS)
async def test_each_fault_is_apologised_for_once_and_the_next_question_is_answered(
    caller: Caller, house: House, dialect: Dialect
) -> None:
    await house.begins(caller, dialect, voiceSpeed=QUICKLY)
    for why, answers in faults(dialect).items():
        last = caller.last
        house.vendor.answers = answers
        await caller.does("client.sendUserMessage(value)", QUESTION)
        sorry = await caller.message("persona", after=last)
        told = caller.last
        (warning,) = [event.value for event in caller.so_far("SERVER_WARNING", after=last)]
        assert sorry["content"].endswith(APOLOGY)
        assert warning.startswith(MODEL)
        assert why in warning
        assert SECRET not in warning

        house.vendor.answers = [streamed(dialect.says(BRIEFLY))]
        await caller.does("client.sendUserMessage(value)", QUESTION)
        assert (await caller.message("persona", after=told))["content"] == BRIEFLY
        assert caller.so_far("SERVER_WARNING", after=told) == []
