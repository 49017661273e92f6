"""Drafts: changes of a persona that are saved and not published; whoever talks to it notices nothing.

A draft holds the fields that differ, so that what is changed directly meanwhile shows through. It is settled
and checked as the persona itself would be, on a copy that nobody keeps.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from visavis.services.errors import Conflict
from visavis.services.knowledge_groups import check_groups, views_left
from visavis.services.persona_fields import LISTS, Fields, columns_of, copy_with, differing, made_of
from visavis.services.persona_rules import find_parts, settle
from visavis.services.personas import changeable, readable
from visavis.services.tools import tools_left, usable_tools
from visavis.services.wing import ControlWing
from visavis.store.base import new_id, now
from visavis.store.holding import hold
from visavis.store.persona_snapshot import PersonaView
from visavis.store.queries import Caller
from visavis.store.tables import Persona, PersonaDraft

SAVED_MEANWHILE = "Somebody else has saved this draft meanwhile; look at it, then save again"


@dataclass(frozen=True, slots=True)
class Draft:
    """A persona as it would be; `revision` and `saved_at` are None where nothing differs."""

    view: PersonaView
    changes: Sequence[str]
    """Names of the fields that differ from the published persona."""
    revision: str | None
    saved_at: datetime | None


@dataclass(frozen=True, slots=True)
class Seen:
    """What somebody had before them when they asked: this revision of the draft, or no draft (None)."""

    revision: str | None


async def get_draft(session: AsyncSession, organization_id: str, persona_id: str) -> Draft:
    """Raises NotFound for a persona that cannot be seen; one without a draft has no changes."""
    persona = await readable(session, organization_id, persona_id)
    return await _shown(session, organization_id, persona, await session.get(PersonaDraft, persona_id))


async def drafted(session: AsyncSession, persona_ids: Sequence[str]) -> set[str]:
    """Which of these have something that is saved and not published."""
    wanted = select(PersonaDraft.persona_id).where(PersonaDraft.persona_id.in_(persona_ids))
    return set(await session.scalars(wanted))


async def save_draft(
    wing: ControlWing, caller: Caller, persona_id: str, changes: dict[str, Any], seen: Seen | None
) -> Draft:
    """`changes` as in `update_persona`; with `seen` nobody else's are overwritten.

    Raises NotFound, Forbidden, Invalid, and Conflict where somebody saved meanwhile.
    """
    async with wing.database.transaction() as session:
        persona, kept = await held(session, caller, persona_id, seen)
        drafted = kept.fields if kept else {}
        return await put_draft(wing, session, caller, persona, kept, drafted, changes)


async def discard_draft(
    wing: ControlWing, caller: Caller, persona_id: str, seen: Seen | None = None
) -> Draft:
    """The persona as it is published. Raises as `save_draft` does."""
    async with wing.database.transaction() as session:
        persona, kept = await held(session, caller, persona_id, seen)
        if kept is not None:
            await session.delete(kept)
        return await _shown(session, caller.organization_id, persona, None)


async def held(
    session: AsyncSession, caller: Caller, persona_id: str, seen: Seen | None
) -> tuple[Persona, PersonaDraft | None]:
    """The persona and its draft, which nobody else changes until the transaction ends."""
    await hold(session, Persona, persona_id)
    persona = await changeable(session, caller.organization_id, persona_id)
    kept = await session.get(PersonaDraft, persona_id, populate_existing=True)
    if seen is not None and seen.revision != (kept.revision if kept else None):
        raise Conflict(SAVED_MEANWHILE)
    return persona, kept


async def put_draft(
    wing: ControlWing,
    session: AsyncSession,
    caller: Caller,
    persona: Persona,
    kept: PersonaDraft | None,
    drafted: Fields,
    changes: Fields,
) -> Draft:
    """Keeps what differs once `changes` are made to the persona with the fields `drafted`."""
    lists = {name: changes[name] for name in LISTS if name in changes}
    copy = copy_with(persona, drafted)
    columns = {name: value for name, value in changes.items() if name not in LISTS}
    await settle(session, caller, wing.default_llm, copy, columns)
    await usable_tools(session, caller.organization_id, lists.get("tool_ids", ()), "toolIds")
    await check_groups(session, caller.organization_id, lists.get("knowledge", ()), "knowledge")
    fields = differing(drafted | columns_of(copy) | lists, await made_of(session, persona))
    return await _shown(session, caller.organization_id, persona, await _kept(session, persona, kept, fields))


async def _kept(
    session: AsyncSession, persona: Persona, kept: PersonaDraft | None, fields: Fields
) -> PersonaDraft | None:
    if not fields:
        if kept is not None:
            await session.delete(kept)
        return None
    draft = kept or PersonaDraft(persona_id=persona.id)
    draft.fields, draft.revision, draft.saved_at = fields, new_id(), now()
    session.add(draft)
    return draft


async def _shown(
    session: AsyncSession, organization_id: str, persona: Persona, kept: PersonaDraft | None
) -> Draft:
    made = await made_of(session, persona)
    fields = differing(kept.fields, made) if kept else {}
    copy = copy_with(persona, fields)
    parts = await find_parts(session, organization_id, copy, set())
    made |= fields
    view = PersonaView(
        copy,
        parts.avatar,
        parts.voice,
        tools=await tools_left(session, organization_id, made["tool_ids"]),
        knowledge=await views_left(session, organization_id, made["knowledge"]),
    )
    if kept is None:
        return Draft(view, (), None, None)
    return Draft(view, tuple(fields), kept.revision, kept.saved_at)
