"""Stored tools: an organization's own, and the stock ones of the server."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, case, delete, func, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from visavis.services.errors import Forbidden, Invalid, NotFound
from visavis.services.knowledge_groups import check_groups
from visavis.services.paging import Page, PageRequest, fetch_page
from visavis.services.tool_headers import seal_headers, shown_headers, unseal_headers, with_kept_ones
from visavis.services.tool_kinds import ToolType, checked_config
from visavis.services.wing import ControlWing
from visavis.store.base import now
from visavis.store.tables import Persona, PersonaTool, Tool


@dataclass(frozen=True, slots=True)
class ToolView:
    tool: Tool
    usage_count: int
    """How many personas of the organization that looks have it."""


async def create_tool(
    wing: ControlWing, organization_id: str, type: ToolType, config: dict[str, Any], fields: dict[str, Any]
) -> ToolView:
    """`fields` are the other columns. Raises Invalid."""
    configured = await _configured(wing, organization_id, type, config)
    tool = Tool(organization_id=organization_id, **fields, **configured)
    async with wing.database.transaction() as session:
        await _check_name(session, tool)
        session.add(tool)
        await _flush(session)
    return ToolView(tool, 0)


async def get_tool(session: AsyncSession, organization_id: str, tool_id: str) -> ToolView:
    tool = await _readable(session, organization_id, tool_id)
    return ToolView(tool, (await _usage(session, organization_id, [tool.id])).get(tool.id, 0))


async def list_tools(
    session: AsyncSession, organization_id: str, request: PageRequest, *, search: str | None = None
) -> Page[ToolView]:
    """An organization's own, the newest first, and then stock. `search`: in name, description and id."""
    made = case((Tool.organization_id.is_not(None), Tool.created_at))
    statement = (
        select(Tool)
        .where(_usable(organization_id))
        .order_by(Tool.organization_id.is_(None), made.desc(), Tool.id)
    )
    if search:
        found_in = (Tool.name, Tool.description, Tool.id)
        statement = statement.where(or_(*(column.icontains(search, autoescape=True) for column in found_in)))
    page = await fetch_page(session, statement, request)
    uses = await _usage(session, organization_id, [tool.id for tool in page.rows])
    return Page([ToolView(tool, uses.get(tool.id, 0)) for tool in page.rows], page.total, page.request)


async def update_tool(
    wing: ControlWing,
    organization_id: str,
    tool_id: str,
    type: ToolType | None,
    config: dict[str, Any] | None,
    changes: dict[str, Any],
) -> ToolView:
    """A configuration is changed key by key, and given anew when the type changes.

    Raises NotFound, Forbidden for stock tools, Invalid.
    """
    async with wing.database.transaction() as session:
        tool = await _changeable(session, organization_id, tool_id)
    if type is not None and type != tool.type:
        changes = changes | await _configured(wing, organization_id, type, config or {})
    elif config is not None:
        changes = changes | await _configured(
            wing, organization_id, tool.type, tool.config | config, tool.sealed_headers
        )
    async with wing.database.transaction() as session:
        tool = await _changeable(session, organization_id, tool_id)
        with session.no_autoflush:
            for name, value in changes.items():
                setattr(tool, name, value)
            await _check_name(session, tool)
        await _flush(session)
        return await get_tool(session, organization_id, tool_id)


async def delete_tool(session: AsyncSession, organization_id: str, tool_id: str) -> None:
    """Its row stays, for reports of sessions that used it; its credentials do not, and no persona has it."""
    tool = await _changeable(session, organization_id, tool_id)
    tool.deleted_at = now()
    tool.sealed_headers = None
    await session.execute(delete(PersonaTool).where(PersonaTool.tool_id == tool.id))


async def usable_tools(
    session: AsyncSession, organization_id: str, tool_ids: Sequence[str], path: str
) -> list[Tool]:
    """In this order, each once. Raises Invalid, naming the first that is not there."""
    found = await tools_left(session, organization_id, tool_ids)
    known = {tool.id for tool in found}
    for tool_id in tool_ids:
        if tool_id not in known:
            raise Invalid(path, f"There is no tool {tool_id}")
    return found


async def tools_left(session: AsyncSession, organization_id: str, tool_ids: Sequence[str]) -> list[Tool]:
    """Those that are there and may be used, in this order, each once."""
    if not tool_ids:
        return []
    statement = select(Tool).where(Tool.id.in_(tool_ids), _usable(organization_id))
    found = {tool.id: tool for tool in await session.scalars(statement)}
    return [found[tool_id] for tool_id in dict.fromkeys(tool_ids) if tool_id in found]


async def give_tools(session: AsyncSession, persona_id: str, tools: Sequence[Tool]) -> None:
    """These, and no others."""
    await session.execute(delete(PersonaTool).where(PersonaTool.persona_id == persona_id))
    session.add_all(
        PersonaTool(persona_id=persona_id, tool_id=tool.id, position=position)
        for position, tool in enumerate(tools)
    )


def _usable(organization_id: str) -> ColumnElement[bool]:
    theirs = or_(Tool.organization_id.is_(None), Tool.organization_id == organization_id)
    return and_(theirs, Tool.deleted_at.is_(None))


async def _configured(
    wing: ControlWing,
    organization_id: str,
    type: str,
    config: dict[str, Any],
    sealed_headers: str | None = None,
) -> dict[str, Any]:
    """The columns of a tool that say what it does. Raises Invalid."""
    checked = checked_config(type, config)
    if "url" in checked:
        await wing.outgoing.check(checked["url"], "config.url")
    if "documentFolderIds" in checked:
        async with wing.database.transaction() as session:
            await check_groups(
                session, organization_id, checked["documentFolderIds"], "config.documentFolderIds"
            )
    headers = with_kept_ones(checked.get("headers") or {}, unseal_headers(wing.keyring, sealed_headers))
    if headers:
        checked["headers"] = shown_headers(headers)
    return {"type": type, "config": checked, "sealed_headers": seal_headers(wing.keyring, headers)}


async def _check_name(session: AsyncSession, tool: Tool) -> None:
    """A model calls tools by their names. Raises Invalid."""
    same = select(Tool.id).where(
        _usable(tool.organization_id or ""), Tool.name == tool.name, Tool.id != (tool.id or "")
    )
    if await session.scalar(same.limit(1)) is not None:
        raise _taken()


async def _flush(session: AsyncSession) -> None:
    try:
        await session.flush()
    except IntegrityError:  # somebody took the name between the look and the write
        raise _taken() from None


def _taken() -> Invalid:
    return Invalid("name", "There is another tool of this name")


async def _readable(session: AsyncSession, organization_id: str, tool_id: str) -> Tool:
    tool = await session.get(Tool, tool_id)
    if tool is None or tool.organization_id not in (None, organization_id) or tool.deleted_at:
        raise NotFound("Tool not found")
    return tool


async def _changeable(session: AsyncSession, organization_id: str, tool_id: str) -> Tool:
    tool = await _readable(session, organization_id, tool_id)
    if tool.organization_id is None:
        raise Forbidden("System tools cannot be changed or deleted")
    return tool


async def _usage(session: AsyncSession, organization_id: str, tool_ids: Sequence[str]) -> dict[str, int]:
    statement = (
        select(PersonaTool.tool_id, func.count())
        .join(Persona, Persona.id == PersonaTool.persona_id)
        .where(PersonaTool.tool_id.in_(tool_ids), Persona.organization_id == organization_id)
        .group_by(PersonaTool.tool_id)
    )
    return {row[0]: row[1] for row in await session.execute(statement)}
