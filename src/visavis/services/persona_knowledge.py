"""Which knowledge groups a persona may search."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from visavis.store.tables import PersonaKnowledge


async def groups_of_persona(session: AsyncSession, persona_id: str) -> Sequence[str]:
    """Their ids, in the order in which the persona was given them."""
    statement = (
        select(PersonaKnowledge.group_id)
        .where(PersonaKnowledge.persona_id == persona_id)
        .order_by(PersonaKnowledge.position)
    )
    return (await session.scalars(statement)).all()


async def give_groups(session: AsyncSession, persona_id: str, group_ids: Sequence[str]) -> None:
    """These, and no others; they are known to be there."""
    await session.execute(delete(PersonaKnowledge).where(PersonaKnowledge.persona_id == persona_id))
    session.add_all(
        PersonaKnowledge(persona_id=persona_id, group_id=group_id, position=position)
        for position, group_id in enumerate(dict.fromkeys(group_ids))
    )
    await session.flush()
