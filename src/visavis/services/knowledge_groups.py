"""Groups of documents, which tools search."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from visavis.services.blob_keeping import drop, sweep
from visavis.services.errors import Invalid, NotFound
from visavis.services.jobs import forget_jobs
from visavis.services.wing import ControlWing
from visavis.store.group_view import GroupView
from visavis.store.knowledge import EXPECTED
from visavis.store.tables import KnowledgeDocument, KnowledgeGroup


async def create_group(session: AsyncSession, organization_id: str, fields: dict[str, Any]) -> GroupView:
    """`fields` as in the table."""
    group = KnowledgeGroup(organization_id=organization_id, **fields)
    session.add(group)
    await session.flush()
    return GroupView(group, 0)


async def list_groups(session: AsyncSession, organization_id: str) -> list[GroupView]:
    """The newest first."""
    statement = (
        select(KnowledgeGroup)
        .where(KnowledgeGroup.organization_id == organization_id)
        .order_by(KnowledgeGroup.created_at.desc(), KnowledgeGroup.id)
    )
    return await with_counts(session, (await session.scalars(statement)).all())


async def get_group(session: AsyncSession, organization_id: str, group_id: str) -> GroupView:
    group = await own_group(session, organization_id, group_id)
    return GroupView(group, (await _counts(session, [group_id])).get(group_id, 0))


async def update_group(
    session: AsyncSession, organization_id: str, group_id: str, changes: dict[str, Any]
) -> GroupView:
    group = await own_group(session, organization_id, group_id)
    for name, value in changes.items():
        setattr(group, name, value)
    await session.flush()
    return await get_group(session, organization_id, group_id)


async def delete_group(wing: ControlWing, organization_id: str, group_id: str) -> None:
    """With its documents. Tools that search it find nothing there any more."""
    async with wing.database.transaction() as session:
        group = await own_group(session, organization_id, group_id)
        inside = KnowledgeDocument.group_id == group_id
        statement = select(KnowledgeDocument.id, KnowledgeDocument.blob_key).where(inside)
        documents = (await session.execute(statement.order_by(KnowledgeDocument.id).with_for_update())).all()
        await forget_jobs(session, *(id for id, _ in documents))
        await drop(session, *(key for _, key in documents))
        await session.delete(group)
    await sweep(wing)


async def with_counts(session: AsyncSession, groups: Sequence[KnowledgeGroup]) -> list[GroupView]:
    counts = await _counts(session, [group.id for group in groups])
    return [GroupView(group, counts.get(group.id, 0)) for group in groups]


async def views_left(
    session: AsyncSession, organization_id: str, group_ids: Sequence[str]
) -> list[GroupView]:
    """Those that are there, and the organization's, in this order."""
    left = await those_left(session, organization_id, group_ids)
    found = await session.scalars(select(KnowledgeGroup).where(KnowledgeGroup.id.in_(left)))
    return await with_counts(session, sorted(found, key=lambda group: group_ids.index(group.id)))


async def own_group(session: AsyncSession, organization_id: str, group_id: str) -> KnowledgeGroup:
    """Raises NotFound."""
    group = await session.get(KnowledgeGroup, group_id)
    if group is None or group.organization_id != organization_id:
        raise NotFound("Knowledge group not found")
    return group


async def check_groups(
    session: AsyncSession, organization_id: str, group_ids: Sequence[str], path: str
) -> None:
    """They are there, and the organization's. Raises Invalid, naming the first that is not."""
    found = await those_left(session, organization_id, group_ids)
    for number, group_id in enumerate(group_ids):
        if group_id not in found:
            raise Invalid(f"{path}.{number}", f"There is no knowledge group {group_id}")


async def those_left(session: AsyncSession, organization_id: str, group_ids: Sequence[str]) -> list[str]:
    """Those that are there, and the organization's."""
    if not group_ids:
        return []
    statement = select(KnowledgeGroup.id).where(
        KnowledgeGroup.id.in_(group_ids), KnowledgeGroup.organization_id == organization_id
    )
    return list(await session.scalars(statement))


async def _counts(session: AsyncSession, group_ids: Sequence[str]) -> dict[str, int]:
    statement = (
        select(KnowledgeDocument.group_id, func.count())
        .where(KnowledgeDocument.group_id.in_(group_ids), KnowledgeDocument.status != EXPECTED)
        .group_by(KnowledgeDocument.group_id)
    )
    return {row[0]: row[1] for row in await session.execute(statement)}
