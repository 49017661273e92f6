"""Any page of an organization's personas, of however many, without a walk through those before it.

Personas stand on shelves, in the order in which they were made, and the database keeps count of each shelf:

    shelf        390   389   388    …      1     0
    personas     159   256   254    …    256   256      newest ──▶ oldest
                 └─ the counts say on which shelf a page begins; of that shelf alone rows are passed over

A full shelf is followed by a new one; what is deleted leaves a gap, and an empty shelf goes.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, bindparam, case, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from visavis.store.personas import Persona, PersonaShelf

SHELF = 256
"""Personas; 100,000 are 391 shelves to sum up."""

NEWEST_FIRST: tuple[ColumnElement[Any], ...] = (
    Persona.shelf.desc(),
    Persona.created_at.desc(),
    Persona.id.desc(),
)
"""Within an organization."""

_COUNTED = (
    select(
        PersonaShelf.shelf,
        func.sum(PersonaShelf.personas).over(order_by=PersonaShelf.shelf.desc()).label("reached"),
    )
    .where(PersonaShelf.organization_id == bindparam("organization_id"))
    .subquery()
)
"""How many personas there are from the newest up to each shelf, with it."""

_PLACE = select(
    func.coalesce(func.max(_COUNTED.c.reached), 0),
    func.max(case((_COUNTED.c.reached > bindparam("offset"), _COUNTED.c.shelf))),
    func.coalesce(func.max(case((_COUNTED.c.reached <= bindparam("offset"), _COUNTED.c.reached))), 0),
)
"""All personas; the shelf on which the one at `offset` stands; how many are on newer shelves than that."""

_FROM_SHELF = (
    select(Persona.id)
    .where(Persona.organization_id == bindparam("organization_id"), Persona.shelf <= bindparam("shelf"))
    .order_by(*NEWEST_FIRST)
    .limit(bindparam("limit"))
    .offset(bindparam("offset"))
)

_NEWEST_SHELF = (
    select(PersonaShelf.shelf, PersonaShelf.personas)
    .where(PersonaShelf.organization_id == bindparam("organization_id"))
    .order_by(PersonaShelf.shelf.desc())
    .limit(1)
)


async def shelf_for_the_next(session: AsyncSession, organization_id: str) -> int:
    """Some that come at once may find the same place and fill a shelf a little beyond its size."""
    newest = (await session.execute(_NEWEST_SHELF, {"organization_id": organization_id})).one_or_none()
    if newest is None:
        return 0
    shelf, personas = newest
    return int(shelf) if personas < SHELF else int(shelf) + 1


async def newest_own(
    session: AsyncSession, organization_id: str, limit: int, offset: int
) -> tuple[int, Sequence[str]]:
    """How many personas the organization has, and the ids of so many of them, the newest first."""
    of_theirs = {"organization_id": organization_id}
    total, shelf, before = (await session.execute(_PLACE, of_theirs | {"offset": offset})).one()
    if shelf is None:
        return int(total), ()
    wanted = of_theirs | {"shelf": shelf, "limit": limit, "offset": offset - before}
    return int(total), (await session.scalars(_FROM_SHELF, wanted)).all()
