"""The database: opened, migrated, and one transaction at a time."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, AsyncSession, create_async_engine

from visavis.store.migrate import migrate

SQLITE_PRAGMAS = (
    "journal_mode=WAL",  # readers never wait for the writer
    "synchronous=NORMAL",
    "foreign_keys=ON",
    "secure_delete=ON",  # what is deleted is overwritten: a transcript must not stay in a free page
    "busy_timeout=10000",
)


class Database:
    """Opened once per process with `open_database`."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncSession]:
        """An ORM session that commits at the end, or rolls back on an exception."""
        async with AsyncSession(self._engine, expire_on_commit=False) as session, session.begin():
            yield session

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        """A plain connection for the hot queries, without the ORM's cost."""
        async with self._engine.connect() as connection:
            yield connection

    async def migrate(self) -> None:
        async with self._engine.connect() as connection:
            # SQLite alters a table by building it anew: the rows that point to it must not mind meanwhile
            await _check_foreign_keys(connection, False)
            await connection.run_sync(migrate)
            await connection.commit()
            await _check_foreign_keys(connection, True)

    async def close(self) -> None:
        await self._engine.dispose()


def open_database(url: str) -> Database:
    engine = create_async_engine(url, hide_parameters=True)  # an error message must not hold a prompt
    if make_url(url).get_backend_name() == "sqlite":
        event.listen(engine.sync_engine, "connect", _set_pragmas)
    return Database(engine)


async def _check_foreign_keys(connection: AsyncConnection, check: bool) -> None:
    if connection.dialect.name == "sqlite":
        await connection.exec_driver_sql(f"PRAGMA foreign_keys={'ON' if check else 'OFF'}")
        await connection.commit()


def _set_pragmas(connection: Any, _: Any) -> None:
    cursor = connection.cursor()
    for pragma in SQLITE_PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
