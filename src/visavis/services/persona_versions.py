"""What was published of a persona: each time as it was from then on, and how to go back to it.

    draft ──publish──▶ the persona, and version n      version k ──restore──▶ draft ──publish──▶ version n + 1

What was changed directly (PUT /v1/personas/{id}) since the last version is kept as one of its own before the
next is published, so that no published state is lost.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from visavis.services.errors import Conflict, NotFound
from visavis.services.paging import Page, PageRequest, slice_page
from visavis.services.persona_drafts import Draft, Seen, held, put_draft
from visavis.services.persona_fields import Fields, differing, made_of
from visavis.services.personas import readable, write, written
from visavis.services.wing import ControlWing
from visavis.store.base import now
from visavis.store.persona_snapshot import PersonaView
from visavis.store.queries import Caller
from visavis.store.tables import Persona, PersonaVersion

MOST_VERSIONS = 50
"""Of a persona; older ones go."""
NOTHING = "There is nothing to publish: the draft says what is published already"


async def publish(wing: ControlWing, caller: Caller, persona_id: str, seen: Seen | None) -> PersonaView:
    """Makes the draft what everybody talks to.

    Raises NotFound, Forbidden, Invalid where a part of the draft is gone, and Conflict where there is no
    draft or somebody saved it meanwhile.
    """
    async with wing.database.transaction() as session:
        persona, draft = await held(session, caller, persona_id, seen)
        if draft is None:
            raise Conflict(NOTHING)
        await _keep(session, persona, persona.updated_at)
        await write(wing, session, caller, persona, dict(draft.fields))
        persona.updated_at = now()
        await session.delete(draft)
        await _keep(session, persona, persona.updated_at)
        return await written(session, caller.organization_id, persona_id)


async def restore(
    wing: ControlWing, caller: Caller, persona_id: str, number: int, seen: Seen | None
) -> Draft:
    """Makes a draft of an earlier version. Raises as `publish` does."""
    async with wing.database.transaction() as session:
        persona, draft = await held(session, caller, persona_id, seen)
        version = await session.get(PersonaVersion, (persona_id, number))
        if version is None:
            raise NotFound("Version not found")
        wanted = differing(version.fields, await made_of(session, persona))
        return await put_draft(wing, session, caller, persona, draft, {}, wanted)


async def list_versions(
    session: AsyncSession, organization_id: str, persona_id: str, request: PageRequest
) -> Page[PersonaVersion]:
    """The newest first. Raises NotFound for a persona that cannot be seen."""
    await readable(session, organization_id, persona_id)
    return slice_page(await _versions(session, persona_id), request)


async def _keep(session: AsyncSession, persona: Persona, published_at: datetime) -> None:
    """As a version, unless the newest one is just so."""
    versions = await _versions(session, persona.id)
    fields: Fields = await made_of(session, persona)
    newest = versions[0] if versions else None
    changed = list(differing(fields, newest.fields)) if newest else []
    if newest is not None and not changed:
        return
    number = newest.number + 1 if newest else 1
    session.add(
        PersonaVersion(
            persona_id=persona.id, number=number, fields=fields, changed=changed, published_at=published_at
        )
    )
    await session.execute(
        delete(PersonaVersion).where(
            PersonaVersion.persona_id == persona.id, PersonaVersion.number <= number - MOST_VERSIONS
        )
    )


async def _versions(session: AsyncSession, persona_id: str) -> list[PersonaVersion]:
    statement = select(PersonaVersion).where(PersonaVersion.persona_id == persona_id)
    return list(await session.scalars(statement.order_by(PersonaVersion.number.desc())))
