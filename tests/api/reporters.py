"""An engine's side of the internal route, and an api process that it reports to."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
from sqlalchemy.ext.asyncio import AsyncSession
from tests.api.servers import KEY, NOWHERE, bearer
from tests.services.engine_pools import SECRET, running_pool

from visavis.api.app import create_app
from visavis.contract.events import SessionEnded, SessionEvent, SessionStarted
from visavis.contract.internal import SECRET_HEADER, EventBatch
from visavis.services.engine_pool import LocalPool
from visavis.services.organizations import first_organization
from visavis.services.wing import ControlWing
from visavis.settings import Settings
from visavis.store.sessions import Session

SESSION = "0e8cf0e4-8a5b-4a7a-8a39-6a27f2f2a5b1"
NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
STARTED = SessionStarted(session_id=SESSION, number=1, at=NOW)
ENDED = SessionEnded(session_id=SESSION, number=2, at=NOW, exit_status="NORMAL_EXIT", reason="hung up")


@dataclass
class Reporter:
    """Reports as an engine does; `client` calls the same api process with the key of the organization."""

    app: object
    wing: ControlWing
    pool: LocalPool
    client: httpx.AsyncClient

    async def report(
        self, *events: SessionEvent, secret: str = SECRET, host: str = "127.0.0.1", body: str | None = None
    ) -> int:
        content = EventBatch(events=events).model_dump_json() if body is None else body
        async with self._calling(secret, host) as http:
            return (await http.post("/internal/engines/engine-1/events", content=content)).status_code

    async def hand_in(self, recording: bytes, session_id: str = SESSION, secret: str = SECRET) -> int:
        async with self._calling(secret) as http:
            path = f"/internal/engines/engine-1/sessions/{session_id}/recording"
            return (await http.put(path, content=_pieces(recording))).status_code

    async def session(self) -> Session:
        async with self.wing.database.transaction() as transaction:
            return await self.session_in(transaction)

    async def session_in(self, transaction: AsyncSession) -> Session:
        row = await transaction.get(Session, SESSION)
        assert row is not None
        return row

    def _calling(self, secret: str, host: str = "127.0.0.1") -> httpx.AsyncClient:
        transport = httpx.ASGITransport(self.app, client=(host, 1))  # type: ignore[arg-type]
        headers = {SECRET_HEADER: secret.encode()}
        return httpx.AsyncClient(transport=transport, base_url="http://api", headers=headers)


@asynccontextmanager
async def reporting(data_dir: Path, **settings: Any) -> AsyncIterator[Reporter]:
    """With one session, SESSION, that nobody has connected to yet."""
    async with running_pool(0) as pool:
        known = {"bootstrap_api_key": KEY, "OLLAMA_HOST": NOWHERE}
        app = create_app(Settings(data_dir=data_dir, **(known | settings)), pool, pool)
        transport = httpx.ASGITransport(app)
        async with (
            app.router.lifespan_context(app),
            httpx.AsyncClient(
                transport=transport, base_url="http://testserver", headers=bearer(KEY)
            ) as client,
        ):
            wing: ControlWing = app.state.wing
            async with wing.database.transaction() as transaction:
                organization = await first_organization(transaction)
                assert organization is not None
                transaction.add(Session(id=SESSION, organization_id=organization.id, engine="engine-1"))
            yield Reporter(app, wing, pool, client)


async def _pieces(content: bytes, size: int = 100_000) -> AsyncIterator[bytes]:
    for start in range(0, len(content), size):
        yield content[start : start + size]
