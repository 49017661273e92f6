"""The database: opened, migrated, one transaction at a time, and looked into on the way to an answer."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, AsyncSession, create_async_engine

from visavis.store.look_ups import Found, LookUp, LookUps
from visavis.store.migrate import migrate
from visavis.store.postgres_look_ups import PostgresLookUps
from visavis.store.sqlite_look_ups import SqliteLookUps

SQLITE_PRAGMAS = (
    "journal_mode=WAL",  # readers never wait for the writer
    "synchronous=NORMAL",
    "foreign_keys=ON",
    "secure_delete=ON",  # what is deleted is overwritten: a transcript must not stay in a free page
    "busy_timeout=10000",
)


class Database:
    """Opened once per process with `open_database`."""

    def __init__(self, engine: AsyncEngine, look_ups: LookUps) -> None:
        """`look_ups`: in the same database."""
        self._engine = engine
        self._look_ups = look_ups

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncSession]:
        """An ORM session that commits at the end, or rolls back on an exception."""
        async with AsyncSession(self._engine, expire_on_commit=False) as session, session.begin():
            yield session
        self._look_ups.changed()

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        """A plain connection, without the ORM's cost."""
        async with self._engine.connect() as connection:
            yield connection

    async def look_up(self, look_up: LookUp[Found], parameters: Mapping[str, str]) -> Found | None:
        """What one row means, as it was last committed by anybody; None when there is none."""
        return await self._look_ups.ask(look_up, parameters)

    async def migrate(self) -> None:
        async with self._engine.connect() as connection:
            # SQLite alters a table by building it anew: the rows that point to it must not mind meanwhile
            await _check_foreign_keys(connection, False)
            await connection.run_sync(migrate)
            await connection.commit()
            await _check_foreign_keys(connection, True)

    async def close(self) -> None:
        await self._look_ups.close()
        await self._engine.dispose()


def open_database(url: str) -> Database:
    engine = create_async_engine(url, hide_parameters=True)  # an error message must not hold a prompt
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return Database(engine, PostgresLookUps(parsed))
    event.listen(engine.sync_engine, "connect", _set_pragmas)
    return Database(engine, SqliteLookUps(parsed.database or ""))


async def _check_foreign_keys(connection: AsyncConnection, check: bool) -> None:
    if connection.dialect.name == "sqlite":
        await connection.exec_driver_sql(f"PRAGMA foreign_keys={'ON' if check else 'OFF'}")
        await connection.commit()


def _set_pragmas(connection: Any, _: Any) -> None:
    cursor = connection.cursor()
    for pragma in SQLITE_PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
