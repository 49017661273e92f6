"""Look-ups in PostgreSQL: asked each time, on connections of their own that are never in a transaction."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import NullPool
from sqlalchemy.engine import URL
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from visavis.store.look_ups import Found, LookUp, Prepared

MOST_CONNECTIONS = 8


@dataclass(frozen=True, slots=True)
class _Line:
    """A connection that SQLAlchemy has opened and set up as all others."""

    connection: AsyncConnection
    driver: Any
    """Its asyncpg.Connection."""


class PostgresLookUps:
    def __init__(self, url: URL) -> None:
        self._engine = create_async_engine(url, hide_parameters=True, poolclass=NullPool)
        self._prepared: dict[LookUp[Any], Prepared[Any]] = {}
        self._free = asyncio.Semaphore(MOST_CONNECTIONS)
        self._idle: list[_Line] = []

    async def ask(self, look_up: LookUp[Found], parameters: Mapping[str, str]) -> Found | None:
        async with self._free:
            line = self._idle.pop() if self._idle else await self._open()
            try:
                prepared = self._prepared.get(look_up) or await self._prepare(look_up, line)
                row = await line.driver.fetchrow(prepared.sql, *prepared.arguments(parameters))
            except BaseException:  # cut off or left in the middle: nobody uses it again
                line.driver.terminate()
                raise
            self._idle.append(line)
        return prepared.found(row)

    async def close(self) -> None:
        for line in self._idle:
            await line.connection.close()
        await self._engine.dispose()

    async def _open(self) -> _Line:
        connection = await self._engine.connect()
        return _Line(connection, (await connection.get_raw_connection()).driver_connection)

    async def _prepare(self, look_up: LookUp[Found], line: _Line) -> Prepared[Found]:
        dialect = self._engine.dialect
        statement = await line.driver.prepare(str(look_up.statement.compile(dialect=dialect)))
        types = [attribute.type.oid for attribute in statement.get_attributes()]
        prepared = self._prepared[look_up] = Prepared.of(look_up, dialect, types)
        return prepared
