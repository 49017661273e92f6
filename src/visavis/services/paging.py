"""Pages of a list, as the public API counts them: from 1."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class PageRequest:
    page: int = 1
    per_page: int = 10

    @property
    def offset(self) -> int:
        return (self.page - 1) * self.per_page


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    rows: Sequence[Row]
    total: int
    request: PageRequest


async def fetch_page(session: AsyncSession, statement: Select[Row], request: PageRequest) -> Page[Row]:
    """Of rows that have an `id`. Keys are found first: of rows that are only passed over no more is read."""
    row: Any = statement.column_descriptions[0]["entity"]
    keys = statement.with_only_columns(row.id)
    total = await session.scalar(select(func.count()).select_from(keys.order_by(None).subquery())) or 0
    on_page = keys.limit(request.per_page).offset(request.offset)
    rows: Sequence[Any] = (await session.scalars(statement.where(row.id.in_(on_page)))).all()
    return Page(rows, total, request)


def slice_page(rows: Sequence[Row], request: PageRequest) -> Page[Row]:
    return Page(rows[request.offset : request.offset + request.per_page], len(rows), request)
