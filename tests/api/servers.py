"""A whole api process in this one: the real app over a real database, with a scripted placement."""

from __future__ import annotations

import asyncio
import json
from base64 import urlsafe_b64decode
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import uvicorn
from fastapi import FastAPI
from tests.api.apps import an_app
from tests.patience import PATIENCE_S
from tests.placements import ScriptedPlacement

from visavis.api.app import create_app
from visavis.services.keys import create_key
from visavis.services.organizations import create_organization
from visavis.services.wing import ControlWing
from visavis.settings import Settings

KEY = "vv_a-key-for-tests"
NOWHERE = "http://127.0.0.1:9"
"""No Ollama answers there."""

AVATAR = "30fa96d0-26c4-4e55-94a0-517025942e18"
EPHEMERAL = {"avatarId": AVATAR, "systemPrompt": "You keep a secret recipe."}


@dataclass
class Server:
    client: httpx.AsyncClient
    """Sends the API key of the first organization."""
    placement: ScriptedPlacement
    wing: ControlWing
    app: FastAPI

    @property
    def url(self) -> str:
        """Without a slash at its end."""
        return str(self.client.base_url).rstrip("/")

    async def answer(self, method: str, path: str, **request: Any) -> dict[str, Any]:
        """Its JSON; fails the test where it is a refusal."""
        reply = await self.client.request(method, path, **request)
        assert reply.is_success, reply.text
        answer: dict[str, Any] = reply.json()
        return answer

    async def token(self, **persona_config: Any) -> str:
        reply = await self.client.post(
            "/v1/auth/session-token", json={"personaConfig": persona_config or EPHEMERAL}
        )
        assert reply.status_code == 200, reply.text
        return str(reply.json()["sessionToken"])

    async def start(self, credential: str = KEY, body: Any = None) -> httpx.Response:
        if body is None:
            body = {"personaConfig": EPHEMERAL} if credential == KEY else {}
        return await self.client.post("/v1/engine/session", json=body, headers=bearer(credential))

    async def active(self) -> int:
        return int((await self.client.get("/v1/sessions/concurrency")).json()["active"])

    async def key_of_another_organization(self) -> str:
        async with self.wing.database.transaction() as session:
            organization = await create_organization(session, "Somebody else")
            return (await create_key(session, self.wing.keyring, organization.id, "theirs")).key


@asynccontextmanager
async def serving(
    data_dir: Path, *, base_url: str = "http://testserver", **settings: Any
) -> AsyncIterator[Server]:
    placement = ScriptedPlacement()
    known = {"bootstrap_api_key": KEY, "OLLAMA_HOST": NOWHERE}
    with an_app(Settings(data_dir=data_dir, **known | settings), placement) as app:
        transport = httpx.ASGITransport(app)
        async with (
            app.router.lifespan_context(app),
            httpx.AsyncClient(transport=transport, base_url=base_url, headers=bearer(KEY)) as client,
        ):
            yield Server(client, placement, app.state.wing, app)


@asynccontextmanager
async def listening(
    data_dir: Path, placement: ScriptedPlacement, sessions: int = 8, **more: Any
) -> AsyncIterator[str]:
    """The base URL of a server on a free port."""
    async with listening_server(data_dir, placement, sessions, **more) as server:
        yield server.url


@asynccontextmanager
async def listening_server(
    data_dir: Path, placement: ScriptedPlacement, sessions: int = 8, **more: Any
) -> AsyncIterator[Server]:
    """One on a free port, for clients that want a real line."""
    settings = Settings(
        data_dir=data_dir,
        bootstrap_api_key=KEY,
        max_concurrent_sessions=sessions,
        OLLAMA_HOST=NOWHERE,
        **more,
    )
    app = create_app(
        settings, placement
    )  # its own: the reference at /docs is not drawn from one that was lent
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="warning"))
    running = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)
    url = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    try:
        async with httpx.AsyncClient(base_url=url, headers=bearer(KEY), timeout=PATIENCE_S) as client:
            yield Server(client, placement, app.state.wing, app)
    finally:
        server.should_exit = True
        await running


def bearer(credential: str) -> dict[str, str]:
    return {"authorization": f"Bearer {credential}"}


def claims_of(token: str) -> dict[str, Any]:
    """As the JS SDK reads them, without the key."""
    segment = token.split(".")[1]
    claims: dict[str, Any] = json.loads(urlsafe_b64decode(segment + "=" * (-len(segment) % 4)))
    return claims
