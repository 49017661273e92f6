"""What was said is erased when its days are over."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from visavis.services.organizations import create_organization, first_organization
from visavis.services.retention import BETWEEN_PURGES_S, FIRST_PURGE_S, keep_purging, purge
from visavis.services.webhook_events import Happening
from visavis.store.database import Database, open_database
from visavis.store.sessions import Session, SessionWarningRow, TokenOverhead, Turn
from visavis.store.webhooks import DELIVERED, Webhook, WebhookDelivery

TODAY = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)


class Enough(BaseException):
    """Ends the endless."""


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    opened = open_database(database_url)
    async with opened.transaction() as session:
        ours = await create_organization(session, "Ours")
        brief = await create_organization(session, "Brief")
        brief.retention_days = 1
        for organization, name, days_ago in [
            (ours, "old", 31.0),
            (ours, "young", 29.0),
            (ours, "running", None),
            (brief, "gone", 1.5),
            (brief, "fresh", 0.5),
        ]:
            ended_at = None if days_ago is None else TODAY - timedelta(days=days_ago)
            session.add(Session(id=name, organization_id=organization.id, ended_at=ended_at))
            await session.flush()
            said_at = ended_at or TODAY - timedelta(days=99)
            session.add(
                Turn(session_id=name, number=1, role="user", text="Hi", started_at=said_at, seconds=1)
            )
            session.add(SessionWarningRow(session_id=name, number=2, at=said_at, stage="think", message="?"))
            session.add(TokenOverhead(session_id=name, number=3, reason="dropped", usage={}, estimated=False))
    yield opened
    await opened.close()


async def kept(database: Database) -> set[str]:
    async with database.transaction() as session:
        turns = set(await session.scalars(select(Turn.session_id)))
        assert turns == set(await session.scalars(select(SessionWarningRow.session_id)))
        assert turns == set(await session.scalars(select(TokenOverhead.session_id)))
        unmarked = await session.scalars(select(Session.id).where(Session.erased_at.is_(None)))
        assert turns == set(unmarked)
        assert len((await session.scalars(select(Session))).all()) == 5
        return turns


async def test_each_organization_has_its_days_and_sessions_themselves_stay(database: Database) -> None:
    assert await purge(database, 30, TODAY) == 2

    assert await kept(database) == {"young", "running", "fresh"}
    assert await purge(database, 30, TODAY) == 0


async def test_many_go_in_portions(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("visavis.services.retention.BATCH", 1)

    assert await purge(database, 2, TODAY) == 3
    assert await kept(database) == {"running", "fresh"}


async def test_it_purges_once_a_day(database: Database) -> None:
    clock, slept = [TODAY - timedelta(days=3)], list[float]()
    left: list[set[str]] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)
        clock[0] += timedelta(seconds=seconds)
        left.append(await kept(database))
        if len(slept) == 5:
            raise Enough

    with pytest.raises(Enough):
        await keep_purging(database, 30, lambda: clock[0], sleep)

    assert slept == [FIRST_PURGE_S] + [BETWEEN_PURGES_S] * 4
    everything = {"old", "young", "running", "gone", "fresh"}
    assert left == [everything] * 3 + [everything - {"old"}, everything - {"old", "gone"}]


async def test_a_purge_that_fails_is_tried_again(
    database: Database, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    rounds = []

    async def sleep(seconds: float) -> None:
        rounds.append(seconds)
        if len(rounds) == 3:
            raise Enough

    async def broken(*_: object) -> int:
        if len(rounds) == 1:
            raise OSError("the disk is full")
        return await purge(database, 30, TODAY)

    monkeypatch.setattr("visavis.services.retention.purge", broken)
    with pytest.raises(Enough):
        await keep_purging(database, 30, lambda: TODAY, sleep)

    assert "the disk is full" in caplog.text
    assert await kept(database) == {"young", "running", "fresh"}


async def test_the_log_of_webhooks_is_purged_too(database: Database) -> None:
    async with database.transaction() as session:
        organization = await first_organization(session)
        assert organization is not None
        webhook = Webhook(organization_id=organization.id, url="x", events=["*"], sealed_secret="x")
        session.add(webhook)
        await session.flush()
        for name, days_ago in (("old", 31), ("young", 29)):
            delivery = Happening("ping", name, TODAY, {}).delivery(webhook, next_attempt_at=None)
            delivery.status, delivery.created_at = DELIVERED, TODAY - timedelta(days=days_ago)
            session.add(delivery)

    async def once(seconds: float) -> None:
        if seconds == BETWEEN_PURGES_S:
            raise Enough

    with pytest.raises(Enough):
        await keep_purging(database, 30, lambda: TODAY, once)

    async with database.transaction() as session:
        assert list(await session.scalars(select(WebhookDelivery.event_id))) == ["young"]
