"""What was said can be erased; that there was a session, when and how long, stays."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from visavis.services import blob_keeping
from visavis.services.errors import Conflict
from visavis.services.jobs import forget_jobs
from visavis.services.session_history import get_session
from visavis.services.session_snapshot import without_texts
from visavis.services.wing import ControlWing
from visavis.store.base import now
from visavis.store.sessions import Session, SessionWarningRow, TokenOverhead, ToolCall, Turn


async def erase_session(wing: ControlWing, organization_id: str, session_id: str) -> None:
    """Erases what was said and what the caller told of itself. Raises NotFound, Conflict while it runs."""
    async with wing.database.transaction() as session:
        row = await get_session(session, organization_id, session_id)
        if row.ended_at is None:
            raise Conflict("The session is still running; stop it first")
        await erase(session, [session_id])
        row.persona_config = without_texts(row.persona_config)
        row.client_metadata = {}
    await blob_keeping.sweep(wing)


async def erase(session: AsyncSession, session_ids: Sequence[str]) -> None:
    """Transcripts, tokens, tool calls, warnings and recordings of ended sessions; later reports are not kept
    either.

    The bytes of the recordings go with the next sweep of blobs.
    """
    gone = update(Session).where(Session.id.in_(session_ids))
    erased_at = func.coalesce(Session.erased_at, now())
    await session.execute(gone.values(erased_at=erased_at, updated_at=Session.updated_at))  # holds them too
    for table in (Turn, TokenOverhead, ToolCall, SessionWarningRow):
        await session.execute(delete(table).where(table.session_id.in_(session_ids)))
    await forget_jobs(session, *session_ids)
    recorded = select(Session.reel_key, Session.recording_key).where(Session.id.in_(session_ids))
    keys = [key for row in await session.execute(recorded) for key in row if key]
    await blob_keeping.drop(session, *keys)
    await session.execute(gone.values(reel_key=None, recording_key=None, updated_at=Session.updated_at))
