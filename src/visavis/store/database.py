"""The database: opened, migrated, one transaction at a time, and looked into on the way to an answer."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from typing import Any

from alembic.util import CommandError
from asyncpg import PostgresError
from sqlalchemy import event
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, AsyncSession, create_async_engine
from sqlalchemy.orm.exc import StaleDataError

from visavis.store.database_url import CannotOpenDatabase, engine_url
from visavis.store.look_ups import Found, LookUp, LookUps
from visavis.store.migrate import migrate
from visavis.store.postgres_look_ups import PostgresLookUps
from visavis.store.sqlite_look_ups import SqliteLookUps
from visavis.store.word_index import WORD_INDEXES, WordIndex

SQLITE_PRAGMAS = (
    "journal_mode=WAL",  # readers never wait for the writer
    "synchronous=FULL",  # what was acknowledged survives a power failure, as it does on PostgreSQL
    "foreign_keys=ON",
    "secure_delete=ON",  # what is deleted is overwritten: a transcript must not stay in a free page
    "busy_timeout=30000",  # writers wait in no order: one of many may be the last several times
)
CONNECT_S = 10.0
POSTGRES_POOL: dict[str, Any] = {
    "pool_size": 10,
    "max_overflow": 10,
    "pool_timeout": 10.0,
    "pool_pre_ping": True,  # after a restart of the database no request gets a dead connection
    "connect_args": {"timeout": CONNECT_S, "server_settings": {"application_name": "visavis"}},
}
OLDEST_POSTGRES = 14
TURN = 0x76697361766973
"""The advisory lock of PostgreSQL that `Database.alone` takes ("visavis")."""
DEADLOCK = "40P01"


class Clash(Exception):
    """Another transaction changed or removed meanwhile what this one was about; nothing was written."""


class Database:
    """Opened once per process with `open_database`."""

    def __init__(self, engine: AsyncEngine, look_ups: LookUps) -> None:
        """`look_ups`: in the same database."""
        self._engine = engine
        self._look_ups = look_ups
        self.words: WordIndex = WORD_INDEXES[engine.dialect.name]()

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncSession]:
        """An ORM session that commits at the end, or rolls back on an exception. Raises Clash."""
        try:
            async with AsyncSession(self._engine, expire_on_commit=False) as session, session.begin():
                yield session
        except (IntegrityError, StaleDataError) as error:
            raise Clash from error
        except DBAPIError as error:
            if getattr(error.orig, "sqlstate", None) == DEADLOCK:
                raise Clash from error
            raise
        self._look_ups.changed()

    @asynccontextmanager
    async def alone(self) -> AsyncIterator[AsyncSession]:
        """A transaction beside which no other process has one of these: for what a start sees to."""
        async with self.transaction() as session:
            await _take_turn(await session.connection())
            yield session

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        """A plain connection, without the ORM's cost."""
        async with self._engine.connect() as connection:
            yield connection

    async def look_up(self, look_up: LookUp[Found], parameters: Mapping[str, str]) -> Found | None:
        """What one row means, as it was last committed by anybody; None when there is none."""
        return await self._look_ups.ask(look_up, parameters)

    async def migrate(self) -> None:
        """Of processes that start at once, one migrates while the others wait. Raises CannotOpenDatabase."""
        await self._look()
        async with self._engine.connect() as connection:
            # SQLite alters a table by building it anew: the rows that point to it must not mind meanwhile
            await _check_foreign_keys(connection, False)
            await _take_turn(connection)
            try:
                await connection.run_sync(migrate)
            except CommandError as error:
                raise self._cannot_open(f"its schema is not of this version of visavis ({error})") from error
            await connection.commit()
            await _check_foreign_keys(connection, True)

    async def close(self) -> None:
        await self._look_ups.close()
        await self._engine.dispose()

    async def _look(self) -> None:
        """Whether it is there, lets us in, and can hold what we keep."""
        try:
            async with self._engine.connect() as connection:
                unfit = await _why_unfit(connection)
        except (OSError, PostgresError, sqlite3.Error, DBAPIError) as error:
            raise self._cannot_open(_reason(error)) from error
        if unfit:
            raise self._cannot_open(unfit)

    def _cannot_open(self, reason: str) -> CannotOpenDatabase:
        shown = self._engine.url.render_as_string(hide_password=True)
        return CannotOpenDatabase(f"The database {shown} cannot be opened: {reason.rstrip('.')}.")


def open_database(url: str) -> Database:
    """Connects to nothing yet. Raises CannotOpenDatabase."""
    target = engine_url(url)
    on_sqlite = target.get_backend_name() == "sqlite"
    options: dict[str, Any] = {} if on_sqlite else POSTGRES_POOL
    engine = create_async_engine(target, hide_parameters=True, **options)  # a message must not hold a prompt
    if not on_sqlite:
        return Database(engine, PostgresLookUps(target))
    event.listen(engine.sync_engine, "connect", _set_pragmas)
    event.listen(engine.sync_engine, "invalidate", _roll_back)
    return Database(engine, SqliteLookUps(target.database or ""))


async def _take_turn(connection: AsyncConnection) -> None:
    """Waits until no other transaction of this kind is open; the turn ends with ours."""
    if connection.dialect.name == "sqlite":
        await connection.exec_driver_sql("BEGIN IMMEDIATE")
    else:
        await connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({TURN})")


async def _why_unfit(connection: AsyncConnection) -> str | None:
    if connection.dialect.name == "sqlite":
        return None
    version = int((await connection.exec_driver_sql("SHOW server_version_num")).scalar_one()) // 10_000
    if version < OLDEST_POSTGRES:
        return f"it is PostgreSQL {version}, and visavis needs {OLDEST_POSTGRES} or newer"
    encoding = (await connection.exec_driver_sql("SHOW server_encoding")).scalar_one()
    return None if encoding == "UTF8" else f"its encoding is {encoding}, and visavis needs UTF8"


def _reason(error: Exception) -> str:
    """In the words of whoever refused us, on one line."""
    if isinstance(error, TimeoutError):
        return f"it did not answer within {CONNECT_S:g} s"
    cause: BaseException = error
    if isinstance(error, DBAPIError) and error.orig is not None:
        cause = error.orig.__cause__ or error.orig
    words = (isinstance(cause, OSError) and cause.strerror) or str(cause) or type(cause).__name__
    return words.splitlines()[0]


async def _check_foreign_keys(connection: AsyncConnection, check: bool) -> None:
    if connection.dialect.name == "sqlite":
        await connection.exec_driver_sql(f"PRAGMA foreign_keys={'ON' if check else 'OFF'}")
        await connection.commit()


def _roll_back(connection: Any, _record: Any, _error: Any) -> None:
    """Before a connection is given up, as that of a task that is cancelled within a statement.

    Closed with a statement open, SQLite would hold on to its transaction, and to the lock, until somebody
    lets the cursor go.
    """
    with suppress(sqlite3.Error, ValueError):  # it may be closed already
        connection.rollback()


def _set_pragmas(connection: Any, _: Any) -> None:
    cursor = connection.cursor()
    try:
        for pragma in SQLITE_PRAGMAS:
            cursor.execute(f"PRAGMA {pragma}")
    except BaseException:
        connection.close()  # it has a thread, which would keep the process from ending
        raise
    cursor.close()
