"""Nobody gets in, or at somebody else's session, with what is wrong, expired, revoked, foreign or over."""

from __future__ import annotations

import asyncio
import sys
from datetime import timedelta
from typing import Any

import httpx
import jwt
import pytest
from tests.e2e.developer import CARA, PERSONA, Developer
from tests.e2e.raw_client import Place, RawClient, joined, place_of, start
from tests.serving import RunningServer

from visavis.store.base import now
from visavis.store.secrets import KEYS_FOLDER, SIGNING_FILE

pytestmark = [pytest.mark.e2e, pytest.mark.asyncio(loop_scope="session")]

NOWHERE = "00000000-0000-4000-8000-000000000000"


@pytest.mark.parametrize(
    "credential",
    ["", "vv_wrong-key", "not.a.token", "a.b", "ü" * 20, "x" * 5000],
    ids=["none", "wrong key", "no token", "half a token", "not ASCII", "very long"],
)
async def test_a_wrong_credential_is_refused_in_json_and_takes_no_seat(
    server: RunningServer, developer: Developer, credential: str
) -> None:
    headers = {"authorization": f"Bearer {credential}".encode()} if credential else {}
    async with httpx.AsyncClient(base_url=server.url) as http:
        for path in ("/v1/engine/session", "/v1/auth/session-token"):
            reply = await http.post(path, headers=headers, json={"personaConfig": PERSONA})
            _assert_refused(reply)
    assert await developer.active_sessions() == 0


async def test_a_token_that_is_expired_unknown_or_signed_elsewhere_is_refused(
    server: RunningServer, developer: Developer
) -> None:
    good = await developer.token()
    claims = jwt.decode(good, options={"verify_signature": False})
    ours = bytes.fromhex((server.data_dir / KEYS_FOLDER / SIGNING_FILE).read_text())
    theirs = bytes(32)
    long_ago = {"iat": now() - timedelta(hours=2), "exp": now() - timedelta(hours=1)}
    refused = {
        "expired": jwt.encode(claims | long_ago, ours, "HS256"),
        "unknown": jwt.encode(claims | {"jti": NOWHERE}, ours, "HS256"),
        "of another server": jwt.encode(claims, theirs, "HS256"),
        "unsigned": jwt.encode(claims, "", "none"),
        "without an end": jwt.encode({k: v for k, v in claims.items() if k != "exp"}, ours, "HS256"),
    }
    async with httpx.AsyncClient(base_url=server.url) as http:
        for token in refused.values():
            _assert_refused(await _start_with(http, token))
        assert await developer.active_sessions() == 0

        started = await _start_with(http, jwt.encode(claims, ours, "HS256"))
        assert started.is_success, started.text  # the same token, untouched: it was the faults that counted
    await developer.stop(started.json()["sessionId"])


async def test_a_token_starts_one_session_and_a_retry_before_signalling_returns_the_same(
    server: RunningServer, developer: Developer
) -> None:
    token = await developer.token()
    async with httpx.AsyncClient(base_url=server.url) as http:
        first, *retries = await asyncio.gather(*(_start_with(http, token) for _ in range(4)))
        assert {reply.json()["sessionId"] for reply in retries} == {first.json()["sessionId"]}
        assert await developer.active_sessions() == 1
        async with joined(place_of(first.json())):
            async with asyncio.timeout(5):  # the engine's word that it runs is under way
                while (again := await _start_with(http, token)).is_success:
                    await asyncio.sleep(0.05)
            _assert_refused(again)


async def test_an_organization_cannot_touch_what_belongs_to_another(
    server: RunningServer, developer: Developer
) -> None:
    other = (await _visavis(server, "orgs", "create", "The others")).split()[0]
    their_key = (await _visavis(server, "keys", "create", "theirs", "--org", other)).strip()
    mine = await developer.http.post("/v1/personas", json={"name": "Mine", "avatarId": CARA})
    assert mine.is_success, mine.text
    persona_id = mine.json()["id"]
    place = await start(developer.http)

    headers = {"authorization": f"Bearer {their_key}"}
    async with httpx.AsyncClient(base_url=server.url, headers=headers) as they:
        assert (await they.get("/v1/sessions/concurrency")).json()["active"] == 0
        assert (await they.get(f"/v1/personas/{persona_id}")).status_code == 404
        assert (await they.delete(f"/v1/personas/{persona_id}")).status_code == 404
        stateful: dict[str, Any] = {"personaConfig": {"personaId": persona_id}}
        for path in ("/v1/auth/session-token", "/v1/engine/session"):
            assert 400 <= (await they.post(path, json=stateful)).status_code < 500
        for path in (f"sessions/{place.session_id}/stop", f"engine/session/{place.session_id}/kill"):
            assert (await they.post(f"/v1/{path}")).status_code == 404
        assert (await they.get("/v1/sessions/concurrency")).json()["active"] == 0
    assert await developer.active_sessions() == 1
    await developer.stop(place.session_id)


async def test_a_revoked_key_is_refused_with_all_its_tokens_and_a_running_session_goes_on(
    server: RunningServer, developer: Developer
) -> None:
    key = (await _visavis(server, "keys", "create", "to be revoked")).strip()
    async with httpx.AsyncClient(base_url=server.url, headers={"authorization": f"Bearer {key}"}) as http:
        token = await Developer(http).token()
        async with joined(await start(http)) as client:
            listed = await _visavis(server, "keys", "list")
            (key_id,) = [line.split()[0] for line in listed.splitlines() if "to be revoked" in line]
            await _visavis(server, "keys", "revoke", key_id)

            _assert_refused(await http.get("/v1/personas"))
            _assert_refused(await http.post("/v1/engine/session", json={"personaConfig": PERSONA}))
            _assert_refused(await _start_with(http, token))
            client.tell("speech", content="What is the price of a ticket?")
            await client.said("answer", lambda text: "seven euros" in text)


@pytest.mark.parametrize("session_id", [NOWHERE, "", "'; drop table sessions; --", "x" * 3000])
async def test_signalling_for_an_unknown_session_is_told_that_it_has_ended_and_closed(
    developer: Developer, session_id: str
) -> None:
    """The JavaScript SDK comes again after any close: only `endsession` makes it stop."""
    real = await start(developer.http)
    try:
        for path in (real.signalling_path, "/ws", "/v1/webrtc/engines/engine-0-nobody/ws"):
            client = await RawClient.at(Place(session_id, real.host, real.engine_path, path))
            assert await client.signal("endsession")
            assert await client.close_code() == 4404
            await client.leave()
    finally:
        await developer.stop(real.session_id)


async def test_an_ended_session_is_over_for_signalling_and_talk(developer: Developer) -> None:
    place = await start(developer.http)
    async with joined(place) as client:
        await developer.stop(place.session_id)
        assert await client.signal("endsession") == "stopped through the API"
        assert await client.close_code() == 1000

    client = await RawClient.at(place)
    assert await client.signal("endsession")
    assert await client.close_code() == 4404
    await client.leave()
    again = await developer.http.post(f"/v1/sessions/{place.session_id}/stop")
    assert again.status_code == 404
    async with httpx.AsyncClient() as stranger:
        for url in (place.talk_url, place.talk_url.replace(place.session_id, NOWHERE)):
            reply = await stranger.post(url, json={"content": "Hello?"})
            assert reply.status_code == 404
            assert set(reply.json()) == {"error", "message"}


async def _start_with(http: httpx.AsyncClient, token: str) -> httpx.Response:
    return await http.post("/v1/engine/session", headers={"authorization": f"Bearer {token}"}, json={})


def _assert_refused(reply: httpx.Response) -> None:
    assert reply.status_code in (401, 403), reply.text
    assert set(reply.json()) == {"error", "message"}


async def _visavis(server: RunningServer, *arguments: str) -> str:
    """What the command says, run beside the server as its owner would."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "visavis", *arguments, "--data-dir", str(server.data_dir)),
        stdout=asyncio.subprocess.PIPE,
    )
    said, _ = await process.communicate()
    assert process.returncode == 0
    return said.decode()
