"""Recordings of sessions: reels come from engines, films go out at signed addresses, both are erased with
what was said.

    engine ──▶ reel ──job (services/filming.py)──▶ film
                 └── cannot be made: the note says why, and the reel stays
"""

from __future__ import annotations

from collections.abc import AsyncIterable

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from visavis.contract.internal import LARGEST_RECORDING
from visavis.services import blob_keeping, filming
from visavis.services.errors import NotFound
from visavis.services.jobs import add_job
from visavis.services.session_events import may_keep
from visavis.services.session_history import get_session, why_nothing_is_kept
from visavis.services.wing import ControlWing
from visavis.store.base import new_id
from visavis.store.sessions import Session

CONTENT_TYPE = "video/x-matroska"


async def recording_of(session: AsyncSession, organization_id: str, session_id: str) -> str:
    """The key of the film. Raises NotFound, with the reason where there is none."""
    row = await get_session(session, organization_id, session_id)
    if row.recording_key is None:
        raise NotFound(f"Recording not found: {why_nothing_is_kept(row) or _why_none_is_there(row)}")
    return row.recording_key


async def keep_reel(wing: ControlWing, session_id: str, content: AsyncIterable[bytes]) -> None:
    """What an engine recorded (see contract/internal.py), to be made into a film. A repeat changes nothing.

    Raises NotFound for unknown sessions and those of which nothing may be kept, TooLarge.
    """
    async with wing.database.transaction() as session:
        row = await _recordable(session, session_id)
    if row.reel_key is not None or row.recording_key is not None:
        return
    key = f"reels/{new_id()}.mkv"
    await blob_keeping.store_stream(
        wing, row.organization_id, key, content, CONTENT_TYPE, largest=LARGEST_RECORDING
    )
    async with wing.database.transaction() as session:
        await _recordable(session, session_id)  # it may have been erased while the bytes came in
        if await _name(session, session_id, key):
            await blob_keeping.keep(session, key)
            add_job(session, row.organization_id, filming.KIND, session_id)
    wing.jobs_added.ring()


async def _recordable(session: AsyncSession, session_id: str) -> Session:
    row = await session.get(Session, session_id)
    if row is None or not may_keep(row):
        raise NotFound("There is no session of which a recording may be kept")
    return row


async def _name(session: AsyncSession, session_id: str, key: str) -> bool:
    """False when a repeat was quicker, or the session was erased."""
    free = Session.reel_key.is_(None), Session.recording_key.is_(None), Session.erased_at.is_(None)
    statement = update(Session).where(Session.id == session_id, *free)
    named = await session.execute(statement.values(reel_key=key, updated_at=Session.updated_at))
    return bool(named.rowcount)  # type: ignore[attr-defined]


def _why_none_is_there(row: Session) -> str:
    if row.recording_note:
        return row.recording_note
    if row.reel_key:
        return "it is being made ready"
    return "this session was not recorded" if row.ended_at else "the session is still running"
