"""/lab/session: signing in with a key, and what the cookie then opens and does not."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from http.cookies import Morsel, SimpleCookie
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import select, update
from tests.api.servers import KEY, Server, bearer, serving

from visavis.services.lab_sessions import LIFE
from visavis.services.sign_in_tries import MOST_TRIES
from visavis.store.base import now
from visavis.store.tables import ApiKey, LabSession

LOCAL = "http://127.0.0.1:8000"
TOOL = {"name": "wave", "description": "Waves.", "type": "CLIENT"}


@pytest.fixture
async def server(data_dir: Path) -> AsyncIterator[Server]:
    """Asked by a browser: without a key, by a page of its own."""
    async with serving(data_dir, base_url=LOCAL) as running:
        del running.client.headers["authorization"]
        running.client.headers["origin"] = LOCAL
        yield running


async def sign_in(server: Server, key: str = KEY, **headers: str) -> httpx.Response:
    return await server.client.post("/lab/session", json={"apiKey": key}, headers=headers)


def with_token(server: Server) -> dict[str, str]:
    return {"x-csrf-token": server.client.cookies["visavis_csrf"]}


def cookies_of(reply: httpx.Response) -> dict[str, Morsel[str]]:
    return {
        name: morsel
        for line in reply.headers.get_list("set-cookie")
        for name, morsel in SimpleCookie(line).items()
    }


async def signed_in_as(server: Server) -> Any:
    return (await server.client.get("/lab/session")).json()["signedIn"]


async def set_expiry(server: Server, left: timedelta) -> None:
    async with server.wing.database.transaction() as session:
        await session.execute(update(LabSession).values(expires_at=now() + left))


async def test_a_key_is_shown_once_and_the_browser_keeps_none(server: Server) -> None:
    assert await signed_in_as(server) is None

    reply = await sign_in(server)

    assert reply.status_code == 200
    said = reply.json()["signedIn"]
    assert (said["organizationName"], said["keyName"], said["keyPrefix"]) == (
        "My organization",
        "First start",
        KEY[:8],
    )
    assert KEY not in str(reply.headers) + reply.text
    assert await signed_in_as(server) is not None
    assert (await server.client.get("/v1/api-keys")).status_code == 200
    created = await server.client.post("/v1/tools", json=TOOL, headers=with_token(server))
    assert created.status_code == 201, created.text


async def test_scripts_read_the_token_and_never_the_ticket(server: Server) -> None:
    cookies = cookies_of(await sign_in(server))

    assert set(cookies) == {"visavis_lab", "visavis_csrf"}
    assert cookies["visavis_lab"]["httponly"]
    assert not cookies["visavis_csrf"]["httponly"]
    for cookie in cookies.values():
        assert (cookie["samesite"], cookie["path"]) == ("strict", "/")
        assert int(cookie["max-age"]) == LIFE.total_seconds()
        assert not cookie["secure"], "this is localhost"


async def test_elsewhere_cookies_travel_over_https_only(data_dir: Path) -> None:
    away = {"host": "0.0.0.0", "public_url": "https://personas.example.com"}
    async with serving(data_dir, base_url="https://personas.example.com", **away) as server:
        server.client.headers["origin"] = "https://personas.example.com"
        assert all(cookie["secure"] for cookie in cookies_of(await sign_in(server)).values())
    async with serving(data_dir, base_url="http://box.lan:8000", host="0.0.0.0") as server:
        server.client.headers["origin"] = "http://box.lan:8000"
        reply = await sign_in(server)
        assert (reply.status_code, "https" in reply.json()["message"]) == (403, True)
        assert not cookies_of(reply)


@pytest.mark.parametrize("key", ["vv_nobody-has-this", "", "x" * 501])
async def test_what_is_no_key_signs_nobody_in(server: Server, key: str) -> None:
    reply = await sign_in(server, key)

    assert reply.status_code == (401 if key.startswith("vv_") else 400)
    assert not cookies_of(reply)
    assert await signed_in_as(server) is None


async def test_many_guesses_at_once_are_many(server: Server) -> None:
    guesses = [sign_in(server, f"vv_guess-{number}") for number in range(MOST_TRIES + 5)]

    statuses = [reply.status_code for reply in await asyncio.gather(*guesses)]

    assert (statuses.count(401), statuses.count(429)) == (MOST_TRIES, 5)


async def test_a_key_cannot_be_found_by_trying(server: Server) -> None:
    for number in range(MOST_TRIES):
        assert (await sign_in(server, f"vv_guess-{number}")).status_code == 401

    reply = await sign_in(server)

    assert (reply.status_code, reply.json()["error"]) == (429, "Too many requests")
    assert 0 < int(reply.headers["retry-after"]) <= 300
    assert not cookies_of(reply)


@pytest.mark.parametrize("method", ["POST", "DELETE"])
@pytest.mark.parametrize("origin", ["https://evil.example", "http://127.0.0.1:9000", "null", ""])
async def test_only_pages_of_this_server_sign_in_and_out(server: Server, method: str, origin: str) -> None:
    await sign_in(server)
    body = {"apiKey": KEY} if method == "POST" else None

    reply = await server.client.request(
        method, "/lab/session", json=body, headers=with_token(server) | {"origin": origin}
    )

    assert reply.status_code == 403
    assert await signed_in_as(server) is not None


# what the cookie opens


@pytest.mark.parametrize(
    "headers",
    [
        {"x-csrf-token": ""},
        {"x-csrf-token": "made-up"},
        {"origin": "https://evil.example"},
        {"origin": ""},
        {"sec-fetch-site": "same-site"},
    ],
)
async def test_a_change_needs_the_token_and_a_page_of_this_server(
    server: Server, headers: dict[str, str]
) -> None:
    await sign_in(server)

    reply = await server.client.post("/v1/tools", json=TOOL, headers=with_token(server) | headers)

    assert reply.status_code == 403, reply.text
    kept = (await server.client.get("/v1/tools", params={"perPage": 100})).json()["data"]
    assert TOOL["name"] not in [tool["name"] for tool in kept]


async def test_the_token_of_another_ticket_does_not_fit(server: Server) -> None:
    await sign_in(server)
    earlier = with_token(server)
    await sign_in(server)

    assert (await server.client.post("/v1/tools", json=TOOL, headers=earlier)).status_code == 403


async def test_pages_elsewhere_read_nothing_with_the_cookie(server: Server) -> None:
    await sign_in(server)

    for site in ("cross-site", "same-site"):
        reply = await server.client.get("/v1/api-keys", headers={"sec-fetch-site": site})
        assert reply.status_code == 403


@pytest.mark.parametrize("credential", ["Bearer vv_unknown", "Bearer ", "Basic dXNlcjpwYXNz"])
async def test_where_a_credential_is_sent_the_cookie_counts_for_nothing(
    server: Server, credential: str
) -> None:
    await sign_in(server)

    reply = await server.client.get("/v1/api-keys", headers={"authorization": credential})

    assert reply.status_code == 401


async def test_a_key_needs_no_token_though_the_browser_sends_the_cookie_too(server: Server) -> None:
    await sign_in(server)

    reply = await server.client.post(
        "/v1/tools", json=TOOL, headers=bearer(KEY) | {"origin": "https://elsewhere.example"}
    )

    assert reply.status_code == 201


async def test_it_may_do_what_its_key_may_do(server: Server) -> None:
    made = await server.client.post(
        "/v1/api-keys",
        json={"name": "Looks", "permissions": ["sessions:read"]},
        headers=bearer(KEY),
    )
    await sign_in(server, made.json()["key"])

    assert (await server.client.get("/v1/sessions")).status_code == 200
    assert (await server.client.get("/v1/api-keys")).status_code == 403
    assert (await server.client.post("/v1/tools", json=TOOL, headers=with_token(server))).status_code == 403
    assert (await server.client.get("/lab/status")).status_code == 403
    wish = {"personaId": "5a7c1e20-9d0b-4f6e-8a41-c0ffee000001"}
    reply = await server.client.post("/lab/session-token", json=wish, headers=with_token(server))
    assert reply.status_code == 403


async def test_a_repeat_with_an_idempotency_key_is_answered_as_the_first(server: Server) -> None:
    await sign_in(server)
    headers = with_token(server) | {"idempotency-key": "once"}

    first, again = [await server.client.post("/v1/tools", json=TOOL, headers=headers) for _ in range(2)]

    assert (first.status_code, again.status_code) == (201, 201)
    assert again.headers["idempotency-replayed"] == "true"


async def test_whoever_is_signed_in_talks_where_the_lab_is_closed(data_dir: Path) -> None:
    async with serving(data_dir, base_url=LOCAL, lab_open=False) as server:
        del server.client.headers["authorization"]
        server.client.headers["origin"] = LOCAL
        wish = {"personaId": "5a7c1e20-9d0b-4f6e-8a41-c0ffee000001"}
        assert (await server.client.get("/lab/status")).status_code == 403
        await sign_in(server, await server.key_of_another_organization())

        status = await server.client.get("/lab/status")
        token = await server.client.post("/lab/session-token", json=wish, headers=with_token(server))
        without = await server.client.post("/lab/session-token", json=wish)

        assert (status.status_code, token.status_code, without.status_code) == (200, 200, 403)
        theirs = bearer(await server.key_of_another_organization())
        started = await server.start(token.json()["sessionToken"])
        session = started.json()["sessionId"]
        assert (await server.client.get(f"/v1/sessions/{session}")).status_code == 200
        for key in (theirs, bearer(KEY)):
            assert (await server.client.get(f"/v1/sessions/{session}", headers=key)).status_code == 404


# how it ends


async def test_signing_out_ends_the_ticket_and_not_only_the_cookie(server: Server) -> None:
    await sign_in(server)
    ticket = {"cookie": f"visavis_lab={server.client.cookies['visavis_lab']}"}

    reply = await server.client.delete("/lab/session", headers=with_token(server))

    assert reply.status_code == 200
    assert not server.client.cookies
    assert (await server.client.get("/v1/api-keys", headers=ticket)).status_code == 401


async def test_nobody_else_signs_somebody_out(server: Server) -> None:
    await sign_in(server)

    assert (await server.client.delete("/lab/session")).status_code == 403
    assert await signed_in_as(server) is not None


async def test_it_ends_with_its_key(server: Server) -> None:
    await sign_in(server)
    async with server.wing.database.transaction() as session:
        key_id = await session.scalar(select(ApiKey.id))

    await server.client.delete(f"/v1/api-keys/{key_id}", headers=with_token(server))

    assert (await server.client.get("/v1/api-keys")).status_code == 401
    assert await signed_in_as(server) is None


async def test_it_ends_when_it_is_not_used(server: Server) -> None:
    await sign_in(server)
    await set_expiry(server, timedelta(seconds=-1))

    assert (await server.client.get("/v1/api-keys")).status_code == 401
    assert await signed_in_as(server) is None
    assert not server.client.cookies


async def test_asking_who_is_signed_in_makes_it_last(server: Server) -> None:
    await sign_in(server)
    await set_expiry(server, timedelta(minutes=1))

    reply = await server.client.get("/lab/session")

    assert set(cookies_of(reply)) == {"visavis_lab", "visavis_csrf"}
    async with server.wing.database.transaction() as session:
        expires_at = await session.scalar(select(LabSession.expires_at))
    assert expires_at is not None
    assert expires_at > now() + LIFE - timedelta(minutes=1)


async def test_what_is_over_is_forgotten_and_no_ticket_is_kept(server: Server) -> None:
    await sign_in(server)
    await set_expiry(server, timedelta(seconds=-1))
    await sign_in(server)

    async with server.wing.database.transaction() as session:
        (kept,) = (await session.scalars(select(LabSession.digest))).all()
    assert server.client.cookies["visavis_lab"] not in kept
