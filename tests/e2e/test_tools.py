"""Tools in real sessions: a scripted model calls them, a client and a web server are called, and she speaks of it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
import pytest_asyncio
from tests.e2e.conftest import KEY, shared_data_dir
from tests.e2e.raw_client import RawClient, joined, start
from tests.scripted_llm import ScriptedLlm, calls, says, scripted_llm
from tests.serving import RunningServer, running_server
from tests.web import Page, Web, web

pytestmark = [pytest.mark.e2e, pytest.mark.asyncio(loop_scope="session")]

DEFAULT_LLM = "0934d97d-0c3a-4f33-91b0-5e136a0ef466"
SCHEMA = {"type": "object", "properties": {"show": {"type": "string"}}, "required": ["show"]}


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def house(
    data_dir_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[tuple[ScriptedLlm, Web, RunningServer]]:
    """A model, somebody's web server, and a server that was started with both."""
    async with scripted_llm() as llm, web() as owner:
        data_dir = shared_data_dir(data_dir_template, tmp_path_factory.mktemp("visavis"))
        async with running_server(
            *(data_dir, "--engines", "1"),
            VISAVIS_BOOTSTRAP_API_KEY=KEY,
            VISAVIS_ALLOWED_HOSTS=owner.host,
            OPENAI_BASE_URL=llm.url,
        ) as server:
            yield llm, owner, server


@asynccontextmanager
async def talking(server: RunningServer, **config: Any) -> AsyncIterator[RawClient]:
    headers = {"authorization": f"Bearer {KEY}"}
    async with (
        httpx.AsyncClient(base_url=server.url, headers=headers) as http,
        joined(await start(http, llmId=DEFAULT_LLM, **config)) as client,
    ):
        yield client


async def calls_of(server: RunningServer, session_id: str) -> list[dict[str, Any]]:
    """As the session shows them once it has ended."""
    headers = {"authorization": f"Bearer {KEY}"}
    async with httpx.AsyncClient(base_url=server.url, headers=headers) as http, asyncio.timeout(10):
        while True:
            session = (await http.get(f"/v1/sessions/{session_id}")).json()
            if session["endTime"] is not None:
                shown: list[dict[str, Any]] = session["toolCalls"]
                return shown
            await asyncio.sleep(0.1)


async def test_client_and_webhook_are_called_at_once_and_spoken_about(
    house: tuple[ScriptedLlm, Web, RunningServer],
) -> None:
    llm, owner, server = house
    owner.put("/price", b'{"euros": 12}', "application/json")
    tools = [
        {"type": "client", "name": "free_seats", "parameters": SCHEMA, "awaitResult": True},
        {
            "type": "server",
            "subtype": "webhook",
            "name": "price",
            "description": "What a seat costs.",
            "url": f"{owner.url}/price?shop=1",
            "method": "POST",
            "headers": {"Authorization": "Bearer sk-of-the-shop"},
            "parameters": SCHEMA,
        },
    ]
    llm.scripts = [
        [
            *says("Let me see. "),
            *calls("free_seats", '{"show": ', '"Tosca"}', id="a"),
            *calls("price", '{"show": "Tosca"}', id="b", index=1),
        ],
        says("Seven seats are free, ", "and each is twelve euros."),
    ]
    async with talking(server, tools=tools) as client:
        client.tell("speech", content="Is there a seat for Tosca?")
        started = await client.told("toolCallStarted")
        assert (started["tool_name"], started["tool_type"]) == ("free_seats", "client")
        assert started["session_id"] == client.place.session_id
        assert started["arguments"] == {"show": "Tosca"}
        client.tell("tool_result", tool_call_id=started["tool_call_id"], result="7")
        said = await client.said("the answer", lambda text: "twelve euros" in text)
        completed = await client.told("toolCallCompleted")
        assert said == "Let me see. Seven seats are free, and each is twelve euros."
        assert (completed["tool_name"], completed["result"]) == ("price", '{"euros": 12}')
        assert not client.warnings

    (asked,) = owner.asked
    assert (asked.path, asked.json) == ("/price?shop=1", {"show": "Tosca"})
    assert asked.headers["authorization"] == "Bearer sk-of-the-shop"
    results = [message for message in llm.asked[-1]["messages"] if message["role"] == "tool"]
    assert [(one["tool_call_id"], one["content"]) for one in results] == [("a", "7"), ("b", '{"euros": 12}')]
    shown = await calls_of(server, client.place.session_id)
    assert {(one["toolName"], one["toolType"], one["status"], one["turnIndex"]) for one in shown} == {
        ("free_seats", "client", "completed", 0),
        ("price", "server", "completed", 0),
    }
    assert "sk-of-the-shop" not in "\n".join(server.printed) + json.dumps(shown)


@pytest.mark.parametrize(
    "fault", ["redirects into the house", "answers ten megabytes", "is called with no JSON"]
)
async def test_a_webhook_that_goes_wrong_is_spoken_about_and_recorded_and_the_session_lives(
    house: tuple[ScriptedLlm, Web, RunningServer], fault: str
) -> None:
    llm, owner, server = house
    owner.pages["/hook"] = {
        "redirects into the house": Page(b"", status=307, headers={"location": "http://127.0.0.1:1/secret"}),
        "answers ten megabytes": Page(b"x" * 10_000_000),
        "is called with no JSON": Page(b"fine"),
    }[fault]
    tool = {
        "type": "server",
        "subtype": "webhook",
        "name": "hook",
        "url": f"{owner.url}/hook",
        "method": "POST",
    }
    arguments = '{"broken' if "JSON" in fault else "{}"
    llm.scripts = [calls("hook", arguments), says("That did not work, sorry."), says("Yes, I am.")]
    async with talking(server, tools=[tool]) as client:
        client.tell("speech", content="Do it")
        await client.said("that it failed", lambda text: "did not work" in text)
        failed = await client.told("toolCallFailed")
        reason = {"red": "not a public address", "ans": "more than 64 KiB", "is ": "not valid JSON"}[
            fault[:3]
        ]
        assert reason in failed["error_message"]
        seen = len(client.messages)
        client.tell("speech", content="Are you there?")
        await client.said("an answer", lambda text: "Yes" in text, after=seen)
    (shown,) = await calls_of(server, client.place.session_id)
    assert (shown["status"], shown["errorMessage"]) == ("failed", failed["error_message"])


async def test_the_offline_answerer_reads_from_the_documents(
    house: tuple[ScriptedLlm, Web, RunningServer],
) -> None:
    _, _, server = house
    headers = {"authorization": f"Bearer {KEY}"}
    async with httpx.AsyncClient(base_url=server.url, headers=headers, timeout=10) as http:
        group = (await http.post("/v1/knowledge/groups", json={"name": "Docs"})).json()["id"]
        files = {"file": ("house_rules.txt", b"Dogs must wait in the garden.", "text/plain")}
        document = (await http.post(f"/v1/knowledge/groups/{group}/documents", files=files)).json()["id"]
        async with asyncio.timeout(20):
            while (await http.get(f"/v1/knowledge/documents/{document}")).json()["status"] != "READY":
                await asyncio.sleep(0.1)
        async with joined(await start(http, knowledge=[group])) as client:
            client.tell("speech", content="Where can my dogs wait?")
            said = await client.said("a quotation", lambda text: "garden" in text)
            completed = await client.told("toolCallCompleted")
    assert said == "house rules says: Dogs must wait in the garden."
    assert completed["documents_accessed"] == ["house_rules.txt"]
