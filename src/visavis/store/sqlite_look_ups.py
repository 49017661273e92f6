"""Look-ups in SQLite, on the event loop and on a connection of their own.

A row found by its key takes some 20 µs, and the way to a thread and back many times that. In WAL mode a
reader waits for no writer. What was found holds until anybody commits anything: SQLite tells of every commit,
whichever connection or process made it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from typing import Any

from sqlalchemy.dialects.sqlite import dialect as sqlite_dialect

from visavis.store.look_ups import Found, LookUp, Prepared

DIALECT = sqlite_dialect()
MOST_REMEMBERED = 500
"""Answers; a persona with the longest prompt has 100 kB."""


class SqliteLookUps:
    """Used by one thread. Opened at the first look-up, when the tables are there."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._connection: sqlite3.Connection | None = None
        self._prepared: dict[LookUp[Any], Prepared[Any]] = {}
        self._remembered: dict[tuple[LookUp[Any], tuple[str, ...]], Any] = {}
        self._version = 0

    async def ask(self, look_up: LookUp[Found], parameters: Mapping[str, str]) -> Found | None:
        connection = self._connection or self._open()
        # the version first: what is found under it may be newer than it, and never older
        version: int = connection.execute("PRAGMA data_version").fetchone()[0]
        if version != self._version or len(self._remembered) >= MOST_REMEMBERED:
            self._remembered.clear()
            self._version = version
        question = look_up, tuple(parameters.values())
        if question not in self._remembered:
            prepared = self._prepared.get(look_up) or self._prepare(look_up)
            rows = connection.execute(prepared.sql, prepared.arguments(parameters)).fetchall()
            self._remembered[question] = prepared.found(rows[0] if rows else None)
        found: Found | None = self._remembered[question]
        return found

    def _prepare(self, look_up: LookUp[Found]) -> Prepared[Found]:
        prepared = self._prepared[look_up] = Prepared.of(look_up, DIALECT)
        return prepared

    def changed(self) -> None:
        """The next question will find out by itself."""

    async def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _open(self) -> sqlite3.Connection:
        """Without transactions: between two look-ups it holds back no checkpoint. It cannot write."""
        connection = self._connection = sqlite3.connect(self._file, isolation_level=None)
        connection.execute("PRAGMA query_only=ON")
        return connection
