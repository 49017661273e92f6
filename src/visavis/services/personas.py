"""Personas: made, read, changed in part, removed. What a request leaves out stays as it is."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from visavis.services import stock
from visavis.services.errors import Forbidden, NotFound
from visavis.services.knowledge_groups import check_groups
from visavis.services.paging import Page, PageRequest, slice_page
from visavis.services.persona_knowledge import give_groups
from visavis.services.persona_rules import settle
from visavis.services.tools import give_tools, usable_tools
from visavis.services.wing import ControlWing
from visavis.store.database import Database
from visavis.store.holding import hold
from visavis.store.persona_shelves import NEWEST_FIRST, newest_own, shelf_for_the_next
from visavis.store.persona_snapshot import SNAPSHOT, WITH_PARTS, PersonaView, view_of
from visavis.store.queries import Caller, usable
from visavis.store.tables import Persona

UNNAMED = "Untitled persona"
STOCK_IDS = select(Persona.id).where(Persona.organization_id.is_(None)).order_by(Persona.id)


async def create_persona(wing: ControlWing, caller: Caller, fields: dict[str, Any]) -> PersonaView:
    """`fields` as in the table, and `tool_ids` and `knowledge`. Raises Invalid, and Forbidden for what the
    organization may not use."""
    persona = Persona(organization_id=caller.organization_id, name=UNNAMED)
    face = fields.get("avatar_id") or stock.DEFAULT_AVATAR
    parts = {"avatar_id": face, "voice_id": stock.voice_for(face), "llm_id": stock.DEFAULT_LLM}
    async with wing.database.transaction() as session:
        persona.shelf = await shelf_for_the_next(session, caller.organization_id)
        await write(wing, session, caller, persona, parts | fields)
        return await written(session, caller.organization_id, persona.id)


async def get_persona(database: Database, organization_id: str, persona_id: str) -> PersonaView:
    view = await database.look_up(SNAPSHOT, _named(organization_id, persona_id))
    if view is None:
        raise NotFound("Persona not found")
    return view


async def list_personas(
    session: AsyncSession, organization_id: str, request: PageRequest, *, search: str | None = None
) -> Page[PersonaView]:
    """An organization's own, the newest first, and then stock. A search reads all their names."""
    if search:
        total, ids = await _named_like(session, organization_id, request, search)
    else:
        total, ids = await _own_and_stock(session, organization_id, request)
    found = await session.execute(WITH_PARTS.where(Persona.id.in_(ids)))
    views = {view.persona.id: view for view in map(view_of, found)}
    return Page([views[id] for id in ids if id in views], total, request)


async def update_persona(
    wing: ControlWing, caller: Caller, persona_id: str, changes: dict[str, Any]
) -> PersonaView:
    """`tool_ids` and `knowledge` replace all. Raises NotFound, Forbidden for stock personas and for what the
    organization may not use, Invalid."""
    async with wing.database.transaction() as session:
        await hold(session, Persona, persona_id)  # what is merged must not be changed meanwhile
        persona = await changeable(session, caller.organization_id, persona_id)
        await write(wing, session, caller, persona, changes)
        return await written(session, caller.organization_id, persona_id)


async def delete_persona(session: AsyncSession, organization_id: str, persona_id: str) -> None:
    await session.delete(await changeable(session, organization_id, persona_id))


async def write(
    wing: ControlWing, session: AsyncSession, caller: Caller, persona: Persona, fields: dict[str, Any]
) -> None:
    """Raises Invalid, and Forbidden for what the organization may not use."""
    organization_id = caller.organization_id
    tool_ids, group_ids = fields.pop("tool_ids", None), fields.pop("knowledge", None)
    if "widget_config" in fields:
        fields["widget_config"] = (persona.widget_config or {}) | fields["widget_config"]
    with session.no_autoflush:
        await settle(session, caller, wing.default_llm, persona, fields)
        tools = await usable_tools(session, organization_id, tool_ids or (), "toolIds")
        await check_groups(session, organization_id, group_ids or (), "knowledge")
    session.add(persona)
    await session.flush()
    if tool_ids is not None:
        await give_tools(session, persona.id, tools)
    if group_ids is not None:
        await give_groups(session, persona.id, group_ids)


async def written(session: AsyncSession, organization_id: str, persona_id: str) -> PersonaView:
    """As everybody sees it once this transaction is committed."""
    await session.flush()
    row = (await session.execute(SNAPSHOT.statement, _named(organization_id, persona_id))).one()
    return SNAPSHOT.read(row)


async def _own_and_stock(
    session: AsyncSession, organization_id: str, request: PageRequest
) -> tuple[int, list[str]]:
    """How many there are, and the ids of the page."""
    own, ids = await newest_own(session, organization_id, request.per_page, request.offset)
    stock_ids = (await session.scalars(STOCK_IDS)).all()
    first = max(0, request.offset - own)
    return own + len(stock_ids), [*ids, *stock_ids[first : first + request.per_page - len(ids)]]


async def _named_like(
    session: AsyncSession, organization_id: str, request: PageRequest, search: str
) -> tuple[int, list[str]]:
    statement = (
        select(Persona.id)
        .where(usable(Persona, organization_id), Persona.name.icontains(search, autoescape=True))
        .order_by(Persona.organization_id.is_(None), *NEWEST_FIRST)
    )
    page = slice_page((await session.scalars(statement)).all(), request)
    return page.total, list(page.rows)


async def readable(session: AsyncSession, organization_id: str, persona_id: str) -> Persona:
    """Raises NotFound."""
    persona = await session.get(Persona, persona_id)
    if persona is None or persona.organization_id not in (None, organization_id):
        raise NotFound("Persona not found")
    return persona


async def changeable(session: AsyncSession, organization_id: str, persona_id: str) -> Persona:
    """Raises NotFound, and Forbidden for stock personas."""
    persona = await readable(session, organization_id, persona_id)
    if persona.organization_id is None:
        raise Forbidden("This persona belongs to the server and cannot be changed; create one of your own")
    return persona


def _named(organization_id: str, persona_id: str) -> dict[str, str]:
    return {"organization_id": organization_id, "persona_id": persona_id}
