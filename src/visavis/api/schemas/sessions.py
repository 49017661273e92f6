"""Tokens and sessions as the public API takes and shows them."""

from __future__ import annotations

from typing import Any, Literal

from visavis.api.paths import BaseUrl
from visavis.api.schemas.base import Answer, Uuid
from visavis.contract.spec import IceServer
from visavis.services.seats import Seats
from visavis.services.session_request import SessionRequest
from visavis.services.sessions import StartedSession

HEARTBEAT_S = 5
RECONNECTIONS = 5
REGION = "local"


class TokenRequest(SessionRequest):
    expires_in: Literal["1h", "12h", "1d", "2d", "3d", "1w", "2w"] = "1h"
    """Of the older contract."""


LIVES_S = {
    "1h": 3600,
    "12h": 43_200,
    "1d": 86_400,
    "2d": 172_800,
    "3d": 259_200,
    "1w": 604_800,
    "2w": 1_209_600,
}


class TokenAnswer(Answer):
    session_token: str


class ClientConfig(Answer):
    """Both names of what the SDKs name differently: the Kotlin one reads the second and the fourth."""

    heartbeat_interval_seconds: int = HEARTBEAT_S
    expected_heartbeat_interval_secs: int = HEARTBEAT_S
    max_ws_reconnection_attempts: int = RECONNECTIONS
    max_ws_reconnect_attempts: int = RECONNECTIONS
    ice_servers: list[dict[str, Any]]


class EngineSessionAnswer(Answer):
    session_id: Uuid
    engine_host: str
    engine_protocol: Literal["http", "https"]
    signalling_endpoint: str
    client_config: ClientConfig
    region: str = REGION


class ConcurrencyAnswer(Answer):
    limit: int
    active: int
    """Sessions that run now."""
    can_start_session: bool
    estimated_wait_seconds: int | None
    """null: nobody can tell."""


def session_answer(started: StartedSession, base: BaseUrl) -> EngineSessionAnswer:
    path = base.engine_path(started.engine)
    return EngineSessionAnswer(
        session_id=started.session_id,
        engine_host=base.host + path,
        engine_protocol="https" if base.scheme == "https" else "http",
        signalling_endpoint=f"{path}/ws",
        client_config=ClientConfig(ice_servers=[ice_server(one) for one in started.ice_servers]),
    )


def concurrency_answer(seats: Seats) -> ConcurrencyAnswer:
    return ConcurrencyAnswer(
        limit=seats.limit,
        active=seats.taken,
        can_start_session=seats.free,
        estimated_wait_seconds=0 if seats.free else None,
    )


def ice_server(server: IceServer) -> dict[str, Any]:
    """As browsers take it."""
    kept = {"urls": list(server.urls), "username": server.username, "credential": server.credential}
    return {name: value for name, value in kept.items() if value is not None} | {"credentialType": "password"}
