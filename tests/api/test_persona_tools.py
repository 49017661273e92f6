"""The tools of a persona"""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from tests.api.servers import Server, bearer
from tests.api.tool_requests import CLIENT, END_CALL, WEBHOOK, create, read


async def test_a_persona_has_the_tools_it_is_given_and_an_update_replaces_them(server: Server) -> None:
    first, second = await create(server), await create(server, WEBHOOK)

    made = await server.client.post("/v1/personas", json={"toolIds": [second["id"], END_CALL, second["id"]]})
    persona = made.json()
    assert [tool["name"] for tool in persona["tools"]] == ["weather", "end_call"]
    assert persona["tools"][0]["config"]["headers"] == {"Authorization": "[REDACTED]"}

    async def put(**fields: Any) -> list[str]:
        reply = await server.client.put(f"/v1/personas/{persona['id']}", json=fields)
        assert reply.status_code == 200, reply.text
        again = (await server.client.get(f"/v1/personas/{persona['id']}")).json()
        assert again["tools"] == reply.json()["tools"]
        return [tool["name"] for tool in again["tools"]]

    assert await put(name="Nora") == ["weather", "end_call"]
    assert await put(toolIds=[first["id"], second["id"]]) == ["open_calendar", "weather"]
    assert await put(toolIds=[]) == []


async def test_only_tools_that_one_may_use_can_be_given(server: Server) -> None:
    theirs = bearer(await server.key_of_another_organization())
    foreign = (await server.client.post("/v1/tools", json=CLIENT, headers=theirs)).json()["id"]
    deleted = (await create(server))["id"]
    await server.client.delete(f"/v1/tools/{deleted}")
    persona = (await server.client.post("/v1/personas", json={"toolIds": [END_CALL]})).json()

    for id in (foreign, deleted, str(uuid4()), "not-an-id"):
        for verb, url in (("POST", "/v1/personas"), ("PUT", f"/v1/personas/{persona['id']}")):
            reply = await server.client.request(verb, url, json={"toolIds": [id]})
            assert (reply.status_code, reply.json()["details"][0]["path"]) == (400, "toolIds")
            assert id in reply.json()["message"]
    kept = (await server.client.get(f"/v1/personas/{persona['id']}")).json()["tools"]
    assert [tool["id"] for tool in kept] == [END_CALL]


async def test_uses_are_counted_per_organization(server: Server) -> None:
    tool = await create(server)
    personas = [
        (await server.client.post("/v1/personas", json={"toolIds": [tool["id"], END_CALL]})).json()["id"]
        for _ in range(2)
    ]
    theirs = bearer(await server.key_of_another_organization())
    await server.client.post("/v1/personas", json={"toolIds": [END_CALL]}, headers=theirs)

    async def uses() -> tuple[int, int]:
        return (await read(server, tool["id"]))["usageCount"], (await read(server, END_CALL))["usageCount"]

    assert await uses() == (2, 2)
    assert (await server.client.get("/v1/tools")).json()["data"][0]["usageCount"] == 2
    await server.client.delete(f"/v1/personas/{personas[0]}")
    assert await uses() == (1, 1)


async def test_a_deleted_tool_disappears_from_its_personas_which_still_start(server: Server) -> None:
    tool = await create(server)
    persona = (await server.client.post("/v1/personas", json={"toolIds": [tool["id"]]})).json()

    await server.client.delete(f"/v1/tools/{tool['id']}")

    assert (await server.client.get(f"/v1/personas/{persona['id']}")).json()["tools"] == []
    assert (await server.start(body={"personaConfig": {"personaId": persona["id"]}})).status_code == 200
