"""An engine's side of the internal route, and an api process that it reports to."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from tests.api.servers import KEY, NOWHERE, bearer
from tests.services.engine_pools import SECRET, running_pool

from visavis.api.app import create_app
from visavis.contract.events import SessionEvent
from visavis.contract.internal import SECRET_HEADER, EventBatch
from visavis.services.engine_pool import LocalPool
from visavis.services.organizations import first_organization
from visavis.services.wing import ControlWing
from visavis.settings import Settings
from visavis.store.sessions import Session

SESSION = "0e8cf0e4-8a5b-4a7a-8a39-6a27f2f2a5b1"


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
        transport = httpx.ASGITransport(self.app, client=(host, 1))  # type: ignore[arg-type]
        async with httpx.AsyncClient(transport=transport, base_url="http://api") as http:
            reply = await http.post(
                "/internal/engines/engine-1/events",
                content=EventBatch(events=events).model_dump_json() if body is None else body,
                headers={SECRET_HEADER: secret.encode()},
            )
            return reply.status_code

    async def session(self) -> Session:
        async with self.wing.database.transaction() as transaction:
            row = await transaction.get(Session, SESSION)
            assert row is not None
            return row


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
