"""Sessions afterwards: found and read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from visavis.services.errors import NotFound
from visavis.services.paging import Page, PageRequest, fetch_page
from visavis.store.sessions import Session, Turn


@dataclass(frozen=True, slots=True)
class Transcript:
    session: Session
    turns: Sequence[Turn]
    """In the order in which they were said; never empty."""


async def list_sessions(
    session: AsyncSession,
    organization_id: str,
    request: PageRequest,
    *,
    search: str | None = None,
    api_key_id: str | None = None,
    persona_id: str | None = None,
    running: bool | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
) -> Page[Session]:
    """The newest first. `search` looks into ids and client labels; `running` tells those that have not ended
    from those that have; `since` and `until`, which is left out itself, bound when they began."""
    statement = (
        select(Session)
        .where(Session.organization_id == organization_id)
        .order_by(Session.created_at.desc(), Session.id)
    )
    if search:
        statement = statement.where(
            or_(
                Session.id.icontains(search, autoescape=True),
                Session.client_label.icontains(search, autoescape=True),
            )
        )
    if api_key_id:
        statement = statement.where(Session.api_key_id == api_key_id)
    if persona_id:
        statement = statement.where(Session.persona_id == persona_id)
    if since:
        statement = statement.where(Session.created_at >= since)
    if until:
        statement = statement.where(Session.created_at < until)
    if running is not None:
        statement = statement.where(Session.ended_at.is_(None) if running else Session.ended_at.is_not(None))
    return await fetch_page(session, statement, request)


async def get_session(session: AsyncSession, organization_id: str, session_id: str) -> Session:
    row = await session.get(Session, session_id)
    if row is None or row.organization_id != organization_id:
        raise NotFound("Session not found")
    return row


async def get_transcript(session: AsyncSession, organization_id: str, session_id: str) -> Transcript:
    """Raises NotFound, also where nothing was said or nothing of it was kept."""
    row = await get_session(session, organization_id, session_id)
    turns = (await session.scalars(said_in(session_id))).all()
    if not turns:
        raise NotFound(f"No transcript available: {why_nothing_is_kept(row) or _why_nothing_was_said(row)}")
    return Transcript(row, turns)


def length_ms(row: Session) -> int | None:
    """How long the stream was up; None while it is, 0 for a session that nobody connected to."""
    if row.ended_at is None:
        return None
    if row.started_at is None:
        return 0
    return max(0, (row.ended_at - row.started_at) // timedelta(milliseconds=1))


def said_in(session_id: str) -> Select[Turn]:
    return select(Turn).where(Turn.session_id == session_id).order_by(Turn.number)


def why_nothing_is_kept(row: Session) -> str | None:
    """In words; None while what happens in the session may be kept."""
    if row.zero_data_retention:
        return "the session ran under zero data retention"
    if row.erased_at:
        return "it was deleted or its time to be kept is over"
    return None


def _why_nothing_was_said(row: Session) -> str:
    return "nothing was said in this session" if row.ended_at else "nothing has been said yet"
