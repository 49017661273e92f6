"""Everything in the database that is sealed, and how it follows when the sealing key is changed.

    visavis secrets rotate ──▶ restart: all is sealed anew ──▶ visavis secrets forget-old

Which columns these are follows from their names, so that none is left behind.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

from sqlalchemy import Column, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from visavis.store.secrets import Keyring, NotSealedHere
from visavis.store.tables import Table

SEALED = "sealed_"
"""How the names of columns that hold something sealed begin."""
AT_ONCE = 500


def sealed_columns() -> list[Column[Any]]:
    tables = Table.metadata.sorted_tables
    return [column for table in tables for column in table.columns if column.name.startswith(SEALED)]


async def seal_anew(session: AsyncSession, keyring: Keyring) -> int:
    """With the newest key; how many values it were. What none of our keys opens stays as it is."""
    count = 0
    for column in sealed_columns():
        (row_id,) = column.table.primary_key.columns
        async for id, sealed in _values(session, row_id, column):
            if keyring.is_fresh(sealed):
                continue
            try:
                fresh = keyring.seal(keyring.unseal(sealed))
            except NotSealedHere:
                continue
            # whoever wrote something else in the meantime wins
            same = update(column.table).where(row_id == id, column == sealed)
            await session.execute(same.values({column.name: fresh}))
            count += 1
    return count


async def count_stale(session: AsyncSession, keyring: Keyring) -> int:
    """Values that an older key sealed, and that would be lost with it."""
    old = Keyring(keyring.sealing[1:], keyring.signing, keyring.digesting)
    count = 0
    for column in sealed_columns() if old.sealing else ():
        (row_id,) = column.table.primary_key.columns
        async for _, sealed in _values(session, row_id, column):
            count += not keyring.is_fresh(sealed) and _opens(old, sealed)
    return count


def _opens(keyring: Keyring, sealed: str) -> bool:
    try:
        keyring.unseal(sealed)
    except NotSealedHere:
        return False
    return True


async def _values(
    session: AsyncSession, row_id: Column[Any], column: Column[Any]
) -> AsyncIterator[tuple[str, str]]:
    last = ""
    while True:
        statement = select(row_id, column).where(column.is_not(None), row_id > last)
        page = (await session.execute(statement.order_by(row_id).limit(AT_ONCE))).all()
        for id, sealed in page:
            yield id, sealed
        if len(page) < AT_ONCE:
            return
        last = page[-1][0]
