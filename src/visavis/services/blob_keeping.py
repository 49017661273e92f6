"""Blobs and their rows, in step through every crash.

    entry (expires in an hour) ──▶ bytes ──▶ kept, in the transaction of the row that names it
            └── never kept: swept            └── dropped, in the transaction that removes that row: swept

The row comes before the bytes and goes after them, so that bytes nobody wants are always found again.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterable, AsyncIterator, Awaitable, Callable
from datetime import timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from visavis.services.errors import Conflict, NotFound, TooLarge
from visavis.services.wing import ControlWing
from visavis.store.base import now
from visavis.store.blob_entries import BlobEntry
from visavis.store.blobs import whole

log = logging.getLogger(__name__)

STAGED_S = 3600
"""How long bytes wait for the row that names them; signed addresses for uploads live as long."""
BETWEEN_SWEEPS_S = 600.0
SWEEP = 100
"""Blobs that one sweep takes away at most."""


async def store(
    wing: ControlWing,
    organization_id: str,
    key: str,
    content: bytes,
    content_type: str,
    *,
    filename: str | None = None,
) -> None:
    """Bytes that we have; they stay if `keep` is called within the hour."""
    await store_stream(
        wing, organization_id, key, whole(content), content_type, largest=len(content), filename=filename
    )


async def store_stream(
    wing: ControlWing,
    organization_id: str,
    key: str,
    content: AsyncIterable[bytes],
    content_type: str,
    *,
    largest: int,
    filename: str | None = None,
) -> int:
    """Bytes that this request brings, at most `largest`; how many they were. As `store`. Raises TooLarge."""
    await _enter(wing, organization_id, key, content_type, largest, filename, awaited=False)
    return await wing.blobs.write(key, _at_most(largest, content))


async def expect(
    wing: ControlWing,
    organization_id: str,
    key: str,
    content_type: str,
    *,
    largest: int,
    filename: str | None = None,
) -> None:
    """Makes room for bytes that a client uploads within the hour, at most `largest` of them."""
    await _enter(wing, organization_id, key, content_type, largest, filename, awaited=True)


async def receive(wing: ControlWing, key: str, content: AsyncIterable[bytes]) -> None:
    """An upload. Raises NotFound, TooLarge, and Conflict for what is already in use."""
    entry = await find(wing, key)
    if entry.expires_at is None:
        raise Conflict("This upload is finished and in use")
    await wing.blobs.write(key, _at_most(entry.largest, content))


async def find(wing: ControlWing, key: str) -> BlobEntry:
    """Raises NotFound, also for what has expired."""
    async with wing.database.transaction() as session:
        entry = await session.get(BlobEntry, key)
    if entry is None or (entry.expires_at is not None and entry.expires_at <= now()):
        raise NotFound("There is nothing here, or no more")
    return entry


async def uploaded(session: AsyncSession, organization_id: str, key: str) -> BlobEntry | None:
    """The organization's own upload that waits to be used."""
    entry = await session.get(BlobEntry, key)
    if entry is None or entry.organization_id != organization_id:
        return None
    return entry if entry.expires_at is not None and entry.expires_at > now() else None


async def keep(session: AsyncSession, *keys: str) -> None:
    """In the transaction that writes the row which names them. Raises Conflict for expired and kept ones."""
    statement = (
        update(BlobEntry).where(BlobEntry.key.in_(keys), BlobEntry.expires_at > now()).values(expires_at=None)
    )
    result = await session.execute(statement)
    if result.rowcount != len(set(keys)):  # type: ignore[attr-defined]
        raise Conflict("The upload took too long, or was used already; upload it again")


async def drop(session: AsyncSession, *keys: str) -> None:
    """In the transaction that removes the row which named them; call `sweep` after it."""
    await session.execute(update(BlobEntry).where(BlobEntry.key.in_(keys)).values(expires_at=now()))


async def sweep(wing: ControlWing) -> int:
    """Takes away what nobody wants; how many blobs it was."""
    async with wing.database.transaction() as session:
        unwanted = select(BlobEntry.key).where(BlobEntry.expires_at <= now()).limit(SWEEP)
        keys = (await session.scalars(unwanted)).all()
    for key in keys:
        await wing.blobs.delete(key)
    if keys:
        async with wing.database.transaction() as session:
            await session.execute(delete(BlobEntry).where(BlobEntry.key.in_(keys)))
    return len(keys)


async def forget_unfinished(wing: ControlWing) -> None:
    """At the start: nobody is left to keep what an earlier run was writing when it died."""
    left = BlobEntry.expires_at.is_not(None) & BlobEntry.awaited.is_(False)
    async with wing.database.transaction() as session:
        await session.execute(update(BlobEntry).where(left).values(expires_at=now()))
    while await sweep(wing):
        pass


async def keep_sweeping(wing: ControlWing, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep) -> None:
    """Sweeps now and then, for ever; what failed is tried again."""
    while True:
        await sleep(BETWEEN_SWEEPS_S)
        try:
            while await sweep(wing):
                pass
        except Exception:
            log.exception("Blobs that nobody wants could not be deleted")


async def _enter(
    wing: ControlWing,
    organization_id: str,
    key: str,
    content_type: str,
    largest: int,
    filename: str | None,
    *,
    awaited: bool,
) -> None:
    async with wing.database.transaction() as session:
        session.add(
            BlobEntry(
                key=key,
                organization_id=organization_id,
                content_type=content_type,
                filename=filename,
                largest=largest,
                awaited=awaited,
                expires_at=now() + timedelta(seconds=STAGED_S),
            )
        )


async def _at_most(largest: int, content: AsyncIterable[bytes]) -> AsyncIterator[bytes]:
    size = 0
    async for chunk in content:
        size += len(chunk)
        if size > largest:
            raise TooLarge(f"This may have {largest} bytes at most")
        yield chunk
