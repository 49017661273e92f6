"""Tools in real sessions: a scripted model calls them, a client and a web server are called, and she speaks of it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from tests.e2e.developer import Developer
from tests.e2e.raw_client import RawClient, joined, start
from tests.scripted_llm import ScriptedLlm, calls, says
from tests.serving import RunningServer
from tests.web import Page, Web

pytestmark = [pytest.mark.e2e, pytest.mark.asyncio(loop_scope="session")]

SCHEMA = {"type": "object", "properties": {"show": {"type": "string"}}, "required": ["show"]}


@asynccontextmanager
async def talking(developer: Developer, mind: ScriptedLlm, **config: Any) -> AsyncIterator[RawClient]:
    place = await start(developer.http, llmId=await developer.llm(mind.url), **config)
    async with joined(place) as client:
        yield client


async def test_client_and_webhook_are_called_at_once_and_spoken_about(
    server: RunningServer, developer: Developer, mind: ScriptedLlm, owner: Web
) -> None:
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
    mind.scripts = [
        [
            *says("Let me see. "),
            *calls("free_seats", '{"show": ', '"Tosca"}', id="a"),
            *calls("price", '{"show": "Tosca"}', id="b", index=1),
        ],
        says("Seven seats are free, ", "and each is twelve euros."),
    ]
    async with talking(developer, mind, tools=tools) as client:
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
    results = [message for message in mind.asked[-1]["messages"] if message["role"] == "tool"]
    assert [(one["tool_call_id"], one["content"]) for one in results] == [("a", "7"), ("b", '{"euros": 12}')]
    shown = await developer.tool_calls(client.place.session_id)
    assert {(one["toolName"], one["toolType"], one["status"], one["turnIndex"]) for one in shown} == {
        ("free_seats", "client", "completed", 0),
        ("price", "server", "completed", 0),
    }
    assert "sk-of-the-shop" not in "\n".join(server.printed) + json.dumps(shown)


@pytest.mark.parametrize(
    "fault", ["redirects into the house", "answers ten megabytes", "is called with no JSON"]
)
async def test_a_webhook_that_goes_wrong_is_spoken_about_and_recorded_and_the_session_lives(
    developer: Developer, mind: ScriptedLlm, owner: Web, fault: str
) -> None:
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
    mind.scripts = [calls("hook", arguments), says("That did not work, sorry."), says("Yes, I am.")]
    async with talking(developer, mind, tools=[tool]) as client:
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
    (shown,) = await developer.tool_calls(client.place.session_id)
    assert (shown["status"], shown["errorMessage"]) == ("failed", failed["error_message"])


async def test_the_offline_answerer_reads_from_the_documents(developer: Developer) -> None:
    http = developer.http
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
