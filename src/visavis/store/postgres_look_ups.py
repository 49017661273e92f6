"""Look-ups in PostgreSQL: asked each time, on connections of their own that are never in a transaction."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

from sqlalchemy import NullPool
from sqlalchemy.engine import URL
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from visavis.store.look_ups import Found, LookUp, PreparedLookUps

MOST_CONNECTIONS = 8


class PostgresLookUps:
    def __init__(self, url: URL) -> None:
        """SQLAlchemy opens the connections, so they are set up like all others."""
        self._engine = create_async_engine(url, hide_parameters=True, poolclass=NullPool)
        self._prepared = PreparedLookUps(self._engine.dialect)
        self._free = asyncio.Semaphore(MOST_CONNECTIONS)
        self._idle: list[AsyncConnection] = []

    async def ask(self, look_up: LookUp[Found], parameters: Mapping[str, str]) -> Found | None:
        prepared = self._prepared.of(look_up)
        async with self._connection() as connection:
            driver = (await connection.get_raw_connection()).driver_connection
            assert driver is not None
            return prepared.found(await driver.fetchrow(prepared.sql, *prepared.arguments(parameters)))

    async def close(self) -> None:
        for connection in self._idle:
            await connection.close()
        await self._engine.dispose()

    @asynccontextmanager
    async def _connection(self) -> AsyncIterator[AsyncConnection]:
        """One that failed is not used again."""
        async with self._free:
            connection = self._idle.pop() if self._idle else await self._engine.connect()
            try:
                yield connection
            except BaseException:
                await connection.invalidate()
                await connection.close()
                raise
            self._idle.append(connection)
