"""POST /v1/tools/{id}/test"""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from tests.api.servers import Server, bearer, serving
from tests.api.tool_requests import CLIENT, END_CALL, create
from tests.web import Page, Web, web

from visavis.services.keys import create_key

SECRET = "sk-weather-5e1f"


@pytest.fixture
async def owner() -> AsyncIterator[Web]:
    async with web() as served:
        yield served


@pytest.fixture
async def server(data_dir: Path, owner: Web) -> AsyncIterator[Server]:
    """It may reach the owner's server."""
    async with serving(data_dir, allowed_hosts=[owner.host]) as running:
        yield running


async def webhook(server: Server, owner: Web, **config: Any) -> str:
    headers = {"Authorization": f"Bearer {SECRET}", "accept": "text/plain"}
    known = {"url": f"{owner.url}/hook", "method": "POST", "headers": headers}
    made = await create(
        server,
        {"name": "weather", "description": "Weather.", "type": "SERVER_WEBHOOK", "config": known | config},
    )
    return str(made["id"])


async def call(server: Server, id: str, key: str | None = None, **arguments: Any) -> httpx.Response:
    headers = bearer(key) if key else None
    return await server.client.post(f"/v1/tools/{id}/test", json={"arguments": arguments}, headers=headers)


async def test_a_webhook_is_called_with_its_stored_secrets(server: Server, owner: Web) -> None:
    owner.put("/hook", b'{"sky": "clear"}', "application/json")
    answer = (await call(server, await webhook(server, owner), city="Oslo")).json()
    assert answer.pop("durationSeconds") >= 0
    assert answer == {"httpStatus": 200, "result": '{"sky": "clear"}', "errorMessage": None, "awaited": True}
    (asked,) = owner.asked
    assert (asked.json, asked.headers["authorization"]) == ({"city": "Oslo"}, f"Bearer {SECRET}")


async def test_a_webhook_that_says_its_secrets_does_not_show_them(server: Server, owner: Web) -> None:
    said = f'{{"authorization": "Bearer {SECRET}", "key": "{SECRET}", "accept": "text/plain"}}'
    id = await webhook(server, owner)
    owner.put("/hook", said.encode(), "application/json")
    shown = (await call(server, id)).json()
    assert shown["result"] == '{"authorization": "[REDACTED]", "key": "[REDACTED]", "accept": "text/plain"}'
    owner.pages["/hook"] = Page(said.encode(), "application/json", status=401)
    shown = (await call(server, id)).json()
    assert shown["errorMessage"].startswith("The webhook answered 401: ")
    assert SECRET not in str(shown)


async def test_nobody_would_wait_for_one_that_is_only_told(server: Server, owner: Web) -> None:
    owner.put("/hook", b"Booked.", "text/plain")
    answer = (await call(server, await webhook(server, owner, awaitResponse=False))).json()
    assert (answer["awaited"], answer["result"]) == (False, "Booked.")


async def test_what_is_no_webhook_cannot_be_called(server: Server) -> None:
    reply = await call(server, (await create(server, CLIENT))["id"])
    assert reply.status_code == 422
    assert reply.json()["message"] == "Only webhooks can be called without a conversation"
    assert (await call(server, END_CALL)).status_code == 403


async def test_without_an_engine_it_is_said_that_the_server_is_busy(server: Server, owner: Web) -> None:
    id = await webhook(server, owner)
    server.placement.refuses = True
    assert (await call(server, id)).status_code == 503


async def test_it_needs_the_permission_to_change_tools(server: Server, owner: Web) -> None:
    id = await webhook(server, owner)
    organization = (await server.client.get("/v1/organization")).json()["id"]
    async with server.wing.database.transaction() as session:
        reader = await create_key(
            session, server.wing.keyring, organization, "reader", permissions=["tools:read"]
        )
    assert (await call(server, id, reader.key)).status_code == 403
    assert (await call(server, id, await server.key_of_another_organization())).status_code == 404
    assert owner.asked == []


async def test_which_tools_are_built_in_is_said(server: Server) -> None:
    await create(server, CLIENT)
    listed = (await server.client.get("/v1/tools")).json()["data"]
    assert {tool["name"]: tool["builtIn"] for tool in listed} == {
        "open_calendar": False,
        "end_call": True,
        "interrupt": True,
    }
