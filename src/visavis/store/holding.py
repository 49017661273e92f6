"""Holding a row: nobody else changes it until the transaction ends."""

from __future__ import annotations

from typing import TypeVar

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from visavis.store.tables import (
    KnowledgeDocument,
    KnowledgeGroup,
    Organization,
    Persona,
    Session,
    Tool,
)

Held = TypeVar("Held", KnowledgeDocument, KnowledgeGroup, Organization, Persona, Session, Tool)


async def hold(session: AsyncSession, table: type[Held], id: str) -> Held | None:
    """As it is now, read anew; None when it is not there.

    An update that changes nothing is a row lock on PostgreSQL and the write lock on SQLite, where FOR UPDATE
    is not known.
    """
    same = update(table).where(table.id == id).values(updated_at=table.updated_at)
    await session.execute(same.execution_options(synchronize_session=False))
    return await session.get(table, id, populate_existing=True)
