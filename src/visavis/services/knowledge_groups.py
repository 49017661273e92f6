"""Groups of documents, which tools search."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from visavis.services.errors import Invalid
from visavis.store.tables import KnowledgeGroup


async def check_groups(
    session: AsyncSession, organization_id: str, group_ids: Sequence[str], path: str
) -> None:
    """They are there, and the organization's. Raises Invalid, naming the first that is not."""
    statement = select(KnowledgeGroup.id).where(
        KnowledgeGroup.id.in_(group_ids), KnowledgeGroup.organization_id == organization_id
    )
    found = set(await session.scalars(statement)) if group_ids else set()
    for number, group_id in enumerate(group_ids):
        if group_id not in found:
            raise Invalid(f"{path}.{number}", f"There is no knowledge group {group_id}")
