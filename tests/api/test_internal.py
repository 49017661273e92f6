"""What engines report, as the api process takes it: only from its own engines, each report once."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
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


class Reporter:
    """An engine's side of the internal route."""

    def __init__(self, app: object, wing: ControlWing, pool: LocalPool) -> None:
        self.app, self.wing, self.pool = app, wing, pool

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


@pytest.fixture
async def reporter(data_dir: Path) -> AsyncIterator[Reporter]:
    async with reporting(data_dir) as running:
        yield running


@asynccontextmanager
async def reporting(data_dir: Path) -> AsyncIterator[Reporter]:
    async with running_pool(0) as pool:
        app = create_app(Settings(data_dir=data_dir, OLLAMA_HOST="http://127.0.0.1:9"), pool, pool)
        async with app.router.lifespan_context(app):
            wing: ControlWing = app.state.wing
            async with wing.database.transaction() as transaction:
                organization = await first_organization(transaction)
                assert organization is not None
                transaction.add(Session(id=SESSION, organization_id=organization.id, engine="engine-1"))
            yield Reporter(app, wing, pool)


async def test_a_report_is_acknowledged_once_it_is_written_down(reporter: Reporter) -> None:
    assert await reporter.report(STARTED, ENDED) == 204
    session = await reporter.session()
    assert (session.exit_status, session.exit_reason) == ("NORMAL_EXIT", "hung up")
    assert session.started_at is not None


async def test_a_repeated_report_is_acknowledged_and_changes_nothing(reporter: Reporter) -> None:
    await reporter.report(STARTED, ENDED)
    assert await reporter.report(STARTED, ENDED) == 204
    assert (await reporter.session()).exit_status == "NORMAL_EXIT"


@pytest.mark.parametrize("secret", ["", "wrong", "s3creé"])
async def test_nobody_reports_without_the_secret(reporter: Reporter, secret: str) -> None:
    assert await reporter.report(ENDED, secret=secret) == 401
    assert (await reporter.session()).ended_at is None


@pytest.mark.parametrize("host", ["192.0.2.7", "2001:db8::1", "testclient"])
async def test_nobody_reports_from_another_machine(reporter: Reporter, host: str) -> None:
    assert await reporter.report(ENDED, host=host) == 403
    assert (await reporter.session()).ended_at is None


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "::ffff:127.0.0.1"])
async def test_every_loopback_address_is_this_machine(reporter: Reporter, host: str) -> None:
    assert await reporter.report(ENDED, host=host) == 204


async def test_a_report_that_makes_no_sense_is_refused_and_not_acknowledged(reporter: Reporter) -> None:
    assert await reporter.report(body="{}") == 400
    assert await reporter.report(body="not json") == 400
