"""What an engine reports of a session, and what is then stored of it."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import select
from tests.api.servers import Server

from visavis.contract.events import SessionEnded, SessionStarted
from visavis.contract.internal import EventBatch
from visavis.services.session_events import apply
from visavis.store.sessions import Session


async def stream_came_up(server: Server, session_id: str) -> None:
    started = SessionStarted(session_id=session_id, number=1, at=datetime.now(UTC))
    await apply(server.wing.database, EventBatch(events=(started,)))


async def ended(server: Server, session_id: str, number: int = 2) -> None:
    end = SessionEnded(
        session_id=session_id,
        number=number,
        at=datetime.now(UTC),
        exit_status="NORMAL_EXIT",
        reason="hung up",
    )
    await apply(server.wing.database, EventBatch(events=(end,)))


async def stored(server: Server, session_id: str) -> Session:
    async with server.wing.database.transaction() as session:
        return (await session.scalars(select(Session).where(Session.id == session_id))).one()
