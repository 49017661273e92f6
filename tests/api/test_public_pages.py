"""The pages for strangers: who may frame them, and what they may do."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from tests.api.servers import Server

STOCK_PERSONA = "5a7c1e20-9d0b-4f6e-8a41-c0ffee000001"
SHOP = "https://shop.example"


async def link(server: Server, **fields: Any) -> str:
    reply = await server.client.post("/v1/share-links", json={"personaId": STOCK_PERSONA} | fields)
    return str(reply.json()["token"])


def framed_by(reply: httpx.Response) -> str:
    assert reply.status_code == 200
    return str(reply.headers["content-security-policy"].rpartition("frame-ancestors ")[2])


async def test_only_our_own_pages_frame_a_share_page(server: Server) -> None:
    reply = await server.client.get(f"/share/{await link(server, allowAllOrigins=True)}")

    assert framed_by(reply) == "'self'"
    assert "set-cookie" not in reply.headers
    assert "microphone=(self)" in reply.headers["permissions-policy"]
    assert (reply.headers["referrer-policy"], reply.headers["x-robots-tag"]) == ("no-referrer", "noindex")


@pytest.mark.parametrize("kind", ["player", "orb"])
async def test_an_embed_is_framed_by_the_sites_of_its_link(server: Server, kind: str) -> None:
    some = await link(server, allowedOrigins=[SHOP, "http://localhost:3000"])
    all = await link(server, allowAllOrigins=True)

    assert (
        framed_by(await server.client.get(f"/embed/{kind}/{some}")) == f"'self' {SHOP} http://localhost:3000"
    )
    assert framed_by(await server.client.get(f"/embed/{kind}/{all}")) == "*"
    assert framed_by(await server.client.get(f"/embed/{kind}/{await link(server)}")) == "'self'"


async def test_a_site_that_may_not_frame_it_is_told_so_and_gets_nothing_else(server: Server) -> None:
    token = await link(server, allowedOrigins=[SHOP])

    async def embed(referer: str, dest: str) -> httpx.Response:
        headers = {"referer": referer, "sec-fetch-dest": dest}
        return await server.client.get(f"/embed/player/{token}", headers=headers)

    wrong = await embed("https://evil.example/", "iframe")
    assert framed_by(wrong) == "*"
    assert '<body data-closed="wrong-site"' in wrong.text
    for referer, dest in ((f"{SHOP}/page?x=1", "iframe"), ("https://evil.example/", "document")):
        right = await embed(referer, dest)
        assert framed_by(right) == f"'self' {SHOP}"
        assert "data-closed" not in right.text


async def test_a_link_that_is_gone_may_say_so_anywhere(server: Server) -> None:
    assert framed_by(await server.client.get("/embed/player/sh_gone")) == "*"


async def test_there_is_no_other_kind_of_embed(server: Server) -> None:
    reply = await server.client.get(f"/embed/poster/{await link(server)}")

    assert reply.status_code == 400


async def test_the_pages_of_strangers_load_none_of_the_lab(server: Server) -> None:
    for path in ("/share/sh_any", "/embed/orb/sh_any"):
        page = (await server.client.get(path)).text
        assert "<script" in page
        assert "scheme.js" not in page
