"""Personas: made, read, changed in part, removed. What a request leaves out stays as it is."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from visavis.services import stock
from visavis.services.avatar_models import models_of
from visavis.services.avatars import get_avatar
from visavis.services.errors import Forbidden, Invalid, NotFound
from visavis.services.llms import get_llm
from visavis.services.paging import Page, PageRequest, slice_page
from visavis.services.tools import give_tools, usable_tools
from visavis.services.voice_options import check_voice_options
from visavis.services.voices import get_voice
from visavis.store.database import Database
from visavis.store.persona_shelves import NEWEST_FIRST, newest_own, shelf_for_the_next
from visavis.store.persona_snapshot import SNAPSHOT, WITH_PARTS, PersonaView, view_of
from visavis.store.queries import usable
from visavis.store.tables import Persona

Part = TypeVar("Part")

UNNAMED = "Untitled persona"
STOCK_IDS = select(Persona.id).where(Persona.organization_id.is_(None)).order_by(Persona.id)


async def create_persona(session: AsyncSession, organization_id: str, fields: dict[str, Any]) -> PersonaView:
    """`fields` as in the table, and `tool_ids`. Raises Invalid."""
    tool_ids = fields.pop("tool_ids", ())
    persona = Persona(organization_id=organization_id, name=UNNAMED)
    persona.avatar_id = fields.get("avatar_id") or stock.DEFAULT_AVATAR
    persona.voice_id = fields.get("voice_id") or stock.voice_for(persona.avatar_id)
    persona.llm_id = fields.get("llm_id") or stock.DEFAULT_LLM
    for name, value in fields.items():
        setattr(persona, name, value)
    await _check(session, organization_id, persona)
    tools = await usable_tools(session, organization_id, tool_ids, "toolIds")
    persona.shelf = await shelf_for_the_next(session, organization_id)
    session.add(persona)
    await session.flush()
    await give_tools(session, persona.id, tools)
    return await _written(session, organization_id, persona.id)


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
    session: AsyncSession, organization_id: str, persona_id: str, changes: dict[str, Any]
) -> PersonaView:
    """`tool_ids` replaces all. Raises NotFound, Forbidden for stock personas, Invalid."""
    persona = await _changeable(session, organization_id, persona_id)
    tool_ids = changes.pop("tool_ids", None)
    if changes.get("voice_id", persona.voice_id) != persona.voice_id:
        changes.setdefault("voice_generation_options", None)
    if changes.get("avatar_id", persona.avatar_id) != persona.avatar_id and "avatar_model" not in changes:
        avatar = await _part(get_avatar, session, organization_id, changes["avatar_id"], "avatarId")
        if persona.avatar_model not in models_of(avatar.available_versions):
            changes["avatar_model"] = None
    if "widget_config" in changes:
        changes["widget_config"] = persona.widget_config | (changes["widget_config"] or {})
    for name, value in changes.items():
        setattr(persona, name, value)
    await _check(session, organization_id, persona)
    if tool_ids is not None:
        await give_tools(
            session, persona.id, await usable_tools(session, organization_id, tool_ids, "toolIds")
        )
    return await _written(session, organization_id, persona.id)


async def delete_persona(session: AsyncSession, organization_id: str, persona_id: str) -> None:
    await session.delete(await _changeable(session, organization_id, persona_id))


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


async def _written(session: AsyncSession, organization_id: str, persona_id: str) -> PersonaView:
    """As everybody sees it once this transaction is committed."""
    await session.flush()
    row = (await session.execute(SNAPSHOT.statement, _named(organization_id, persona_id))).one()
    return SNAPSHOT.read(row)


def _named(organization_id: str, persona_id: str) -> dict[str, str]:
    return {"organization_id": organization_id, "persona_id": persona_id}


async def _check(session: AsyncSession, organization_id: str, persona: Persona) -> None:
    """The parts exist and go together."""
    with session.no_autoflush:
        avatar = await _part(get_avatar, session, organization_id, persona.avatar_id, "avatarId")
        voice = await _part(get_voice, session, organization_id, persona.voice_id, "voiceId")
        await _part(get_llm, session, organization_id, persona.llm_id, "llmId")
    if persona.avatar_model and persona.avatar_model not in models_of(avatar.available_versions):
        raise Invalid("avatarModel", f"{persona.avatar_model} is not supported by this avatar")
    if persona.voice_generation_options:
        check_voice_options(voice.provider, persona.voice_generation_options, "voiceGenerationOptions")


async def _part(
    get: Callable[[AsyncSession, str, str], Awaitable[Part]],
    session: AsyncSession,
    organization_id: str,
    id: str | None,
    path: str,
) -> Part:
    try:
        return await get(session, organization_id, id or "")
    except NotFound:
        raise Invalid(path, f"There is no {path.removesuffix('Id')} {id}") from None
