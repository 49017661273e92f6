"""Look-ups in PostgreSQL, on connections of their own that are never in a transaction.

They are asked each time, but for those that may lag: these are remembered until this process commits
anything, and no longer than they may lag, because PostgreSQL does not tell what other processes commit.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from asyncpg import AdminShutdownError, InterfaceError, InternalClientError, PostgresConnectionError
from sqlalchemy import NullPool
from sqlalchemy.engine import URL
from sqlalchemy.ext.asyncio import create_async_engine

from visavis.store.look_ups import Found, LookUp, Prepared

Line = Any
"""An asyncpg.Connection, whose package has no types."""
GONE = (PostgresConnectionError, AdminShutdownError, InterfaceError, InternalClientError, OSError)
"""What a connection says that was cut while it was idle."""
MOST_CONNECTIONS = 8
MOST_REMEMBERED = 500


@dataclass(frozen=True, slots=True)
class _Remembered:
    found: Any
    until_s: float


class PostgresLookUps:
    def __init__(self, url: URL, clock: Callable[[], float] = time.monotonic) -> None:
        self._engine = create_async_engine(url, hide_parameters=True, poolclass=NullPool)
        self._prepared: dict[LookUp[Any], Prepared[Any]] = {}
        self._free = asyncio.Semaphore(MOST_CONNECTIONS)
        self._idle: list[Line] = []
        self._clock = clock
        self._changes = 0
        self._remembered: dict[tuple[LookUp[Any], tuple[str, ...]], _Remembered] = {}

    async def ask(self, look_up: LookUp[Found], parameters: Mapping[str, str]) -> Found | None:
        if not look_up.may_lag_s:
            return await self._ask(look_up, parameters)
        question, asked_s, changes = (look_up, tuple(parameters.values())), self._clock(), self._changes
        known = self._remembered.get(question)
        if known is not None and asked_s < known.until_s:
            found: Found | None = known.found
            return found
        found = await self._ask(look_up, parameters)
        if changes == self._changes:  # or it may have been read before what we have committed meanwhile
            if len(self._remembered) >= MOST_REMEMBERED:
                self._remembered.clear()
            self._remembered[question] = _Remembered(found, asked_s + look_up.may_lag_s)
        return found

    def changed(self) -> None:
        self._changes += 1
        self._remembered.clear()

    async def close(self) -> None:
        for line in self._idle:
            await line.close()
        await self._engine.dispose()

    async def _ask(self, look_up: LookUp[Found], parameters: Mapping[str, str]) -> Found | None:
        async with self._free:
            while self._idle:
                try:
                    return await self._ask_on(self._idle.pop(), look_up, parameters)
                except GONE:
                    continue
            return await self._ask_on(await self._open(), look_up, parameters)

    async def _ask_on(
        self, line: Line, look_up: LookUp[Found], parameters: Mapping[str, str]
    ) -> Found | None:
        try:
            prepared = self._prepared.get(look_up) or await self._prepare(look_up, line)
            row = await line.fetchrow(prepared.sql, *prepared.arguments(parameters))
        except BaseException:  # cut off or left in the middle: nobody uses it again
            line.terminate()
            raise
        self._idle.append(line)
        return prepared.found(row)

    async def _open(self) -> Line:
        """Set up by SQLAlchemy as all others are, and then ours."""
        connection = await self._engine.connect()
        lent = await connection.get_raw_connection()
        line = lent.driver_connection
        lent.detach()
        return line

    async def _prepare(self, look_up: LookUp[Found], line: Line) -> Prepared[Found]:
        dialect = self._engine.dialect
        statement = await line.prepare(str(look_up.statement.compile(dialect=dialect)))
        types = [attribute.type.oid for attribute in statement.get_attributes()]
        prepared = self._prepared[look_up] = Prepared.of(look_up, dialect, types)
        return prepared
