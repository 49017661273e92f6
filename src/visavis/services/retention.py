"""What was said is kept for so many days, and then erased; that there was a session stays. So is the log of
webhooks."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from sqlalchemy import select

from visavis.services.erasure import erase
from visavis.services.webhook_deliveries import forget_deliveries
from visavis.store.base import now
from visavis.store.database import Database
from visavis.store.organizations import Organization
from visavis.store.sessions import Session

log = logging.getLogger(__name__)

FIRST_PURGE_S = 60.0
"""After the start, when whoever started the server has got their first page."""
BETWEEN_PURGES_S = 24 * 3600.0
BATCH = 200
"""Sessions or deliveries per transaction: others write in between."""


async def purge(database: Database, default_days: int, at: datetime) -> int:
    """Erases the sessions whose time was up at `at`; how many there were."""
    async with database.reading() as connection:
        organizations = (await connection.execute(select(Organization.id, Organization.retention_days))).all()
    purged = 0
    for organization_id, days in organizations:
        ended_before = at - timedelta(days=default_days if days is None else days)
        while erased := await _purge_some(database, organization_id, ended_before):
            purged += erased
    return purged


async def purge_deliveries(database: Database, at: datetime) -> int:
    """Forgets the deliveries to webhooks whose time was up at `at`; how many there were."""
    purged = 0
    while forgotten := await _forget_some(database, at):
        purged += forgotten
    return purged


async def keep_purging(
    database: Database,
    default_days: int,
    clock: Callable[[], datetime] = now,
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> None:
    """Purges once a day, for ever; a purge that failed is tried again the next day."""
    await sleep(FIRST_PURGE_S)
    while True:
        try:
            purged = await purge(database, default_days, clock())
            forgotten = await purge_deliveries(database, clock())
        except Exception:
            log.exception("What is too old could not be erased")
        else:
            log.info("Erased what was said in %d sessions whose time was up", purged)
            log.info("Forgot %d deliveries to webhooks", forgotten)
        await sleep(BETWEEN_PURGES_S)


async def _purge_some(database: Database, organization_id: str, ended_before: datetime) -> int:
    due = (
        select(Session.id)
        .where(Session.organization_id == organization_id)
        .where(Session.ended_at < ended_before, Session.erased_at.is_(None))
        .limit(BATCH)
    )
    async with database.transaction() as session:
        ids = (await session.scalars(due)).all()
        await erase(session, ids)
    return len(ids)


async def _forget_some(database: Database, at: datetime) -> int:
    async with database.transaction() as session:
        return await forget_deliveries(session, at, BATCH)
