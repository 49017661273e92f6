"""Look-ups: questions that are asked for every request, answered from an index by one constant statement.

On SQLite they run on the event loop, on a connection of their own: a row found by its key takes some 20 µs,
and the way to a thread and back many times that. In WAL mode a reader waits for no writer. What was found
holds until anybody commits anything: SQLite tells of every commit, whichever connection or process made it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import Select
from sqlalchemy.dialects.sqlite import dialect as sqlite_dialect

Found = TypeVar("Found")
Values = Sequence[Any]
"""A row, in the order of the statement's columns."""

DIALECT = sqlite_dialect(paramstyle="named")
MOST_REMEMBERED = 500
"""Answers; a persona with the longest prompt has 100 kB."""


@dataclass(frozen=True, eq=False, slots=True)
class LookUp(Generic[Found]):
    """A constant, for to build a statement costs more than to run it. It finds one row, or none."""

    statement: Select[*tuple[Any, ...]]
    read: Callable[[Values], Found]
    """What the row means. It may be given to many who ask, so nobody changes it."""


@dataclass(frozen=True, slots=True)
class _Prepared:
    """A statement as SQLite takes it, and how what comes back is read."""

    sql: str
    columns: Sequence[tuple[int, Callable[[Any], Any]]]
    """Those that do not come as they are, with what reads them."""

    @classmethod
    def of(cls, statement: Select[*tuple[Any, ...]]) -> _Prepared:
        readers = (
            column.type.dialect_impl(DIALECT).result_processor(DIALECT, None)
            for column in statement.selected_columns
        )
        return cls(
            str(statement.compile(dialect=DIALECT)),
            [(number, read) for number, read in enumerate(readers) if read is not None],
        )


class SqliteLookUps:
    """Used by one thread. Opened at the first look-up, when the tables are there."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._connection: sqlite3.Connection | None = None
        self._prepared: dict[LookUp[Any], _Prepared] = {}
        self._remembered: dict[tuple[LookUp[Any], tuple[str, ...]], Any] = {}
        self._version = 0

    def ask(self, look_up: LookUp[Found], parameters: Mapping[str, str]) -> Found | None:
        connection = self._connection or self._open()
        # the version first: what is found under it may be newer than it, and never older
        version: int = connection.execute("PRAGMA data_version").fetchone()[0]
        if version != self._version or len(self._remembered) >= MOST_REMEMBERED:
            self._remembered.clear()
            self._version = version
        question = look_up, tuple(parameters.values())
        if question not in self._remembered:
            self._remembered[question] = self._found(connection, look_up, parameters)
        found: Found | None = self._remembered[question]
        return found

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _found(
        self, connection: sqlite3.Connection, look_up: LookUp[Found], parameters: Mapping[str, str]
    ) -> Found | None:
        prepared = self._prepared.get(look_up)
        if prepared is None:
            prepared = self._prepared[look_up] = _Prepared.of(look_up.statement)
        row = next(iter(connection.execute(prepared.sql, parameters).fetchall()), None)
        if row is None:
            return None
        values = list(row)
        for number, read in prepared.columns:
            values[number] = read(values[number])
        return look_up.read(values)

    def _open(self) -> sqlite3.Connection:
        """Without transactions: between two look-ups it holds back no checkpoint. It cannot write."""
        connection = self._connection = sqlite3.connect(self._file, isolation_level=None)
        connection.execute("PRAGMA query_only=ON")
        return connection
