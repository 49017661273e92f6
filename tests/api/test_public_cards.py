"""What a stranger's page is shown before anybody talks, and which pages may start: of a link, and of a widget."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from tests.api.servers import Server, serving

from visavis.services import share_links, widgets
from visavis.store.tables import ShareLink

HERE = "http://testserver"
SHOP = "https://shop.example"
STOCK_PERSONA = "5a7c1e20-9d0b-4f6e-8a41-c0ffee000001"
NOBODY = "0b0d7e0a-0000-4000-8000-000000000000"


async def persona_of_ours(server: Server, **widget: Any) -> str:
    fields = {"name": "Nora", "description": "Knows the house"}
    id = str((await server.client.post("/v1/personas", json=fields)).json()["id"])
    reply = await server.client.put(f"/v1/personas/{id}", json={"widgetConfig": widget})
    assert reply.status_code == 200, reply.text
    return id


async def link_to(server: Server, persona: str, **fields: Any) -> dict[str, Any]:
    reply = await server.client.post("/v1/share-links", json={"personaId": persona} | fields)
    link: dict[str, Any] = reply.json()
    return link


async def stranger(server: Server, verb: str, path: str, origin: str | None = None) -> httpx.Response:
    """Without a key."""
    headers = {"origin": origin} if origin else {}
    return await server.client.send(httpx.Request(verb, HERE + path, headers=headers))


async def card(server: Server, path: str, origin: str | None = None) -> dict[str, Any]:
    reply = await stranger(server, "GET", f"{path}/card", origin)
    assert reply.status_code == 200, reply.text
    shown: dict[str, Any] = reply.json()
    return shown


# links


async def test_an_open_link_shows_who_is_behind_it(server: Server) -> None:
    link = await link_to(server, await persona_of_ours(server))

    shown = await card(server, f"/share/{link['token']}")

    assert (shown["state"], shown["watermark"], shown["widget"]) == ("open", True, None)
    assert (shown["persona"]["name"], shown["persona"]["description"]) == ("Nora", "Knows the house")
    for shape in ("square", "landscape", "portrait"):
        picture = await server.client.get(shown["persona"]["picture"][shape])
        assert picture.headers["content-type"] == "image/webp"
    assert (await server.client.get(f"/v1/share-links/{link['id']}")).json()["usageCount"] == 0


async def test_a_closed_link_says_why_and_nothing_of_the_persona(server: Server) -> None:
    link = await link_to(server, await persona_of_ours(server), usageLimit=1)
    path = f"/share/{link['token']}"
    closed = {"persona": None, "watermark": True, "widget": None}

    assert (await stranger(server, "POST", f"{path}/session-token", HERE)).status_code == 200
    assert await card(server, path) == closed | {"state": "used-up"}
    await server.client.put(f"/v1/share-links/{link['id']}", json={"usageLimit": None, "enabled": False})
    assert await card(server, path) == closed | {"state": "paused"}
    await server.client.put(f"/v1/share-links/{link['id']}", json={"enabled": True})
    assert await card(server, path, SHOP) == closed | {"state": "wrong-site"}
    async with server.wing.database.transaction() as session:
        row = await session.get_one(ShareLink, link["id"])
        row.expires_at = datetime.now(UTC) - timedelta(seconds=1)
    assert await card(server, path) == closed | {"state": "expired"}


async def test_a_site_that_may_use_a_link_is_shown_its_persona(server: Server) -> None:
    link = await link_to(server, STOCK_PERSONA, allowedOrigins=[SHOP], removeWatermark=True)

    shown = await card(server, f"/share/{link['token']}", SHOP)

    assert (shown["state"], shown["persona"]["name"], shown["watermark"]) == ("open", "Cara", False)
    assert (await stranger(server, "GET", "/share/sh_nothing/card")).status_code == 404


# widgets


async def test_a_widget_is_shown_as_it_was_set_up(server: Server) -> None:
    persona = await persona_of_ours(
        server,
        allowedOrigins=["shop.example"],
        callToAction="Ask Nora",
        showTextInput=False,
        removeWatermark=True,
    )

    shown = await card(server, f"/widgets/{persona}", SHOP)

    assert (shown["state"], shown["persona"]["name"], shown["watermark"]) == ("open", "Nora", False)
    assert shown["widget"] == {
        "callToAction": "Ask Nora",
        "layout": "floating",
        "initialState": "expanded",
        "position": "",
        "showTextInput": False,
        "showMuteButton": True,
        "showTranscript": True,
    }


async def test_a_widget_starts_sessions_on_the_sites_that_may_have_it_and_on_our_own_pages(
    server: Server,
) -> None:
    persona = await persona_of_ours(server, allowedOrigins=[SHOP])
    path = f"/widgets/{persona}/session-token"

    for origin in (SHOP, HERE):
        token = (await stranger(server, "POST", path, origin)).json()["sessionToken"]
        assert (await server.start(token)).status_code == 200
    for origin in ("https://evil.example", "http://shop.example", "null", None):
        reply = await stranger(server, "POST", path, origin)
        assert (reply.status_code, reply.json()["message"]) == (403, share_links.WRONG_ORIGIN)
    assert (await card(server, f"/widgets/{persona}", "https://evil.example"))["state"] == "wrong-site"
    assert [one.persona.id for one in server.placement.placed] == [persona, persona]
    sessions = (await server.client.get("/v1/sessions")).json()["data"]
    assert {(one["clientLabel"], one["apiKeyId"]) for one in sessions} == {("visavis-widget", None)}


async def test_a_widget_may_be_allowed_everywhere_and_paused(server: Server) -> None:
    persona = await persona_of_ours(server, allowEverywhere=True)
    path = f"/widgets/{persona}"
    assert (await stranger(server, "POST", f"{path}/session-token", "https://any.example")).status_code == 200

    await server.client.put(f"/v1/personas/{persona}", json={"widgetConfig": {"enabled": False}})

    assert (await card(server, path, HERE)) == {
        "state": "paused",
        "persona": None,
        "watermark": True,
        "widget": None,
    }
    reply = await stranger(server, "POST", f"{path}/session-token", HERE)
    assert (reply.status_code, reply.json()["message"]) == (403, widgets.PAUSED)


@pytest.mark.parametrize("persona", [STOCK_PERSONA, NOBODY, "maya"])
async def test_a_persona_that_is_nobodys_own_has_no_widget(server: Server, persona: str) -> None:
    for verb, path in (("GET", "card"), ("POST", "session-token")):
        assert (await stranger(server, verb, f"/widgets/{persona}/{path}", HERE)).status_code == 404


async def test_a_new_persona_is_allowed_nowhere_else(server: Server) -> None:
    persona = str((await server.client.post("/v1/personas", json={"name": "Nora"})).json()["id"])

    assert (await card(server, f"/widgets/{persona}", SHOP))["state"] == "wrong-site"
    assert (await card(server, f"/widgets/{persona}", HERE))["state"] == "open"


async def test_the_watermark_stays_where_the_operator_wants_it(data_dir: Path) -> None:
    async with serving(data_dir, watermark_removable=False) as server:
        persona = await persona_of_ours(server, removeWatermark=True)
        link = await link_to(server, persona, removeWatermark=True)

        assert (await card(server, f"/widgets/{persona}"))["watermark"]
        assert (await card(server, f"/share/{link['token']}"))["watermark"]
