"""The official Python SDK's own REST client against the app, over a real socket."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest
from anam._api import CoreApiClient
from anam.errors import AuthenticationError, ErrorCode, SessionError
from anam.types import ClientOptions, PersonaConfig, SessionOptions
from tests.api.servers import AVATAR, KEY, bearer, listening
from tests.patience import PATIENCE_S
from tests.placements import ScriptedPlacement

PERSONA = PersonaConfig(avatar_id=AVATAR, name="Cara", system_prompt="You are brief.")


def sdk(base_url: str, key: str = KEY) -> CoreApiClient:
    return CoreApiClient(key, ClientOptions(api_base_url=base_url))


async def test_it_starts_a_session_with_a_key_and_with_a_token(data_dir: Path) -> None:
    placement = ScriptedPlacement()
    async with listening(data_dir, placement) as url:
        with_key = await sdk(url).start_session(PERSONA, SessionOptions())

        assert with_key.session_id == placement.placed[0].session_id
        assert with_key.engine_host == f"{url.removeprefix('http://')}/v1/webrtc/engines/engine-1"
        assert with_key.signalling_endpoint == "/v1/webrtc/engines/engine-1/ws"
        assert with_key.heartbeat_interval_seconds == 5
        assert with_key.ice_servers == []
        assert placement.placed[0].persona.system_prompt == "You are brief."

        async with httpx.AsyncClient(base_url=url, headers=bearer(KEY), timeout=PATIENCE_S) as client:
            body = {"personaConfig": PERSONA.to_dict()}
            token = (await client.post("/v1/auth/session-token", json=body)).json()["sessionToken"]
        options = ClientOptions(api_base_url=url)
        with_token = await CoreApiClient(options=options, session_token=token).start_session(
            None, SessionOptions()
        )
        assert with_token.session_id == placement.placed[1].session_id
        assert placement.placed[1].persona == placement.placed[0].persona


async def test_it_recognises_our_refusals(data_dir: Path) -> None:
    placement = ScriptedPlacement()
    async with listening(data_dir, placement, sessions=1) as url:
        with pytest.raises(AuthenticationError):
            await sdk(url, "wrong").start_session(PERSONA, SessionOptions())
        with pytest.raises(SessionError) as invalid:
            await sdk(url).start_session(PersonaConfig(avatar_id="no-such"), SessionOptions())
        assert invalid.value.code == ErrorCode.VALIDATION_ERROR
        assert "no-such" in str(invalid.value)

        await sdk(url).start_session(PERSONA, SessionOptions())
        with pytest.raises(SessionError) as full:
            await sdk(url).start_session(PERSONA, SessionOptions())
        assert full.value.code == ErrorCode.CONCURRENT_SESSION_LIMIT


async def test_it_recognises_that_no_engine_is_free(data_dir: Path) -> None:
    async with listening(data_dir, ScriptedPlacement(refuses=True)) as url:
        with pytest.raises(SessionError) as busy:
            await sdk(url).start_session(PERSONA, SessionOptions())

        assert busy.value.code == ErrorCode.SERVICE_BUSY
