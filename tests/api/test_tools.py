"""/v1/tools: listed, changed, deleted"""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from tests.api.servers import Server, bearer
from tests.api.tool_requests import (
    ADDRESS,
    CLIENT,
    END_CALL,
    FIELDS,
    WEBHOOK,
    create,
    read,
    real_headers,
    update,
)

from visavis.store.tables import Tool


async def test_the_list_shows_own_tools_the_newest_first_and_then_stock(server: Server) -> None:
    first, second = await create(server), await create(server, name="second", description="Zebra")

    listed = (await server.client.get("/v1/tools")).json()

    assert [one["name"] for one in listed["data"]] == ["second", "open_calendar", "end_call", "interrupt"]
    assert (listed["meta"]["perPage"], listed["meta"]["total"]) == (10, 4)
    assert set(listed["data"][0]) == FIELDS
    for query, found in [
        ({"search": "ZEBRA"}, [second]),
        ({"search": "calendar"}, [first]),
        ({"search": first["id"]}, [first]),
        ({"search": "nothing"}, []),
        ({"perPage": 1, "page": 2}, [first]),
    ]:
        reply = await server.client.get("/v1/tools", params=query)
        assert reply.json()["data"] == found
    assert (await server.client.get("/v1/tools?perPage=101")).status_code == 400


async def test_an_update_changes_what_it_names_and_nothing_else(server: Server) -> None:
    before = await create(server)

    after = await update(server, before["id"], name="open_scheduler")

    assert after["name"] == "open_scheduler"
    unchanged = set(before) - {"name", "updatedAt"}
    assert {field: after[field] for field in unchanged} == {field: before[field] for field in unchanged}
    merged = await update(server, before["id"], config={"awaitResult": True})
    assert merged["config"] == CLIENT["config"] | {"awaitResult": True}


async def test_a_new_type_comes_with_a_new_configuration(server: Server) -> None:
    tool = await create(server)

    reply = await server.client.put(f"/v1/tools/{tool['id']}", json={"type": "SERVER_WEBHOOK"})
    assert (reply.status_code, reply.json()["details"][0]["path"]) == (400, "config.url")
    config = {"url": ADDRESS, "method": "GET"}
    changed = await update(server, tool["id"], type="SERVER_WEBHOOK", config=config)
    assert (changed["type"], changed["config"]) == ("SERVER_WEBHOOK", config)


@pytest.mark.parametrize(
    ("fields", "path"),
    [
        ({"name": None}, "name"),
        ({"type": None}, "type"),
        ({"config": None}, "config"),
        ({"config": {"method": "HEAD"}}, "config.method"),
        ({"config": {"url": "http://10.0.0.1/"}}, "config.url"),
    ],
)
async def test_an_update_is_checked_too(server: Server, fields: dict[str, Any], path: str) -> None:
    tool = await create(server, WEBHOOK)

    reply = await server.client.put(f"/v1/tools/{tool['id']}", json=fields)

    assert reply.status_code == 400
    assert reply.json()["details"][0]["path"] == path
    assert await read(server, tool["id"]) == tool


async def test_credentials_in_headers_are_sealed_and_never_answered(server: Server) -> None:
    headers = {"Authorization": "Bearer sk-weather", "Accept": "text/plain"}
    tool = await create(server, WEBHOOK, config=WEBHOOK["config"] | {"headers": headers})

    shown = {"Authorization": "[REDACTED]", "Accept": "text/plain"}
    assert tool["config"]["headers"] == shown
    assert await real_headers(server, tool["id"]) == headers

    # a client that reads, changes one thing and writes all of it back
    await update(server, tool["id"], config=tool["config"] | {"headers": shown | {"Accept": "*/*"}})
    assert await real_headers(server, tool["id"]) == headers | {"Accept": "*/*"}
    await update(server, tool["id"], config={"headers": {"Authorization": "Bearer sk-new"}})
    assert await real_headers(server, tool["id"]) == {"Authorization": "Bearer sk-new"}
    changed = await update(server, tool["id"], config={"headers": {}})
    assert await real_headers(server, tool["id"]) == {}
    assert changed["config"].get("headers", {}) == {}


async def test_a_deleted_tool_is_gone_and_its_credentials_too(server: Server) -> None:
    tool = await create(server, WEBHOOK)

    reply = await server.client.delete(f"/v1/tools/{tool['id']}")

    assert (reply.status_code, reply.content) == (204, b"")
    for verb in ("GET", "DELETE"):
        reply = await server.client.request(verb, f"/v1/tools/{tool['id']}")
        assert (reply.status_code, reply.json()["message"]) == (404, "Tool not found")
    async with server.wing.database.transaction() as session:
        row = await session.get_one(Tool, tool["id"])
    assert (row.sealed_headers, row.deleted_at is not None) == (None, True)


async def test_the_system_tools_of_the_server_cannot_be_changed(server: Server) -> None:
    reply = await server.client.put(f"/v1/tools/{END_CALL}", json={"name": "mine"})
    assert (reply.status_code, reply.json()["error"]) == (403, "Forbidden")
    assert (await server.client.delete(f"/v1/tools/{END_CALL}")).status_code == 403
    assert (await read(server, END_CALL))["config"] == {"action": "end_call"}


async def test_a_system_tool_of_ones_own_can(server: Server) -> None:
    own = await create(server, name="hang_up", type="SYSTEM", config={"action": "end_call"})

    changed = await update(server, own["id"], name="stop", config={"action": "interrupt"})
    assert (changed["name"], changed["config"]) == ("stop", {"action": "interrupt"})
    assert (await server.client.delete(f"/v1/tools/{own['id']}")).status_code == 204
    assert (await server.client.get(f"/v1/tools/{own['id']}")).status_code == 404


@pytest.mark.parametrize(("verb", "body"), [("GET", None), ("PUT", {"name": "mine"}), ("DELETE", None)])
async def test_tools_that_are_not_there_or_not_ours_are_404(
    server: Server, verb: str, body: dict[str, Any] | None
) -> None:
    tool = await create(server)
    theirs = bearer(await server.key_of_another_organization())

    async def status(id: Any, headers: dict[str, str] | None = None) -> int:
        url = f"/v1/tools/{id}"
        return (await server.client.request(verb, url, json=body, headers=headers)).status_code

    assert await status(tool["id"], theirs) == 404
    assert await status(uuid4()) == 404
    assert await status("not-an-id") == 400
    assert await status(tool["id"], bearer("wrong")) == 401
    listed = (await server.client.get("/v1/tools", headers=theirs)).json()["data"]
    assert [one["name"] for one in listed] == ["end_call", "interrupt"]
