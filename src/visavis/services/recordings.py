"""Recordings of sessions: handed in by engines, given out at signed addresses, erased with what was said."""

from __future__ import annotations

from collections.abc import AsyncIterable

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from visavis.services import blob_keeping
from visavis.services.errors import NotFound
from visavis.services.session_events import may_keep
from visavis.services.session_history import get_session, why_nothing_is_kept
from visavis.services.wing import ControlWing
from visavis.store.base import new_id
from visavis.store.sessions import Session

CONTENT_TYPE = "video/mp4"
LARGEST_RECORDING = 4 << 30
"""Bytes; at 1 Mbit/s they last nine hours."""


async def recording_of(session: AsyncSession, organization_id: str, session_id: str) -> str:
    """The key of the blob. Raises NotFound, with the reason where there is none."""
    row = await get_session(session, organization_id, session_id)
    if row.recording_key is None:
        raise NotFound(f"Recording not found: {why_nothing_is_kept(row) or _why_none_is_there(row)}")
    return row.recording_key


async def keep_recording(wing: ControlWing, session_id: str, content: AsyncIterable[bytes]) -> None:
    """An MP4 of both sides. A repeat changes nothing.

    Raises NotFound for unknown sessions and those of which nothing may be kept, TooLarge.
    """
    async with wing.database.transaction() as session:
        row = await _recordable(session, session_id)
    if row.recording_key is not None:
        return
    key = f"recordings/{new_id()}.mp4"
    await blob_keeping.store_stream(
        wing, row.organization_id, key, content, CONTENT_TYPE, largest=LARGEST_RECORDING
    )
    async with wing.database.transaction() as session:
        await _recordable(session, session_id)  # it may have been erased while the bytes came in
        if await _name(session, session_id, key):
            await blob_keeping.keep(session, key)


async def _recordable(session: AsyncSession, session_id: str) -> Session:
    row = await session.get(Session, session_id)
    if row is None or not may_keep(row):
        raise NotFound("There is no session of which a recording may be kept")
    return row


async def _name(session: AsyncSession, session_id: str, key: str) -> bool:
    """False when a repeat was quicker, or the session was erased."""
    free = Session.recording_key.is_(None) & Session.erased_at.is_(None)
    statement = update(Session).where(Session.id == session_id, free)
    named = await session.execute(statement.values(recording_key=key, updated_at=Session.updated_at))
    return bool(named.rowcount)  # type: ignore[attr-defined]


def _why_none_is_there(row: Session) -> str:
    return "this session was not recorded" if row.ended_at else "the session is still running"
