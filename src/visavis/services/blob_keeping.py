"""Blobs and their rows, in step through every crash.

    entry (expires in an hour) ──▶ bytes ──▶ kept, in the transaction of the row that names it
            └── never kept: swept            └── dropped, in the transaction that removes that row: swept

The row comes before the bytes and goes after them, so that bytes nobody wants are always found again.
"""

from __future__ import annotations

from collections.abc import AsyncIterable, AsyncIterator
from datetime import timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from visavis.services.errors import Conflict, NotFound, TooLarge
from visavis.services.wing import ControlWing
from visavis.store.base import now
from visavis.store.blob_entries import BlobEntry
from visavis.store.blobs import whole

STAGED_S = 3600
"""How long bytes wait for the row that names them; signed addresses for uploads live as long."""
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
    await expect(wing, organization_id, key, content_type, largest=len(content), filename=filename)
    await wing.blobs.write(key, whole(content))


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
    await sweep(wing)
    async with wing.database.transaction() as session:
        session.add(
            BlobEntry(
                key=key,
                organization_id=organization_id,
                content_type=content_type,
                filename=filename,
                largest=largest,
                expires_at=now() + timedelta(seconds=STAGED_S),
            )
        )


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


async def _at_most(largest: int, content: AsyncIterable[bytes]) -> AsyncIterator[bytes]:
    size = 0
    async for chunk in content:
        size += len(chunk)
        if size > largest:
            raise TooLarge(f"The upload was announced with {largest} bytes at most")
        yield chunk
