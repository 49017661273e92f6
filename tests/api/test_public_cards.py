"""What a stranger's page is shown before anybody talks, and which pages may start: of a link, and of a widget."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import select
from tests.api.servers import Server, serving

from visavis.services import share_links, widget_limits, widgets
from visavis.store.base import now
from visavis.store.tables import Persona, Session, ShareLink, WidgetUses

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


# limits of widgets


async def used(server: Server, persona: str) -> tuple[int, Any]:
    """What a stranger on an allowed site is answered."""
    reply = await stranger(server, "POST", f"/widgets/{persona}/session-token", SHOP)
    return reply.status_code, reply.json().get("message")


async def limited(server: Server, **limits: Any) -> str:
    return await persona_of_ours(server, allowedOrigins=[SHOP], callToAction="Ask Nora", **limits)


async def shift_uses(server: Server, persona: str, days: int) -> None:
    async with server.wing.database.transaction() as session:
        [uses] = await session.scalars(select(WidgetUses).where(WidgetUses.persona_id == persona))
        uses.day += timedelta(days=days)


async def talked(
    server: Server,
    persona: str,
    began: datetime,
    minutes: float,
    label: str = widget_limits.CLIENT_LABEL,
) -> None:
    async with server.wing.database.transaction() as session:
        session.add(
            Session(
                organization_id=(await session.get_one(Persona, persona)).organization_id,
                persona_id=persona,
                client_label=label,
                started_at=began,
                ended_at=began + timedelta(minutes=minutes),
            )
        )


async def use_of(server: Server, persona: str) -> Any:
    return (await server.client.get(f"/v1/personas/{persona}/widget-use")).json()


OPEN, USED_UP = (200, None), (403, widget_limits.USED_UP)


async def test_a_widget_that_was_used_as_often_as_it_may_be_says_so_and_keeps_its_place(
    server: Server,
) -> None:
    persona = await limited(server, usageLimit=2)

    assert [await used(server, persona) for _ in range(3)] == [OPEN, OPEN, USED_UP]
    shown = await card(server, f"/widgets/{persona}", SHOP)
    assert (shown["state"], shown["persona"]) == ("used-up", None)
    assert shown["widget"]["callToAction"] == "Ask Nora"
    assert await card(server, f"/widgets/{persona}", "https://evil.example") == {
        "state": "wrong-site",
        "persona": None,
        "watermark": True,
        "widget": None,
    }
    await shift_uses(server, persona, -1)
    assert await used(server, persona) == USED_UP
    await server.client.put(f"/v1/personas/{persona}", json={"widgetConfig": {"usageLimit": None}})
    assert await used(server, persona) == OPEN


async def test_its_owner_is_told_how_much_of_a_widget_was_used(server: Server) -> None:
    persona = await limited(server, usageLimit=4)
    for _ in range(2):
        assert await used(server, persona) == OPEN
    await shift_uses(server, persona, -1)
    assert await used(server, persona) == OPEN
    await talked(server, persona, now(), minutes=2.5)

    assert await use_of(server, persona) == {"usageCount": 3, "dailyUsageCount": 1, "dailyMinutes": 2.5}
    assert (await server.client.get(f"/v1/personas/{NOBODY}/widget-use")).status_code == 404


async def test_a_limit_of_a_day_is_over_the_next_day(server: Server) -> None:
    persona = await limited(server, dailyUsageLimit=1)
    assert [await used(server, persona) for _ in range(2)] == [OPEN, USED_UP]

    await shift_uses(server, persona, -1)

    assert (await card(server, f"/widgets/{persona}", SHOP))["state"] == "open"
    assert [await used(server, persona) for _ in range(2)] == [OPEN, USED_UP]


async def test_minutes_are_those_of_todays_conversations_over_the_widget_alone(server: Server) -> None:
    persona = await limited(server, dailyMinuteLimit=10)
    today = now().replace(hour=0, minute=0)
    await talked(server, persona, today, minutes=6)
    await talked(server, persona, today, minutes=60, label="kiosk")
    await talked(server, persona, today - timedelta(days=1), minutes=60)
    assert (await use_of(server, persona))["dailyMinutes"] == 6
    assert await used(server, persona) == OPEN

    await server.client.put(f"/v1/personas/{persona}", json={"widgetConfig": {"dailyMinuteLimit": 6}})

    assert await used(server, persona) == USED_UP
    assert (await card(server, f"/widgets/{persona}", SHOP))["state"] == "used-up"


async def test_uses_of_a_widget_at_once_never_pass_its_limit(server: Server) -> None:
    persona = await limited(server, dailyUsageLimit=4)

    replies = await asyncio.gather(*(used(server, persona) for _ in range(12)))

    assert sorted(replies, key=str) == [OPEN] * 4 + [USED_UP] * 8


async def test_what_refuses_a_widget_uses_up_nothing(server: Server) -> None:
    persona = await limited(server, usageLimit=1)
    assert (await stranger(server, "POST", f"/widgets/{persona}/session-token", "null")).status_code == 403

    assert await used(server, persona) == OPEN


@pytest.mark.parametrize("limit", [0, -1, 1.5, "5"])
async def test_a_limit_is_a_whole_number_from_one(server: Server, limit: Any) -> None:
    persona = await limited(server)

    reply = await server.client.put(f"/v1/personas/{persona}", json={"widgetConfig": {"usageLimit": limit}})

    assert (reply.status_code, reply.json()["details"][0]["path"]) == (400, "widgetConfig.usageLimit")
