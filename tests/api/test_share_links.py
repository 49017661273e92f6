"""/v1/share-links, and what a stranger with a link may do"""

from __future__ import annotations

import asyncio
import re
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import httpx
import pytest
from tests.api.servers import EPHEMERAL, KEY, Server, bearer, claims_of

from visavis.services import share_links
from visavis.store.tables import Persona, ShareLink

LINK_FIELDS = {
    *("id", "token", "type", "expiresAt", "usageLimit", "usageCount", "allowedOrigins", "allowAllOrigins"),
    *("removeWatermark", "enabled", "isPrimary", "createdAt"),
}
OF_PERSONA = {"personaId", "personaName", "organizationId"}
STOCK_PERSONA = "5a7c1e20-9d0b-4f6e-8a41-c0ffee000001"
HERE = "http://testserver"


async def persona_of_ours(server: Server, **fields: Any) -> str:
    reply = await server.client.post("/v1/personas", json={"name": "Cara"} | fields)
    return str(reply.json()["id"])


async def create(server: Server, **fields: Any) -> dict[str, Any]:
    reply = await server.client.post("/v1/share-links", json={"personaId": STOCK_PERSONA} | fields)
    assert reply.status_code == 201, reply.text
    link: dict[str, Any] = reply.json()
    return link


async def update(server: Server, link: dict[str, Any], **fields: Any) -> dict[str, Any]:
    reply = await server.client.put(f"/v1/share-links/{link['id']}", json=fields)
    assert reply.status_code == 200, reply.text
    changed: dict[str, Any] = reply.json()
    return changed


async def read(server: Server, link: dict[str, Any]) -> dict[str, Any]:
    answer: dict[str, Any] = (await server.client.get(f"/v1/share-links/{link['id']}")).json()
    return answer


async def use(server: Server, link: dict[str, Any], origin: str | None = HERE) -> httpx.Response:
    """As a page would that knows nothing but the link."""
    headers = {"origin": origin} if origin else {}
    request = httpx.Request("POST", f"{HERE}/share/{link['token']}/session-token", headers=headers)
    return await server.client.send(request)


def from_now(hours: float) -> str:
    return (datetime.now(UTC) + timedelta(hours=hours)).isoformat()


def hours_left(link: dict[str, Any]) -> float:
    return (datetime.fromisoformat(link["expiresAt"]) - datetime.now(UTC)) / timedelta(hours=1)


def refused(reply: httpx.Response, message: str) -> None:
    assert (reply.status_code, reply.json()) == (403, {"error": "Forbidden", "message": message})


# create


async def test_the_published_create_example_gives_the_published_answer(server: Server) -> None:
    persona = await persona_of_ours(server)

    link = await create(server, personaId=persona, expiresInHours=168, usageLimit=10)

    assert set(link) >= LINK_FIELDS
    assert re.fullmatch(r"sh_[A-Za-z0-9]{22}", link["token"])
    assert hours_left(link) == pytest.approx(168, abs=0.01)
    unchanging = {"type": "LINK", "usageLimit": 10, "usageCount": 0, "allowedOrigins": [], "enabled": True}
    assert (
        link | unchanging | {"allowAllOrigins": False, "removeWatermark": False, "isPrimary": False} == link
    )


async def test_a_link_lives_a_week_and_ten_uses_unless_told_otherwise(server: Server) -> None:
    link = await create(server)
    assert (round(hours_left(link)), link["usageLimit"]) == (168, 10)
    link = await create(server, expiresInHours=0.5, usageLimit=3.0)
    assert (round(hours_left(link), 1), link["usageLimit"]) == (0.5, 3)
    link = await create(server, expiresInHours=None, usageLimit=None)
    assert (link["expiresAt"], link["usageLimit"]) == (None, None)


async def test_what_the_public_mcp_server_sends_is_understood(server: Server) -> None:
    link = await create(server, name="For the fair", expiresAt=from_now(24), maxUses=5)
    assert (link["name"], round(hours_left(link)), link["usageLimit"]) == ("For the fair", 24, 5)

    link = await update(server, link, isActive=False, maxUses=6)
    assert (link["enabled"], link["usageLimit"]) == (False, 6)


async def test_extensions_are_stored(server: Server) -> None:
    link = await create(
        server,
        type="PLAYER_EMBED",
        allowedOrigins=["example.com", "http://localhost:3000"],
        removeWatermark=True,
        enabled=False,
    )

    assert link["type"] == "PLAYER_EMBED"
    assert link["allowedOrigins"] == ["https://example.com", "http://localhost:3000"]
    assert (link["removeWatermark"], link["enabled"]) == (True, False)


@pytest.mark.parametrize(
    ("fields", "path"),
    [
        ({"personaId": None}, "personaId"),
        ({"personaId": "not-an-id"}, "personaId"),
        ({"expiresInHours": 0}, "expiresInHours"),
        ({"expiresInHours": "168"}, "expiresInHours"),
        ({"usageLimit": 0}, "usageLimit"),
        ({"usageLimit": 1.5}, "usageLimit"),
        ({"usageLimit": 10**12}, "usageLimit"),
        ({"expiresAt": "tomorrow"}, "expiresAt"),
        ({"expiresAt": 1790000000}, "expiresAt"),
        ({"expiresAt": "2020-01-01T00:00:00Z"}, "expiresAt"),
        ({"expiresAt": "2099-01-01T00:00:00"}, "expiresAt"),
        ({"expiresAt": "2099-01-01T00:00:00Z", "expiresInHours": 1}, "expiresAt"),
        ({"type": "POSTER"}, "type"),
        ({"allowedOrigins": ["https://example.com/page"]}, "allowedOrigins.0"),
        ({"enabled": "yes"}, "enabled"),
        ({"expiresAt": "9999-12-31T23:59:59-05:00"}, "expiresAt"),
    ],
)
async def test_what_cannot_be_is_400_and_named(server: Server, fields: dict[str, Any], path: str) -> None:
    reply = await server.client.post("/v1/share-links", json={"personaId": STOCK_PERSONA} | fields)

    assert reply.status_code == 400, reply.text
    assert reply.json()["details"][0]["path"] == path


async def test_a_link_needs_a_persona_that_one_may_see(server: Server) -> None:
    ours = await persona_of_ours(server)
    theirs = bearer(await server.key_of_another_organization())

    for persona, headers in ((ours, theirs), (str(uuid4()), bearer(KEY))):
        reply = await server.client.post("/v1/share-links", json={"personaId": persona}, headers=headers)
        assert (reply.status_code, reply.json()["message"]) == (404, "Persona not found")
    reply = await server.client.post("/v1/share-links", json={})
    assert (reply.status_code, reply.json()["details"][0]["path"]) == (400, "personaId")


# list, get, update, delete


async def test_the_list_shows_twenty_the_newest_first_with_their_personas(server: Server) -> None:
    persona = await persona_of_ours(server, name="Nora")
    older, newer = await create(server, personaId=persona), await create(server, name="Fair")

    listed = (await server.client.get("/v1/share-links")).json()

    assert [one["id"] for one in listed["data"]] == [newer["id"], older["id"]]
    assert listed["meta"]["perPage"] == 20
    assert set(listed["data"][0]) >= LINK_FIELDS | OF_PERSONA
    assert (listed["data"][1]["personaId"], listed["data"][1]["personaName"]) == (persona, "Nora")
    for query, found in [
        ({"search": "nora"}, [older]),
        ({"search": "fair"}, [newer]),
        ({"search": older["token"]}, [older]),
        ({"search": "nobody"}, []),
        ({"personaId": persona}, [older]),
        ({"perPage": 1, "page": 2}, [older]),
    ]:
        reply = await server.client.get("/v1/share-links", params=query)
        assert [one["id"] for one in reply.json()["data"]] == [one["id"] for one in found]
    assert (await server.client.get("/v1/share-links?personaId=x")).status_code == 400


async def test_an_update_changes_what_it_names_and_nothing_else(server: Server) -> None:
    link = await create(server)

    changed = await update(server, link, usageLimit=50)

    assert changed == link | {"usageLimit": 50}
    assert set(await read(server, link)) >= LINK_FIELDS | OF_PERSONA
    assert round(hours_left(await update(server, link, expiresInHours=1))) == 1
    assert (await update(server, link, expiresInHours=None))["expiresAt"] is None


async def test_a_deleted_link_is_gone(server: Server) -> None:
    link = await create(server)

    reply = await server.client.delete(f"/v1/share-links/{link['id']}")

    assert (reply.status_code, reply.json()) == (200, {"message": "Share link deleted successfully"})
    assert (await server.client.delete(f"/v1/share-links/{link['id']}")).status_code == 404
    assert (await use(server, link)).status_code == 404


@pytest.mark.parametrize(("verb", "body"), [("GET", None), ("PUT", {"usageLimit": 1}), ("DELETE", None)])
async def test_links_that_are_not_there_or_not_ours_are_404(
    server: Server, verb: str, body: dict[str, Any] | None
) -> None:
    link = await create(server)
    theirs = bearer(await server.key_of_another_organization())

    async def status(id: Any, headers: dict[str, str] | None = None) -> int:
        url = f"/v1/share-links/{id}"
        return (await server.client.request(verb, url, json=body, headers=headers)).status_code

    assert await status(link["id"], theirs) == 404
    assert await status(uuid4()) == 404
    assert await status("not-an-id") == 400
    assert await status(link["id"], bearer("wrong")) == 401
    assert (await server.client.get("/v1/share-links", headers=theirs)).json()["data"] == []


# a persona and its links


async def test_a_persona_shows_its_links_and_the_primary_one(server: Server) -> None:
    persona = await persona_of_ours(server)
    first = await create(server, personaId=persona, isPrimary=True)
    second = await create(server, personaId=persona, enabled=False)

    async def shown() -> tuple[list[str], Any]:
        answer = (await server.client.get(f"/v1/personas/{persona}")).json()
        return [link["id"] for link in answer["shareLinks"]], answer["primaryShareLink"]

    assert await shown() == ([first["id"], second["id"]], {"token": first["token"], "enabled": True})
    await update(server, second, isPrimary=True)
    assert await shown() == ([first["id"], second["id"]], {"token": second["token"], "enabled": False})
    assert not (await read(server, first))["isPrimary"]
    changed = await server.client.put(f"/v1/personas/{persona}", json={"name": "Nora"})
    assert len(changed.json()["shareLinks"]) == 2
    await update(server, second, isPrimary=False)
    assert (await shown())[1] is None


async def test_links_at_once_never_make_two_primary_ones(server: Server) -> None:
    await asyncio.gather(*(create(server, isPrimary=True) for _ in range(6)))

    listed = (await server.client.get("/v1/share-links")).json()["data"]
    assert sorted(link["isPrimary"] for link in listed) == [False] * 5 + [True]


async def test_links_go_with_their_persona(server: Server) -> None:
    persona = await persona_of_ours(server)
    link = await create(server, personaId=persona)

    assert (await server.client.delete(f"/v1/personas/{persona}")).status_code == 200

    assert (await use(server, link)).status_code == 404
    assert (await server.client.get("/v1/share-links")).json()["data"] == []


async def test_what_others_issued_for_a_stock_persona_is_not_shown(server: Server) -> None:
    theirs = bearer(await server.key_of_another_organization())
    await server.client.post(
        "/v1/share-links", json={"personaId": STOCK_PERSONA, "isPrimary": True}, headers=theirs
    )

    answer = (await server.client.get(f"/v1/personas/{STOCK_PERSONA}")).json()

    assert (answer["shareLinks"], answer["primaryShareLink"]) == (None, None)


# strangers


async def test_a_stranger_with_a_link_talks_to_its_persona(server: Server) -> None:
    link = await create(server)

    reply = await use(server, link)

    assert reply.status_code == 200, reply.text
    token = reply.json()["sessionToken"]
    assert claims_of(token)["type"] == "stateful"
    assert (await server.start(token)).status_code == 200
    assert server.placement.placed[0].persona.id == STOCK_PERSONA
    assert (await read(server, link))["usageCount"] == 1
    sessions = (await server.client.get("/v1/sessions")).json()["data"]
    assert (sessions[0]["clientLabel"], sessions[0]["apiKeyId"]) == ("visavis-share", None)


async def test_uses_at_once_never_pass_the_limit(server: Server) -> None:
    link = await create(server, usageLimit=4)

    replies = await asyncio.gather(*(use(server, link) for _ in range(12)))

    assert sorted(reply.status_code for reply in replies) == [200] * 4 + [403] * 8
    refused(await use(server, link), share_links.USED_UP)
    assert (await read(server, link))["usageCount"] == 4
    await update(server, link, usageLimit=5)
    assert (await use(server, link)).status_code == 200


async def test_disabled_and_expired_links_are_refused_and_not_counted(server: Server) -> None:
    link = await create(server, enabled=False)
    refused(await use(server, link), share_links.DISABLED)
    await update(server, link, enabled=True)
    async with server.wing.database.transaction() as session:
        row = await session.get_one(ShareLink, link["id"])
        row.expires_at = datetime.now(UTC) - timedelta(seconds=1)
    refused(await use(server, link), share_links.EXPIRED)

    assert (await read(server, link))["usageCount"] == 0


async def test_only_pages_of_allowed_origins_may_use_a_link(server: Server) -> None:
    link = await create(server, type="ORB_EMBED", allowedOrigins=["example.com"])

    for origin in ("https://example.com", HERE):
        assert (await use(server, link, origin)).status_code == 200
    for origin in ("https://evil.example", "http://example.com", "null", None):
        refused(await use(server, link, origin), share_links.WRONG_ORIGIN)
    await update(server, link, allowAllOrigins=True)
    for origin in ("https://evil.example", None):
        assert (await use(server, link, origin)).status_code == 200


async def test_a_browser_of_another_origin_may_read_the_answer(server: Server) -> None:
    link = await create(server, allowAllOrigins=True)

    reply = await use(server, link, "https://example.com")

    assert reply.headers["access-control-allow-origin"] == "*"


async def test_an_unknown_link_is_404(server: Server) -> None:
    reply = await use(server, {"token": "sh_nobody"})

    assert (reply.status_code, reply.json()["message"]) == (404, "Share link not found")


async def test_a_link_to_a_persona_that_cannot_start_is_not_used_up(server: Server) -> None:
    persona = await persona_of_ours(server)
    link = await create(server, personaId=persona)
    async with server.wing.database.transaction() as session:
        (await session.get_one(Persona, persona)).avatar_id = "gone"

    assert (await use(server, link)).status_code == 400
    assert (await read(server, link))["usageCount"] == 0


async def test_a_session_token_of_a_link_serves_no_other_persona(server: Server) -> None:
    token = (await use(server, await create(server))).json()["sessionToken"]

    await server.start(token, {"personaConfig": EPHEMERAL})

    assert server.placement.placed[0].persona.id == STOCK_PERSONA
