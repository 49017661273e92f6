"""Seats: how many sessions an organization holds at once. A seat is a session row without an end.

Rows are counted and added while the organization's row is locked, so starts that come together cannot pass
the limit together.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import ColumnElement, delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from visavis.services.errors import TooManySessions
from visavis.services.organizations import hold_organization
from visavis.services.webhook_events import session_ended, tell
from visavis.store.base import now
from visavis.store.database import Database
from visavis.store.sessions import Session

UNREPORTED_S = 60.0
"""An engine ends an unclaimed session by itself; its word may be this late before its seat is freed."""


@dataclass(frozen=True)
class Seats:
    limit: int
    taken: int

    @property
    def free(self) -> bool:
        return self.taken < self.limit


async def take_seat(database: Database, row: Session, *, limit: int, unclaimed_s: float) -> None:
    """Adds the row. Raises TooManySessions."""
    async with database.transaction() as session:
        await hold_organization(session, row.organization_id)
        await _close_unclaimed(session, row.organization_id, unclaimed_s)
        if await _count(session, row.organization_id) >= limit:
            raise TooManySessions(f"All {limit} concurrent sessions of this organization are in use")
        session.add(row)


async def leave_seat(database: Database, session_id: str) -> None:
    """Forgets a session that never reached an engine."""
    async with database.transaction() as session:
        await session.execute(delete(Session).where(Session.id == session_id))


async def count_seats(database: Database, organization_id: str, limit: int) -> Seats:
    async with database.transaction() as session:
        return Seats(limit, await _count(session, organization_id))


async def engine_lost(database: Database, engine: str, session_ids: Collection[str] = ()) -> int:
    """Ends all sessions of an engine that died; how many there were.

    `session_ids` names those that were just being handed to it and may not bear its name yet.
    """
    its_own = or_(Session.engine == engine, Session.id.in_(session_ids))
    return await _end_all(database, its_own, f"engine {engine} was lost")


async def close_left_open(database: Database) -> int:
    """Ends all sessions that an earlier run of this server left open; how many there were."""
    return await _end_all(database, Session.ended_at.is_(None), "the server was restarted")


async def _count(session: AsyncSession, organization_id: str) -> int:
    open_ones = select(func.count()).where(
        Session.organization_id == organization_id, Session.ended_at.is_(None)
    )
    return await session.scalar(open_ones) or 0


async def _close_unclaimed(session: AsyncSession, organization_id: str, unclaimed_s: float) -> None:
    """Should an engine's report be lost for good, its seat comes back all the same."""
    long_ago = now() - timedelta(seconds=unclaimed_s + UNREPORTED_S)
    await _end(
        session,
        Session.organization_id == organization_id,
        Session.started_at.is_(None),
        Session.created_at < long_ago,
        reason="nobody connected",
    )


async def _end_all(database: Database, which: ColumnElement[bool], reason: str) -> int:
    async with database.transaction() as session:
        return await _end(session, which, reason=reason)


async def _end(session: AsyncSession, *which: ColumnElement[bool], reason: str) -> int:
    """Ends those of them that run, and tells the webhooks; how many there were."""
    ending = (
        update(Session)
        .where(Session.ended_at.is_(None), *which)
        .values(ended_at=now(), exit_status="ERROR", exit_reason=reason)
        .returning(Session)
        .execution_options(synchronize_session=False)
    )
    ended = (await session.scalars(ending)).all()
    for row in ended:
        await tell(session, row.organization_id, session_ended(row))
    return len(ended)
