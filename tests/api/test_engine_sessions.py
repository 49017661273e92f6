"""POST /v1/engine/session, stop and kill"""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from tests.api.engine_reports import ended
from tests.api.servers import EPHEMERAL, KEY, Server, bearer, serving

# the answer


async def test_the_answer_suits_every_sdk(server: Server) -> None:
    reply = await server.start(await server.token())

    assert reply.status_code == 200
    answer = reply.json()
    UUID(answer["sessionId"])
    assert answer == {
        "sessionId": answer["sessionId"],
        "engineHost": "testserver/v1/webrtc/engines/engine-1",
        "engineProtocol": "http",
        "signallingEndpoint": "/v1/webrtc/engines/engine-1/ws",
        "clientConfig": {
            "heartbeatIntervalSeconds": 5,
            "expectedHeartbeatIntervalSecs": 5,
            "maxWsReconnectionAttempts": 5,
            "maxWsReconnectAttempts": 5,
            "iceServers": [],
        },
        "region": "local",
    }
    assert server.placement.placed[0].session_id == answer["sessionId"]


async def test_configured_ice_servers_reach_client_and_engine(data_dir: Path) -> None:
    ice = {
        "stun_url": "stun:stun.example.com",
        "turn_url": "turn:turn.example.com:3478",
        "turn_username": "me",
        "turn_credential": "secret",
    }
    async with serving(data_dir, **ice) as server:
        servers = (await server.start()).json()["clientConfig"]["iceServers"]
        spec = server.placement.placed[0]

    assert servers == [
        {"urls": ["stun:stun.example.com"], "credentialType": "password"},
        {
            "urls": ["turn:turn.example.com:3478"],
            "username": "me",
            "credential": "secret",
            "credentialType": "password",
        },
    ]
    assert [one.urls[0] for one in spec.ice_servers] == [
        "stun:stun.example.com",
        "turn:turn.example.com:3478",
    ]


@pytest.mark.parametrize(
    ("headers", "host", "protocol"),
    [
        ({}, "testserver", "http"),
        ({"host": "10.0.0.7:8000"}, "10.0.0.7:8000", "http"),
        ({"x-forwarded-proto": "https", "x-forwarded-host": "a.example.com"}, "a.example.com", "https"),
        (
            {"x-forwarded-proto": "https,http", "x-forwarded-host": "a.example.com, b"},
            "a.example.com",
            "https",
        ),
    ],
)
async def test_the_engine_is_reached_the_way_the_server_was(
    server: Server, headers: dict[str, str], host: str, protocol: str
) -> None:
    reply = await server.client.post(
        "/v1/engine/session", json={"personaConfig": EPHEMERAL}, headers=bearer(KEY) | headers
    )

    assert reply.json()["engineHost"] == f"{host}/v1/webrtc/engines/engine-1"
    assert reply.json()["engineProtocol"] == protocol


async def test_a_public_url_counts_more_than_the_request(data_dir: Path) -> None:
    async with serving(data_dir, public_url="https://example.com/personas/") as server:
        answer = (await server.start()).json()

    assert answer["engineHost"] == "example.com/personas/v1/webrtc/engines/engine-1"
    assert answer["signallingEndpoint"] == "/personas/v1/webrtc/engines/engine-1/ws"
    assert answer["engineProtocol"] == "https"


async def test_the_misspelt_version_of_a_public_client_works(server: Server) -> None:
    reply = await server.client.post("/None/engine/session", json={"personaConfig": EPHEMERAL})

    assert reply.status_code == 200


# ending from outside


@pytest.mark.parametrize("url", ["/v1/sessions/{}/stop", "/v1/engine/session/{}/kill"])
async def test_a_session_can_be_stopped(server: Server, url: str) -> None:
    session_id = (await server.start()).json()["sessionId"]

    reply = await server.client.post(url.format(session_id))

    assert (reply.status_code, reply.json()) == (200, {})
    assert server.placement.ended == [(session_id, "stopped through the API")]


async def test_what_its_engine_has_just_ended_cannot_be_stopped_again(server: Server) -> None:
    session_id = (await server.start()).json()["sessionId"]
    server.placement.holds = False

    assert (await server.client.post(f"/v1/sessions/{session_id}/stop")).status_code == 404


async def test_only_running_sessions_of_ones_own_can_be_stopped(server: Server) -> None:
    session_id = (await server.start()).json()["sessionId"]
    theirs = bearer(await server.key_of_another_organization())

    async def stop(id: Any, headers: dict[str, str] | None = None) -> httpx.Response:
        return await server.client.post(f"/v1/sessions/{id}/stop", headers=headers)

    assert (await stop(session_id, theirs)).status_code == 404
    assert (await stop(uuid4())).status_code == 404
    assert (await stop("not-an-id")).status_code == 400
    await ended(server, session_id)
    assert (await stop(session_id)).status_code == 404
    assert server.placement.ended == []
