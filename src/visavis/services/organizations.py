"""Organizations: who owns keys, personas and sessions."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from visavis.store.organizations import Organization


async def create_organization(
    session: AsyncSession, name: str, max_concurrent_sessions: int | None = None
) -> Organization:
    row = Organization(name=name, max_concurrent_sessions=max_concurrent_sessions)
    session.add(row)
    await session.flush()
    return row


async def list_organizations(session: AsyncSession) -> list[Organization]:
    return list(await session.scalars(select(Organization).order_by(Organization.created_at)))


async def first_organization(session: AsyncSession) -> Organization | None:
    return await session.scalar(select(Organization).order_by(Organization.created_at).limit(1))
