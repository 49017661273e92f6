"""Personas: made, read, changed in part, removed. What a request leaves out stays as it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import case, select
from sqlalchemy.ext.asyncio import AsyncSession

from visavis.services import stock
from visavis.services.errors import Forbidden, NotFound
from visavis.services.knowledge_groups import GroupView, check_groups
from visavis.services.paging import Page, PageRequest, fetch_page
from visavis.services.persona_knowledge import give_groups, groups_of_persona
from visavis.services.persona_rules import check, find_parts, let_go
from visavis.services.share_links import links_of_persona
from visavis.services.tools import give_tools, tools_of_persona, usable_tools
from visavis.services.wing import ControlWing
from visavis.store.holding import hold
from visavis.store.queries import Caller, usable
from visavis.store.tables import Avatar, Persona, ShareLink, Tool, Voice

UNNAMED = "Untitled persona"


@dataclass(frozen=True, slots=True)
class PersonaView:
    """A persona with the parts that are shown with it."""

    persona: Persona
    avatar: Avatar | None
    voice: Voice | None
    share_links: Sequence[ShareLink] = ()
    """Those of the organization that looks, the oldest first."""
    tools: Sequence[Tool] = ()
    knowledge: Sequence[GroupView] = ()


async def create_persona(wing: ControlWing, caller: Caller, fields: dict[str, Any]) -> PersonaView:
    """`fields` as in the table, and `tool_ids` and `knowledge`. Raises Invalid, and Forbidden for what the
    organization may not use."""
    persona = Persona(organization_id=caller.organization_id, name=UNNAMED)
    face = fields.get("avatar_id") or stock.DEFAULT_AVATAR
    parts = {"avatar_id": face, "voice_id": stock.voice_for(face), "llm_id": stock.DEFAULT_LLM}
    async with wing.database.transaction() as session:
        await _write(wing, session, caller, persona, parts | fields)
        return await _view(session, caller.organization_id, persona)


async def get_persona(session: AsyncSession, organization_id: str, persona_id: str) -> PersonaView:
    return await _view(session, organization_id, await _readable(session, organization_id, persona_id))


async def list_personas(
    session: AsyncSession, organization_id: str, request: PageRequest, *, search: str | None = None
) -> Page[PersonaView]:
    """An organization's own, the newest first, and then stock."""
    made = case((Persona.organization_id.is_not(None), Persona.created_at))
    statement = (
        select(Persona)
        .where(usable(Persona, organization_id))
        .order_by(Persona.organization_id.is_(None), made.desc(), Persona.id)
    )
    if search:
        statement = statement.where(Persona.name.icontains(search, autoescape=True))
    page = await fetch_page(session, statement, request)
    faces = {row.avatar_id for row in page.rows}
    avatars = await session.scalars(select(Avatar).where(Avatar.id.in_(faces), Avatar.deleted_at.is_(None)))
    voices = await session.scalars(select(Voice).where(Voice.id.in_({row.voice_id for row in page.rows})))
    by_avatar, by_voice = {row.id: row for row in avatars}, {row.id: row for row in voices}
    views = [
        PersonaView(row, by_avatar.get(row.avatar_id or ""), by_voice.get(row.voice_id or ""))
        for row in page.rows
    ]
    return Page(views, page.total, page.request)


async def update_persona(
    wing: ControlWing, caller: Caller, persona_id: str, changes: dict[str, Any]
) -> PersonaView:
    """`tool_ids` and `knowledge` replace all. Raises NotFound, Forbidden for stock personas and for what the
    organization may not use, Invalid."""
    async with wing.database.transaction() as session:
        await hold(session, Persona, persona_id)  # what is merged must not be changed meanwhile
        persona = await _changeable(session, caller.organization_id, persona_id)
        await _write(wing, session, caller, persona, changes)
        return await _view(session, caller.organization_id, persona)


async def delete_persona(session: AsyncSession, organization_id: str, persona_id: str) -> None:
    await session.delete(await _changeable(session, organization_id, persona_id))


async def _write(
    wing: ControlWing, session: AsyncSession, caller: Caller, persona: Persona, fields: dict[str, Any]
) -> None:
    organization_id, named = caller.organization_id, set(fields)
    tool_ids, group_ids = fields.pop("tool_ids", None), fields.pop("knowledge", None)
    if "widget_config" in fields:
        fields["widget_config"] = (persona.widget_config or {}) | fields["widget_config"]
    changed = {name for name, value in fields.items() if getattr(persona, name) != value}
    with session.no_autoflush:
        for name, value in fields.items():
            setattr(persona, name, value)
        parts = await find_parts(session, organization_id, persona, named)
        let_go(persona, parts, changed, named)
        check(persona, parts, caller, wing.default_llm, named)
        tools = await usable_tools(session, organization_id, tool_ids or (), "toolIds")
        await check_groups(session, organization_id, group_ids or (), "knowledge")
    session.add(persona)
    await session.flush()
    if tool_ids is not None:
        await give_tools(session, persona.id, tools)
    if group_ids is not None:
        await give_groups(session, persona.id, group_ids)


async def _readable(session: AsyncSession, organization_id: str, persona_id: str) -> Persona:
    persona = await session.get(Persona, persona_id)
    if persona is None or persona.organization_id not in (None, organization_id):
        raise NotFound("Persona not found")
    return persona


async def _changeable(session: AsyncSession, organization_id: str, persona_id: str) -> Persona:
    persona = await _readable(session, organization_id, persona_id)
    if persona.organization_id is None:
        raise Forbidden("This persona belongs to the server and cannot be changed; create one of your own")
    return persona


async def _view(session: AsyncSession, organization_id: str, persona: Persona) -> PersonaView:
    return PersonaView(
        persona,
        await _shown_avatar(session, persona.avatar_id),
        await session.get(Voice, persona.voice_id) if persona.voice_id else None,
        await links_of_persona(session, organization_id, persona.id),
        await tools_of_persona(session, persona.id),
        await groups_of_persona(session, persona.id),
    )


async def _shown_avatar(session: AsyncSession, avatar_id: str | None) -> Avatar | None:
    avatar = await session.get(Avatar, avatar_id) if avatar_id else None
    return None if avatar is None or avatar.deleted_at else avatar
