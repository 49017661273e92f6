"""Avatars, voices and LLMs: what an organization may build personas from."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from visavis.services import stock
from visavis.services.errors import NotFound
from visavis.services.paging import Page, PageRequest, fetch_page, slice_page
from visavis.store.queries import usable
from visavis.store.tables import Avatar, Llm, Voice

Part = TypeVar("Part", Avatar, Voice, Llm)


async def list_avatars(
    session: AsyncSession,
    organization_id: str,
    request: PageRequest,
    *,
    search: str | None = None,
    render_style: str = "all",
    tags: Collection[str] = (),
    only_one_shot: bool = False,
) -> Page[Avatar]:
    """`tags`: any of them. One-shot avatars are those that an organization made from a photo."""
    statement = _usable(Avatar, organization_id)
    if search:
        statement = statement.where(
            or_(_contains(Avatar.display_name, search), _contains(Avatar.description, search))
        )
    if render_style != "all":
        statement = statement.where(Avatar.render_style == render_style)
    if only_one_shot:
        statement = statement.where(Avatar.organization_id.is_not(None))
    if not tags:
        return await fetch_page(session, statement, request)
    rows = (await session.scalars(statement)).all()
    return slice_page([row for row in rows if set(tags) & set(row.display_tags)], request)


async def list_voices(
    session: AsyncSession, organization_id: str, request: PageRequest, *, search: str | None = None
) -> Page[Voice]:
    statement = _usable(Voice, organization_id)
    if search:
        statement = statement.where(
            or_(_contains(Voice.display_name, search), _contains(Voice.description, search))
        )
    return await fetch_page(session, statement, request)


async def list_llms(
    session: AsyncSession,
    organization_id: str,
    request: PageRequest,
    *,
    search: str | None = None,
    include_defaults: bool = True,
) -> Page[Llm]:
    statement = _usable(Llm, organization_id)
    if search:
        statement = statement.where(_contains(Llm.display_name, search))
    if not include_defaults:
        statement = statement.where(Llm.is_default.is_(False))
    return await fetch_page(session, statement, request)


async def get_avatar(session: AsyncSession, organization_id: str, avatar_id: str) -> Avatar:
    return await _get(session, Avatar, organization_id, avatar_id)


async def get_voice(session: AsyncSession, organization_id: str, voice_id: str) -> Voice:
    return await _get(session, Voice, organization_id, voice_id)


async def get_llm(session: AsyncSession, organization_id: str, llm_id: str) -> Llm:
    return await _get(session, Llm, organization_id, stock.llm_for(llm_id))


async def _get(session: AsyncSession, part: type[Part], organization_id: str, id: str) -> Part:
    row = await session.get(part, id)
    if row is None or row.organization_id not in (None, organization_id):
        raise NotFound(f"{part.__name__} not found")
    return row


def _usable(part: type[Part], organization_id: str) -> Select[Part]:
    """An organization's own first, then stock."""
    theirs = usable(part, organization_id)
    return select(part).where(theirs).order_by(part.organization_id.is_(None), part.created_at, part.id)


def _contains(column: InstrumentedAttribute[Any], text: str) -> ColumnElement[bool]:
    return column.icontains(text, autoescape=True)
