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


class LookUps(Protocol):
    async def ask(self, look_up: LookUp[Found], parameters: Mapping[str, str]) -> Found | None:
        """What the row means, as it was last committed by anybody; None when there is none."""
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
    def of(cls, look_up: LookUp[Found], dialect: Dialect) -> Prepared[Found]:
        compiled = look_up.statement.compile(dialect=dialect)
        readers = (
            column.type.dialect_impl(dialect).result_processor(dialect, None)
            for column in look_up.statement.selected_columns
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


class PreparedLookUps:
    """Each look-up prepared for one dialect, when it is first asked."""

    def __init__(self, dialect: Dialect) -> None:
        self._dialect = dialect
        self._prepared: dict[LookUp[Any], Prepared[Any]] = {}

    def of(self, look_up: LookUp[Found]) -> Prepared[Found]:
        prepared = self._prepared.get(look_up)
        if prepared is None:
            prepared = self._prepared[look_up] = Prepared.of(look_up, self._dialect)
        return prepared
