"""Look-ups: questions that are asked for every request, answered from an index by one constant statement.

They go to the driver as it is: SQLAlchemy writes the statement and says how columns are read, once, and its
execution, which costs more than the database's, is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from sqlalchemy import Select
from sqlalchemy.engine import Dialect

Found = TypeVar("Found")
Values = Sequence[Any]
"""A row, in the order of the statement's columns."""


@dataclass(frozen=True, eq=False, slots=True)
class LookUp(Generic[Found]):
    """A constant, for to build a statement costs more than to run it. It finds one row, or none."""

    statement: Select[*tuple[Any, ...]]
    read: Callable[[Values], Found]
    """What the row means. It may be given to many who ask, so nobody changes it."""
    may_lag_s: float = 0.0
    """How long a change that another process made may go unseen, if the database does not tell of it."""


class LookUps(Protocol):
    async def ask(self, look_up: LookUp[Found], parameters: Mapping[str, str]) -> Found | None:
        """What the row means, as last committed by anybody (but see `may_lag_s`); None when there is none."""
        ...

    def changed(self) -> None:
        """This process has committed something: from now on it must be seen."""
        ...

    async def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Prepared(Generic[Found]):
    """A look-up as a driver takes it."""

    sql: str
    names: Sequence[str]
    """Of the parameters, in the order of the statement; a name may be there more than once."""
    columns: Sequence[tuple[int, Callable[[Any], Any]]]
    """Those that do not come as they are, with what reads them."""
    meaning: Callable[[Values], Found]

    @classmethod
    def of(
        cls, look_up: LookUp[Found], dialect: Dialect, types: Sequence[object] | None = None
    ) -> Prepared[Found]:
        """`types`: the driver's codes for what the columns hold, where the dialect wants to know them."""
        compiled = look_up.statement.compile(dialect=dialect)
        columns = list(look_up.statement.selected_columns)
        readers = (
            column.type.dialect_impl(dialect).result_processor(dialect, type)
            for column, type in zip(columns, types or [None] * len(columns), strict=True)
        )
        return cls(
            str(compiled),
            compiled.positiontup or (),
            [(number, read) for number, read in enumerate(readers) if read is not None],
            look_up.read,
        )

    def arguments(self, parameters: Mapping[str, str]) -> list[str]:
        return [parameters[name] for name in self.names]

    def found(self, row: Values | None) -> Found | None:
        if row is None:
            return None
        values = list(row)
        for number, read in self.columns:
            values[number] = read(values[number])
        return self.meaning(values)
