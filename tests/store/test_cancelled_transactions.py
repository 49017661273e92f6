"""A task that is cancelled in the middle of a transaction, as at the end of a server, leaves nothing locked."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from sqlalchemy import text

from visavis.store.database import Database, open_database

COUNTING = (
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300000) SELECT max(i) FROM n"
)
SLOWLY = text(
    f"UPDATE alembic_version SET version_num = version_num WHERE ({COUNTING}) > 1 RETURNING version_num"
)


async def write(database: Database) -> None:
    async with database.transaction() as session:
        await session.execute(text("UPDATE alembic_version SET version_num = version_num"))
        await session.execute(SLOWLY)
        await asyncio.Event().wait()


def may_write(path: Path, timeout_s: float) -> bool:
    """As another process; within that time."""
    with closing(sqlite3.connect(path, timeout=timeout_s)) as other, suppress(sqlite3.OperationalError):
        other.execute("BEGIN IMMEDIATE")
        other.rollback()
        return True
    return False


async def test_whoever_is_cancelled_within_a_statement_leaves_nothing_locked(tmp_path: Path) -> None:
    path = tmp_path / "some.db"
    database = open_database(f"sqlite:///{path}")
    await database.migrate()
    for _ in range(30):
        writing = asyncio.create_task(write(database))
        while await asyncio.to_thread(may_write, path, 0):
            pass
        writing.cancel()
        with suppress(asyncio.CancelledError):
            await writing
        assert await asyncio.to_thread(may_write, path, 1)
    await database.close()
