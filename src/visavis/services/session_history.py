"""Sessions afterwards: found, read, and erased. What was said can be erased, that they were stays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Select, delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from visavis.services.errors import Conflict, NotFound
from visavis.services.paging import Page, PageRequest, fetch_page
from visavis.services.session_snapshot import without_texts
from visavis.store.base import now
from visavis.store.sessions import Session, SessionWarningRow, ToolCall, Turn


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
) -> Page[Session]:
    """The newest first. `search` looks into ids and client labels."""
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
        raise NotFound(f"No transcript available: {_why_nothing_is_there(row)}")
    return Transcript(row, turns)


async def get_recording(session: AsyncSession, organization_id: str, session_id: str) -> str:
    """The address of a recording. No session has one yet, so this always raises NotFound."""
    await get_session(session, organization_id, session_id)
    raise NotFound("Recording not found")


async def erase_session(session: AsyncSession, organization_id: str, session_id: str) -> None:
    """Erases what was said and what the caller told of itself. Raises NotFound, Conflict while it runs."""
    row = await get_session(session, organization_id, session_id)
    if row.ended_at is None:
        raise Conflict("The session is still running; stop it first")
    await erase(session, [session_id])
    row.persona_config = without_texts(row.persona_config)
    row.client_metadata = {}


async def erase(session: AsyncSession, session_ids: Sequence[str]) -> None:
    """Removes transcripts, tool calls and warnings of ended sessions; later reports are not kept either."""
    for table in (Turn, ToolCall, SessionWarningRow):
        await session.execute(delete(table).where(table.session_id.in_(session_ids)))
    gone = update(Session).where(Session.id.in_(session_ids), Session.erased_at.is_(None))
    await session.execute(gone.values(erased_at=now(), updated_at=Session.updated_at))


def length_ms(row: Session) -> int | None:
    """How long the stream was up; None while it is, 0 for a session that nobody connected to."""
    if row.ended_at is None:
        return None
    if row.started_at is None:
        return 0
    return max(0, (row.ended_at - row.started_at) // timedelta(milliseconds=1))


def said_in(session_id: str) -> Select[Turn]:
    return select(Turn).where(Turn.session_id == session_id).order_by(Turn.number)


def _why_nothing_is_there(row: Session) -> str:
    if row.zero_data_retention:
        return "the session ran under zero data retention"
    if row.erased_at:
        return "it was deleted or its time to be kept is over"
    return "nothing was said in this session" if row.ended_at else "nothing has been said yet"
