"""Organizations: who owns keys, personas and sessions."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from visavis.services.errors import Invalid
from visavis.store.holding import hold
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


async def get_organization(session: AsyncSession, organization_id: str) -> Organization:
    return await session.get_one(Organization, organization_id)


async def update_organization(
    session: AsyncSession, organization_id: str, changes: dict[str, Any], *, most_sessions: int
) -> Organization:
    """`changes` as in the table; they count from the next session on. `most_sessions`: what the server
    allows to each. Raises Invalid."""
    if (changes.get("max_concurrent_sessions") or 0) > most_sessions:
        raise Invalid(
            "maxConcurrentSessions",
            f"This server allows {most_sessions} concurrent sessions at most",
            "too_big",
        )
    row = await get_organization(session, organization_id)
    for name, value in changes.items():
        setattr(row, name, value)
    await session.flush()
    return row


async def hold_organization(session: AsyncSession, organization_id: str) -> None:
    """Until the transaction ends nobody else holds it."""
    await hold(session, Organization, organization_id)
